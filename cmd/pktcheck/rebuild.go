package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"

	_ "pktsh/layers/gopacket"
	"pktsh/layers/packet"
	"pktsh/pcapio"
)

// smallFile bounds the files of whose packets every prefix is read. All of them
// up to 100 kB take minutes; the tests lower it.
var smallFile int64 = 100_000

// rebuild reads all packets, with all that can be asked of one, and compares what
// they build with their bytes.
func rebuild(files []string) (string, int) {
	work := make(chan string)
	results := make(chan result)
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for f := range work {
				results <- rebuildFile(f)
			}
		}()
	}
	go func() {
		for _, f := range files {
			work <- f
		}
		close(work)
		workers.Wait()
		close(results)
	}()
	var sum result
	for r := range results {
		sum.packets += r.packets
		sum.prefixes += r.prefixes
		sum.wrong += r.wrong
	}
	return fmt.Sprintf("rebuild: %d files, %d packets, %d prefixes, %d wrong", len(files), sum.packets, sum.prefixes, sum.wrong), sum.wrong
}

type result struct{ packets, prefixes, wrong int }

func rebuildFile(name string) (r result) {
	st, err := os.Stat(name)
	if err != nil {
		fmt.Println(err)
		return result{wrong: 1}
	}
	// What is cut or broken gives the packets before; counts says whether all.
	pkts, _ := pcapio.Rdpcap(name)
	for i, p := range pkts {
		r.packets++
		if err := guarded(p, rebuilds); err != nil {
			r.wrong++
			fmt.Printf("%s: packet %d: %v\n", name, i+1, err)
		}
		if st.Size() >= smallFile {
			continue
		}
		raw := p.Build()
		for n := range raw {
			r.prefixes++
			if err := guarded(p.Proto().Dissect(raw[:n:n]), reads); err != nil {
				r.wrong++
				fmt.Printf("%s: packet %d: its first %d bytes: %v\n", name, i+1, n, err)
			}
		}
	}
	return r
}

// guarded is what check says of p, a panic being an error.
func guarded(p *packet.Packet, check func(*packet.Packet) error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			stack := make([]byte, 1<<12)
			stack = stack[:runtime.Stack(stack, false)]
			err = fmt.Errorf("panic: %v\n%s", x, strings.TrimSpace(string(stack)))
		}
	}()
	return check(p)
}

// reads finds the layers of p and reads their fields: of long packets now and
// then, since printing every prefix takes time by the square of the length.
func reads(p *packet.Packet) error {
	n := 0
	for _, q := range p.Layers() {
		n += len(q.Name())
	}
	if len(p.Summary()) == 0 && n > 0 {
		return errors.New("there is no summary")
	}
	if k := p.Len(); k > 512 && k%97 != 0 {
		return nil
	}
	if text := p.ShowText(); len(text) < n {
		return fmt.Errorf("show says only %q", text)
	}
	return nil
}

// rebuilds asks p for all it has, and checks that it builds the bytes that were
// captured, also once it has been taken apart.
func rebuilds(p *packet.Packet) error {
	raw := p.Build()
	if p.Len() != len(raw) {
		return fmt.Errorf("the length is %d, built are %d bytes", p.Len(), len(raw))
	}
	_ = p.ShowText()
	if err := reads(p); err != nil {
		return err
	}
	q := p.Copy()
	q.AddPayload("x")
	q.LastLayer().Underlayer().RemovePayload()
	if got := q.Build(); !bytes.Equal(got, raw) {
		return fmt.Errorf("captured %x, rebuilt %x", raw, got)
	}
	return nil
}
