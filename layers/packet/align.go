package packet

// Aligned fills a variable field up with zero bytes to a multiple of n, as the
// chunks of SCTP are. The padding belongs to the field's bytes, not to its value,
// and LenOf does not count it.
func (f *Field) Aligned(n int) *Field {
	f.align = n
	return f
}

// padding is how many bytes follow n bytes of the field.
func (f *Field) padding(n int) int {
	if f.align <= 1 {
		return 0
	}
	return (f.align - n%f.align) % f.align
}

// fillUp appends what follows n bytes of the field, and returns how many bytes that
// is: zero bytes, or what was captured behind as many.
func (e *encoder) fillUp(f *Field, raw rawFields, n int) int {
	if m := raw.find(f); m != nil && m.size-m.pad == n*8 {
		e.bytes(raw.hdr[m.start/8+n : (m.start+m.size)/8])
		return m.pad / 8
	}
	e.zeros(f.padding(n))
	return f.padding(n)
}
