package layers

import "pktsh/layers/packet"

// ICMPv6ND_RS is a Router Solicitation (RFC 4861 section 4.1). The options of
// neighbor discovery follow each other as layers.
var ICMPv6ND_RS = icmpv6("ICMPv6ND_RS", 133,
	packet.U8("code"),
	icmpv6Sum(),
	packet.U32("res"),
).Titled("ICMPv6 Neighbor Discovery - Router Solicitation")

// ICMPv6ND_RA is a Router Advertisement (RFC 4861 section 4.2; RFC 6275 for H,
// RFC 4191 for prf, RFC 4389 for P).
var ICMPv6ND_RA = icmpv6("ICMPv6ND_RA", 134,
	packet.U8("code"),
	icmpv6Sum(),
	packet.U8("chlim"),
	packet.Bits("M", 1),
	packet.Bits("O", 1),
	packet.Bits("H", 1),
	packet.Bits("prf", 2).Default(1).Enum(routerPreferences),
	packet.Bits("P", 1),
	packet.Bits("res", 2),
	packet.U16("routerlifetime").Default(1800),
	packet.U32("reachabletime"),
	packet.U32("retranstimer"),
).Titled("ICMPv6 Neighbor Discovery - Router Advertisement").
	Summary("ICMPv6 Neighbor Discovery - Router Advertisement Lifetime {routerlifetime} Hop Limit {chlim}" +
		" Preference {prf} Managed {M} Other {O} Home {H}")

// ICMPv6ND_NS is a Neighbor Solicitation (RFC 4861 section 4.3).
var ICMPv6ND_NS = icmpv6("ICMPv6ND_NS", 135,
	packet.U8("code"),
	icmpv6Sum(),
	packet.U32("res"),
	packet.IP6("tgt"),
).Titled("ICMPv6 Neighbor Discovery - Neighbor Solicitation").
	Summary("ICMPv6 Neighbor Discovery - Neighbor Solicitation (tgt: {tgt})")

// ICMPv6ND_NA is a Neighbor Advertisement (RFC 4861 section 4.4).
var ICMPv6ND_NA = icmpv6("ICMPv6ND_NA", 136,
	packet.U8("code"),
	icmpv6Sum(),
	packet.Bits("R", 1).Default(1),
	packet.Bits("S", 1),
	packet.Bits("O", 1).Default(1),
	packet.Bits("res", 29).Hex(),
	packet.IP6("tgt"),
).Titled("ICMPv6 Neighbor Discovery - Neighbor Advertisement").
	Summary("ICMPv6 Neighbor Discovery - Neighbor Advertisement (tgt: {tgt})")

// ICMPv6ND_Redirect is a Redirect (RFC 4861 section 4.5).
var ICMPv6ND_Redirect = icmpv6("ICMPv6ND_Redirect", 137,
	packet.U8("code"),
	icmpv6Sum(),
	packet.X32("res"),
	packet.IP6("tgt"),
	packet.IP6("dst"),
).Titled("ICMPv6 Neighbor Discovery - Redirect")

var routerPreferences = packet.Names(map[uint64]string{0: "Medium (default)", 1: "High", 2: "Reserved", 3: "Low"})

func init() {
	for _, p := range []*packet.Proto{ICMPv6ND_RS, ICMPv6ND_RA, ICMPv6ND_NS, ICMPv6ND_NA, ICMPv6ND_Redirect} {
		carryICMPv6(p, "hlim", 255)
		packet.BindUp(p, ICMPv6NDOptUnknown)
	}
}
