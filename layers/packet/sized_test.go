package packet_test

import (
	"math/rand/v2"
	"testing"

	_ "pktsh/layers"
	"pktsh/layers/packet"
)

// TestSized holds the short way to the length of a header against the way through its fields.
func TestSized(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	seen := 0
	for _, p := range packet.Protos() {
		for i := range 20_000 {
			b := make([]byte, r.IntN(80))
			for j := range b {
				b[j] = byte(r.Uint32()) >> (i % 8) // small numbers, too
			}
			sized, scanned, ok := packet.Sizes(p, b)
			if !ok {
				continue
			}
			seen++
			if sized != scanned {
				t.Errorf("%s: %x: Sized says %d, the fields %d", p.Name(), b, sized, scanned)
				break
			}
		}
	}
	if seen == 0 {
		t.Error("no protocol is Sized")
	}
}
