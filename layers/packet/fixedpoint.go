package packet

import (
	"math"
	"math/big"
	"strconv"
)

// A FixedPoint is a number with a fixed number of binary digits behind the point,
// as protocols write times.
type FixedPoint struct {
	Bits     uint64 // the number as it is on the wire
	Fraction int    // how many of the bits are behind the point
}

// Float returns the number, rounded to what a float64 can hold.
func (x FixedPoint) Float() float64 { return math.Ldexp(float64(x.Bits), -x.Fraction) }

// String returns the number in decimal, as short as tells it from its neighbours
// for up to 53 bits.
func (x FixedPoint) String() string { return strconv.FormatFloat(x.Float(), 'f', -1, 64) }

// fixedPointCodec is a number with fraction bits behind the point.
type fixedPointCodec struct{ fraction int }

// Fixed is an unsigned number of width bits, of which fraction are behind the
// point. It reads as a FixedPoint and takes numbers, whole or not, and their text.
func Fixed(name string, width, fraction int) *Field {
	return &Field{name: name, width: width, number: true, codec: fixedPointCodec{fraction}}
}

func (fixedPointCodec) kind() Kind { return KindAny }
func (fixedPointCodec) typeName(f *Field) string {
	return "FixedPointField  (" + strconv.Itoa(f.width) + " bits)"
}
func (c fixedPointCodec) size(f *Field, _ Layer, _ []byte) int          { return f.width / 8 }
func (c fixedPointCodec) encode(f *Field, e *encoder, _ Layer, v value) { e.number(f, v.num) }
func (c fixedPointCodec) export(_ *Field, v value) any                  { return FixedPoint{v.num, c.fraction} }

func (c fixedPointCodec) decode(f *Field, l Layer, b []byte) value {
	return numberCodec{}.decode(f, l, b)
}

func (c fixedPointCodec) text(dst []byte, _ *Field, v value) []byte {
	return append(dst, FixedPoint{v.num, c.fraction}.String()...)
}

func (c fixedPointCodec) parse(f *Field, x any) (value, error) {
	switch x := x.(type) {
	case FixedPoint:
		return c.scaled(f, new(big.Float).SetMantExp(new(big.Float).SetUint64(x.Bits), -x.Fraction))
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			return value{}, f.fail("%v is not a number", x)
		}
		return c.scaled(f, big.NewFloat(x))
	case string:
		n, _, err := big.ParseFloat(x, 10, 128, big.ToNearestEven)
		if err != nil {
			return value{}, f.fail("%q is not a number", x)
		}
		return c.scaled(f, n)
	}
	if isList(x) {
		return f.setOf(x)
	}
	v, err := (numberCodec{signed: true}).parse(f.asNumber(64), x)
	if err != nil || v.ref != nil {
		return value{}, f.fail("a %T is not a number", x)
	}
	return c.scaled(f, new(big.Float).SetInt64(int64(v.num)))
}

// scaled is the value of n, rounded down to what the field can hold.
func (c fixedPointCodec) scaled(f *Field, n *big.Float) (value, error) {
	bits, _ := new(big.Float).SetMantExp(n, c.fraction).Uint64()
	if n.Sign() < 0 || f.width < 64 && bits>>f.width != 0 || n.Cmp(new(big.Float).SetMantExp(big.NewFloat(1), f.width-c.fraction)) >= 0 {
		return value{}, f.fail("%s does not fit (0 to %d)", n.Text('g', 10), uint64(1)<<(f.width-c.fraction)-1)
	}
	return value{num: bits}, nil
}
