package sniff

import (
	"testing"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/labtest"
)

// BenchmarkSynScan is a scan of 1,000 ports, 3 of them open.
func BenchmarkSynScan(b *testing.B) {
	quiet(b)
	lab := labtest.New(b)
	lab.Serve(22, 80, 443)
	lab.Run(lab.A, func() {
		for b.Loop() {
			ans, _, err := Sr(packet.Stack(layers.IP.New("dst", labtest.AddrB), layers.TCP.New("dport", packet.Tuple{1, 1000})), AskOptions{Timeout: 2 * time.Second})
			if err != nil || len(ans) != 1000 {
				b.Fatal(len(ans), err)
			}
		}
	})
}

// BenchmarkEcho is one echo and its reply.
func BenchmarkEcho(b *testing.B) {
	quiet(b)
	lab := labtest.New(b)
	lab.Run(lab.A, func() {
		for b.Loop() {
			r, err := Sr1(packet.Stack(layers.IP.New("dst", labtest.AddrB), layers.ICMP.New()), AskOptions{Timeout: 2 * time.Second})
			if err != nil || r == nil {
				b.Fatal(err)
			}
		}
	})
}
