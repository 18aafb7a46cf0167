// Pktgen writes a capture of mixed, plausible traffic, always the same for the same number of packets: TCP with options, UDP,
// DNS, ICMP, ARP, IPv6, VLAN tags, fragments, packets cut by a snapshot length. Benchmarks read it.
//
//	pktgen -n 1000000 -o mixed.pcap
//
// It lays out headers by hand, so that it does not depend on what it is used to measure.
package main

import (
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	n := flag.Int("n", 1_000_000, "number of packets")
	out := flag.String("o", "", "file to write")
	flag.Parse()
	if *out == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*out, *n); err != nil {
		fmt.Fprintln(os.Stderr, "pktgen:", err)
		os.Exit(1)
	}
}

func run(name string, n int) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	if err := write(w, n); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// write writes a pcap file of n packets.
func write(w io.Writer, n int) error {
	le := binary.LittleEndian
	h := le.AppendUint32(nil, 0xa1b2c3d4)
	h = le.AppendUint16(h, 2)
	h = le.AppendUint16(h, 4)
	h = le.AppendUint64(h, 0)
	h = le.AppendUint32(h, 262144)
	h = le.AppendUint32(h, 1) // Ethernet
	if _, err := w.Write(h); err != nil {
		return err
	}
	g := newGenerator()
	for range n {
		b := g.packet()
		wire := len(b)
		if g.oneIn(50) {
			b = b[:min(len(b), 54+g.r.IntN(20))]
		}
		g.clock += int64(g.r.IntN(200))
		h = le.AppendUint32(h[:0], uint32(g.clock/1e6))
		h = le.AppendUint32(h, uint32(g.clock%1e6))
		h = le.AppendUint32(h, uint32(len(b)))
		h = le.AppendUint32(h, uint32(wire))
		if _, err := w.Write(h); err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}
