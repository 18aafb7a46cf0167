package gopacket

import (
	"sync"
	"time"

	gp "github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	"pktsh/layers/packet"
)

// quiet takes the decoder that prints to standard output out of gopacket.
var quiet = sync.OnceFunc(func() {
	layers.RegisterUDPPortLayerType(2152, gp.LayerTypePayload) // GTP-U
})

// ToGopacket returns the packet as gopacket reads it, with time and length on the
// wire. Its first layer is that of p; where gopacket cannot read that, it is
// payload. gopacket decodes when asked, and copies nothing: the packet is not to
// be changed.
func ToGopacket(p *packet.Packet) gp.Packet {
	quiet()
	b := p.Build()
	g := gp.NewPacket(b, decoderOf(p.Proto()), gp.DecodeOptions{Lazy: true, NoCopy: true})
	m := g.Metadata()
	m.Timestamp = p.Time()
	m.CaptureLength, m.Length = len(b), max(p.WireLen(), len(b))
	m.Truncated = m.CaptureLength < m.Length
	return g
}

// decoderOf reads packets whose first protocol is p.
func decoderOf(p *packet.Proto) gp.Decoder {
	for t, q := range allTypes() {
		if p == q {
			return t
		}
	}
	return gp.DecodePayload
}

// FromGopacket returns a packet with the bytes, time and length on the wire of g,
// dissected from the protocol that its first layer is; Raw where that is none of
// ours. It keeps the bytes of g.
func FromGopacket(g gp.Packet) *packet.Packet {
	first := packet.Raw
	if l := g.Layers(); len(l) > 0 {
		if p := protoOf(l[0].LayerType()); p != nil {
			first = p
		}
	}
	p := first.Dissect(g.Data())
	if m := g.Metadata(); m != nil {
		if m.Timestamp != (time.Time{}) {
			p.SetTime(m.Timestamp)
		}
		p.SetWireLen(m.Length)
	}
	return p
}
