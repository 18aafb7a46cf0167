package packet_test

import (
	"fmt"
	"strings"
	"testing"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// printedLines is what f prints, without the last newline.
func printedLines(f func()) []string {
	var b strings.Builder
	old := packet.Output
	packet.Output = &b
	defer func() { packet.Output = old }()
	f()
	return strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
}

// TestSummaryLines prints a long list of captured, edited, viewed and built packets, some of them twice: the lines are those
// of the packets one by one, in their order.
func TestSummaryLines(t *testing.T) {
	var list packet.PacketList
	var want []string
	for i := range 3000 {
		b := packet.Stack(layers.IP.New("dst", "192.0.2.1"), layers.TCP.New("dport", i)).Build()
		p := layers.IP.Dissect(b)
		switch {
		case i%700 == 1:
			p = layers.IP.New("dst", "192.0.2.2")
		case i%700 == 2:
			p.Set("ttl", 3)
		case i%700 == 3:
			p = p.Layer(layers.TCP)
		case i%100 == 4:
			p = list[len(list)-1]
		}
		list = append(list, p)
		if i%3 != 0 {
			want = append(want, fmt.Sprintf("%04d %s", i, p.Summary()))
		}
	}
	n := -1
	keep := func(*packet.Packet) bool { n++; return n%3 != 0 }
	got := printedLines(func() { list.NSummary(packet.SummaryOptions{Lfilter: keep}) })
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("%d lines, want %d; first %q, want %q", len(got), len(want), got[0], want[0])
	}
}

// TestSummaryPanics: what a protocol's own summary panics with reaches the caller behind the lines before it.
func TestSummaryPanics(t *testing.T) {
	bad := packet.Define("BadSummary", packet.U8("x")).SummaryFunc(func(l *packet.Line) {
		if l.Layer().Int("x") == 7 {
			panic("seven")
		}
	})
	var list packet.PacketList
	for i := range 10 {
		list = append(list, bad.Dissect([]byte{byte(i)}))
	}
	var failed any
	got := printedLines(func() {
		defer func() { failed = recover() }()
		list.Summary()
	})
	if failed != "seven" || len(got) != 7 {
		t.Errorf("panicked with %v behind %d lines, want seven behind 7", failed, len(got))
	}
}
