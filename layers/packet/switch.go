package packet

// switchCodec is a field whose codec depends on fields before it, as the data
// of a DNS record on its type.
type switchCodec struct{ pick func(Layer) *Field }

// Switch is a field that reads and writes like the field that pick chooses by
// the fields before it. The fields it returns are made once, outside pick.
func Switch(name string, pick func(Layer) *Field) *Field {
	return &Field{name: name, width: -1, codec: switchCodec{pick}, def: value{ref: chosen{}}}
}

// chosen is a value together with the field it belongs to.
type chosen struct {
	f *Field
	v value
}

// pending is a value that could not be checked yet, because the fields that it
// depends on may be set after it.
type pending struct{ x any }

// choice is the field that applies in l. It answers to the switch's own name in
// errors and takes its length.
func (c switchCodec) choice(f *Field, l Layer) *Field {
	g := *c.pick(l)
	g.name, g.proto, g.index, g.off = f.name, f.proto, f.index, -1
	if g.lenFn == nil {
		g.lenFn = f.lenFn
	}
	if g.lenFrom == nil {
		g.lenFrom = f.lenFrom
	}
	return &g
}

func (switchCodec) kind() Kind             { return KindAny }
func (switchCodec) typeName(*Field) string { return "MultipleTypeField" }

func (c switchCodec) size(f *Field, l Layer, b []byte) int {
	if f.lenFn != nil || f.lenFrom != nil {
		return f.limit(l, b)
	}
	g := c.choice(f, l)
	if g.width >= 0 {
		return g.width / 8
	}
	return g.codec.size(g, l, b)
}

func (c switchCodec) decode(f *Field, l Layer, b []byte) value {
	g := c.choice(f, l)
	if g.width >= 0 && len(b) != g.width/8 {
		g = Data(f.name)
		g.proto = f.proto
	}
	return value{ref: chosen{g, g.codec.decode(g, l, b)}}
}

// settlePending checks a value against the field that applies now.
func (c switchCodec) settlePending(f *Field, l Layer, v value) (value, error) {
	p, ok := v.ref.(pending)
	if !ok {
		return v, nil
	}
	g := c.choice(f, l)
	m, err := g.parse(p.x)
	if err != nil {
		return value{}, err
	}
	if _, again := m.ref.(pending); again {
		if inner, isSwitch := g.codec.(switchCodec); isSwitch {
			return inner.settlePending(g, l, m)
		}
	}
	return value{ref: chosen{g, m}}, nil
}

// initial is the default: the field's own, or that of the field that applies.
func (c switchCodec) initial(f *Field, l Layer) value {
	if _, given := f.def.ref.(pending); given {
		if v, err := c.settlePending(f, l, f.def); err == nil {
			return v
		}
	}
	g := c.choice(f, l)
	return value{ref: chosen{g, g.def}}
}

// outgrown reports whether the field that applies now is another one than when
// the header was captured, and has not the captured size in bits.
func (n *node) outgrown(f *Field, size int) bool {
	c, ok := f.codec.(switchCodec)
	if !ok || !n.dirty {
		return false
	}
	then := n.captured()
	then.upto = max(f.index, 1)
	now := c.pick(n.upTo(f))
	return now.width >= 0 && now.width != size && now != c.pick(then)
}

func (c switchCodec) encode(f *Field, e *encoder, l Layer, v value) {
	x, _ := v.ref.(chosen)
	if x.f == nil {
		x.f = c.choice(f, l)
		x.v = x.f.def
	}
	e.field(x.f, l, x.v)
}

func (c switchCodec) parse(_ *Field, x any) (value, error) {
	return value{ref: pending{x}}, nil
}

func (c switchCodec) text(dst []byte, _ *Field, v value) []byte {
	if x, ok := v.ref.(chosen); ok && x.f != nil {
		return x.f.text(dst, x.v)
	}
	return append(dst, `""`...)
}

func (c switchCodec) export(_ *Field, v value) any {
	if x, ok := v.ref.(chosen); ok && x.f != nil {
		return x.f.export(x.v)
	}
	return ""
}
