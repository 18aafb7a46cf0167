package layers

import "pktsh/layers/packet"

// MPLS is one entry of a label stack (RFC 3032). The last one carries IP or IPv6,
// or Ethernet, which may have a control word in front.
var MPLS = packet.Define("MPLS",
	packet.Bits("label", 20).Default(3),
	packet.Bits("cos", 3),
	packet.Bits("s", 1).Default(1),
	packet.U8("ttl"),
)

// EoMCW is the control word in front of Ethernet over MPLS (RFC 4385 section 3).
var EoMCW = packet.Define("EoMCW",
	packet.Bits("zero", 4),
	packet.Bits("reserved", 12),
	packet.U16("seq"),
).Accept(func(b []byte) bool { return len(b) > 1 && b[0] == 0 && b[1] == 0 })

func init() {
	for _, lower := range []*packet.Proto{Ether, Dot1Q, Dot1AD} {
		packet.BindUp(lower, MPLS, "type", 0x8848)
		packet.Bind(lower, MPLS, "type", 0x8847)
	}
	for _, lower := range []*packet.Proto{GRE, CookedLinux, CookedLinuxV2} {
		packet.BindUp(lower, MPLS, "proto", 0x8848)
		packet.Bind(lower, MPLS, "proto", 0x8847)
	}
	packet.BindUp(PPP, MPLS, "proto", 0x0283)
	packet.Bind(PPP, MPLS, "proto", 0x0281)
	packet.Bind(SNAP, MPLS, "code", 0x8847)
	packet.Bind(IP, MPLS, "frag", 0, "proto", 137)
	packet.BindPort(UDP, MPLS, 6635)
	bindIPv6(MPLS, 137)
	packet.BindUp(MPLS, Ether, "s", 1)
	packet.BindUp(MPLS, IPv46, "s", 1)
	packet.BindUp(MPLS, EoMCW, "s", 1)
	packet.Bind(MPLS, MPLS, "s", 0)
	packet.BindDown(MPLS, IP, "label", 0, "s", 1)
	packet.BindDown(MPLS, IPv6, "label", 2, "s", 1)
	packet.Bind(EoMCW, Ether)
}
