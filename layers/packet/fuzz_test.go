package packet_test

import (
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

func TestFuzz(t *testing.T) {
	p := Fuzz(Stack(IP.New("src", "192.0.2.1", "dst", "192.0.2.2"), UDP.New("dport", 9)))
	if got := p.Repr(); got != "<IP  frag=0 proto=udp src=192.0.2.1 dst=192.0.2.2 |<UDP  dport=discard |>>" {
		t.Errorf("repr shows %s", got)
	}
	seen := map[int]bool{}
	for range 20 {
		q := IP.Dissect(p.Build())
		if !q.HasLayer(UDP) || q.Str("dst") != "192.0.2.2" || q.Int("dport") != 9 || q.Int("frag") != 0 {
			t.Fatalf("drew %s", q.Repr())
		}
		seen[q.Int("sport")] = true
	}
	if len(seen) < 15 {
		t.Errorf("20 builds have %d source ports", len(seen))
	}
}

func TestCorrupt(t *testing.T) {
	in := []byte("ABCDEFGH")
	differ := 0
	for i, c := range CorruptBytes(in, 3) {
		if c != in[i] {
			differ++
		}
	}
	if differ != 3 || string(in) != "ABCDEFGH" {
		t.Errorf("%d bytes differ", differ)
	}
}
