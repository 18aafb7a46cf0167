package layers

import "pktsh/layers/packet"

// Ether is Ethernet II (IEEE 802.3 clause 3 with a type).
var Ether = packet.Define("Ether",
	packet.MAC("dst").Class("DestMACField").Default("ff:ff:ff:ff:ff:ff").Auto(packet.Compute(etherDestination).Free().FromAbove()),
	packet.MAC("src").Class("SourceMACField").Default("00:00:00:00:00:00").Auto(packet.Compute(etherSource).Free().FromAbove()),
	packet.X16("type").Default(0x9000).Enum(etherTypes),
).Titled("Ethernet").Summary("{src} > {dst} ({type})")

// bindEtherType binds upper to an EtherType wherever one stands: in frames,
// behind VLAN tags and in cooked captures.
func bindEtherType(upper *packet.Proto, etherType int) {
	for _, lower := range []*packet.Proto{Ether, Dot1Q, Dot1AD} {
		packet.Bind(lower, upper, "type", etherType)
	}
	for _, lower := range []*packet.Proto{CookedLinux, CookedLinuxV2} {
		packet.Bind(lower, upper, "proto", etherType)
	}
}

func init() {
	bindIPv6(Ether, 143) // RFC 8986 section 9.1
	packet.Bind(IP, Ether, "frag", 0, "proto", 143)
}
