package layers

import "pktsh/layers/packet"

// GRE is Generic Routing Encapsulation (RFC 2784; RFC 2890 for key and sequence
// number; RFC 1701 for the route). Version 1 is read as GRE_PPTP.
var GRE = packet.Define("GRE",
	packet.Bits("chksum_present", 1),
	packet.Bits("routing_present", 1),
	packet.Bits("key_present", 1),
	packet.Bits("seqnum_present", 1),
	packet.Bits("strict_route_source", 1),
	packet.Bits("recursion_control", 3),
	packet.Bits("flags", 5),
	packet.Bits("version", 3),
	packet.X16("proto").Enum(etherTypes),
	packet.X16("chksum").Auto(packet.MessageChecksum()).When(greSum),
	packet.X16("offset").Auto(packet.Unset()).When(greSum),
	packet.X32("key").Auto(packet.Unset()).When(bitSet("key_present")),
	packet.X32("sequence_number").Auto(packet.Unset()).When(bitSet("seqnum_present")),
)

// GRErouting is one entry of the route of a GRE header, empty at its end (RFC 1701).
var GRErouting = packet.Define("GRErouting",
	packet.U16("address_family"),
	packet.U8("SRE_offset"),
	packet.U8("SRE_len").Auto(packet.LenOf("routing_info")),
	packet.Data("routing_info"),
).Titled("GRE routing information")

// GRE_PPTP is the version of GRE that carries PPP for PPTP (RFC 2637 section 4.1).
var GRE_PPTP = packet.Define("GRE_PPTP",
	packet.Bits("chksum_present", 1),
	packet.Bits("routing_present", 1),
	packet.Bits("key_present", 1).Default(1),
	packet.Bits("seqnum_present", 1),
	packet.Bits("strict_route_source", 1),
	packet.Bits("recursion_control", 3),
	packet.Bits("acknum_present", 1),
	packet.Bits("flags", 4),
	packet.Bits("version", 3).Default(1),
	packet.X16("proto").Default(0x880b).Enum(etherTypes),
	packet.U16("payload_len").Auto(packet.LenPayload()),
	packet.U16("call_id").Auto(packet.Unset()),
	packet.X32("sequence_number").Auto(packet.Unset()).When(bitSet("seqnum_present")),
	packet.X32("ack_number").Auto(packet.Unset()).When(bitSet("acknum_present")),
).Titled("GRE PPTP")

// greSum: the checksum is there, with the offset of a route, when either is.
func greSum(l packet.Layer) bool {
	return l.Int("chksum_present") == 1 || l.Int("routing_present") == 1
}

// bitSet is the condition that a field is not 0.
func bitSet(name string) func(packet.Layer) bool {
	return func(l packet.Layer) bool { return l.Int(name) != 0 }
}

func init() {
	GRE.Instead(func(b []byte) *packet.Proto {
		if len(b) >= 2 && b[1]&7 == 1 {
			return GRE_PPTP
		}
		return nil
	})
	GRErouting.Choose(func(l packet.Layer) *packet.Proto {
		if l.Int("SRE_len") > 0 {
			return GRErouting
		}
		return nil
	})
	GRE.Choose(func(l packet.Layer) *packet.Proto {
		switch {
		case l.Int("routing_present") == 1:
			return GRErouting
		case l.Int("proto") == 0x88be && l.Int("seqnum_present") == 0:
			return Ether // ERSPAN type I has no header of its own
		}
		return nil
	})
	for _, lower := range []*packet.Proto{GRE_PPTP, GRE} { // GRE last: it is what is read, and gives way to the other
		packet.Bind(IP, lower, "frag", 0, "proto", 47)
		bindIPv6(lower, 47)
		packet.Bind(lower, PPP, "proto", 0x880b)
	}
	packet.Bind(GRE, GRErouting, "routing_present", 1)
	packet.Bind(GRE, IP, "proto", 0x0800)
	packet.Bind(GRE, ARP, "proto", 0x0806)
	packet.Bind(GRE, Ether, "proto", 0x6558)
	packet.Bind(GRE, Dot1Q, "proto", 0x8100)
	packet.Bind(GRE, IPv6, "proto", 0x86dd)
	packet.Bind(GRE, Dot1AD, "proto", 0x88a8)
}
