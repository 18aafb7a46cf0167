package packet

import "sync"

// An encoder writes the layers of a packet: headers one behind the other with
// automatic fields left open, then, from the innermost out, the automatic
// fields. While a captured packet is checked it holds the captured bytes.
type encoder struct {
	buf   []byte
	acc   uint64 // bits of a byte begun by bit fields
	nacc  int
	base  int            // where the message begins that names point into
	names map[string]int // names written in this message; nil: no compression
	parts []part
	marks []mark
	pad   int // where payloads end and padding begins
}

// A part is one layer in buf.
type part struct {
	proto      *Proto
	n          *node // nil while checking captured bytes
	base       []byte
	start, end int
	loose      bool  // some field has not its own width: nothing is at its place
	padded     int32 // how much of the padding its payload includes
}

// A mark is where a field lies in a part, in bits from its start.
type mark struct {
	part        int32
	index       int32
	start, size int
	pad         int // bits of size that are padding
}

var encoders = sync.Pool{New: func() any { return new(encoder) }}

func newEncoder() *encoder { return encoders.Get().(*encoder) }

// free gives the encoder back; buf must not be used by anybody else any more.
func (e *encoder) free() {
	clear(e.parts)
	*e = encoder{buf: e.buf[:0], parts: e.parts[:0], marks: e.marks[:0]}
	encoders.Put(e)
}

// layer is part i as the functions of a definition see it.
func (e *encoder) layer(i int) Layer {
	p := &e.parts[i]
	hdr := e.buf[p.start:p.end:p.end]
	base := p.base
	if base == nil {
		base = hdr
	}
	return Layer{proto: p.proto, hdr: hdr, base: base, n: p.n, e: e, part: i}
}

func (e *encoder) bytes(b []byte) { e.buf = append(e.buf, b...) }

func (e *encoder) zeros(n int) {
	for ; n > 0; n-- {
		e.buf = append(e.buf, 0)
	}
}

// number appends a number of the field's width; bit fields gather in acc until
// they fill bytes.
func (e *encoder) number(f *Field, v uint64) {
	if f.little {
		v = swapBytes(v, f.width)
	}
	for left := f.width; left > 0; {
		take := min(left, 8-e.nacc)
		left -= take
		e.acc = e.acc<<take | v>>left&(1<<take-1)
		e.nacc += take
		if e.nacc == 8 {
			e.buf = append(e.buf, byte(e.acc))
			e.acc, e.nacc = 0, 0
		}
	}
}

// field appends a value of any kind.
func (e *encoder) field(f *Field, l Layer, v value) {
	v = f.settle(v)
	if raw, ok := v.ref.(RawVal); ok {
		e.bytes(raw)
		return
	}
	f.codec.encode(f, e, l, v)
}

// build returns the bytes of the layers from n on, built together with those
// below, on which checksums depend.
func (n *node) build() []byte {
	n = n.drawn()
	e := newEncoder()
	e.buf = make([]byte, 0, n.firstNode().estimate())
	e.assemble(n.firstNode())
	out := e.buf[e.parts[e.partOf(n)].start:]
	e.buf = nil
	e.free()
	return out
}

// assemble writes the layers from n on.
func (e *encoder) assemble(n *node) {
	for ; n != nil; n = n.next {
		if n.proto == Padding && e.pad == 0 {
			e.pad = len(e.buf)
		}
		e.header(n, false)
	}
	if e.pad == 0 {
		e.pad = len(e.buf)
	}
	e.fillAll(0)
}

// payloadEnd is where the payload of part i ends: before the padding, or as far
// into it as the payload reached when captured.
func (e *encoder) payloadEnd(i int) int {
	p := &e.parts[i]
	return max(p.end, min(e.pad+int(p.padded), len(e.buf)))
}

// partOf is the number of the part that node n became.
func (e *encoder) partOf(n *node) int {
	i := 0
	for ; e.parts[i].n != n; i++ {
	}
	return i
}

// computed is the value that building gives a field of n.
func (n *node) computed(f *Field) (v value, ok bool) {
	e := newEncoder()
	defer e.free()
	e.assemble(n.firstNode())
	i := e.partOf(n)
	hdr := append([]byte(nil), e.layer(i).hdr...)
	if f.width < 0 {
		for _, m := range e.marks {
			if int(m.part) == i && int(m.index) == f.index {
				l := Layer{proto: n.proto, hdr: hdr, base: hdr}
				return f.codec.decode(f, l, hdr[m.start/8:(m.start+m.size)/8]), true
			}
		}
		return value{}, false
	}
	at, ok := e.place(i, f)
	if !ok {
		return value{}, false
	}
	if f.number {
		return value{num: f.read(hdr, at)}, true
	}
	return f.codec.decode(f, Layer{}, hdr[at/8:(at+f.width)/8]), true
}

// estimate is about how many bytes the layers take.
func (n *node) estimate() int {
	size := 0
	for ; n != nil; n = n.next {
		size += len(n.proto.tmpl) + 8
		if n.raw != nil {
			size += len(n.raw)
		}
		for _, s := range n.slots {
			if b, ok := s.v.ref.([]byte); ok {
				size += len(b)
			}
		}
	}
	return size
}

// header appends the header of n as the next part. With again, names are
// written anew even in a layer that was not edited, because they point into a
// message that moves.
func (e *encoder) header(n *node, again bool) {
	e.parts = append(e.parts, part{proto: n.proto, n: n, start: len(e.buf), padded: n.padded})
	i := len(e.parts) - 1
	if n.proto.message {
		defer e.message()()
	}
	switch {
	case n.raw != nil && !n.dirty && !again:
		e.buf = append(e.buf, n.raw...)
		e.markRaw(n, i)
	case n.loose():
		e.parts[i].loose = true
		e.compose(n, i, 0)
	default:
		e.prefix(n)
		e.compose(n, i, n.proto.prefix)
	}
	e.parts[i].end = len(e.buf)
}

// message begins a message for compressed names, and returns what ends it.
func (e *encoder) message() func() {
	base, names := e.base, e.names
	e.base, e.names = len(e.buf), make(map[string]int)
	return func() { e.base, e.names = base, names }
}

// loose reports whether some prefix field is replaced by raw bytes.
func (n *node) loose() bool {
	for _, s := range n.slots {
		if _, ok := s.v.ref.(RawVal); ok && n.proto.fields[s.index].off >= 0 {
			return true
		}
	}
	return false
}

// prefix appends the fields at fixed places.
func (e *encoder) prefix(n *node) {
	at := len(e.buf)
	switch {
	case n.own:
		e.buf = append(e.buf, n.hdr[:n.wrote()]...)
	case n.raw != nil:
		e.buf = append(e.buf, n.hdr...)
	default:
		e.buf = append(e.buf, n.proto.tmpl...)
	}
	hdr := e.buf[at:]
	for _, s := range n.slots {
		f := n.proto.fields[s.index]
		if f.off >= 0 && f.off+f.width <= len(hdr)*8 {
			f.put(hdr, f.settle(s.v))
		}
	}
	if n.next != nil {
		for _, o := range n.proto.down[n.next.proto] {
			if o.field.off >= 0 && n.automatic(o.field) && o.field.off+o.field.width <= len(hdr)*8 {
				o.field.put(hdr, o.value())
			}
		}
	}
}

// wrote is how much of the prefix is written: of a header that was cut when
// captured, only what was there and what has been set since.
func (n *node) wrote() int {
	if n.raw == nil || len(n.raw) >= len(n.hdr) {
		return len(n.hdr)
	}
	bits := len(n.raw) * 8
	for _, f := range n.proto.fields[:n.proto.prefix] {
		if n.set.has(f.index) {
			bits = max(bits, f.off+f.width)
		}
	}
	return (bits + 7) / 8
}

// compose appends the fields of n from index from on, each marked with its
// place.
func (e *encoder) compose(n *node, i, from int) {
	if n.proto.text != nil {
		n.proto.text.compose(e, n)
		return
	}
	start := e.parts[i].start
	var raw rawFields
	if n.raw != nil {
		raw = n.rawFields()
	}
	moved := !n.proto.message // names may point to something else than when captured
	for _, f := range n.proto.fields[from:] {
		if f.when != nil && !f.when(n.upTo(f)) || raw.cut && !raw.has(f) && !n.set.has(f.index) {
			continue
		}
		at, pad := (len(e.buf)-start)*8+e.nacc, 0
		if n.keeps(f, raw) && !(moved && e.names != nil && f.moves()) {
			e.copyRaw(f, raw)
			pad = raw.find(f).pad
		} else {
			e.own(n, f)
			moved = true
			if f.align > 1 {
				pad = e.fillUp(f, raw, len(e.buf)-start-at/8) * 8
			}
		}
		e.marks = append(e.marks, mark{int32(i), int32(f.index), at, (len(e.buf)-start)*8 + e.nacc - at, pad})
	}
	if rest := raw.rest(n); len(rest) > 0 {
		e.bytes(rest)
	}
}

// keeps reports whether the field is as it was captured.
func (n *node) keeps(f *Field, raw rawFields) bool {
	s := n.slot(f.index)
	return (s == nil || s.asRead()) && raw.has(f) && !n.clear.has(f.index) && !n.outgrown(f, raw.find(f).size)
}

// own appends what the field holds, its default when it is automatic. Automatic
// values that decide how long the field is are computed here, from the other
// fields alone.
func (e *encoder) own(n *node, f *Field) {
	v, ok := n.value(f)
	if !ok {
		v = f.def
		if f.width < 0 && f.auto != nil {
			if auto, ok := f.auto.compute(f, n.layer()); ok {
				v = auto
			}
		}
	}
	e.field(f, n.layer(), v)
}

// record appends a packet that is a record in a field, its automatic fields
// filled in at once.
func (e *encoder) record(r *Packet) {
	marks, parts, pad := len(e.marks), len(e.parts), e.pad
	e.pad = 0
	for n := r.nodes(); n != nil; n = n.next {
		e.header(n, e.names != nil)
	}
	e.pad = len(e.buf)
	e.fillAll(parts)
	e.pad = pad
	e.marks, e.parts = e.marks[:marks], e.parts[:parts]
}
