package layers

import (
	"bytes"
	"testing"

	"pktsh/layers/packet"
)

// A value that is drawn is the same for all that asks for it while a packet is
// built: the bits of GRE say which fields follow.
func TestDrawnOnce(t *testing.T) {
	packet.Seed(1)
	for range 200 {
		b := packet.Fuzz(packet.Stack(GRE.New("version", 0, "routing_present", 0, "proto", 0x1234), "payload")).Build()
		p := GRE.Dissect(b)
		if got := p.Layer(packet.Raw); got == nil || string(got.Bytes("load")) != "payload" {
			t.Fatalf("%x is read as %s", b, p.Summary())
		}
	}
}

// The same seed draws the same values.
func TestSeed(t *testing.T) {
	build := func() []byte {
		packet.Seed(7)
		return packet.Fuzz(packet.Stack(IP.New("src", "192.0.2.1"), UDP.New())).Build()
	}
	if a, b := build(), build(); !bytes.Equal(a, b) {
		t.Errorf("%x and %x", a, b)
	}
}
