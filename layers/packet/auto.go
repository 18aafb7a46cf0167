package packet

// An Auto fills a field that nobody set, and where it speaks of lengths or
// counts, guides reading: one declaration serves both ways.
type Auto struct {
	role autoRole
	of   string // the field that a length or count speaks of
	unit int    // bytes, or records, for each unit of the number
	plus int    // what the number counts besides, in bytes or records
	last bool   // computed after the other automatic fields, as checksums are
	free bool   // the sender's choice: a captured value never follows edits
	// early values are computed before all others of the packet, because the
	// checksums of layers above need them.
	early bool
	above bool // it depends on the layers above
	fn    func(Layer) any

	// of checksums: over the payload, too; with a pseudo-header of this
	// protocol number; never 0
	payload bool
	pseudo  int
	nonzero bool
}

type autoRole uint8

const (
	roleFunc autoRole = iota
	roleAll
	rolePayload
	roleHeader
	roleLenOf
	roleCountOf
	roleDefault
	roleSum
	roleRest
)

// LenAll is the length of the layer and its payload, in bytes. When reading it
// bounds the payload: what lies behind is Padding.
func LenAll() *Auto { return &Auto{role: roleAll, unit: 1} }

// LenPayload is the length of the payload in bytes; it bounds the payload.
func LenPayload() *Auto { return &Auto{role: rolePayload, unit: 1} }

// LenHeader is the length of the header in units of so many bytes; when reading
// it bounds the header's variable fields.
func LenHeader(unit int) *Auto { return &Auto{role: roleHeader, unit: unit} }

// LenRest is the length of the header behind the field, in bytes, as the length
// of the data of a DNS record; when reading it bounds the fields that follow.
func LenRest() *Auto { return &Auto{role: roleRest, unit: 1} }

// LenOf is the length of another field of the layer in bytes.
func LenOf(field string) *Auto { return &Auto{role: roleLenOf, of: field, unit: 1} }

// CountOf is the number of members of a list field of the layer.
func CountOf(field string) *Auto { return &Auto{role: roleCountOf, of: field, unit: 1} }

// Compute fills the field with what fn returns of the layer being built, whose
// header and payload are complete but for checksums: a value that the field
// accepts, or nil to leave its default.
func Compute(fn func(Layer) any) *Auto { return &Auto{role: roleFunc, fn: fn} }

// Unset marks a field that has no default value and is written as its Default
// when nobody sets it; show prints None.
func Unset() *Auto { return &Auto{role: roleDefault} }

// Unit makes a length or count number units of n.
func (a *Auto) Unit(n int) *Auto {
	a.unit = n
	return a
}

// Plus makes a length or count take n more into account, in bytes or records,
// before it is divided by the unit: Plus(2) counts two bytes besides the field.
func (a *Auto) Plus(n int) *Auto {
	a.plus = n
	return a
}

// Last computes the field after the others, because they are part of it.
func (a *Auto) Last() *Auto {
	a.last = true
	return a
}

// Free says that the value is the sender's choice, as source addresses are, and
// does not follow from the packet: what was captured stays when the packet is
// edited.
func (a *Auto) Free() *Auto {
	a.free = true
	return a.First()
}

// FromAbove says that the value depends on the layers above, as the neighbour
// that a frame goes to does on the packet in it.
func (a *Auto) FromAbove() *Auto {
	a.above = true
	return a
}

// First computes the field before all others of the packet, because checksums of
// the layers above depend on it.
func (a *Auto) First() *Auto {
	a.early = true
	return a
}

// lengthFrom is the length in bytes that field f, whose Auto a is, gives.
func (a *Auto) lengthFrom(l Layer, f *Field) int {
	v, ok := l.value(f)
	if !ok {
		return 0
	}
	return int(min(v.num, 1<<30))*a.unit - a.plus
}

func (a *Auto) countFrom(n int) int { return n*a.unit - a.plus }

// compute returns the value for field f of the layer being built or checked;
// ok is false when there is nothing to say.
func (a *Auto) compute(f *Field, l Layer) (v value, ok bool) {
	n := 0
	switch a.role {
	case roleFunc:
		x := a.fn(l)
		if x == nil {
			return value{}, false
		}
		v, err := f.codec.parse(f, x)
		if c, ok := f.codec.(switchCodec); ok && err == nil {
			v, err = c.settlePending(f, l, v)
		}
		return v, err == nil
	case roleDefault:
		return f.def, true
	case roleSum:
		return a.sum(f, l)
	case roleAll:
		n = len(l.hdr) + len(l.Payload())
	case rolePayload:
		n = len(l.Payload())
	case roleHeader:
		n = len(l.hdr)
	case roleRest:
		n = len(l.hdr) - l.e.endOf(l.part, f)
	case roleLenOf:
		n = l.e.sizeOf(l.part, l.proto.byName[a.of])
	case roleCountOf:
		n = l.countOf(l.proto.byName[a.of])
	}
	n = (n + a.plus + a.unit - 1) / a.unit
	return value{num: uint64(n) & (1<<f.width - 1)}, true
}

// countOf is the number of members of the list field f.
func (l Layer) countOf(f *Field) int {
	v, ok := l.value(f)
	if !ok {
		return 0
	}
	switch list := v.ref.(type) {
	case PacketList:
		return len(list)
	case []value:
		return len(list)
	case []Tuple:
		return len(list)
	}
	return 0
}

// InternetChecksum is the checksum of RFC 1071 over the header alone.
func InternetChecksum() *Auto { return &Auto{role: roleSum, last: true} }

// MessageChecksum is the checksum of RFC 1071 over header and payload.
func MessageChecksum() *Auto { return &Auto{role: roleSum, last: true, payload: true} }

// TransportChecksum is the checksum over the pseudo-header of the layer below,
// the header and the payload; proto is the number of the protocol in the
// pseudo-header. Without a layer below that has a pseudo-header it is left
// alone. With nonzero a sum of 0 is written as ffff, as UDP must (RFC 768).
func TransportChecksum(proto int, nonzero bool) *Auto {
	return &Auto{role: roleSum, last: true, payload: true, pseudo: proto, nonzero: nonzero}
}

// sum computes a checksum for field f; ok is false when it needs a pseudo-header
// and no layer below has one.
func (a *Auto) sum(f *Field, l Layer) (value, bool) {
	var s checksum
	if a.pseudo != 0 {
		under, ok := l.Under()
		for ok && under.proto.pseudo == nil {
			under, ok = under.Under()
		}
		if !ok {
			return value{}, false
		}
		s.add(under.proto.pseudo(under))
		n := len(l.hdr) + len(l.Payload())
		s.sum += uint64(n>>16) + uint64(n&0xffff) + uint64(a.pseudo)
	}
	if at, ok := l.e.fieldAt(l.part, f); ok {
		s.add(l.hdr[:at/8])
		s.odd = at/8&1 == 1
		s.add(l.hdr[(at+f.width)/8:])
	} else {
		s.add(l.hdr)
	}
	if a.payload {
		s.odd = len(l.hdr)&1 == 1
		s.add(l.Payload())
	}
	sum := s.fold()
	if sum == 0 && a.nonzero {
		sum = 0xffff
	}
	return value{num: uint64(sum)}, true
}
