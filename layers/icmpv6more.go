package layers

import "pktsh/layers/packet"

// ICMPv6MRD_Advertisement is the advertisement of a multicast router (RFC 4286
// section 3.1).
var ICMPv6MRD_Advertisement = icmpv6("ICMPv6MRD_Advertisement", 151,
	packet.U8("advinter").Default(20),
	icmpv6Sum(),
	packet.U16("queryint"),
	packet.U16("robustness"),
).Titled("ICMPv6 Multicast Router Discovery Advertisement")

// ICMPv6MRD_Solicitation asks for ICMPv6MRD_Advertisement (RFC 4286 section 4.1).
var ICMPv6MRD_Solicitation = icmpv6("ICMPv6MRD_Solicitation", 152,
	packet.U8("res"),
	icmpv6Sum(),
).Titled("ICMPv6 Multicast Router Discovery Solicitation")

// ICMPv6MRD_Termination takes ICMPv6MRD_Advertisement back (RFC 4286 section 5.1).
var ICMPv6MRD_Termination = icmpv6("ICMPv6MRD_Termination", 153,
	packet.U8("res"),
	icmpv6Sum(),
).Titled("ICMPv6 Multicast Router Discovery Termination")

// ICMPv6HAADRequest asks for home agents (RFC 6275 section 6.5).
var ICMPv6HAADRequest = icmpv6("ICMPv6HAADRequest", 144,
	packet.U8("code"),
	icmpv6Sum(),
	packet.X16("id"),
	packet.Bits("R", 1).Default(1),
	packet.Bits("res", 15).Hex(),
).Titled("ICMPv6 Home Agent Address Discovery Request")

// ICMPv6HAADReply answers ICMPv6HAADRequest (RFC 6275 section 6.6).
var ICMPv6HAADReply = icmpv6("ICMPv6HAADReply", 145,
	packet.U8("code"),
	icmpv6Sum(),
	packet.X16("id"),
	packet.Bits("R", 1).Default(1),
	packet.Bits("res", 15).Hex(),
	packet.ListOf("addresses", packet.IP6("address")),
).Titled("ICMPv6 Home Agent Address Discovery Reply")

// ICMPv6MPSol asks a home agent for prefixes (RFC 6275 section 6.7).
var ICMPv6MPSol = icmpv6("ICMPv6MPSol", 146,
	packet.U8("code"),
	icmpv6Sum(),
	packet.X16("id"),
	packet.X16("res"),
).Titled("ICMPv6 Mobile Prefix Solicitation")

// ICMPv6MPAdv answers ICMPv6MPSol with options of neighbor discovery (RFC 6275
// section 6.8).
var ICMPv6MPAdv = icmpv6("ICMPv6MPAdv", 147,
	packet.U8("code"),
	icmpv6Sum(),
	packet.X16("id"),
	packet.Bits("flags", 2).Default(2).Enum(packet.Names(map[uint64]string{1: "O", 2: "M"})),
	packet.Bits("res", 14).Hex(),
).Titled("ICMPv6 Mobile Prefix Advertisement")

func init() {
	for _, p := range []*packet.Proto{ICMPv6MRD_Advertisement, ICMPv6MRD_Solicitation, ICMPv6MRD_Termination} {
		carryICMPv6(p, "hlim", 1)
	}
	for _, p := range []*packet.Proto{ICMPv6HAADRequest, ICMPv6HAADReply, ICMPv6MPSol, ICMPv6MPAdv} {
		carryICMPv6(p)
	}
	packet.BindUp(ICMPv6MPAdv, ICMPv6NDOptUnknown)
}
