package layers

import (
	"bytes"
	"testing"

	"pktsh/layers/packet"
)

// Padding of a frame in a tunnel is part of what the tunnel carries: lengths and
// checksums around it cover it, and follow edits.
func TestPaddingInTunnel(t *testing.T) {
	inner := packet.Stack(Ether.New("src", "02:00:00:00:00:01"), ARP.New("pdst", "10.0.0.1"), packet.Padding.New("load", make([]byte, 18))).Build()
	outer := func(ttl int) []byte {
		return packet.Stack(ether, IP.New("src", "192.0.2.1", "dst", "192.0.2.2", "ttl", ttl), UDP.New("sport", 4000, "dport", 4789), VXLAN.New("vni", 7), inner).Build()
	}
	raw := outer(64)
	p := Ether.Dissect(raw)
	if !p.HasLayer(packet.Padding) || p.Layer(ARP) == nil {
		t.Fatalf("read as %s", p.Summary())
	}
	for _, q := range []*packet.Packet{p.Layer(IP), p.Layer(UDP)} {
		if err := q.Del("len", "chksum"); err != nil {
			t.Fatal(err)
		}
	}
	if got := p.Build(); !bytes.Equal(got, raw) {
		t.Errorf("computed anew:\n%x, was\n%x", got, raw)
	}
	q := Ether.Dissect(raw)
	if err := q.Set("ttl", 9, "vni", 7); err != nil {
		t.Fatal(err)
	}
	if got, want := q.Build(), outer(9); !bytes.Equal(got, want) {
		t.Errorf("edited:\n%x, want\n%x", got, want)
	}
	was := q.Layer(UDP).Int("chksum")
	if err := q.Set("vni", 8); err != nil {
		t.Fatal(err)
	}
	if now := q.Layer(UDP).Int("chksum"); now == was {
		t.Error("the checksum does not follow an edit of what it covers")
	}
}

// A header of GRE over IPv6 is read as its version says.
func TestGREOverIPv6(t *testing.T) {
	for version, want := range map[int]*packet.Proto{0: GRE, 1: GRE_PPTP} {
		raw := packet.Stack(ip6, GRE.New("version", version, "proto", 0x6558), "12345678").Build()
		if p := IPv6.Dissect(raw); !p.HasLayer(want) {
			t.Errorf("version %d is read as %s", version, p.Summary())
		}
	}
}
