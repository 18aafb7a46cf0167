package packet

import (
	"bytes"
	"fmt"
	"strconv"
)

// bytesCodec is a run of bytes: text or data, fixed or variable.
type bytesCodec struct {
	text_  bool // read as text
	nul    bool // ends with a zero byte
	prefix int  // bytes of a length in front
	label  string
}

// Data is bytes up to the length that a length field or Len gives, or all that
// is left.
func Data(name string) *Field { return variable(name, bytesCodec{label: "StrField"}) }

// Text is Data read as text.
func Text(name string) *Field { return variable(name, bytesCodec{text_: true, label: "StrField"}) }

// FixedData is n bytes.
func FixedData(name string, n int) *Field {
	return &Field{name: name, width: n * 8, codec: bytesCodec{label: "StrFixedLenField"}, def: value{ref: []byte(nil)}}
}

// FixedText is text in n bytes, filled up with zero bytes, which reading leaves
// out.
func FixedText(name string, n int) *Field {
	return &Field{name: name, width: n * 8, codec: bytesCodec{text_: true, label: "StrFixedLenField"}, def: value{ref: []byte(nil)}}
}

// CText is text that ends with a zero byte.
func CText(name string) *Field {
	return variable(name, bytesCodec{text_: true, nul: true, label: "StrNullField"})
}

// PText is text behind its own length of n bytes (1, 2 or 4).
func PText(name string, n int) *Field {
	return variable(name, bytesCodec{text_: true, prefix: n, label: "StrLenField"})
}

// PData is bytes behind their own length of n bytes (1, 2 or 4).
func PData(name string, n int) *Field {
	return variable(name, bytesCodec{prefix: n, label: "StrLenField"})
}

func variable(name string, c codec) *Field {
	return &Field{name: name, width: -1, codec: c, def: value{ref: []byte(nil)}}
}

func (c bytesCodec) kind() Kind {
	if c.text_ {
		return KindText
	}
	return KindBytes
}

func (c bytesCodec) typeName(f *Field) string {
	if f.align > 1 {
		return "PadField"
	}
	if f.width < 0 && (f.lenFn != nil || f.lenFrom != nil) {
		return "StrLenField"
	}
	return c.label
}

func (c bytesCodec) size(f *Field, l Layer, b []byte) int {
	switch {
	case c.nul:
		if i := bytes.IndexByte(b, 0); i >= 0 {
			return i + 1
		}
		return len(b)
	case c.prefix > 0:
		if len(b) < c.prefix {
			return len(b)
		}
		return c.prefix + int(readBits(b, 0, c.prefix*8))
	}
	return f.limit(l, b)
}

func (c bytesCodec) decode(f *Field, _ Layer, b []byte) value {
	switch {
	case c.nul:
		b = bytes.TrimSuffix(b, []byte{0})
	case c.prefix > 0:
		b = b[min(c.prefix, len(b)):]
	case c.text_ && f.width >= 0:
		b = bytes.TrimRight(b, "\x00")
	}
	return value{ref: b}
}

func (c bytesCodec) encode(f *Field, e *encoder, l Layer, v value) {
	b, _ := v.ref.([]byte)
	if f.width >= 0 {
		n := f.width / 8
		e.bytes(b[:min(n, len(b))])
		e.zeros(n - len(b))
		return
	}
	if c.prefix > 0 {
		var head [8]byte
		writeBits(head[:], 0, c.prefix*8, uint64(len(b)))
		e.bytes(head[:c.prefix])
	}
	e.bytes(b)
	if c.nul && !l.unended(f, b) {
		e.bytes([]byte{0})
	}
}

// unended reports whether the header was captured with a text that has no zero
// byte at its end, because it is cut there, or before it, and b is empty still.
func (l Layer) unended(f *Field, b []byte) bool {
	if l.n == nil || l.n.raw == nil || l.n.clear.has(f.index) {
		return false
	}
	raw := l.n.rawFields()
	m := raw.find(f)
	switch {
	case m == nil || (m.start+m.size)/8 != len(raw.hdr):
		return false
	case m.size == 0:
		return len(b) == 0
	}
	return raw.hdr[len(raw.hdr)-1] != 0
}

func (c bytesCodec) text(dst []byte, _ *Field, v value) []byte {
	b, _ := v.ref.([]byte)
	return append(dst, quoteBytes(b)...)
}

func (c bytesCodec) export(_ *Field, v value) any {
	b, _ := v.ref.([]byte)
	if c.text_ {
		return string(b)
	}
	return b
}

func (c bytesCodec) parse(f *Field, x any) (value, error) {
	b, err := bytesOf(x)
	if err != nil {
		if isList(x) {
			return f.setOf(x)
		}
		return value{}, f.fail("%v", err)
	}
	if f.width >= 0 && len(b) > f.width/8 {
		return value{}, f.fail("%d bytes do not fit into %d", len(b), f.width/8)
	}
	if c.prefix > 0 && c.prefix < 8 && uint64(len(b)) >= 1<<(c.prefix*8) {
		return value{}, f.fail("%d bytes are more than its length field can say", len(b))
	}
	return value{ref: b}, nil
}

// bytesOf turns what a user may give for bytes into bytes of their own.
func bytesOf(x any) ([]byte, error) {
	switch x := x.(type) {
	case []byte:
		return append([]byte{}, x...), nil
	case string:
		return []byte(x), nil
	case *Packet:
		if x == nil {
			return nil, fmt.Errorf("nil is no packet")
		}
		return x.Build(), nil
	case [6]byte:
		return x[:], nil
	case fmt.Stringer:
		return []byte(x.String()), nil
	}
	return nil, fmt.Errorf("a %T is neither text nor bytes", x)
}

// quoteBytes is b as a Go string literal.
func quoteBytes(b []byte) string { return strconv.Quote(string(b)) }
