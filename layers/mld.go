package layers

import "pktsh/layers/packet"

// ICMPv6MLQuery is a Multicast Listener Query (RFC 2710).
var ICMPv6MLQuery = mld("ICMPv6MLQuery", 130, 10000).Titled("MLD - Multicast Listener Query")

// ICMPv6MLReport is a Multicast Listener Report (RFC 2710).
var ICMPv6MLReport = mld("ICMPv6MLReport", 131, 0).Titled("MLD - Multicast Listener Report")

// ICMPv6MLDone is a Multicast Listener Done (RFC 2710).
var ICMPv6MLDone = mld("ICMPv6MLDone", 132, 0).Titled("MLD - Multicast Listener Done")

func mld(name string, kind, delay int) *packet.Proto {
	return icmpv6(name, kind,
		packet.U8("code"),
		icmpv6Sum(),
		packet.U16("mrd").Default(delay),
		packet.U16("reserved"),
		packet.IP6("mladdr"),
	)
}

// ICMPv6MLQuery2 is a Multicast Listener Query of version 2 (RFC 3810 section 5.1).
var ICMPv6MLQuery2 = packet.Define("ICMPv6MLQuery2",
	packet.U8("type").Default(130).Enum(icmpv6Types),
	packet.U8("code"),
	icmpv6Sum(),
	packet.U16("mrd").Default(10000),
	packet.U16("reserved"),
	packet.IP6("mladdr"),
	packet.Bits("Resv", 4),
	packet.Bits("S", 1),
	packet.Bits("QRV", 3),
	packet.U8("QQIC"),
	packet.U16("sources_number").Auto(packet.CountOf("sources")),
	packet.ListOf("sources", packet.IP6("source")),
).Titled("MLDv2 - Multicast Listener Query")

// ICMPv6MLReport2 is a Multicast Listener Report of version 2 (RFC 3810 section
// 5.2).
var ICMPv6MLReport2 = icmpv6("ICMPv6MLReport2", 143,
	packet.U8("res"),
	icmpv6Sum(),
	packet.U16("reserved"),
	packet.U16("records_number").Auto(packet.CountOf("records")),
	packet.Records("records", ICMPv6MLDMultAddrRec),
).Titled("MLDv2 - Multicast Listener Report")

// ICMPv6MLDMultAddrRec is a record of a Multicast Listener Report (RFC 3810
// section 5.2.4).
var ICMPv6MLDMultAddrRec = packet.Define("ICMPv6MLDMultAddrRec",
	packet.U8("rtype").Default(4),
	packet.U8("auxdata_len").Auto(packet.LenOf("auxdata").Unit(4)),
	packet.U16("sources_number").Auto(packet.CountOf("sources")),
	packet.IP6("dst"),
	packet.ListOf("sources", packet.IP6("source")),
	packet.Data("auxdata"),
).Titled("ICMPv6 MLDv2 - Multicast Address Record")

func init() {
	for _, p := range []*packet.Proto{ICMPv6MLQuery, ICMPv6MLReport, ICMPv6MLDone, ICMPv6MLQuery2, ICMPv6MLReport2} {
		carryICMPv6(p, "hlim", 1)
	}
}
