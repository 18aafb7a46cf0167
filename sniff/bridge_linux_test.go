package sniff

import (
	"strings"
	"testing"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/labtest"
)

// TestBridge joins two hosts that share no network by the interfaces of the router between them.
func TestBridge(t *testing.T) {
	lab := labtest.New(t)
	frame := func(port int) *packet.Packet {
		return packet.Stack(layers.Ether.New("src", "02:00:00:00:00:77", "dst", "02:00:00:00:00:78"),
			layers.IP.New("src", "192.0.2.1", "dst", "192.0.2.2"), layers.UDP.New("sport", 7, "dport", port), "hello")
	}
	var far *Sniffer
	lab.Run(lab.B, func() {
		far = AsyncSniffer(SniffOptions{Iface: "eth0", Filter: "ether src 02:00:00:00:00:77"})
		if err := far.Start(); err != nil {
			t.Fatal(err)
		}
	})
	var seen packet.PacketList
	var err error
	lab.Run(lab.Routers[0], func() {
		seen, err = BridgeAndSniff("eth0", "eth1", BridgeOptions{
			Filter: "udp and ether src 02:00:00:00:00:77", Count: 3, Timeout: 5 * time.Second,
			Xfrm12: func(p *packet.Packet) any {
				switch p.Int("dport") {
				case 1:
					return true
				case 2:
					return false
				}
				q := p.Copy()
				if err := q.Set("dport", 33); err != nil {
					t.Error(err)
				}
				return q
			},
			StartedCallback: func() {
				time.Sleep(5 * time.Millisecond) // sockets are kept for a thread for a moment, and this one changes its namespace
				lab.Run(lab.A, func() {
					for port := 1; port <= 3; port++ {
						if _, err := Sendp(frame(port), SendOptions{Iface: "eth0", Verbose: 0}); err != nil {
							t.Fatal(err)
						}
					}
				})
			},
		})
	})
	time.Sleep(50 * time.Millisecond)
	got, stopErr := far.Stop()
	if err != nil || stopErr != nil || len(seen) != 3 || seen[2].Int("dport") != 3 {
		t.Fatalf("seen %v, %v, %v", seen, err, stopErr)
	}
	if len(got) != 2 || got[0].Int("dport") != 1 || got[1].Int("dport") != 33 {
		t.Fatalf("forwarded %v", got)
	}
	want := frame(33).Build()
	if b := got[1].Build(); string(b) != string(want) {
		t.Errorf("forwarded %x, want %x", b, want)
	}
}

func TestBridgeNeedsTwo(t *testing.T) {
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		if _, err := BridgeAndSniff("eth0", "eth0"); err == nil || !strings.Contains(err.Error(), "two interfaces") {
			t.Error(err)
		}
	})
}
