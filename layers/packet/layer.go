package packet

import (
	"encoding/binary"
	"net/netip"
)

// A Layer is one header as the functions of a definition see it: while it is
// being read, while it is being built, or while it is checked. Fields that come
// later in the header than the one being read are zero.
type Layer struct {
	proto *Proto
	hdr   []byte // the header's bytes, or while reading all bytes from it on
	base  []byte // the message that compressed names point into
	n     *node  // set values, when not reading
	e     *encoder
	part  int
	upto  int // while reading: fields from this index on are unknown; 0: all are known, -1: none is
}

// Proto returns the layer's protocol.
func (l Layer) Proto() *Proto { return l.proto }

// Built reports whether the layer is being built or has been edited, so that its
// bytes may be others than its fields say.
func (l Layer) Built() bool { return l.n != nil }

// Int returns a number field, 0 when it is absent.
func (l Layer) Int(name string) int {
	v, _ := l.lookup(name)
	return int(v.num)
}

// Bytes returns the bytes of a field of bytes or text, nil when it is absent.
func (l Layer) Bytes(name string) []byte {
	v, _ := l.lookup(name)
	switch b := v.ref.(type) {
	case []byte:
		return b
	case string:
		return []byte(b)
	}
	return nil
}

// Str returns a field as text, "" when it is absent.
func (l Layer) Str(name string) string {
	f := l.proto.byName[name]
	if f == nil {
		return ""
	}
	v, ok := l.value(f)
	if !ok {
		return ""
	}
	if b, isBytes := v.ref.([]byte); isBytes && f.width < 0 {
		return string(b)
	}
	return string(f.textIn(nil, l, v))
}

// Addr returns a field as an IP address, the zero Addr when it is absent or none.
func (l Layer) Addr(name string) netip.Addr {
	f := l.proto.byName[name]
	if f == nil {
		return netip.Addr{}
	}
	v, ok := l.value(f)
	if !ok {
		return netip.Addr{}
	}
	if _, is4 := f.codec.(ip4Codec); is4 && v.ref == nil {
		return netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, uint32(v.num))))
	}
	a, err := netip.ParseAddr(string(f.textIn(nil, l, v)))
	if err != nil {
		return netip.Addr{} // a name, a set
	}
	return a
}

// Count returns the number of members of a list field, 0 when it is absent.
func (l Layer) Count(name string) int {
	f := l.proto.byName[name]
	if f == nil {
		return 0
	}
	return l.countOf(f)
}

// Has reports whether the field is there.
func (l Layer) Has(name string) bool {
	_, ok := l.lookup(name)
	return ok
}

// Header returns the header's bytes: while reading, all bytes from it on.
func (l Layer) Header() []byte { return l.hdr }

// Payload returns the bytes that the layer carries, padding left out. It is nil
// while the layer is being read.
func (l Layer) Payload() []byte {
	if l.e == nil {
		return nil
	}
	return l.e.buf[l.e.parts[l.part].end:l.e.payloadEnd(l.part)]
}

// Carries returns the protocol of the layer above, nil when there is none or
// the layer is being read.
func (l Layer) Carries() *Proto {
	if l.n != nil && l.n.next != nil {
		return l.n.next.proto
	}
	if l.e != nil && l.part+1 < len(l.e.parts) {
		return l.e.parts[l.part+1].proto
	}
	return nil
}

// Under returns the layer below; ok is false at the bottom and while reading.
func (l Layer) Under() (under Layer, ok bool) {
	if l.e == nil || l.part == 0 {
		return Layer{}, false
	}
	return l.e.layer(l.part - 1), true
}

// Above returns the layer above; ok is false at the top and while reading.
func (l Layer) Above() (above Layer, ok bool) {
	if l.e == nil || l.part+1 >= len(l.e.parts) {
		return Layer{}, false
	}
	return l.e.layer(l.part + 1), true
}

func (l Layer) lookup(name string) (value, bool) {
	f := l.proto.byName[name]
	if f == nil {
		return value{}, false
	}
	return l.value(f)
}

// value returns the field's value and whether there is one.
func (l Layer) value(f *Field) (value, bool) {
	if l.e != nil && f.off >= 0 && !l.e.parts[l.part].loose {
		return f.readAt(l.hdr, f.off)
	}
	if l.n != nil {
		v, ok := l.n.value(f)
		if ok {
			v = f.settle(v)
		}
		return v, ok
	}
	if l.upto != 0 && f.index >= l.upto {
		return value{}, false
	}
	if f.off >= 0 {
		return f.readAt(l.hdr, f.off)
	}
	return l.scanFor(f)
}

// readAt reads a fixed-width field; ok is false when the bytes end before it.
func (f *Field) readAt(b []byte, off int) (value, bool) {
	if off+f.width > len(b)*8 {
		return value{}, false
	}
	if f.number {
		if off == f.off {
			return value{num: f.get(b)}, true
		}
		return value{num: f.read(b, off)}, true
	}
	start := off / 8
	return f.codec.decode(f, Layer{}, b[start:start+f.width/8:start+f.width/8]), true
}

// put writes a settled value of a fixed-width field into the prefix b.
func (f *Field) put(b []byte, v value) {
	if f.number {
		f.write(b, f.off, v.num)
		return
	}
	if src, ok := v.ref.([]byte); ok {
		dst := b[f.off/8 : (f.off+f.width)/8]
		clear(dst[copy(dst, src):])
	}
}

// scanFor reads a field that has no fixed place.
func (l Layer) scanFor(f *Field) (value, bool) {
	if l.proto.foreign != nil {
		return l.foreignValue(f)
	}
	if l.proto.text != nil {
		return l.proto.text.read(l, f)
	}
	s := l.scan()
	for s.next() {
		if s.f == f {
			return s.value()
		}
	}
	return value{}, false
}

// endOf is where a field of a header being read ends, in bytes; the end of the
// header when it is cut before that.
func (l Layer) endOf(f *Field) int {
	s := l.scan()
	for s.next() {
		if s.f == f {
			return s.pos / 8
		}
	}
	return len(l.hdr)
}

// A scanner goes over the fields of a header being read, in order.
type scanner struct {
	l     Layer
	i     int
	pos   int // bits
	f     *Field
	start int // bits
	size  int // bits
	pad   int // bits of size that are padding
	cut   bool
}

func (l Layer) scan() scanner { return scanner{l: l} }

// next finds the next field that is present; cut is set when the bytes end in
// or before it, and then nothing follows.
func (s *scanner) next() bool {
	if s.cut {
		return false
	}
	fields := s.l.proto.fields
	for s.i < len(fields) {
		f := fields[s.i]
		s.i++
		s.f, s.start = f, s.pos
		l := s.before()
		if f.when != nil && !f.when(l) {
			continue
		}
		total := len(l.hdr) * 8
		if s.start >= total && f.width != 0 && !(f.width < 0 && s.start == total && !f.countable()) {
			s.cut = true
			return false
		}
		s.pad = 0
		if f.width >= 0 {
			s.size = f.width
		} else {
			rest := l.hdr[s.start/8:]
			n := max(0, min(f.codec.size(f, l, rest), len(rest)))
			s.pad = min(f.padding(n), len(rest)-n) * 8
			s.size = n*8 + s.pad
		}
		if s.start+s.size > total {
			s.cut = true
			return false
		}
		s.pos += s.size
		return true
	}
	return false
}

// value decodes the current field.
func (s *scanner) value() (value, bool) {
	if s.f.number {
		return s.f.readAt(s.l.hdr, s.start)
	}
	l := s.before()
	from, to := s.start/8, (s.start+s.size-s.pad)/8
	return s.f.codec.decode(s.f, l, s.l.hdr[from:to:to]), true
}

// before is the layer as the current field may see it: the fields before it.
func (s *scanner) before() Layer {
	l := s.l
	l.upto = s.f.index
	if l.upto == 0 {
		l.upto = -1
	}
	return l
}
