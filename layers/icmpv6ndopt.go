package layers

import "pktsh/layers/packet"

// ICMPv6NDOptUnknown is an option of neighbor discovery that has no protocol of
// its own (RFC 4861 section 4.6). Read, it gives way to the protocol of the type.
var ICMPv6NDOptUnknown = packet.Define("ICMPv6NDOptUnknown",
	packet.U8("type"),
	packet.U8("len").Auto(packet.LenHeader(8)),
	packet.Data("data"),
).Titled("ICMPv6 Neighbor Discovery Option - Unimplemented")

// ICMPv6NDOptSrcLLAddr is the source link-layer address (RFC 4861 section 4.6.1).
var ICMPv6NDOptSrcLLAddr = ndOption("ICMPv6NDOptSrcLLAddr", 1, 1,
	packet.MAC("lladdr"),
).Titled("ICMPv6 Neighbor Discovery Option - Source Link-Layer Address").
	Summary("ICMPv6 Neighbor Discovery Option - Source Link-Layer Address {lladdr}")

// ICMPv6NDOptDstLLAddr is the target link-layer address (RFC 4861 section 4.6.1).
var ICMPv6NDOptDstLLAddr = ndOption("ICMPv6NDOptDstLLAddr", 2, 1,
	packet.MAC("lladdr"),
).Titled("ICMPv6 Neighbor Discovery Option - Destination Link-Layer Address").
	Summary("ICMPv6 Neighbor Discovery Option - Destination Link-Layer Address {lladdr}")

// ICMPv6NDOptPrefixInfo is prefix information (RFC 4861 section 4.6.2; RFC 6275
// for R).
var ICMPv6NDOptPrefixInfo = ndOption("ICMPv6NDOptPrefixInfo", 3, 4,
	packet.U8("prefixlen").Default(64),
	packet.Bits("L", 1).Default(1),
	packet.Bits("A", 1).Default(1),
	packet.Bits("R", 1),
	packet.Bits("res1", 5),
	packet.X32("validlifetime").Default(0xffffffff),
	packet.X32("preferredlifetime").Default(0xffffffff),
	packet.X32("res2"),
	packet.IP6("prefix"),
).Titled("ICMPv6 Neighbor Discovery Option - Prefix Information").
	Summary("ICMPv6 Neighbor Discovery Option - Prefix Information {prefix}/{prefixlen}" +
		" On-link {L} Autonomous Address {A} Router Address {R}")

// ICMPv6NDOptRedirectedHdr is the beginning of the packet that a redirect is about
// (RFC 4861 section 4.6.3).
var ICMPv6NDOptRedirectedHdr = packet.Define("ICMPv6NDOptRedirectedHdr",
	packet.U8("type").Default(4),
	packet.U8("len").Auto(packet.LenHeader(8)),
	packet.FixedData("res", 6),
	packet.Data("pkt"),
).Titled("ICMPv6 Neighbor Discovery Option - Redirected Header")

// ICMPv6NDOptMTU is the MTU of the link (RFC 4861 section 4.6.4).
var ICMPv6NDOptMTU = ndOption("ICMPv6NDOptMTU", 5, 1,
	packet.X16("res"),
	packet.U32("mtu").Default(1280),
).Titled("ICMPv6 Neighbor Discovery Option - MTU").
	Summary("ICMPv6 Neighbor Discovery Option - MTU {mtu}")

// ICMPv6NDOptAdvInterval is the interval of advertisements (RFC 6275 section 7.3).
var ICMPv6NDOptAdvInterval = ndOption("ICMPv6NDOptAdvInterval", 7, 1,
	packet.U16("res"),
	packet.U32("advint"),
).Titled("ICMPv6 Neighbor Discovery - Interval Advertisement").
	Summary("ICMPv6 Neighbor Discovery - Interval Advertisement {advint} milliseconds")

// ICMPv6NDOptRDNSS is the addresses of name servers (RFC 8106 section 5.1).
var ICMPv6NDOptRDNSS = packet.Define("ICMPv6NDOptRDNSS",
	packet.U8("type").Default(25),
	packet.U8("len").Auto(packet.LenHeader(8)),
	packet.U16("res"),
	packet.U32("lifetime").Default(0xffffffff),
	packet.ListOf("dns", packet.IP6("dns")),
).Titled("ICMPv6 Neighbor Discovery Option - Recursive DNS Server Option").
	Summary("ICMPv6 Neighbor Discovery Option - Recursive DNS Server Option {dns}")

// ndOption defines an option of so many units of 8 bytes.
func ndOption(name string, kind, units int, rest ...*packet.Field) *packet.Proto {
	fields := append([]*packet.Field{
		packet.U8("type").Default(kind),
		packet.U8("len").Default(units),
	}, rest...)
	return packet.Define(name, fields...)
}

// ndOptions are the options that have a protocol of their own, by type: a length
// of 0 units means any.
var ndOptions map[byte]struct {
	units byte
	proto *packet.Proto
}

// ndOptionKind is the protocol of the option that b begins with. An option that
// is not as long as its type says stays unknown.
func ndOptionKind(b []byte) *packet.Proto {
	if len(b) < 2 {
		return nil
	}
	if o := ndOptions[b[0]]; o.proto != nil && (o.units == b[1] || o.units == 0 && b[1] > 0) {
		return o.proto
	}
	return nil
}

func init() {
	type option = struct {
		units byte
		proto *packet.Proto
	}
	ndOptions = map[byte]option{
		1: {1, ICMPv6NDOptSrcLLAddr}, 2: {1, ICMPv6NDOptDstLLAddr}, 3: {4, ICMPv6NDOptPrefixInfo},
		4: {0, ICMPv6NDOptRedirectedHdr}, 5: {1, ICMPv6NDOptMTU}, 7: {1, ICMPv6NDOptAdvInterval},
		6: {1, ICMPv6NDOptShortcutLimit}, 8: {1, ICMPv6NDOptHAInfo}, 9: {0, ICMPv6NDOptSrcAddrList},
		10: {0, ICMPv6NDOptTgtAddrList}, 24: {0, ICMPv6NDOptRouteInfo}, 25: {0, ICMPv6NDOptRDNSS},
		26: {1, ICMPv6NDOptEFA}, 31: {0, ICMPv6NDOptDNSSL}, 37: {0, ICMPv6NDOptCaptivePortal},
		38: {2, ICMPv6NDOptPREF64},
	}
	ICMPv6NDOptUnknown.Instead(ndOptionKind)
	packet.BindUp(ICMPv6NDOptUnknown, ICMPv6NDOptUnknown)
	for _, o := range ndOptions {
		packet.BindUp(o.proto, ICMPv6NDOptUnknown)
	}
}
