package packet

import (
	"strings"
)

// flagsCodec is a number whose bits have names: letters ("SA") or words
// ("more+urgent").
type flagsCodec struct {
	letters []string // from the least significant bit
	words   bool     // joined by "+"
	all     string   // the letters in one
}

// FlagBits is a field of n named bits. Single letters, least significant first,
// come as one string ("FSRPAUECN"); longer names as several.
func FlagBits(name string, n int, names ...string) *Field {
	c := flagsCodec{letters: names, words: true}
	if len(names) == 1 && len(names[0]) <= n {
		c = flagsCodec{letters: strings.Split(names[0], ""), all: names[0]}
	}
	return &Field{name: name, width: n, number: true, codec: c}
}

func (c flagsCodec) kind() Kind                                    { return KindFlags }
func (c flagsCodec) typeName(*Field) string                        { return "FlagsField" }
func (c flagsCodec) size(f *Field, _ Layer, _ []byte) int          { return f.width / 8 }
func (c flagsCodec) encode(f *Field, e *encoder, _ Layer, v value) { e.number(f, v.num) }

func (c flagsCodec) decode(f *Field, l Layer, b []byte) value {
	return numberCodec{}.decode(f, l, b)
}

func (c flagsCodec) text(dst []byte, f *Field, v value) []byte {
	return FlagValue{v.num, f}.append(dst)
}

func (c flagsCodec) export(f *Field, v value) any { return FlagValue{v.num, f} }

func (c flagsCodec) parse(f *Field, x any) (value, error) {
	s, ok := x.(string)
	if !ok {
		if items, isList := x.([]string); isList {
			s, ok = strings.Join(items, "+"), true
		}
	}
	if !ok {
		return numberCodec{}.parse(f, x)
	}
	bits, err := c.bits(f, s)
	return value{num: bits}, err
}

// bits reads "SA", "S+A" or "more+urgent".
func (c flagsCodec) bits(f *Field, s string) (uint64, error) {
	var bits uint64
	if !c.words {
		for i := range len(s) {
			k := strings.IndexByte(c.all, s[i])
			if k < 0 {
				bits = 0
				break
			}
			bits |= 1 << k
		}
		if bits != 0 || s == "" {
			return bits, nil
		}
	}
	names := strings.FieldsFunc(s, func(r rune) bool { return r == '+' || r == ' ' || r == ',' || r == '|' })
	for _, name := range names {
		if i := c.index(name); i >= 0 {
			bits |= 1 << i
			continue
		}
		for _, r := range name {
			i := c.index(string(r))
			if i < 0 {
				return 0, f.failNear(name, c.letters, "no flag is named %q (known: %s)", name, c.known())
			}
			bits |= 1 << i
		}
	}
	return bits, nil
}

func (c flagsCodec) known() string {
	if c.words {
		return strings.Join(c.letters, ", ")
	}
	return strings.Join(c.letters, "")
}

func (c flagsCodec) index(name string) int {
	for i, l := range c.letters {
		if l == name {
			return i
		}
	}
	for i, l := range c.letters {
		if len(l) > 1 && strings.EqualFold(l, name) {
			return i
		}
	}
	return -1
}

// A FlagValue is the value of a flags field: a number whose bits have names. It
// prints as its names ("SA"). It is comparable with ==, too, when both come from
// the same field.
type FlagValue struct {
	bits  uint64
	field *Field
}

// Int returns the number.
func (v FlagValue) Int() int { return int(v.bits) }

// Is reports whether exactly the flags x are set: a number, names ("SA"), or
// another FlagValue. Names that the field does not have are a *FieldError panic.
func (v FlagValue) Is(x any) bool { return v.bits == v.of(x) }

// Has reports whether all the flags x are set.
func (v FlagValue) Has(x any) bool { b := v.of(x); return v.bits&b == b }

// With returns v with the flags x set as well.
func (v FlagValue) With(x any) FlagValue { return FlagValue{v.bits | v.of(x), v.field} }

// Without returns v with the flags x cleared.
func (v FlagValue) Without(x any) FlagValue { return FlagValue{v.bits &^ v.of(x), v.field} }

// And returns the flags that v and x have in common.
func (v FlagValue) And(x any) FlagValue { return FlagValue{v.bits & v.of(x), v.field} }

func (v FlagValue) of(x any) uint64 {
	parsed, err := v.field.parse(x)
	if err != nil {
		panic(err)
	}
	return parsed.num
}

// String returns the names of the flags that are set, joined by "+" where they
// are longer than one letter.
func (v FlagValue) String() string { return string(v.append(nil)) }

func (v FlagValue) append(dst []byte) []byte {
	if v.field == nil {
		return dst
	}
	c := v.field.codec.(flagsCodec)
	sep := false
	for i, name := range c.letters {
		if v.bits>>i&1 == 0 {
			continue
		}
		if sep && c.words {
			dst = append(dst, '+')
		}
		dst = append(dst, name...)
		sep = true
	}
	return dst
}
