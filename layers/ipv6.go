package layers

import "pktsh/layers/packet"

// IPv6 is the Internet Protocol, version 6 (RFC 8200).
var IPv6 = packet.Define("IPv6",
	packet.Bits("version", 4).Default(6),
	packet.Bits("tc", 8),
	packet.Bits("fl", 20),
	packet.U16("plen").Auto(packet.LenPayload()),
	packet.U8("nh").Default(59).Enum(nextHeaders),
	packet.U8("hlim").Default(64),
	packet.IP6("src").Auto(packet.Compute(sourceAddress).Free()),
	packet.IP6("dst").Default("::1"),
).Pseudo(ipv6Pseudo).Summary("{src} > {dst} ({nh})")

// nextHeaders names what may follow an IPv6 header or extension header.
var nextHeaders = packet.NamesOf("next header", func() map[uint64]string {
	return map[uint64]string{
		0: "Hop-by-Hop Option Header", 4: "IP", 6: "TCP", 17: "UDP", 41: "IPv6", 43: "Routing Header",
		44: "Fragment Header", 47: "GRE", 50: "ESP Header", 51: "AH Header", 58: "ICMPv6", 59: "No Next Header",
		60: "Destination Option Header", 112: "VRRP", 132: "SCTP", 135: "Mobility Header",
	}
})

// ipv6Pseudo is source and destination, for the checksums of what is carried.
func ipv6Pseudo(l packet.Layer) []byte {
	return l.Header()[8:40]
}

// bindIPv6 makes upper the protocol that the next-header value nh announces, in
// IPv6 itself and in its extension headers.
func bindIPv6(upper *packet.Proto, nh int) {
	packet.Bind(IPv6, upper, "nh", nh)
}

func init() {
	packet.Bind(Ether, IPv6, "type", 0x86dd)
	packet.Bind(IP, IPv6, "frag", 0, "proto", 41)
	bindIPv6(IPv6, 41)
	bindIPv6(IP, 4)
	bindIPv6(TCP, 6)
	bindIPv6(UDP, 17)
	packet.RegisterLink(229, IPv6)
}
