package packet

import (
	"reflect"
)

// listCodec is a list of values of one field: addresses, numbers, texts with
// their length, names.
type listCodec struct{ elem *Field }

// ListOf is a list of values like elem, as many as a count field says, or as
// fill the length that a length field, Len or the header gives. The members have
// whole bytes, or tell their length themselves as PText and DNSName do.
func ListOf(name string, elem *Field) *Field {
	if elem.width >= 0 && elem.width < 8 || elem.width%8 > 0 {
		panic("packet: " + name + ": the members of a list have whole bytes")
	}
	return &Field{name: name, width: -1, codec: listCodec{elem}, def: value{ref: []value(nil)}}
}

func (listCodec) kind() Kind { return KindAny }
func (c listCodec) typeName(f *Field) string {
	if _, ok := c.elem.codec.(ip6Codec); ok {
		return "IP6ListField"
	}
	if f.align > 1 {
		return "PadField"
	}
	return "FieldListField"
}

func (c listCodec) size(f *Field, l Layer, b []byte) int {
	if f.countFrom != nil {
		v, _ := l.value(f.countFrom)
		n := max(0, f.countFrom.auto.countFrom(int(min(v.num, 1<<20))))
		used := 0
		for ; n > 0 && used < len(b); n-- {
			used += c.member(l, b[used:])
		}
		return min(used, len(b))
	}
	return f.limit(l, b)
}

// member is the length of the member that b begins with, at least 1.
func (c listCodec) member(l Layer, b []byte) int {
	if c.elem.width >= 0 {
		return c.elem.width / 8
	}
	return max(1, min(c.elem.codec.size(c.elem, l, b), len(b)))
}

func (c listCodec) decode(_ *Field, l Layer, b []byte) value {
	list := []value{}
	if c.elem.width > 0 {
		list = make([]value, 0, len(b)*8/c.elem.width)
	}
	for len(b) > 0 {
		n := c.member(l, b)
		if n > len(b) {
			break
		}
		list = append(list, c.elem.codec.decode(c.elem, l, b[:n:n]))
		b = b[n:]
	}
	return value{ref: list}
}

func (c listCodec) encode(_ *Field, e *encoder, l Layer, v value) {
	list, _ := v.ref.([]value)
	for _, m := range list {
		c.elem.codec.encode(c.elem, e, l, c.elem.settle(m))
	}
}

func (c listCodec) parse(f *Field, x any) (value, error) {
	v := reflect.ValueOf(x)
	if v.Kind() != reflect.Slice || reflect.TypeOf(x) == reflect.TypeOf([]byte(nil)) && c.elem.width != 8 {
		m, err := c.elem.parse(x)
		if err != nil {
			return value{}, f.fail("%v", err)
		}
		return value{ref: []value{m}}, nil
	}
	list := make([]value, v.Len())
	for i := range list {
		m, err := c.elem.parse(v.Index(i).Interface())
		if err != nil {
			return value{}, f.fail("%v", err)
		}
		list[i] = m
	}
	return value{ref: list}, nil
}

func (c listCodec) text(dst []byte, _ *Field, v value) []byte {
	list, _ := v.ref.([]value)
	dst = append(dst, '[')
	for i, m := range list {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = c.elem.text(dst, m)
	}
	return append(dst, ']')
}

func (c listCodec) export(_ *Field, v value) any {
	list, _ := v.ref.([]value)
	out := make([]any, len(list))
	for i, m := range list {
		out[i] = c.elem.export(m)
	}
	return out
}
