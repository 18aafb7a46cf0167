package packet

import "net/netip"

// A Ref is a field of a layer, resolved once and read of many packets: TCP.Ref("dport").Int(p) is
// p.Layer(TCP).Int("dport"), without a search by name and without making the packet seen from that layer.
type Ref struct {
	proto *Proto
	name  string
	field *Field // nil when it must be searched for
}

// Ref returns the field of that name in layers of p. A name that p does not have is looked for in the layers above, as
// Layer and Int do, and is an error when it is read.
func (p *Proto) Ref(name string) Ref {
	r := Ref{proto: p, name: name}
	if f := p.byName[name]; f != nil && f.number && f.off >= 0 && f.when == nil && p.bit != 0 && p.foreign == nil {
		r.field = f
	}
	return r
}

// Proto returns the protocol of the layers.
func (r Ref) Proto() *Proto { return r.proto }

// captured reads the field of a packet as captured; ok is false for all that needs more than its bytes.
func (r Ref) captured(p *Packet) (n uint64, ok bool) {
	if r.field == nil || p == nil || p.first != nil || p.root != nil || !p.mayHave(r.proto) {
		return 0, false
	}
	s := p.steps()
	for s.next() {
		if s.span.proto == r.proto {
			v, _ := r.field.readAt(s.data[s.span.off:s.span.hdr:s.span.hdr], r.field.off)
			return v.num, true
		}
	}
	return 0, false
}

// Int is p.Layer(proto).Int(name).
func (r Ref) Int(p *Packet) int {
	if n, ok := r.captured(p); ok {
		if c, isNumber := r.field.codec.(numberCodec); isNumber && c.signed {
			return int(c.asSigned(r.field, n))
		}
		return int(n)
	}
	return p.Layer(r.proto).Int(r.name)
}

// Flags is p.Layer(proto).Flags(name).
func (r Ref) Flags(p *Packet) FlagValue {
	if r.field != nil {
		if _, isFlags := r.field.codec.(flagsCodec); isFlags {
			if n, ok := r.captured(p); ok {
				return FlagValue{n, r.field}
			}
		}
	}
	return p.Layer(r.proto).Flags(r.name)
}

// Str is p.Layer(proto).Str(name).
func (r Ref) Str(p *Packet) string { return p.Layer(r.proto).Str(r.name) }

// StrIs reports whether p.Layer(proto).Str(name) is text. Addresses are compared as numbers.
func (r Ref) StrIs(p *Packet, text string) bool {
	if r.field != nil && r.field.show == nil {
		if _, isAddr := r.field.codec.(ip4Codec); isAddr {
			if n, ok := r.captured(p); ok {
				a, err := netip.ParseAddr(text)
				if err != nil || !a.Is4() {
					return false
				}
				b := a.As4()
				return uint32(n) == uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8|uint32(b[3])
			}
		}
	}
	return r.Str(p) == text
}
