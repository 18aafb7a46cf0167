package packet

import (
	"fmt"
	"net/netip"
)

// A Random is a field value that is drawn anew at each build. It prints as its
// name in angle brackets: <RandShort>.
type Random interface {
	// Draw returns the next value.
	Draw() any
	// String returns the name in angle brackets.
	String() string
}

type random struct {
	name string
	draw func() any
	args []any
}

// expr is the call that makes the random value.
func (r *random) expr() string {
	args := literals(r.args)
	return r.name + "(" + args[1:len(args)-1] + ")"
}

func newRandom(name string, draw func() any, args ...any) *random {
	return &random{name, draw, args}
}

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = x
	}
	return out
}

func (r *random) Draw() any      { return r.draw() }
func (r *random) String() string { return "<" + r.name + ">" }

// RandByte draws numbers from 0 to 255.
func RandByte() Random { return randN("RandByte", 0, 1<<8-1) }

// RandShort draws numbers from 0 to 65535.
func RandShort() Random { return randN("RandShort", 0, 1<<16-1) }

// RandInt draws numbers of 32 bits.
func RandInt() Random { return randN("RandInt", 0, 1<<32-1) }

// RandLong draws numbers of 64 bits.
func RandLong() Random { return newRandom("RandLong", func() any { return dice.Uint64() }) }

// RandNum draws numbers from low to high, both included.
func RandNum(low, high int) Random {
	r := randN("RandNum", low, high)
	r.args = []any{low, high}
	return r
}

func randN(name string, low, high int) *random {
	if high < low {
		low, high = high, low
	}
	return newRandom(name, func() any { return low + int(dice.Uint64N(uint64(high-low)+1)) })
}

// RandIP draws IPv4 addresses from a network, by default from all.
func RandIP(network ...string) Random {
	p := randPrefix("0.0.0.0/0", network)
	return newRandom("RandIP", func() any { return randIn(p) }, anys(network)...)
}

// RandIP6 draws IPv6 addresses from a network, by default from all.
func RandIP6(network ...string) Random {
	p := randPrefix("::/0", network)
	return newRandom("RandIP6", func() any { return randIn(p) }, anys(network)...)
}

func randPrefix(all string, network []string) netip.Prefix {
	if len(network) > 0 {
		all = network[0]
	}
	p, err := netip.ParsePrefix(all)
	if err != nil {
		panic(&FieldError{Layer: "RandIP", Reason: fmt.Sprintf("%q is not a network such as 10.0.0.0/8", all)})
	}
	return p.Masked()
}

func randIn(p netip.Prefix) netip.Addr {
	b := p.Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= byte(dice.IntN(2)) << (7 - i%8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// RandMAC draws hardware addresses.
func RandMAC() Random {
	return newRandom("RandMAC", func() any {
		var b [6]byte
		writeBits(b[:], 0, 48, dice.Uint64())
		return b
	})
}

// RandString draws n printable characters; without n, up to 32.
func RandString(n ...int) Random {
	return newRandom("RandString", func() any {
		b := make([]byte, randLen(n))
		for i := range b {
			b[i] = ' ' + byte(dice.IntN(95))
		}
		return string(b)
	}, anys(n)...)
}

// RandBin draws n bytes; without n, up to 32.
func RandBin(n ...int) Random {
	return newRandom("RandBin", func() any {
		b := make([]byte, randLen(n))
		for i := range b {
			b[i] = byte(dice.IntN(256))
		}
		return b
	}, anys(n)...)
}

func randLen(n []int) int {
	if len(n) > 0 {
		return max(0, n[0])
	}
	return dice.IntN(32) + 1
}

// RandChoice draws one of its arguments.
func RandChoice(of ...any) Random {
	if len(of) == 0 {
		panic(&FieldError{Layer: "RandChoice", Reason: "there is nothing to choose from"})
	}
	return newRandom("RandChoice", func() any { return of[dice.IntN(len(of))] }, of...)
}
