package packet

// A ForeignDecoder reads a header with another library. It returns the header's
// length, at most len(b), and its fields; ok is false when b is not this
// protocol, which then is Raw.
type ForeignDecoder func(b []byte) (n int, fields []ForeignField, ok bool)

// A ForeignField is one field as another library decoded it.
type ForeignField struct {
	Name  string
	Value any
}

// DefineForeign makes a protocol that another library reads. Its layers show
// what that library decoded, marked as such; they are read-only.
func DefineForeign(name string, decode ForeignDecoder) *Proto {
	p := Define(name, Data("load"))
	p.foreign = decode
	p.findShape()
	p.accept = func(b []byte) bool {
		_, _, ok := decode(b)
		return ok
	}
	return p
}

func (p *Proto) foreignLen(b []byte) int {
	n, _, ok := p.foreign(b)
	if !ok {
		return len(b)
	}
	return max(0, min(n, len(b)))
}

// Foreign reports whether the protocol is read by another library.
func (p *Proto) Foreign() bool { return p.foreign != nil }
