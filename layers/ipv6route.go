package layers

import "pktsh/layers/packet"

// IPv6ExtHdrRouting is the routing header (RFC 8200 section 4.4), of type 0
// (RFC 5095 deprecates it) or any other that is a list of addresses.
var IPv6ExtHdrRouting = packet.Define("IPv6ExtHdrRouting",
	packet.U8("nh").Default(59).Enum(nextHeaders),
	eightBytes("len"),
	packet.U8("type"),
	packet.U8("segleft").Auto(packet.Compute(func(l packet.Layer) any { return l.Count("addresses") }).First()),
	packet.U32("reserved"),
	packet.ListOf("addresses", packet.IP6("address")),
).Titled("IPv6 Option Header Routing")

// IPv6ExtHdrSegmentRouting is the segment routing header (RFC 8754). Its
// addresses are in the order of the header, the last segment first.
var IPv6ExtHdrSegmentRouting = packet.Define("IPv6ExtHdrSegmentRouting",
	packet.U8("nh").Default(59).Enum(nextHeaders),
	eightBytes("len"),
	packet.U8("type").Default(4),
	packet.U8("segleft").Auto(packet.Compute(segmentsLeft).First()),
	packet.U8("lastentry").Auto(packet.CountOf("addresses").Plus(-1)),
	packet.Bits("unused1", 1),
	packet.Bits("protected", 1),
	packet.Bits("oam", 1),
	packet.Bits("alert", 1),
	packet.Bits("hmac", 1),
	packet.Bits("unused2", 3),
	packet.U16("tag"),
	packet.ListOf("addresses", packet.IP6("address")).Default([]string{"::1"}),
	packet.RecordsOf("tlv_objects", segmentTLV).Padded(padSegmentTLVs),
).Titled("IPv6 Option Header Segment Routing").Accept(func(b []byte) bool { return len(b) > 2 && b[2] == 4 })

func segmentsLeft(l packet.Layer) any { return max(0, l.Count("addresses")-1) }

// IPv6ExtHdrSegmentRoutingTLV is an object of a segment routing header that is
// not known here (RFC 8754 section 2.1).
var IPv6ExtHdrSegmentRoutingTLV = packet.Define("IPv6ExtHdrSegmentRoutingTLV",
	packet.U8("type").Enum(segmentTLVs),
	packet.U8("len").Auto(packet.LenOf("value")),
	packet.Data("value"),
).Titled("IPv6 Option Header Segment Routing - Generic TLV")

// IPv6ExtHdrSegmentRoutingTLVPad1 is one byte of padding (RFC 8754 section 2.1.1.1).
var IPv6ExtHdrSegmentRoutingTLVPad1 = packet.Define("IPv6ExtHdrSegmentRoutingTLVPad1",
	packet.U8("type").Enum(segmentTLVs),
).Titled("IPv6 Option Header Segment Routing - Pad1 TLV")

// IPv6ExtHdrSegmentRoutingTLVPadN is padding of two bytes and more (RFC 8754
// section 2.1.1.2).
var IPv6ExtHdrSegmentRoutingTLVPadN = packet.Define("IPv6ExtHdrSegmentRoutingTLVPadN",
	packet.U8("type").Default(4).Enum(segmentTLVs),
	packet.U8("len").Auto(packet.LenOf("padding")),
	packet.Data("padding"),
).Titled("IPv6 Option Header Segment Routing - PadN TLV")

// IPv6ExtHdrSegmentRoutingTLVHMAC authenticates the header (RFC 8754 section 2.1.2).
var IPv6ExtHdrSegmentRoutingTLVHMAC = packet.Define("IPv6ExtHdrSegmentRoutingTLVHMAC",
	packet.U8("type").Default(5).Enum(segmentTLVs),
	packet.U8("len").Auto(packet.LenHeader(1).Plus(-2)),
	packet.Bits("D", 1),
	packet.Bits("reserved", 15),
	packet.U32("hmackeyid"),
	packet.Data("hmac"),
).Titled("IPv6 Option Header Segment Routing - HMAC TLV")

// IPv6ExtHdrSegmentRoutingTLVIngressNode names the node where a packet entered:
// an early form of RFC 8754 had it.
var IPv6ExtHdrSegmentRoutingTLVIngressNode = nodeTLV("Ingress", 1)

// IPv6ExtHdrSegmentRoutingTLVEgressNode names the node where a packet will leave:
// an early form of RFC 8754 had it.
var IPv6ExtHdrSegmentRoutingTLVEgressNode = nodeTLV("Egress", 2)

func nodeTLV(which string, number int) *packet.Proto {
	field := map[int]string{1: "ingress_node", 2: "egress_node"}[number]
	return packet.Define("IPv6ExtHdrSegmentRoutingTLV"+which+"Node",
		packet.U8("type").Default(number).Enum(segmentTLVs),
		packet.U8("len").Default(18),
		packet.U8("reserved"),
		packet.U8("flags"),
		packet.IP6(field).Default("::1"),
	).Titled("IPv6 Option Header Segment Routing - " + which + " Node TLV")
}

var segmentTLVs = packet.Names(map[uint64]string{
	0: "Pad1 TLV", 1: "Ingress Node TLV", 2: "Egress Node TLV", 4: "PadN TLV", 5: "HMAC TLV",
})

// segmentTLV names the protocol of the object that b begins with.
func segmentTLV(_ packet.Layer, b []byte) *packet.Proto {
	if b[0] == 0 {
		return IPv6ExtHdrSegmentRoutingTLVPad1
	}
	if len(b) < 2 || int(b[1])+2 > len(b) {
		return nil
	}
	switch t, n := b[0], b[1]; {
	case t == 1 && n == 18:
		return IPv6ExtHdrSegmentRoutingTLVIngressNode
	case t == 2 && n == 18:
		return IPv6ExtHdrSegmentRoutingTLVEgressNode
	case t == 4:
		return IPv6ExtHdrSegmentRoutingTLVPadN
	case t == 5 && n >= 6:
		return IPv6ExtHdrSegmentRoutingTLVHMAC
	}
	return IPv6ExtHdrSegmentRoutingTLV
}

// padSegmentTLVs fills the header up to a multiple of 8 bytes.
func padSegmentTLVs(_ packet.Layer, at int, next *packet.Proto) []byte {
	n := -at & 7
	switch {
	case next != nil || n == 0:
		return nil
	case n == 1:
		return []byte{0}
	}
	pad := make([]byte, n)
	pad[0], pad[1] = 4, byte(n-2)
	return pad
}
