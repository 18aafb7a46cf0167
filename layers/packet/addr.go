package packet

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// macCodec is a 48-bit hardware address.
type macCodec struct{}

// MAC is an IEEE 802 hardware address, printed as 02:00:00:00:00:01.
func MAC(name string) *Field { return &Field{name: name, width: 48, number: true, codec: macCodec{}} }

func (macCodec) kind() Kind                                    { return KindText }
func (macCodec) typeName(*Field) string                        { return "MACField" }
func (macCodec) size(*Field, Layer, []byte) int                { return 6 }
func (macCodec) encode(f *Field, e *encoder, _ Layer, v value) { e.number(f, v.num) }
func (macCodec) decode(f *Field, l Layer, b []byte) value      { return numberCodec{}.decode(f, l, b) }
func (c macCodec) export(f *Field, v value) any                { return string(c.text(nil, f, v)) }

func (macCodec) text(dst []byte, _ *Field, v value) []byte {
	const digits = "0123456789abcdef"
	for shift := 40; shift >= 0; shift -= 8 {
		b := byte(v.num >> shift)
		dst = append(dst, digits[b>>4], digits[b&15])
		if shift > 0 {
			dst = append(dst, ':')
		}
	}
	return dst
}

func (macCodec) parse(f *Field, x any) (value, error) {
	switch x := x.(type) {
	case string:
		hw, err := net.ParseMAC(x)
		if err != nil || len(hw) != 6 {
			return value{}, f.fail("%q is not a hardware address such as 02:00:00:00:00:01", x)
		}
		return value{num: readBits(hw, 0, 48)}, nil
	case net.HardwareAddr:
		return macBytes(f, x)
	case []byte:
		return macBytes(f, x)
	case [6]byte:
		return macBytes(f, x[:])
	}
	if isList(x) {
		return f.setOf(x)
	}
	return value{}, f.fail("a %T is not a hardware address", x)
}

func macBytes(f *Field, b []byte) (value, error) {
	if len(b) != 6 {
		return value{}, f.fail("a hardware address has 6 bytes, not %d", len(b))
	}
	return value{num: readBits(b, 0, 48)}, nil
}

// ip4Codec is an IPv4 address.
type ip4Codec struct{}

// IP4 is an IPv4 address. It accepts an address as text, netip.Addr or net.IP, a
// network ("10.0.0.0/24") as the set of its addresses, and a host name, which is
// resolved at once.
func IP4(name string) *Field { return &Field{name: name, width: 32, number: true, codec: ip4Codec{}} }

func (ip4Codec) kind() Kind                                    { return KindText }
func (ip4Codec) typeName(*Field) string                        { return "IPField" }
func (ip4Codec) size(*Field, Layer, []byte) int                { return 4 }
func (ip4Codec) encode(f *Field, e *encoder, _ Layer, v value) { e.number(f, v.num) }
func (ip4Codec) decode(f *Field, l Layer, b []byte) value      { return numberCodec{}.decode(f, l, b) }
func (c ip4Codec) export(f *Field, v value) any                { return string(c.text(nil, f, v)) }

func (ip4Codec) text(dst []byte, _ *Field, v value) []byte {
	n := v.num
	for shift := 24; shift >= 0; shift -= 8 {
		dst = strconv.AppendUint(dst, n>>shift&0xff, 10)
		if shift > 0 {
			dst = append(dst, '.')
		}
	}
	return dst
}

func (ip4Codec) parse(f *Field, x any) (value, error) {
	switch x := x.(type) {
	case string:
		return parseIP4(f, x)
	case netip.Addr:
		if a := x.Unmap(); a.Is4() {
			return value{num: addr4(a)}, nil
		}
		return value{}, f.fail("%s is not an IPv4 address", x)
	case netip.Prefix:
		return parseIP4(f, x.String())
	case net.IP:
		if a := x.To4(); a != nil {
			return value{num: readBits(a, 0, 32)}, nil
		}
		return value{}, f.fail("%s is not an IPv4 address", x)
	case Network:
		return value{ref: x.set(f)}, nil
	case []byte:
		if len(x) == 4 {
			return value{num: readBits(x, 0, 32)}, nil
		}
		return value{}, f.fail("an IPv4 address has 4 bytes, not %d", len(x))
	case Tuple:
		return ip4Span(f, x)
	}
	if isList(x) {
		return f.setOf(x)
	}
	return value{}, f.fail("a %T is not an IPv4 address", x)
}

func parseIP4(f *Field, s string) (value, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		if !a.Unmap().Is4() {
			return value{}, f.fail("%s is not an IPv4 address", s)
		}
		return value{num: addr4(a.Unmap())}, nil
	}
	if p, err := netip.ParsePrefix(s); err == nil && p.Addr().Is4() {
		return value{ref: prefixSet(p)}, nil
	}
	a, err := resolve(f, "ip4", s)
	if err != nil {
		return value{}, err
	}
	return value{num: addr4(a)}, nil
}

// ip4Span reads Tuple{first, last} of addresses as the set between them.
func ip4Span(f *Field, t Tuple) (value, error) {
	if len(t) != 2 {
		return value{}, f.fail("a range of addresses is (first, last)")
	}
	first, err := f.parse(t[0])
	if err != nil {
		return value{}, err
	}
	last, err := f.parse(t[1])
	if err != nil {
		return value{}, err
	}
	s := rangeSet(first.num, last.num, 1)
	s.text = "(" + string(f.text(nil, first)) + ", " + string(f.text(nil, last)) + ")"
	s.expr = "Tuple{" + f.command(first) + ", " + f.command(last) + "}"
	return value{ref: s}, nil
}

func addr4(a netip.Addr) uint64 {
	b := a.As4()
	return readBits(b[:], 0, 32)
}

// ip6Codec is an IPv6 address; its 16 bytes do not fit value.num and lie in ref.
type ip6Codec struct{}

// IP6 is an IPv6 address. It accepts what IP4 does, in the IPv6 forms.
func IP6(name string) *Field {
	return &Field{name: name, width: 128, codec: ip6Codec{}, def: value{ref: make([]byte, 16)}}
}

func (ip6Codec) kind() Kind                                    { return KindText }
func (ip6Codec) typeName(*Field) string                        { return "IP6Field" }
func (ip6Codec) size(*Field, Layer, []byte) int                { return 16 }
func (ip6Codec) encode(_ *Field, e *encoder, _ Layer, v value) { e.bytes(v.ref.([]byte)) }
func (ip6Codec) decode(_ *Field, _ Layer, b []byte) value      { return value{ref: b} }
func (c ip6Codec) export(f *Field, v value) any                { return string(c.text(nil, f, v)) }

func (ip6Codec) text(dst []byte, _ *Field, v value) []byte {
	b, ok := v.ref.([]byte)
	if !ok || len(b) != 16 {
		return append(dst, "::"...)
	}
	a := netip.AddrFrom16([16]byte(b))
	return a.AppendTo(dst)
}

func (ip6Codec) parse(f *Field, x any) (value, error) {
	switch x := x.(type) {
	case string:
		return parseIP6(f, x)
	case netip.Addr:
		return value{ref: sliceOf16(x.As16())}, nil
	case netip.Prefix:
		return parseIP6(f, x.String())
	case net.IP:
		if a := x.To16(); a != nil {
			return value{ref: append([]byte(nil), a...)}, nil
		}
	case Network:
		return value{ref: x.set(f)}, nil
	case []byte:
		if len(x) == 16 {
			return value{ref: append([]byte(nil), x...)}, nil
		}
		return value{}, f.fail("an IPv6 address has 16 bytes, not %d", len(x))
	}
	if isList(x) {
		return f.setOf(x)
	}
	return value{}, f.fail("a %T is not an IPv6 address", x)
}

func parseIP6(f *Field, s string) (value, error) {
	if a, err := netip.ParseAddr(s); err == nil {
		return value{ref: sliceOf16(a.As16())}, nil
	}
	if p, err := netip.ParsePrefix(s); err == nil && p.Addr().Is6() {
		return value{ref: prefix6Set(p)}, nil
	}
	a, err := resolve(f, "ip6", s)
	if err != nil {
		return value{}, err
	}
	return value{ref: sliceOf16(a.As16())}, nil
}

func sliceOf16(a [16]byte) []byte { return a[:] }

// resolve looks a host name up, the way the system does, for at most 5 seconds.
func resolve(f *Field, network, name string) (netip.Addr, error) {
	if strings.ContainsAny(name, " /:") || strings.Trim(name, "0123456789.") == "" {
		return netip.Addr{}, f.fail("%q is neither an address, a network nor a host name", name)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	addrs, err := net.DefaultResolver.LookupNetIP(ctx, network, name)
	if err != nil || len(addrs) == 0 {
		return netip.Addr{}, f.fail("no address is known of %q", name)
	}
	return addrs[0].Unmap(), nil
}

// A Network is the addresses from First to Last, a set when given to an address
// field. Net makes one.
type Network struct{ First, Last netip.Addr }

// Net returns the network written as "10.0.0.0/30", or with two arguments the
// addresses from the first to the last. It panics with a *FieldError on anything
// else.
func Net(spec ...string) Network {
	if len(spec) == 1 {
		if p, err := netip.ParsePrefix(spec[0]); err == nil {
			return Network{p.Masked().Addr(), lastOf(p)}
		}
		spec = append(spec, spec[0])
	}
	if len(spec) == 2 {
		first, err1 := netip.ParseAddr(spec[0])
		last, err2 := netip.ParseAddr(spec[1])
		if err1 == nil && err2 == nil && first.BitLen() == last.BitLen() {
			return Network{first, last}
		}
	}
	panic(&FieldError{Layer: "Net", Reason: strconv.Quote(strings.Join(spec, ", ")) + " is not a network such as 10.0.0.0/30"})
}

func lastOf(p netip.Prefix) netip.Addr {
	b := p.Masked().Addr().AsSlice()
	for i := p.Bits(); i < len(b)*8; i++ {
		b[i/8] |= 0x80 >> (i % 8)
	}
	a, _ := netip.AddrFromSlice(b)
	return a
}

// Addrs returns the addresses as text, at most 2^20 of them.
func (n Network) Addrs() []string {
	var list []string
	for a := n.First; a.IsValid() && a.Compare(n.Last) <= 0 && len(list) < 1<<20; a = a.Next() {
		list = append(list, a.String())
	}
	return list
}

// String returns the network as it was given, first and last address.
func (n Network) String() string { return n.First.String() + "-" + n.Last.String() }

// expr is the network as a call of Net.
func (n Network) expr() string { return fmt.Sprintf("Net(%q, %q)", n.First, n.Last) }

func (n Network) set(f *Field) *set {
	if n.First.Is4() {
		s := rangeSet(addr4(n.First), addr4(n.Last), 1)
		s.text = n.expr()
		s.expr = s.text
		return s
	}
	items := n.Addrs()
	return &set{n: len(items), text: n.expr(), expr: n.expr(), at: func(i int) value {
		a, _ := netip.ParseAddr(items[i])
		return value{ref: sliceOf16(a.As16())}
	}}
}

// isList reports whether x is a slice that stands for several values.
func isList(x any) bool {
	switch x.(type) {
	case []any, []string, []int, []netip.Addr, []Random, [][]byte, []net.HardwareAddr, []Network, []RawVal:
		return true
	}
	return false
}
