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
