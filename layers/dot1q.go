package layers

import "pktsh/layers/packet"

// Dot1Q is a VLAN tag (IEEE 802.1Q).
var Dot1Q = vlanTag("Dot1Q").Titled("802.1Q")

// Dot1AD is the outer VLAN tag of a provider's network (IEEE 802.1ad). The type
// 9100, used for it before there was a standard, is read as it, too.
var Dot1AD = vlanTag("Dot1AD").Titled("802_1AD")

// vlanTag defines a tag: both kinds look the same.
func vlanTag(name string) *packet.Proto {
	return packet.Define(name,
		packet.Bits("prio", 3),
		packet.Bits("id", 1),
		packet.Bits("vlan", 12).Default(1),
		packet.X16("type").Enum(etherTypes),
	).Choose(llcByLength).SummaryFunc(vlanLine)
}

// vlanLine is "802.1q 02:00:00:00:00:01 > 02:00:00:00:00:02 (0x9000) vlan 1", with
// the addresses of the frame where the tag is in one.
func vlanLine(l *packet.Line) {
	l.Text("802.1q ")
	if under, ok := l.Under(); ok && under.Proto().Field("src") != nil {
		l.Field("src")
		l.Text(" > ")
		l.Field("dst")
		l.Text(" ")
	}
	l.Text("(")
	l.Field("type")
	l.Text(") vlan ")
	l.Field("vlan")
}

func init() {
	for _, lower := range []*packet.Proto{Ether, Dot1Q, Dot1AD} {
		packet.Bind(lower, Dot1Q, "type", 0x8100)
		packet.BindUp(lower, Dot1AD, "type", 0x9100)
		packet.Bind(lower, Dot1AD, "type", 0x88a8)
		packet.Bind(lower, LLC, "type", 0x8870) // LLC in frames too long for a length
	}
	for _, tag := range []*packet.Proto{Dot1Q, Dot1AD} {
		packet.Bind(tag, IP, "type", 0x0800)
		packet.Bind(tag, ARP, "type", 0x0806)
		packet.Bind(tag, IPv6, "type", 0x86dd)
	}
}
