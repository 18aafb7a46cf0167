package packet

import (
	"fmt"
	"strconv"
	"strings"
)

// berCodec is an element of ASN.1's Basic Encoding Rules (X.690): tag, length,
// and a content that another field reads and writes.
type berCodec struct {
	tag   byte
	inner *Field
}

// BER is an element with a tag byte, such as 0x30 for a sequence, whose content
// is the field inner; its name is that of inner. Lengths are written in the
// shortest form.
func BER(tag byte, inner *Field) *Field {
	f := variable(inner.name, berCodec{tag, inner})
	f.def = inner.def
	return f
}

// BERInteger is an INTEGER of up to 64 bits.
func BERInteger(name string) *Field { return BER(0x02, variableNumber(name, berIntCodec{})) }

// BERString is an OCTET STRING.
func BERString(name string) *Field { return BER(0x04, Data(name)) }

// BERObject is an OBJECT IDENTIFIER, as text: "1.3.6.1.2.1".
func BERObject(name string) *Field {
	f := variable(name, oidCodec{})
	f.def = value{ref: "0.0"}
	return BER(0x06, f)
}

// berHeader reads tag and length: where the content begins and ends. An
// indefinite or impossible length runs to the end.
func berHeader(b []byte) (from, to int) {
	if len(b) < 2 {
		return len(b), len(b)
	}
	n, from := int(b[1]), 2
	if n >= 0x80 {
		more := n & 0x7f
		if more == 0 || more > 4 || len(b) < 2+more {
			return min(2, len(b)), len(b)
		}
		n = int(readBits(b, 16, more*8))
		from += more
	}
	return from, min(from+n, len(b))
}

func (c berCodec) kind() Kind               { return c.inner.codec.kind() }
func (c berCodec) typeName(f *Field) string { return "ASN1F_" + c.inner.codec.typeName(f) }

func (c berCodec) size(_ *Field, _ Layer, b []byte) int {
	_, to := berHeader(b)
	return to
}

func (c berCodec) decode(_ *Field, l Layer, b []byte) value {
	if len(b) == 0 || b[0] != c.tag {
		return value{ref: RawVal(b)}
	}
	from, to := berHeader(b)
	return c.inner.codec.decode(c.inner, l, b[from:to:to])
}

func (c berCodec) encode(_ *Field, e *encoder, l Layer, v value) {
	at := len(e.buf)
	e.field(c.inner, l, v)
	head := berHead(c.tag, len(e.buf)-at)
	e.bytes(head)
	copy(e.buf[at+len(head):], e.buf[at:])
	copy(e.buf[at:], head)
}

// berHead is tag and length.
func berHead(tag byte, n int) []byte {
	if n < 0x80 {
		return []byte{tag, byte(n)}
	}
	var size []byte
	for ; n > 0; n >>= 8 {
		size = append([]byte{byte(n)}, size...)
	}
	return append([]byte{tag, 0x80 | byte(len(size))}, size...)
}

func (c berCodec) parse(f *Field, x any) (value, error) {
	inner := *c.inner
	inner.proto = f.proto
	return inner.parse(x)
}

func (c berCodec) text(dst []byte, _ *Field, v value) []byte { return c.inner.text(dst, v) }
func (c berCodec) export(_ *Field, v value) any              { return c.inner.export(v) }

// berIntCodec is the content of an INTEGER: two's complement, no longer than
// needed.
type berIntCodec struct{}

func (berIntCodec) kind() Kind                           { return KindInt }
func (berIntCodec) typeName(*Field) string               { return "INTEGER" }
func (berIntCodec) size(_ *Field, _ Layer, b []byte) int { return len(b) }
func (berIntCodec) export(_ *Field, v value) any         { return int(v.num) }
func (berIntCodec) parse(f *Field, x any) (value, error) {
	g := f.asNumber(64)
	g.codec = numberCodec{signed: true}
	return g.parse(x)
}

func (berIntCodec) text(dst []byte, f *Field, v value) []byte {
	if f.enum != nil && f.enum.Name(v.num) != "" {
		return append(dst, f.enum.Name(v.num)...)
	}
	return strconv.AppendInt(dst, int64(v.num), 10)
}

func (berIntCodec) decode(_ *Field, _ Layer, b []byte) value {
	if len(b) == 0 || len(b) > 8 {
		return value{ref: RawVal(b)}
	}
	n := int64(int8(b[0]))
	for _, x := range b[1:] {
		n = n<<8 | int64(x)
	}
	return value{num: uint64(n)}
}

func (berIntCodec) encode(_ *Field, e *encoder, _ Layer, v value) {
	n := int64(v.num)
	size := 1
	for size < 8 && n != n<<(64-8*size)>>(64-8*size) {
		size++
	}
	for i := size - 1; i >= 0; i-- {
		e.buf = append(e.buf, byte(n>>(8*i)))
	}
}

// oidCodec is the content of an OBJECT IDENTIFIER.
type oidCodec struct{}

func (oidCodec) kind() Kind                           { return KindText }
func (oidCodec) typeName(*Field) string               { return "OID" }
func (oidCodec) size(_ *Field, _ Layer, b []byte) int { return len(b) }

func (oidCodec) export(_ *Field, v value) any {
	s, _ := v.ref.(string)
	return s
}

func (oidCodec) text(dst []byte, _ *Field, v value) []byte {
	s, _ := v.ref.(string)
	return append(dst, s...)
}

func (oidCodec) decode(_ *Field, _ Layer, b []byte) value {
	var out strings.Builder
	var n uint64
	for i, x := range b {
		n = n<<7 | uint64(x&0x7f)
		if x >= 0x80 && i < len(b)-1 {
			continue
		}
		if out.Len() == 0 {
			first := min(n/40, 2)
			fmt.Fprintf(&out, "%d.%d", first, n-first*40)
		} else {
			fmt.Fprintf(&out, ".%d", n)
		}
		n = 0
	}
	return value{ref: out.String()}
}

func (oidCodec) encode(_ *Field, e *encoder, _ Layer, v value) {
	s, _ := v.ref.(string)
	arcs, _ := oidArcs(s)
	for i, n := range arcs {
		switch i {
		case 0:
			continue
		case 1:
			n += arcs[0] * 40
		}
		appendBase128(e, n)
	}
}

// appendBase128 appends n in groups of 7 bits, the highest first.
func appendBase128(e *encoder, n uint64) {
	shift := 0
	for n>>shift >= 0x80 {
		shift += 7
	}
	for ; shift > 0; shift -= 7 {
		e.buf = append(e.buf, byte(n>>shift)|0x80)
	}
	e.buf = append(e.buf, byte(n)&0x7f)
}

func oidArcs(s string) ([]uint64, bool) {
	var arcs []uint64
	for _, part := range strings.Split(s, ".") {
		n, err := strconv.ParseUint(part, 10, 32)
		if err != nil {
			return nil, false
		}
		arcs = append(arcs, n)
	}
	return arcs, len(arcs) >= 2 && arcs[0] <= 2
}

func (oidCodec) parse(f *Field, x any) (value, error) {
	s, ok := x.(string)
	if _, fits := oidArcs(s); !ok || !fits {
		return value{}, f.fail("%v is not an object identifier such as \"1.3.6.1\"", x)
	}
	return value{ref: s}, nil
}
