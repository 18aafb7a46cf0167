package packet

import (
	"fmt"
	"sync"
)

// A ForeignDecoder reads the header that b begins with by another library; b
// runs to the end of what the layer below carries. ok is false when b is not
// this protocol, which then is Raw.
type ForeignDecoder func(b []byte) (l ForeignLayer, ok bool)

// A ForeignLayer is a header as another library read it.
type ForeignLayer struct {
	Len   int                   // of the header in bytes, 1 to all there are
	Next  *Proto                // what it carries; nil: what is bound, or Raw
	Value func(name string) any // of a field; nil when this header has no such field
}

// A ForeignField says what a field of a foreign protocol holds: for KindInt an
// int, for KindText a string, for KindBytes a []byte, for KindAny anything.
type ForeignField struct {
	Name string
	Kind Kind
	Type string // as ls prints it
}

// maxForeign bounds what another library is given to read.
const maxForeign = 1 << 18

// foreignBit marks all foreign protocols in the masks of packets, so that they
// take no bit that a protocol of ours could have alone.
const foreignBit = 1 << 63

// foreign is what makes a protocol one that another library reads.
type foreign struct {
	decode ForeignDecoder
	fields func() []ForeignField
	once   sync.Once
}

// DefineForeign makes a protocol that another library reads: its layers show
// what that library decoded, marked as such, and are read-only. fields lists
// what there may be; it is asked when the first such layer is met.
func DefineForeign(name string, fields func() []ForeignField, decode ForeignDecoder) *Proto {
	p := Define(name)
	p.foreign = &foreign{decode: decode, fields: fields}
	p.bit, p.shared, p.shape = foreignBit, true, shapeForeign
	return p
}

// BindForeign is the reading half of Bind for a foreign protocol, made only
// where no protocol is bound to the value yet.
func BindForeign(lower, upper *Proto, pairs ...any) {
	list := lower.pairs(pairs)
	for _, x := range list {
		if t := lower.table(x.field); t != nil {
			if e := t.find(x.num); e != nil && e.matchesAll(list) {
				return
			}
		}
	}
	BindUp(lower, upper, pairs...)
}

// matchesAll reports whether e asks for nothing but what list has.
func (e *upEntry) matchesAll(list []fixed) bool {
	for _, c := range e.conds {
		has := false
		for _, x := range list {
			has = has || x == c
		}
		if !has {
			return false
		}
	}
	return true
}

// Foreign reports whether the protocol is read by another library.
func (p *Proto) Foreign() bool { return p.foreign != nil }

// settle fills the fields of a foreign protocol in, once.
func (p *Proto) settle() {
	if p.foreign == nil {
		return
	}
	p.foreign.once.Do(func() {
		for _, x := range p.foreign.fields() {
			f := &Field{name: x.Name, codec: foreignCodec{x}, width: -1, off: -1, proto: p, index: len(p.fields)}
			f.when = func(l Layer) bool {
				_, ok := l.foreignValue(f)
				return ok
			}
			p.byName[x.Name] = f
			p.fields = append(p.fields, f)
		}
	})
}

// readForeign has the other library read b.
func (p *Proto) readForeign(b []byte) (ForeignLayer, bool) {
	p.settle()
	if len(b) > maxForeign {
		b = b[:maxForeign:maxForeign]
	}
	if len(b) == 0 {
		return ForeignLayer{}, false
	}
	l, ok := p.foreign.decode(b)
	return l, ok && l.Len > 0 && l.Len <= len(b)
}

// foreignValue is a field of a foreign layer. The base of such a layer is all
// bytes from it on, since the other library may read on behind the header.
func (l Layer) foreignValue(f *Field) (value, bool) {
	x, ok := l.proto.readForeign(l.base)
	if !ok {
		return value{}, false
	}
	v := x.Value(f.name)
	return value{ref: v}, v != nil
}

// readOnly is the error of an attempt to change a foreign layer.
func (p *Proto) readOnly(field string) error {
	return &FieldError{
		Layer: p.name, Field: field,
		Reason: "the layer is decoded by gopacket and is read-only",
		Hint:   fmt.Sprintf("its bytes can be changed as Raw: Raw.Dissect(p.Layer(%q).Build())", p.name),
	}
}

// foreignCodec prints and exports what another library decoded.
type foreignCodec struct{ field ForeignField }

func (c foreignCodec) kind() Kind                              { return c.field.Kind }
func (c foreignCodec) typeName(*Field) string                  { return c.field.Type }
func (foreignCodec) size(*Field, Layer, []byte) int            { return 0 }
func (foreignCodec) decode(*Field, Layer, []byte) value        { return value{} }
func (foreignCodec) encode(*Field, *encoder, Layer, value)     {}
func (foreignCodec) parse(f *Field, _ any) (value, error)      { return value{}, f.proto.readOnly(f.name) }
func (foreignCodec) text(dst []byte, _ *Field, v value) []byte { return appendValue(dst, v.ref) }

func (foreignCodec) export(_ *Field, v value) any { return exportForeign(v.ref) }

func exportForeign(x any) any {
	switch x := x.(type) {
	case ForeignValue:
		return x.Value
	case []any:
		out := make([]any, len(x))
		for i, y := range x {
			out[i] = exportForeign(y)
		}
		return out
	}
	return x
}

// A ForeignValue is a value of a foreign field that prints in its own way, as
// numbers do for which the other library has a name.
type ForeignValue struct {
	Value any    // what Get returns
	Text  string // what show prints
}
