package layers

import "pktsh/layers/packet"

// ICMPExtension_Header is the extension structure behind the packet that an ICMP
// or ICMPv6 error quotes (RFC 4884 section 7). Where the error's length is 0, the
// quoted packet is taken to have 128 bytes, as in messages from before RFC 4884.
var ICMPExtension_Header = packet.Define("ICMPExtension_Header",
	packet.Bits("version", 4).Default(2),
	packet.Bits("reserved", 12),
	packet.X16("chksum").Auto(packet.InternetChecksum()),
	packet.RecordsOf("stack", icmpExtension),
).Alias("ICMPExtensionHeader").Titled("ICMP Extension Header (RFC4884)")

// ICMPExtension_Object is an object that has no protocol of its own (RFC 4884
// section 7.1).
var ICMPExtension_Object = packet.Define("ICMPExtension_Object",
	packet.U16("len").Auto(packet.LenHeader(1)),
	packet.U8("classnum"),
	packet.U8("classtype"),
	packet.Data("data"),
).Alias("ICMPExtensionObject").Titled("ICMP Extension Object (RFC4884)")

// ICMPExtension_MPLS is the label stack that the quoted packet came with (RFC 4950
// section 5).
var ICMPExtension_MPLS = packet.Define("ICMPExtension_MPLS",
	packet.U16("len").Auto(packet.LenHeader(1)),
	packet.U8("classnum").Default(1),
	packet.U8("classtype").Default(1),
	packet.Records("stack", MPLS),
).Alias("ICMPExtensionMPLS").Titled("ICMP Extension Object - MPLS (RFC4950)")

// ICMPExtension_InterfaceInformation is an interface of the router: its index,
// address, name and MTU, each if the flag before says so (RFC 5837 section 4).
var ICMPExtension_InterfaceInformation = packet.Define("ICMPExtension_InterfaceInformation",
	packet.U16("len").Auto(packet.LenHeader(1)),
	packet.U8("classnum").Default(2),
	packet.Bits("interface_role", 2).Enum(packet.Names(map[uint64]string{
		0: "incoming IP interface", 1: "sub-IP component of incoming interface",
		2: "outgoing IP interface", 3: "IP next hop",
	})),
	packet.Bits("reserved", 2),
	packet.Bits("has_ifindex", 1),
	packet.Bits("has_ipaddr", 1),
	packet.Bits("has_ifname", 1),
	packet.Bits("has_mtu", 1),
	packet.U32("ifindex").When(flagged("has_ifindex")),
	packet.U16("afi").Default(1).When(flagged("has_ipaddr")),
	packet.U16("reserved2").When(flagged("has_ipaddr")),
	packet.IP4("ip4").When(func(l packet.Layer) bool { return l.Int("has_ipaddr") != 0 && l.Int("afi") == 1 }),
	packet.IP6("ip6").When(func(l packet.Layer) bool { return l.Int("has_ipaddr") != 0 && l.Int("afi") == 2 }),
	packet.U8("ifname_len").Auto(packet.LenOf("ifname").Plus(1)).When(flagged("has_ifname")),
	packet.Text("ifname").When(flagged("has_ifname")),
	packet.U32("mtu").When(flagged("has_mtu")),
).Alias("ICMPExtensionInterfaceInformation").Titled("ICMP Extension Object - Interface Information Object (RFC5837)")

func flagged(name string) func(packet.Layer) bool {
	return func(l packet.Layer) bool { return l.Int(name) != 0 }
}

// icmpExtension is the protocol of the object that begins b.
func icmpExtension(_ packet.Layer, b []byte) *packet.Proto {
	if len(b) < 4 || int(b[0])<<8|int(b[1]) < 4 {
		return nil
	}
	switch {
	case b[2] == 1 && b[3] == 1:
		return ICMPExtension_MPLS
	case b[2] == 2:
		return ICMPExtension_InterfaceInformation
	}
	return ICMPExtension_Object
}

// quotedLength finds the extensions of an error whose header has the length of
// the quoted packet at an offset, in units of so many bytes.
func quotedLength(at, unit int, kinds ...byte) func(hdr, rest []byte) int {
	return func(hdr, rest []byte) int {
		if len(hdr) < 8 || len(kinds) > 0 && hdr[0] != kinds[0] && hdr[0] != kinds[1] && hdr[0] != kinds[2] {
			return -1
		}
		n := int(hdr[at]) * unit
		old := n == 0
		if old {
			n = 128
		}
		if len(rest) < n+4 || rest[n]>>4 != 2 {
			return -1
		}
		// What the header does not announce must be what it seems to be.
		if old && (rest[n+2]|rest[n+3] == 0 || packet.Checksum(rest[n:]) != 0) {
			return -1
		}
		return n
	}
}

func init() {
	ICMP.Trailer(ICMPExtension_Header, quotedLength(5, 4, 3, 11, 12))
	for _, p := range []*packet.Proto{ICMPv6DestUnreach, ICMPv6TimeExceeded} {
		p.Trailer(ICMPExtension_Header, quotedLength(4, 8))
	}
}
