package packet

import "math/bits"

// varintCodec is an unsigned number of as many bytes as it needs.
type varintCodec struct {
	leb bool
	odd bool // of one byte when that is odd, else of two
}

// Varint is a variable-length integer of RFC 9000 section 16: two bits of length,
// then up to 62 bits of number.
func Varint(name string) *Field { return variableNumber(name, varintCodec{}) }

// LEB128 is a number in groups of 7 bits, the lowest first, each but the last
// marked with the high bit, as in MQTT.
func LEB128(name string) *Field { return variableNumber(name, varintCodec{leb: true}) }

// OddNumber is a number of 16 bits that is read from one byte when that is odd,
// as the protocol numbers of PPP may be compressed (RFC 1661 section 6.5). It is
// written in two bytes, but in one where it was captured so.
func OddNumber(name string) *Field { return variableNumber(name, varintCodec{odd: true}) }

func variableNumber(name string, c codec) *Field {
	return &Field{name: name, width: -1, codec: c}
}

// asNumber is the field as a fixed-width one of so many bits, to accept and
// print values like other numbers.
func (f *Field) asNumber(width int) *Field {
	g := *f
	g.width, g.codec = width, numberCodec{}
	return &g
}

func (varintCodec) kind() Kind             { return KindInt }
func (varintCodec) typeName(*Field) string { return "VarLenField" }

func (c varintCodec) size(_ *Field, _ Layer, b []byte) int {
	if len(b) == 0 {
		return 0
	}
	if c.odd {
		return 2 - int(b[0]&1)
	}
	if !c.leb {
		return 1 << (b[0] >> 6)
	}
	for i := range b {
		if b[i] < 0x80 {
			return i + 1
		}
	}
	return len(b)
}

func (c varintCodec) decode(_ *Field, _ Layer, b []byte) value {
	var n uint64
	if c.leb {
		for i := len(b) - 1; i >= 0; i-- {
			n = n<<7 | uint64(b[i]&0x7f)
		}
		return value{num: n}
	}
	for i, x := range b {
		if i == 0 && !c.odd {
			x &= 0x3f
		}
		n = n<<8 | uint64(x)
	}
	return value{num: n}
}

func (c varintCodec) encode(f *Field, e *encoder, l Layer, v value) {
	n := v.num
	if c.odd {
		short := l.n != nil && len(l.n.raw) > 0 && f.index == 0 && l.n.raw[0]&1 == 1
		cut := l.n != nil && len(l.n.raw) == 1 && f.index == 0
		if n > 0xff || !cut && (!short || n&1 == 0) {
			e.buf = append(e.buf, byte(n>>8))
		}
		e.buf = append(e.buf, byte(n))
		return
	}
	if c.leb {
		for ; n >= 0x80; n >>= 7 {
			e.buf = append(e.buf, byte(n)|0x80)
		}
		e.buf = append(e.buf, byte(n))
		return
	}
	log := 0
	for need := bits.Len64(n) + 2; 8<<log < need; log++ {
	}
	size := 1 << log
	at := len(e.buf)
	for i := size - 1; i >= 0; i-- {
		e.buf = append(e.buf, byte(n>>(8*i)))
	}
	e.buf[at] |= byte(log) << 6
}

func (c varintCodec) parse(f *Field, x any) (value, error) {
	width := 62
	switch {
	case c.leb:
		width = 64
	case c.odd:
		width = 16
	}
	return f.asNumber(width).parse(x)
}

func (varintCodec) text(dst []byte, f *Field, v value) []byte {
	return numberCodec{}.text(dst, f, v)
}

func (varintCodec) export(f *Field, v value) any { return numberCodec{}.export(f, v) }
