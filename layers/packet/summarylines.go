package packet

import (
	"bufio"
	"fmt"
	"runtime"
)

// lineBatch is how many lines are made at a time: enough that handing them over costs nothing beside them.
const lineBatch = 256

// A summaryBatch is packets whose lines are made together.
type summaryBatch struct {
	packets  []*Packet
	numbers  []int // their indices in the list
	captured bool  // all are as captured: reading them changes nothing
	text     []byte
	failed   any // what making the lines panicked with
	done     chan struct{}
}

// summaryLines writes the summaries of the packets that keep, when not nil, lets through, each behind its index in the format
// number. The lines are made on all processors. keep runs on the caller's goroutine, and so does whatever may change a packet.
func (l PacketList) summaryLines(w *bufio.Writer, number string, keep func(*Packet) bool) {
	workers := runtime.GOMAXPROCS(0)
	work := make(chan *summaryBatch, 2*workers)
	defer close(work)
	for range workers {
		go func() {
			for b := range work {
				b.run(number)
			}
		}()
	}
	var pending, spare []*summaryBatch
	write := func() error {
		b := pending[0]
		pending = pending[1:]
		if b.captured {
			<-b.done
		} else {
			b.format(number)
		}
		_, err := w.Write(b.text)
		if b.failed != nil {
			panic(b.failed)
		}
		spare = append(spare, b)
		return err
	}
	for from := 0; from < len(l); {
		var b *summaryBatch
		if n := len(spare); n > 0 {
			b, spare = spare[n-1], spare[:n-1]
		} else {
			b = &summaryBatch{done: make(chan struct{}, 1)}
		}
		from = b.fill(l, from, keep)
		if b.captured {
			work <- b
		}
		if pending = append(pending, b); len(pending) == cap(work) && write() != nil {
			return // the reader has gone; Flush will fail the same way
		}
	}
	for len(pending) > 0 {
		if write() != nil {
			return
		}
	}
}

// fill takes packets of l from an index on, and returns the index behind the last one looked at.
func (b *summaryBatch) fill(l PacketList, from int, keep func(*Packet) bool) int {
	b.packets, b.numbers, b.text, b.captured = b.packets[:0], b.numbers[:0], b.text[:0], true
	for ; from < len(l) && len(b.packets) < lineBatch; from++ {
		p := l[from]
		if keep != nil && !keep(p) {
			continue
		}
		b.packets, b.numbers = append(b.packets, p), append(b.numbers, from)
		b.captured = b.captured && p != nil && p.root == nil && p.first == nil
	}
	return from
}

// run formats on a worker. It says that it is done whatever a protocol's summary does.
func (b *summaryBatch) run(number string) {
	defer func() {
		b.failed = recover()
		b.done <- struct{}{}
	}()
	b.format(number)
}

func (b *summaryBatch) format(number string) {
	for i, p := range b.packets {
		if number != "" {
			b.text = fmt.Appendf(b.text, number, b.numbers[i])
		}
		b.text = append(p.appendSummary(b.text), '\n')
	}
}
