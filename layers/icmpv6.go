package layers

import "pktsh/layers/packet"

// ICMPv6Unknown is an ICMPv6 message of a type that has no protocol of its own
// (RFC 4443). Read, it gives way to the protocol of the type.
var ICMPv6Unknown = icmpv6("ICMPv6Unknown", 1,
	packet.U8("code"),
	icmpv6Sum(),
	packet.Data("msgbody"),
).Titled("ICMPv6 fallback class")

// ICMPv6DestUnreach is Destination Unreachable (RFC 4443 section 3.1; RFC 4884
// for the length). As all errors it carries the packet that it is about.
var ICMPv6DestUnreach = icmpv6("ICMPv6DestUnreach", 1,
	packet.U8("code").Enum(codes(map[uint64]string{
		0: "No route to destination", 1: "Communication with destination administratively prohibited",
		2: "Beyond scope of source address", 3: "Address unreachable", 4: "Port unreachable",
	})),
	icmpv6Sum(),
	packet.U8("length"),
	packet.X24("unused").Class("X3BytesField"),
).Titled("ICMPv6 Destination Unreachable")

// ICMPv6PacketTooBig is Packet Too Big (RFC 4443 section 3.2).
var ICMPv6PacketTooBig = icmpv6("ICMPv6PacketTooBig", 2,
	packet.U8("code"),
	icmpv6Sum(),
	packet.U32("mtu").Default(1280),
).Titled("ICMPv6 Packet Too Big")

// ICMPv6TimeExceeded is Time Exceeded (RFC 4443 section 3.3; RFC 4884 for the
// length).
var ICMPv6TimeExceeded = icmpv6("ICMPv6TimeExceeded", 3,
	packet.U8("code").Enum(codes(map[uint64]string{
		0: "hop limit exceeded in transit", 1: "fragment reassembly time exceeded",
	})),
	icmpv6Sum(),
	packet.U8("length"),
	packet.X24("unused").Class("X3BytesField"),
).Titled("ICMPv6 Time Exceeded")

// ICMPv6ParamProblem is Parameter Problem (RFC 4443 section 3.4).
var ICMPv6ParamProblem = icmpv6("ICMPv6ParamProblem", 4,
	packet.U8("code").Enum(codes(map[uint64]string{
		0: "erroneous header field encountered", 1: "unrecognized Next Header type encountered",
		2: "unrecognized IPv6 option encountered", 3: "first fragment has incomplete header chain",
	})),
	icmpv6Sum(),
	packet.U32("ptr").Default(6),
).Titled("ICMPv6 Parameter Problem")

// ICMPv6EchoRequest is Echo Request (RFC 4443 section 4.1).
var ICMPv6EchoRequest = icmpv6Echo("ICMPv6EchoRequest", 128, "ICMPv6 Echo Request")

// ICMPv6EchoReply is Echo Reply (RFC 4443 section 4.2).
var ICMPv6EchoReply = icmpv6Echo("ICMPv6EchoReply", 129, "ICMPv6 Echo Reply")

func icmpv6Echo(name string, kind int, title string) *packet.Proto {
	return icmpv6(name, kind,
		packet.U8("code"),
		icmpv6Sum(),
		packet.X16("id"),
		packet.X16("seq"),
		packet.Data("data"),
	).Titled(title).Summary(title + " (id: {id} seq: {seq})")
}

// ICMPv6ExtEchoRequest asks a node about one of its interfaces (RFC 8335 section
// 2); L says that the interface is the node's own.
var ICMPv6ExtEchoRequest = icmpv6("ICMPv6ExtEchoRequest", 160,
	packet.U8("code"),
	icmpv6Sum(),
	packet.X16("id"),
	packet.U8("seq"),
	packet.Bits("reserved", 7),
	packet.Bits("L", 1),
).Titled("ICMPv6 Extended Echo Request")

// ICMPv6ExtEchoReply answers ICMPv6ExtEchoRequest (RFC 8335 section 3).
var ICMPv6ExtEchoReply = icmpv6("ICMPv6ExtEchoReply", 161,
	packet.U8("code"),
	icmpv6Sum(),
	packet.X16("id"),
	packet.U8("seq"),
	packet.Bits("state", 3),
	packet.Bits("reserved", 2),
	packet.Bits("A", 1),
	packet.Bits("IPv4", 1),
	packet.Bits("IPv6", 1),
).Titled("ICMPv6 Extended Echo Reply")

// icmpv6Kinds is which protocol reads which type.
var icmpv6Kinds [256]*packet.Proto

// icmpv6 defines a message of one type.
func icmpv6(name string, kind int, rest ...*packet.Field) *packet.Proto {
	fields := append([]*packet.Field{packet.U8("type").Default(kind).Enum(icmpv6Types)}, rest...)
	p := packet.Define(name, fields...)
	if name != "ICMPv6Unknown" {
		icmpv6Kinds[kind] = p
	}
	return p
}

func icmpv6Sum() *packet.Field {
	return packet.X16("cksum").Auto(packet.TransportChecksum(58, false))
}

// icmpv6Types is from the IANA registry of ICMPv6 parameters.
var icmpv6Types = packet.NamesOf("type", func() map[uint64]string {
	return map[uint64]string{
		1: "Destination unreachable", 2: "Packet too big", 3: "Time exceeded", 4: "Parameter problem",
		100: "Private Experimentation", 101: "Private Experimentation", 128: "Echo Request", 129: "Echo Reply",
		130: "MLD Query", 131: "MLD Report", 132: "MLD Done", 133: "Router Solicitation",
		134: "Router Advertisement", 135: "Neighbor Solicitation", 136: "Neighbor Advertisement",
		137: "Redirect Message", 138: "Router Renumbering", 139: "ICMP Node Information Query",
		140: "ICMP Node Information Response", 141: "Inverse Neighbor Discovery Solicitation Message",
		142: "Inverse Neighbor Discovery Advertisement Message", 143: "MLD Report Version 2",
		144: "Home Agent Address Discovery Request Message", 145: "Home Agent Address Discovery Reply Message",
		146: "Mobile Prefix Solicitation", 147: "Mobile Prefix Advertisement",
		148: "Certification Path Solicitation", 149: "Certification Path Advertisement",
		151: "Multicast Router Advertisement", 152: "Multicast Router Solicitation",
		153: "Multicast Router Termination", 155: "RPL Control Message", 160: "Extended Echo Request", 161: "Extended Echo Reply", 200: "Private Experimentation",
		201: "Private Experimentation",
	}
})

// icmpv6Kind is the protocol of the message that b begins with.
func icmpv6Kind(b []byte) *packet.Proto {
	if len(b) == 0 {
		return nil
	}
	if b[0] == 130 && len(b) >= 28 {
		return ICMPv6MLQuery2
	}
	return icmpv6Kinds[b[0]]
}

func init() {
	ICMPv6Unknown.Instead(icmpv6Kind)
	bindIPv6(ICMPv6Unknown, 58)
	packet.Bind(IPerror6, ICMPv6Unknown, "nh", 58)
	for _, p := range []*packet.Proto{
		ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6TimeExceeded, ICMPv6ParamProblem,
		ICMPv6EchoRequest, ICMPv6EchoReply, ICMPv6ExtEchoRequest, ICMPv6ExtEchoReply,
	} {
		carryICMPv6(p)
	}
	for _, p := range []*packet.Proto{ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6TimeExceeded, ICMPv6ParamProblem} {
		packet.BindUp(p, IPerror6)
	}
}

// carryICMPv6 makes stacking p on an IPv6 header announce it, with more fields of
// IPv6 itself set as pairs say.
func carryICMPv6(p *packet.Proto, pairs ...any) {
	for _, lower := range ipv6Headers {
		packet.BindDown(lower, p, "nh", 58)
	}
	packet.BindDown(IPv6ExtHdrFragment, p, "nh", 58)
	packet.BindDown(IPerror6, p, "nh", 58)
	packet.BindDown(IPv6, p, append([]any{"nh", 58}, pairs...)...)
}
