package packet

import (
	"fmt"
	"net/netip"
	"reflect"
	"strings"
)

// Tuple is a fixed group of values, as Python's (a, b): a TCP option is
// Tuple{"MSS", 1460}. In a number field Tuple{1, 1024} is the range of the
// numbers from 1 to 1024.
type Tuple []any

// RawVal puts its bytes in place of a field, whatever the field's type and
// width: a packet may be wrong on purpose.
type RawVal []byte

// A set is several values for one field. A packet with sets stands for the
// cartesian product of their members.
type set struct {
	n    int               // members
	at   func(i int) value // the i-th one
	text string            // as it prints
	expr string            // as a Go expression
}

// rangeSet is the numbers from first to last in steps.
func rangeSet(first, last, step uint64) *set {
	n := 0
	if last >= first {
		n = int((last-first)/step) + 1
	}
	text := fmt.Sprintf("%d, %d", first, last)
	if step != 1 {
		text = fmt.Sprintf("%d, %d, %d", first, last, step)
	}
	at := func(i int) value { return value{num: first + uint64(i)*step} }
	return &set{n: n, at: at, text: "(" + text + ")", expr: "Tuple{" + text + "}"}
}

// prefixSet is the addresses of an IPv4 network, the first and last included.
func prefixSet(p netip.Prefix) *set {
	first := addr4(p.Masked().Addr())
	return &set{
		n:    1 << (32 - p.Bits()),
		at:   func(i int) value { return value{num: first + uint64(i)} },
		text: fmt.Sprintf("Net(%q)", p.String()),
		expr: fmt.Sprintf("Net(%q)", p.String()),
	}
}

// prefix6Set is the addresses of an IPv6 network, at most 2^62 of them.
func prefix6Set(p netip.Prefix) *set {
	first := p.Masked().Addr().As16()
	return &set{
		n: 1 << min(128-p.Bits(), 62),
		at: func(i int) value {
			a := first
			low := readBits(a[:], 64, 64) + uint64(i)
			writeBits(a[:], 64, 64, low)
			return value{ref: a[:]}
		},
		text: fmt.Sprintf("Net6(%q)", p.String()),
		expr: fmt.Sprintf("%q", p.String()),
	}
}

// setOf makes a set of the members of a slice, each of which may itself be a
// set.
func (f *Field) setOf(x any) (value, error) {
	v := reflect.ValueOf(x)
	if v.Len() == 0 {
		return value{}, f.fail("an empty list is no value")
	}
	var sets []*set
	var texts, exprs []string
	n := 0
	for i := range v.Len() {
		item := v.Index(i).Interface()
		m, err := f.parse(item)
		if err != nil {
			return value{}, err
		}
		s, ok := m.ref.(*set)
		if !ok {
			s = &set{n: 1, at: func(int) value { return m }, text: string(f.text(nil, m)), expr: f.command(m)}
		}
		sets = append(sets, s)
		texts = append(texts, s.text)
		exprs = append(exprs, s.expr)
		n += s.n
	}
	at := func(i int) value {
		for _, s := range sets {
			if i < s.n {
				return s.at(i)
			}
			i -= s.n
		}
		return value{}
	}
	return value{ref: &set{
		n: n, at: at,
		text: "[" + strings.Join(texts, ", ") + "]",
		expr: "[]any{" + strings.Join(exprs, ", ") + "}",
	}}, nil
}

// settle picks the one value that a build writes: the first member of a set, a
// draw of a random value.
func (f *Field) settle(v value) value {
	for {
		switch x := v.ref.(type) {
		case *set:
			if x.n == 0 {
				return value{}
			}
			v = x.at(0)
		case Random:
			drawn, err := f.parse(x.Draw())
			if err != nil {
				return f.def
			}
			v = drawn
		default:
			return v
		}
	}
}
