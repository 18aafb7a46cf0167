package sniff

import (
	"context"
	"errors"
	"fmt"
	"io"

	"pktsh/layers/packet"
	"pktsh/pcapio"
	"pktsh/sniff/bpf"
)

// An offline tap takes packets from files and lists.
type offline struct {
	files    []string
	list     packet.PacketList
	filter   string
	programs map[int]*bpf.Program // by link type
	buf      []byte
	n        uint64
}

func newOffline(o SniffOptions) (*offline, error) {
	t := &offline{filter: o.Filter, programs: make(map[int]*bpf.Program)}
	if err := t.add(o.Offline); err != nil {
		return nil, err
	}
	if o.Filter != "" {
		if _, err := t.program(1); err != nil { // a mistake is told of before anything is read
			return nil, err
		}
	}
	return t, nil
}

// add takes what Offline may be.
func (t *offline) add(x any) error {
	switch x := x.(type) {
	case string:
		t.files = append(t.files, x)
	case *packet.Packet:
		t.list = append(t.list, x)
	case packet.PacketList:
		t.list = append(t.list, x...)
	case []string:
		t.files = append(t.files, x...)
	case []any:
		for _, y := range x {
			if err := t.add(y); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("offline: a %T is no file name, packet or list of them", x)
	}
	return nil
}

func (t *offline) run(ctx context.Context, _ bool, take func(*packet.Packet) bool) error {
	for _, name := range t.files {
		if more, err := t.file(ctx, name, take); !more || err != nil {
			return err
		}
	}
	for _, p := range t.list {
		if more, err := t.give(p, take); !more || err != nil || ctx.Err() != nil {
			return err
		}
	}
	return nil
}

func (t *offline) file(ctx context.Context, name string, take func(*packet.Packet) bool) (more bool, err error) {
	r, err := pcapio.NewPcapReader(name, pcapio.ReadOptions{Context: ctx})
	if err != nil {
		return false, err
	}
	defer r.Close()
	for {
		p, err := r.Next()
		if errors.Is(err, io.EOF) {
			return ctx.Err() == nil, nil
		}
		if err != nil {
			return false, err
		}
		if more, err := t.give(p, take); !more || err != nil || ctx.Err() != nil {
			return false, err
		}
	}
}

// give hands over a packet that the filter lets through.
func (t *offline) give(p *packet.Packet, take func(*packet.Packet) bool) (more bool, err error) {
	if t.filter != "" {
		prog, err := t.program(linkOf(p))
		if err != nil {
			return false, err
		}
		var wire int
		t.buf, wire = p.AppendWire(t.buf[:0])
		if !prog.Match(t.buf, wire) {
			return true, nil
		}
	}
	t.n++
	return take(p), nil
}

// program is the filter for a link type.
func (t *offline) program(link int) (*bpf.Program, error) {
	if p := t.programs[link]; p != nil {
		return p, nil
	}
	p, err := bpf.Compile(t.filter, link)
	if err != nil {
		return nil, err
	}
	t.programs[link] = p
	return p, nil
}

func (t *offline) counts() (received, dropped uint64) { return t.n, 0 }

func (t *offline) close() {}

// linkOf is the link type of a packet: that of its source, or the one that its first layer is written as; Ethernet when it has
// neither.
func linkOf(p *packet.Packet) int {
	src := p.Source()
	if src.Link >= 0 {
		return src.Link
	}
	if link, ok := packet.LinkOf(p.Proto()); ok {
		return link
	}
	return linkEthernet
}
