package packet

// fillAll computes the automatic fields of the parts from first on, the inner
// ones first.
func (e *encoder) fillAll(first int) {
	for i := first; i < len(e.parts); i++ {
		if e.parts[i].proto.early {
			e.fill(i, true)
		}
	}
	for i := len(e.parts) - 1; i >= first; i-- {
		e.fill(i, false)
	}
}

// fill computes the automatic fields of part i, whose payload is complete, or
// those alone that come before all others.
func (e *encoder) fill(i int, early bool) {
	p := &e.parts[i]
	l := e.layer(i)
	for _, f := range p.proto.autos {
		if f.auto.early != early || !p.n.automatic(f) {
			continue
		}
		at, ok := e.place(i, f)
		if !ok {
			continue
		}
		v, ok := f.auto.compute(f, l)
		if !ok {
			continue
		}
		if f.number {
			f.write(l.hdr, at, v.num)
		} else if b, isBytes := v.ref.([]byte); isBytes {
			copy(l.hdr[at/8:(at+f.width)/8], b)
		}
	}
}

// place is where the fixed-width field f lies in part i, in bits.
func (e *encoder) place(i int, f *Field) (bits int, ok bool) {
	p := &e.parts[i]
	if f.off >= 0 && !p.loose {
		return f.off, f.off+f.width <= (p.end-p.start)*8
	}
	for _, m := range e.marks {
		if int(m.part) == i && int(m.index) == f.index {
			return m.start, f.width >= 0 && m.size == f.width
		}
	}
	return 0, false
}

// fieldAt is place, also for a layer that is as it was captured.
func (e *encoder) fieldAt(i int, f *Field) (bits int, ok bool) {
	if bits, ok = e.place(i, f); ok || f.off >= 0 {
		return bits, ok
	}
	l := e.layer(i)
	s := Layer{proto: l.proto, hdr: l.hdr, base: l.base}.scan()
	for s.next() {
		if s.f == f {
			return s.start, s.size == f.width
		}
	}
	return 0, false
}

// sizeOf is the length in bytes of field f of part i.
func (e *encoder) sizeOf(i int, f *Field) int {
	p := &e.parts[i]
	if f.off >= 0 && !p.loose {
		return f.width / 8
	}
	if p.n != nil {
		for _, m := range e.marks {
			if int(m.part) == i && int(m.index) == f.index {
				return (m.size - m.pad) / 8
			}
		}
		if p.n.raw == nil || p.n.dirty {
			return 0
		}
	}
	l := e.layer(i)
	s := Layer{proto: l.proto, hdr: l.hdr, base: l.base}.scan()
	for s.next() {
		if s.f == f {
			return (s.size - s.pad) / 8
		}
	}
	return 0
}

// endOf is where field f of part i ends, in bytes.
func (e *encoder) endOf(i int, f *Field) int {
	for _, m := range e.marks {
		if int(m.part) == i && int(m.index) == f.index {
			return (m.start + m.size) / 8
		}
	}
	return e.layer(i).endOf(f)
}
