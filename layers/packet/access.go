package packet

import (
	"fmt"
	"net/netip"
	"strings"
)

// find returns the first layer from p on that has the field.
func (p *Packet) find(name string) (Layer, *Field) {
	p.need()
	if n := p.here(); n != nil {
		for ; n != nil; n = n.next {
			if f := n.proto.byName[name]; f != nil && n.present(f) {
				return n.layer(), f
			}
		}
		return Layer{}, nil
	}
	s := p.steps()
	for s.next() {
		if f := s.span.proto.byName[name]; f != nil {
			l := s.layer()
			if f.when == nil || l.Has(name) {
				return l, f
			}
		}
	}
	return Layer{}, nil
}

// present reports whether a field exists in the layer as it stands.
func (n *node) present(f *Field) bool {
	return f.when == nil || n.slot(f.index) != nil || f.when(n.upTo(f))
}

// must is find, or a panic with the error.
func (p *Packet) must(name string) (Layer, *Field) {
	l, f := p.find(name)
	if f == nil {
		panic(p.unknown(name))
	}
	return l, f
}

// unknown is the error of a field that no layer has.
func (p *Packet) unknown(name string) error {
	var names, protos []string
	for _, q := range p.Layers() {
		names = append(names, q.FieldNames()...)
		protos = append(protos, q.name)
	}
	if p.knows(name) {
		return &FieldError{Layer: strings.Join(protos, "/"), Reason: fmt.Sprintf("the packet has no %q: other fields say that it is absent", name)}
	}
	return &FieldError{
		Layer:  strings.Join(protos, "/"),
		Reason: fmt.Sprintf("no layer has a field named %q", name),
		Hint:   didYouMean(name, names),
	}
}

// knows reports whether the field is defined in a layer, be it absent or not.
func (p *Packet) knows(name string) bool {
	for _, q := range p.Layers() {
		if q.byName[name] != nil {
			return true
		}
	}
	return false
}

// Get returns a field: an int, a FlagValue, text, bytes, a list; nil when it is
// automatic and not set, cut off, or absent because of what other fields say.
// The first layer from p on that has the field is asked; it panics with a
// *FieldError when there is none.
func (p *Packet) Get(name string) any {
	l, f := p.find(name)
	if f == nil && p.knows(name) {
		return nil
	}
	if f == nil {
		panic(p.unknown(name))
	}
	if isRecords(f) && l.n == nil {
		p.nodes()
		l, f = p.must(name)
	}
	v, ok := l.raw(f)
	if !ok {
		return nil
	}
	if f.auto != nil && l.stale(f) {
		v = p.computed(l, f)
	}
	return f.export(v)
}

func isRecords(f *Field) bool {
	_, ok := f.codec.(recordsCodec)
	return ok
}

// raw is value without settling sets and random values.
func (l Layer) raw(f *Field) (value, bool) {
	if l.n != nil {
		return l.n.value(f)
	}
	return l.value(f)
}

// stale reports whether the field holds a captured automatic value that an edit
// may have overtaken.
func (l Layer) stale(f *Field) bool {
	return l.n != nil && l.n.follow.has(f.index)
}

// computed is the value that building gives an automatic field.
func (p *Packet) computed(l Layer, f *Field) value {
	t := p.top()
	if t.unedited() {
		v, _ := l.value(f)
		return v
	}
	if v, ok := l.n.computed(f); ok {
		return v
	}
	return f.def
}

// single is the field's one value: of a set the first, of a random value a
// draw, of an automatic field what building would write.
func (p *Packet) single(name string) (value, *Field) {
	l, f := p.must(name)
	v, ok := l.value(f)
	if f.auto != nil && l.n != nil && l.n.automatic(f) && (!ok || l.stale(f)) {
		return p.computed(l, f), f
	}
	return v, f
}

// Int returns a number field: of an automatic one what building would write, of
// an address or flags field its number, 0 when the field was cut off. It panics
// with a *FieldError when no layer has the field or it is not a number.
func (p *Packet) Int(name string) int {
	v, f := p.single(name)
	if c, ok := f.codec.(numberCodec); ok && c.signed {
		return int(c.asSigned(f, v.num))
	}
	if !f.number && v.ref != nil {
		if n, ok := f.export(v).(int); ok {
			return n
		}
		panic(f.fail("the field is not a number"))
	}
	return int(v.num)
}

// Str returns a field as text: addresses and names as they print, text without
// quotes, other fields as show prints them.
func (p *Packet) Str(name string) string {
	l, f := p.must(name)
	if v, ok := l.raw(f); ok {
		if _, isRandom := v.ref.(Random); isRandom {
			return string(f.textIn(nil, l, v))
		}
	}
	v, f := p.single(name)
	switch x := f.export(v).(type) {
	case string:
		return x
	case []byte:
		return string(x)
	}
	return string(f.textIn(nil, l, v))
}

// Bytes returns the bytes of a field of bytes or text. The slice is not to be
// changed.
func (p *Packet) Bytes(name string) []byte {
	v, f := p.single(name)
	switch x := f.export(v).(type) {
	case []byte:
		return x
	case string:
		if b, ok := v.ref.([]byte); ok {
			return b
		}
		return []byte(x)
	}
	panic(f.fail("the field does not hold bytes"))
}

// Flags returns a flags field.
func (p *Packet) Flags(name string) FlagValue {
	v, f := p.single(name)
	if _, ok := f.codec.(flagsCodec); !ok {
		panic(f.fail("the field does not hold flags"))
	}
	return FlagValue{v.num, f}
}

// Addr returns an IP address field; the zero Addr when it was cut off.
func (p *Packet) Addr(name string) netip.Addr {
	a, _ := netip.ParseAddr(p.Str(name))
	return a
}

// List returns the records of a field, such as the answers of a DNS message.
// Editing one of them edits p.
func (p *Packet) List(name string) PacketList {
	l, f := p.must(name)
	if !isRecords(f) {
		panic(f.fail("the field is not a list of records"))
	}
	if l.n == nil {
		p.nodes()
		l, f = p.must(name)
	}
	v, _ := l.n.value(f)
	list, _ := v.ref.(PacketList)
	return list
}

// Options returns a list of options as tuples of name and value.
func (p *Packet) Options(name string) []Tuple {
	v, f := p.single(name)
	list, ok := f.export(v).([]Tuple)
	if !ok {
		panic(f.fail("the field is not a list of options"))
	}
	return list
}

// Set sets fields, given as names and values, of p and the layers above: the
// first layer that has the field gets it. On an error nothing is set from the
// wrong pair on.
func (p *Packet) Set(pairs ...any) error {
	if p == nil {
		return notThere()
	}
	if len(pairs)%2 != 0 {
		return &FieldError{Layer: p.Proto().name, Reason: "Set takes names and values in pairs"}
	}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return &FieldError{Layer: p.Proto().name, Reason: fmt.Sprintf("%v is not the name of a field", pairs[i])}
		}
		if err := p.setOne(name, pairs[i+1]); err != nil {
			return err
		}
	}
	return nil
}

func (p *Packet) setOne(name string, x any) error {
	n, f := p.nodeOf(name)
	if f == nil {
		return p.unknown(name)
	}
	if n.proto.foreign != nil {
		return n.proto.readOnly(name)
	}
	v, err := n.parse(f, x)
	if err != nil {
		return err
	}
	n.put(f, v)
	return nil
}

// nodeOf is find for a field that is to be changed. A conditional field that
// is absent may still be set, when no layer has it present.
func (p *Packet) nodeOf(name string) (*node, *Field) {
	var absent *node
	for n := p.nodes(); n != nil; n = n.next {
		f := n.proto.byName[name]
		if f == nil {
			continue
		}
		if n.present(f) {
			return n, f
		}
		if absent == nil {
			absent = n
		}
	}
	if absent != nil {
		return absent, absent.proto.byName[name]
	}
	return nil, nil
}

// Del makes fields unset again: they hold their default or are automatic.
func (p *Packet) Del(names ...string) error {
	if p == nil {
		return notThere()
	}
	for _, name := range names {
		n, f := p.nodeOf(name)
		if f == nil {
			return p.unknown(name)
		}
		if n.proto.foreign != nil {
			return n.proto.readOnly(name)
		}
		n.del(f)
	}
	return nil
}

// Has reports whether some layer from p on has the field: whether Get would find
// it.
func (p *Packet) Has(name string) bool {
	_, f := p.find(name)
	return f != nil
}

// HasField reports whether the layer that p stands at has the field itself: it is
// defined there, other fields do not say that it is absent, and it was not cut off
// when captured. Automatic fields that nobody set are there.
func (p *Packet) HasField(name string) bool {
	p.need()
	if n := p.here(); n != nil {
		f := n.proto.byName[name]
		return f != nil && n.present(f) && !n.missing(f)
	}
	s := p.steps()
	return s.next() && s.layer().Has(name)
}
