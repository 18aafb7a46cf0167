package gopacket

import (
	"sync"

	gp "github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	own "pktsh/layers"
	"pktsh/layers/packet"
)

// typed are the protocols of ours that carry others by Ethernet type, and the
// field that holds it.
var typed = []struct{ name, field string }{
	{"Ether", "type"}, {"Dot1Q", "type"}, {"Dot1AD", "type"}, {"CookedLinux", "proto"}, {"CookedLinuxV2", "proto"}, {"SNAP", "code"},
	{"GRE", "proto"}, {"GENEVE", "proto"},
}

// numbered are those that carry others by IP protocol.
var numbered = []struct{ name, field string }{
	{"IPv6", "nh"}, {"IPv6ExtHdrHopByHop", "nh"}, {"IPv6ExtHdrDestOpt", "nh"}, {"IPv6ExtHdrRouting", "nh"},
}

func init() {
	for num, p := range map[int]*packet.Proto{
		0x88cc: LLDP, 0x88be: ERSPAN,
	} {
		for _, lower := range typed {
			bind(lower.name, p, lower.field, num)
		}
	}
	for num, p := range map[int]*packet.Proto{
		27: RUDP, 50: ESP, 51: AH, 89: OSPF, 97: EtherIP, 136: UDPLite,
	} {
		bind("IP", p, "frag", 0, "proto", num)
		for _, lower := range numbered {
			bind(lower.name, p, lower.field, num)
		}
	}
	for port, p := range map[int]*packet.Proto{
		546: DHCPv6, 547: DHCPv6, 623: RMCP, 1812: RADIUS, 1813: RADIUS, 3784: BFD, 5060: SIP, 6343: SFlow,
	} {
		bindPort(own.UDP, p, port)
	}
	bindPort(own.TCP, TLS, 443)
	bindPort(own.TCP, Modbus, 502)
	bindPort(own.TCP, SIP, 5060)
	bind("SNAP", CDP, "OUI", 0x0c, "code", 0x2000)
	bind("SNAP", NDP, "OUI", 0x81, "code", 0x01a2)
	for link, p := range map[int]*packet.Proto{
		10: FDDI, 105: Dot11, 117: PFLog, 119: Prism, 127: RadioTap, 220: USB,
	} {
		if packet.LinkProto(link) == packet.Raw {
			packet.RegisterLink(link, p)
		}
	}
}

// bind binds p to a protocol of ours that may not be defined.
func bind(lower string, p *packet.Proto, pairs ...any) {
	if q := packet.Lookup(lower); q != nil {
		packet.BindForeign(q, p, pairs...)
	}
}

func bindPort(lower, p *packet.Proto, port int) {
	packet.BindForeign(lower, p, "sport", port)
	packet.BindForeign(lower, p, "dport", port)
}

// ours names the protocols of package layers by the layer type that gopacket
// reads them as.
var ours = map[string]gp.LayerType{
	"Ether": layers.LayerTypeEthernet, "Dot1Q": layers.LayerTypeDot1Q, "ARP": layers.LayerTypeARP,
	"LLC": layers.LayerTypeLLC, "SNAP": layers.LayerTypeSNAP, "CookedLinux": layers.LayerTypeLinuxSLL, "Loopback": layers.LayerTypeLoopback,
	"IP": layers.LayerTypeIPv4, "IPv6": layers.LayerTypeIPv6, "ICMP": layers.LayerTypeICMPv4,
	"TCP": layers.LayerTypeTCP, "UDP": layers.LayerTypeUDP, "DNS": layers.LayerTypeDNS,
	"GRE": layers.LayerTypeGRE, "MPLS": layers.LayerTypeMPLS, "VXLAN": layers.LayerTypeVXLAN, "GENEVE": layers.LayerTypeGeneve,
	"PPPoE": layers.LayerTypePPPoE, "PPP": layers.LayerTypePPP, "EAPOL": layers.LayerTypeEAPOL, "EAP": layers.LayerTypeEAP,
	"IGMP": layers.LayerTypeIGMP, "VRRP": layers.LayerTypeVRRP, "NTPHeader": layers.LayerTypeNTP, "SCTP": layers.LayerTypeSCTP, "BOOTP": layers.LayerTypeDHCPv4,
}

var allTypes = sync.OnceValue(func() map[gp.LayerType]*packet.Proto {
	all := make(map[gp.LayerType]*packet.Proto)
	for t, p := range byType {
		all[t] = p
	}
	for name, t := range ours {
		if p := packet.Lookup(name); p != nil {
			all[t] = p
		}
	}
	return all
})

// protoOf is the protocol of a layer type, nil when there is none.
func protoOf(t gp.LayerType) *packet.Proto { return allTypes()[t] }
