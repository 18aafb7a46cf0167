package layers

import "pktsh/layers/packet"

// IPv6ExtHdrHopByHop is the hop-by-hop options header (RFC 8200 section 4.3).
// Options are put where they want to lie, and the header filled up to 8 bytes,
// unless autopad is 0.
var IPv6ExtHdrHopByHop = optionsHeader("IPv6ExtHdrHopByHop").
	Titled("IPv6 Extension Header - Hop-by-Hop Options Header")

// IPv6ExtHdrDestOpt is the destination options header (RFC 8200 section 4.6); see
// IPv6ExtHdrHopByHop for autopad.
var IPv6ExtHdrDestOpt = optionsHeader("IPv6ExtHdrDestOpt").
	Titled("IPv6 Extension Header - Destination Options Header")

// optionsHeader defines a header that holds options.
func optionsHeader(name string) *packet.Proto {
	return packet.Define(name,
		packet.U8("nh").Default(59).Enum(nextHeaders),
		eightBytes("len"),
		packet.Phantom("autopad").Class("_PhantomAutoPadField").Default(1).Enum(offOn),
		packet.RecordsOf("options", ipv6Option).Class("_OptionsField").Padded(padIPv6Options),
	)
}

// eightBytes is the length of an extension header: in units of 8 bytes, the
// first not counted.
func eightBytes(name string) *packet.Field {
	return packet.U8(name).Auto(packet.LenHeader(8).Plus(-8))
}

var offOn = packet.Names(map[uint64]string{0: "Off", 1: "On"})

// IPv6ExtHdrFragment is the fragment header (RFC 8200 section 4.5). A fragment
// that is not the first carries Raw.
var IPv6ExtHdrFragment = packet.Define("IPv6ExtHdrFragment",
	packet.U8("nh").Default(59).Enum(nextHeaders),
	packet.Bits("res1", 8),
	packet.Bits("offset", 13),
	packet.Bits("res2", 2),
	packet.Bits("m", 1),
	packet.U32("id"),
).Titled("IPv6 Extension Header - Fragmentation header")

// ipv6Headers are IPv6 and its extension headers that say what follows.
var ipv6Headers = []*packet.Proto{
	IPv6, IPv6ExtHdrHopByHop, IPv6ExtHdrDestOpt, IPv6ExtHdrRouting, IPv6ExtHdrSegmentRouting,
}

// bindIPv6 makes upper the protocol that the next-header value nh announces, in
// IPv6 itself and in its extension headers.
func bindIPv6(upper *packet.Proto, nh int) {
	for _, lower := range ipv6Headers {
		packet.Bind(lower, upper, "nh", nh)
	}
	packet.Bind(IPv6ExtHdrFragment, upper, "offset", 0, "nh", nh)
}

func init() {
	bindIPv6(IPv6ExtHdrHopByHop, 0)
	bindIPv6(IPv6ExtHdrRouting, 43)
	bindIPv6(IPv6ExtHdrSegmentRouting, 43)
	bindIPv6(IPv6ExtHdrFragment, 44)
	bindIPv6(IPv6ExtHdrDestOpt, 60)
}
