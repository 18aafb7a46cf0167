package layers

import "pktsh/layers/packet"

// ipProtos names the protocols carried by IP, as the IANA registry numbers them.
var ipProtos = packet.NamesOf("protocol", func() map[uint64]string {
	return map[uint64]string{
		0: "hopopt", 1: "icmp", 2: "igmp", 3: "ggp", 4: "ipencap", 5: "st", 6: "tcp", 8: "egp", 9: "igp",
		12: "pup", 17: "udp", 20: "hmp", 22: "xns_idp", 27: "rdp", 29: "iso_tp4", 33: "dccp", 36: "xtp",
		37: "ddp", 38: "idpr_cmtp", 41: "ipv6", 43: "ipv6_route", 44: "ipv6_frag", 45: "idrp", 46: "rsvp",
		47: "gre", 50: "esp", 51: "ah", 57: "skip", 58: "ipv6_icmp", 59: "ipv6_nonxt", 60: "ipv6_opts",
		73: "rspf", 81: "vmtp", 88: "eigrp", 89: "ospf", 93: "ax_25", 94: "ipip", 97: "etherip", 98: "encap",
		103: "pim", 108: "ipcomp", 112: "vrrp", 115: "l2tp", 124: "isis", 132: "sctp", 133: "fc",
		135: "mobility_header", 136: "udplite", 137: "mpls_in_ip", 138: "manet", 139: "hip", 140: "shim6",
		141: "wesp", 142: "rohc", 143: "ethernet",
	}
})

// etherTypes names the types of Ethernet frames (IEEE registration authority).
var etherTypes = packet.NamesOf("type", func() map[uint64]string {
	return map[uint64]string{
		0x0800: "IPv4", 0x0805: "X25", 0x0806: "ARP", 0x0842: "WakeOnLAN", 0x6558: "TRANS_ETHER", 0x6559: "RAWFR",
		0x8035: "REVARP", 0x809b: "ATALK", 0x80f3: "AARP", 0x8100: "n_802_1Q", 0x8137: "IPX", 0x86dd: "IPv6",
		0x880b: "PPP", 0x8808: "FLOW_CONTROL", 0x8809: "SLOW", 0x8847: "MPLS", 0x8848: "MPLS_MCAST",
		0x8863: "PPPOEDISC", 0x8864: "PPPOE", 0x887b: "HOMEPLUG", 0x888e: "PAE", 0x88a2: "AOE", 0x88a8: "n_802_1AD",
		0x88b8: "GOOSE", 0x88ba: "SV", 0x88cc: "LLDP", 0x88e5: "MACSEC", 0x88e7: "PBB", 0x88f7: "PTP",
		0x8902: "CFM", 0x8906: "FCOE", 0x9000: "LOOP", 0x9100: "QINQ",
	}
})

var tcpPorts = packet.NamesOf("service", func() map[uint64]string { return map[uint64]string{20: "ftp_data", 80: "http"} })
var udpPorts = packet.NamesOf("service", func() map[uint64]string { return map[uint64]string{53: "domain"} })

// ipOption names the protocol of the option that b begins with.
func ipOption(packet.Layer, []byte) *packet.Proto { return packet.Raw }
