package packet

// EnumBy names the values of a number by an enum that pick chooses by the fields
// before it, as the meaning of an ICMP code depends on the type; nil means that
// the value has no name.
func (f *Field) EnumBy(pick func(Layer) *Enum) *Field {
	f.enumBy = pick
	return f
}

// enumIn is the enum that names the field's values in l.
func (f *Field) enumIn(l Layer) *Enum {
	if f.enumBy == nil {
		return f.enum
	}
	l.upto = f.index
	if l.upto == 0 {
		l.upto = -1
	}
	return f.enumBy(l)
}

// textIn is text where the layer may matter.
func (f *Field) textIn(dst []byte, l Layer, v value) []byte {
	if f.enumBy != nil && v.ref == nil {
		if e := f.enumIn(l); e != nil {
			if name := e.Name(v.num); name != "" {
				return append(dst, name...)
			}
		}
	}
	return f.text(dst, v)
}

// late reports whether values of the field can be read only when the fields
// before it are known.
func (f *Field) late() bool {
	_, isSwitch := f.codec.(switchCodec)
	return isSwitch || f.enumBy != nil
}

// parse is Field.parse for a field of n.
func (n *node) parse(f *Field, x any) (value, error) {
	if f.enumBy != nil {
		g := *f
		g.enum = f.enumIn(n.layer())
		return g.parse(x)
	}
	v, err := f.parse(x)
	if c, ok := f.codec.(switchCodec); ok && err == nil {
		return c.settlePending(f, n.upTo(f), v)
	}
	return v, err
}
