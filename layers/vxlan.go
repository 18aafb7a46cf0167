package layers

import "pktsh/layers/packet"

// VXLAN is Virtual eXtensible Local Area Network (RFC 7348), with the generic
// protocol extension and the group policy that share its header: which fields
// there are depends on the flags NextProtocol and G.
var VXLAN = packet.Define("VXLAN",
	packet.FlagBits("flags", 8, "OAM", "R", "NextProtocol", "Instance", "V1", "V2", "R", "G").Default("Instance"),
	packet.U16("reserved0").When(vxlanFlags(vxlanNext, vxlanNext)),
	packet.U8("NextProtocol").Enum(vxlanProtocols).When(vxlanFlags(vxlanNext, vxlanNext)),
	packet.U24("reserved1").When(vxlanFlags(vxlanNext|vxlanPolicy, 0)),
	packet.FlagBits("gpflags", 8, "R", "R", "R", "A", "R", "R", "D", "R").When(vxlanFlags(vxlanPolicy, vxlanPolicy)),
	packet.U16("gpid").When(vxlanFlags(vxlanPolicy, vxlanPolicy)),
	packet.X24("vni").Class("X3BytesField"),
	packet.X8("reserved2"),
).Accept(func(b []byte) bool { return len(b) >= 8 }).Choose(vxlanPayload).Summary("VXLAN (vni={vni}[ gpid={gpid}])")

const (
	vxlanNext   = 0x04
	vxlanPolicy = 0x80
)

var vxlanProtocols = packet.Names(map[uint64]string{0: "NotDefined", 1: "IPv4", 2: "IPv6", 3: "Ethernet", 4: "NSH"})

// vxlanFlags is the condition that of the flags in mask these are set.
func vxlanFlags(mask, want int) func(packet.Layer) bool {
	return func(l packet.Layer) bool { return l.Int("flags")&mask == want }
}

// vxlanPayload is a frame, unless the header says that it is something else.
func vxlanPayload(l packet.Layer) *packet.Proto {
	switch next := l.Int("NextProtocol"); {
	case next == 1:
		return IP
	case next == 2:
		return IPv6
	case next > 3:
		return packet.Raw
	}
	return Ether
}

func init() {
	for _, port := range []int{4789, 4790, 8472} {
		packet.BindPort(UDP, VXLAN, port)
	}
	packet.BindDown(UDP, VXLAN, "sport", 4789, "dport", 4789)
	for next, upper := range map[int]*packet.Proto{1: IP, 2: IPv6, 3: Ether} {
		packet.Bind(VXLAN, upper, "flags", 0x0c, "NextProtocol", next)
	}
}
