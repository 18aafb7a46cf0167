package sniff

import (
	"testing"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/labtest"
)

func quiet(t testing.TB) {
	old := Conf.Verb
	Conf.Verb = 0
	t.Cleanup(func() { Conf.Verb = old })
}

func TestSynScan(t *testing.T) {
	quiet(t)
	lab := labtest.New(t)
	lab.Serve(22, 80, 443)
	lab.Run(lab.A, func() {
		for range 3 {
			start := time.Now()
			ans, unans, err := Sr(packet.Stack(layers.IP.New("dst", labtest.AddrB), layers.TCP.New("dport", packet.Tuple{1, 1000}, "sport", 5000)), AskOptions{Timeout: 2 * time.Second})
			if err != nil || len(ans) != 1000 || len(unans) != 0 {
				t.Fatalf("%v %v %v", ans, unans, err)
			}
			open := 0
			for _, qa := range ans {
				if qa.Answer.Layer(layers.TCP).Flags("flags").Has("SA") {
					open++
				}
			}
			t.Log(time.Since(start), open, ans)
			if open != 3 {
				t.Errorf("%d open", open)
			}
		}
	})
}
func TestEcho(t *testing.T) {
	quiet(t)
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		for range 5 {
			start := time.Now()
			r, err := Sr1(packet.Stack(layers.IP.New("dst", labtest.AddrB), layers.ICMP.New(), "hello"), AskOptions{Timeout: 2 * time.Second})
			t.Log(time.Since(start), r, err)
		}
	})
}
