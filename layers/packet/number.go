package packet

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// numberCodec is a number of up to 64 bits; how it prints depends on the field's
// enum and on hex.
type numberCodec struct {
	hex    bool
	signed bool
	label  string // Scapy's name of the field type
}

func number(name string, width int, label string) *Field {
	return &Field{name: name, width: width, number: true, codec: numberCodec{label: label}}
}

// Bits is an unsigned number of n bits.
func Bits(name string, n int) *Field {
	if n < 1 || n > 64 {
		panic(fmt.Sprintf("packet: %s: Bits takes 1 to 64 bits", name))
	}
	return number(name, n, "Bit")
}

// U8 is an unsigned byte.
func U8(name string) *Field { return number(name, 8, "Byte") }

// U16 is an unsigned number of 16 bits in network byte order.
func U16(name string) *Field { return number(name, 16, "Short") }

// U24 is an unsigned number of 24 bits in network byte order.
func U24(name string) *Field { return number(name, 24, "ThreeBytes") }

// U32 is an unsigned number of 32 bits in network byte order.
func U32(name string) *Field { return number(name, 32, "Int") }

// U64 is an unsigned number of 64 bits in network byte order.
func U64(name string) *Field { return number(name, 64, "Long") }

// X8 is U8 printed in hexadecimal.
func X8(name string) *Field { return U8(name).Hex() }

// X16 is U16 printed in hexadecimal.
func X16(name string) *Field { return U16(name).Hex() }

// X24 is U24 printed in hexadecimal.
func X24(name string) *Field { return U24(name).Hex() }

// X32 is U32 printed in hexadecimal.
func X32(name string) *Field { return U32(name).Hex() }

// X64 is U64 printed in hexadecimal.
func X64(name string) *Field { return U64(name).Hex() }

// LE16 is an unsigned number of 16 bits, little endian.
func LE16(name string) *Field { return U16(name).LE() }

// LE32 is an unsigned number of 32 bits, little endian.
func LE32(name string) *Field { return U32(name).LE() }

// LE64 is an unsigned number of 64 bits, little endian.
func LE64(name string) *Field { return U64(name).LE() }

// HostU32 is a small number in the byte order of the machine that wrote it: that
// in which it is small. It is built little endian.
func HostU32(name string) *Field {
	f := number(name, 32, "Int").LE()
	f.host = true
	return f
}

// I8 is a signed byte.
func I8(name string) *Field { return signed(name, 8, "SignedByte") }

// I16 is a signed number of 16 bits in network byte order.
func I16(name string) *Field { return signed(name, 16, "SignedShort") }

// I32 is a signed number of 32 bits in network byte order.
func I32(name string) *Field { return signed(name, 32, "SignedInt") }

func signed(name string, width int, label string) *Field {
	return &Field{name: name, width: width, number: true, codec: numberCodec{signed: true, label: label}}
}

func (c numberCodec) kind() Kind { return KindInt }

func (c numberCodec) typeName(f *Field) string {
	if f.enumBy != nil {
		return "MultiEnumField"
	}
	if f.auto != nil && (f.auto.role == roleLenOf || f.auto.role == roleCountOf) && c.label != "Bit" {
		return "FieldLenField"
	}
	var b strings.Builder
	if c.hex {
		b.WriteByte('X')
	}
	if f.little {
		b.WriteString("LE")
	}
	b.WriteString(c.label)
	if f.enum != nil {
		b.WriteString("Enum")
	}
	b.WriteString("Field")
	if c.label == "Bit" && f.enum == nil {
		fmt.Fprintf(&b, "  (%d bit", f.width)
		if f.width > 1 {
			b.WriteByte('s')
		}
		b.WriteByte(')')
	}
	return b.String()
}

func (c numberCodec) size(f *Field, _ Layer, _ []byte) int { return f.width / 8 }

func (c numberCodec) decode(f *Field, _ Layer, b []byte) value {
	if len(b)*8 < f.width {
		return value{}
	}
	return value{num: f.read(b, 0)}
}

func (c numberCodec) encode(f *Field, e *encoder, _ Layer, v value) { e.number(f, v.num) }

func (c numberCodec) text(dst []byte, f *Field, v value) []byte {
	if f.enum != nil {
		if name := f.enum.Name(v.num); name != "" {
			return append(dst, name...)
		}
	}
	switch {
	case c.signed:
		return strconv.AppendInt(dst, c.asSigned(f, v.num), 10)
	case c.hex:
		return strconv.AppendUint(append(dst, "0x"...), v.num, 16)
	}
	return strconv.AppendUint(dst, v.num, 10)
}

func (c numberCodec) asSigned(f *Field, n uint64) int64 {
	shift := 64 - f.width
	return int64(n<<shift) >> shift
}

func (c numberCodec) export(f *Field, v value) any {
	switch {
	case c.signed:
		return int(c.asSigned(f, v.num))
	case v.num > 1<<63-1:
		return v.num
	}
	return int(v.num)
}

func (c numberCodec) parse(f *Field, x any) (value, error) {
	switch x := x.(type) {
	case int:
		return c.fit(f, int64(x))
	case string:
		return c.name(f, x)
	case Tuple:
		return c.span(f, x)
	case FlagValue:
		return c.fitUnsigned(f, x.bits)
	case drawn:
		return value{num: x.num}, nil
	}
	v := reflect.ValueOf(x)
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return value{num: 1}, nil
		}
		return value{}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return c.fit(f, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return c.fitUnsigned(f, v.Uint())
	case reflect.Slice, reflect.Array:
		return f.setOf(x)
	case reflect.Float32, reflect.Float64:
		if n := v.Float(); n == float64(int64(n)) {
			return c.fit(f, int64(n))
		}
		return value{}, f.fail("%v is not a whole number", x)
	}
	return value{}, f.fail("a %T is not a number", x)
}

func (c numberCodec) fit(f *Field, n int64) (value, error) {
	low, high := int64(0), int64(1)<<min(f.width, 63)-1
	if f.width >= 63 {
		high = 1<<63 - 1
	}
	if c.signed {
		low, high = -1<<(f.width-1), 1<<(f.width-1)-1
	}
	if n < low || n > high {
		return value{}, f.fail("%d does not fit (%d to %d)", n, low, high)
	}
	return value{num: uint64(n) & c.mask(f)}, nil
}

func (c numberCodec) fitUnsigned(f *Field, n uint64) (value, error) {
	if n&^c.mask(f) != 0 {
		return value{}, f.fail("%d does not fit (0 to %d)", n, c.mask(f))
	}
	return value{num: n}, nil
}

func (c numberCodec) mask(f *Field) uint64 { return 1<<f.width - 1 }

// name reads a value given as text: the name of an enum value, or digits.
func (c numberCodec) name(f *Field, s string) (value, error) {
	if f.enum != nil {
		if v, ok := f.enum.Value(s); ok {
			return c.fitUnsigned(f, v)
		}
	}
	if n, err := strconv.ParseInt(s, 0, 64); err == nil {
		return c.fit(f, n)
	}
	if f.enum == nil {
		return value{}, f.fail("%q is not a number", s)
	}
	return value{}, f.failNear(s, f.enum.Names(), "no %s is named %q", f.enum.word(), s)
}

// span reads Tuple{first, last} or Tuple{first, last, step} as the set of the
// numbers from first to last.
func (c numberCodec) span(f *Field, t Tuple) (value, error) {
	if len(t) != 2 && len(t) != 3 {
		return value{}, f.fail("a range is (first, last) or (first, last, step)")
	}
	var n [3]uint64
	n[2] = 1
	for i, x := range t {
		v, err := c.parse(f, x)
		if err != nil {
			return value{}, err
		}
		if v.ref != nil {
			return value{}, f.fail("a range is made of numbers")
		}
		n[i] = v.num
	}
	if n[2] == 0 {
		return value{}, f.fail("the step of a range is not 0")
	}
	return value{ref: rangeSet(n[0], n[1], n[2])}, nil
}
