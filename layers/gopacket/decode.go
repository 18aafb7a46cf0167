package gopacket

import (
	"bytes"

	gp "github.com/google/gopacket"

	"pktsh/layers/packet"
)

// A protocol says how gopacket reads one.
type protocol struct {
	typ     gp.LayerType
	decoder gp.Decoder          // nil: the one registered for typ
	ok      func(b []byte) bool // a cheap look before decoding; nil: always
	shapes  []any               // nil pointers to the types of its layers
}

// byType are the protocols that gopacket reads, by layer type.
var byType = make(map[gp.LayerType]*packet.Proto)

// define makes a protocol that gopacket reads, unless there is one of that name.
func define(name string, p protocol) *packet.Proto {
	if q := packet.Lookup(name); q != nil {
		byType[p.typ] = q
		return q
	}
	if p.decoder == nil {
		p.decoder = p.typ
	}
	q := packet.DefineForeign(name, p.fields, p.decode)
	byType[p.typ] = q
	return q
}

// decode reads the header that b begins with.
func (p *protocol) decode(b []byte) (packet.ForeignLayer, bool) {
	if p.ok != nil && !p.ok(b) {
		return packet.ForeignLayer{}, false
	}
	b = bytes.Clone(b) // some decoders write into what they read
	r, ok := read(p.decoder, b)
	if !ok {
		return packet.ForeignLayer{}, false
	}
	n := r.headerLen(b)
	return packet.ForeignLayer{Len: n, Next: r.upper(b[n:]), Value: r.value}, true
}

// read decodes one header. The decoders of gopacket hand what follows to the
// builder that they are given: this one only notes it.
func read(d gp.Decoder, b []byte) (r *reader, ok bool) {
	defer func() {
		if recover() != nil {
			r, ok = nil, false
		}
	}()
	r = &reader{}
	err := d.Decode(b, r)
	return r, err == nil && len(r.layers) > 0
}

// A reader is the packet builder that a decoder adds its layers to.
type reader struct {
	layers []gp.Layer
	next   gp.Decoder
}

func (r *reader) AddLayer(l gp.Layer)                     { r.layers = append(r.layers, l) }
func (r *reader) SetLinkLayer(gp.LinkLayer)               {}
func (r *reader) SetNetworkLayer(gp.NetworkLayer)         {}
func (r *reader) SetTransportLayer(gp.TransportLayer)     {}
func (r *reader) SetApplicationLayer(gp.ApplicationLayer) {}
func (r *reader) SetErrorLayer(gp.ErrorLayer)             {}
func (r *reader) SetTruncated()                           {}
func (r *reader) DumpPacketData()                         {}
func (r *reader) DecodeOptions() *gp.DecodeOptions        { return &options }

var options gp.DecodeOptions

// NextDecoder notes what reads the payload.
func (r *reader) NextDecoder(next gp.Decoder) error {
	r.next = next
	return nil
}

// headerLen is the length of the header that was read from b. Bytes between it
// and the payload, as behind the chunks of SCTP, count as header.
func (r *reader) headerLen(b []byte) int {
	l := r.layers[0]
	if pay := l.LayerPayload(); len(pay) > 0 && len(pay) <= len(b) && &pay[len(pay)-1] == &b[len(b)-1] {
		return len(b) - len(pay)
	}
	n := len(l.LayerContents())
	if n == 0 || len(r.layers) > 1 {
		return len(b)
	}
	if padded, ok := r.value("ActualLength").(int); ok {
		n = max(n, padded)
	}
	return min(n, len(b))
}

// upper is the protocol of the payload pay, ours where there is one; nil when
// gopacket does not say or nobody can read it.
func (r *reader) upper(pay []byte) *packet.Proto {
	if r.next == nil || len(pay) == 0 {
		return nil
	}
	if t, ok := r.next.(gp.LayerType); ok {
		return protoOf(t)
	}
	if named, ok := r.next.(interface{ LayerType() gp.LayerType }); ok {
		if t := named.LayerType(); t != gp.LayerTypeZero {
			return protoOf(t)
		}
	}
	// What follows is known only as a function: see what it makes of the bytes.
	if up, ok := read(r.next, pay); ok {
		return protoOf(up.layers[0].LayerType())
	}
	return nil
}
