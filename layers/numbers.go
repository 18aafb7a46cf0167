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
// Where a type has several usual names, Scapy's is the one.
var etherTypes = packet.NamesOf("type", func() map[uint64]string {
	return map[uint64]string{
		0x0800: "IPv4", 0x0805: "X25", 0x0806: "ARP", 0x0808: "FR_ARP", 0x0842: "WakeOnLAN", 0x08ff: "BPQ",
		0x22f0: "AVTP", 0x22f3: "TRILL", 0x22f4: "L2_IS_IS", 0x6558: "TEB", 0x6559: "RAW_FR", 0x8035: "RARP",
		0x809b: "ATALK", 0x80f3: "AARP", 0x8100: "n_802_1Q", 0x8137: "IPX", 0x8191: "NetBEUI", 0x86dd: "IPv6",
		0x8808: "FLOW_CONTROL", 0x8809: "SLOW", 0x880b: "PPP", 0x8847: "MPLS", 0x8848: "MPLS_MULTI",
		0x884c: "ATMMPOA", 0x8863: "PPP_DISC", 0x8864: "PPP_SES", 0x887b: "HOMEPLUG", 0x8884: "ATMFATE",
		0x888e: "EAPOL", 0x8892: "PROFINET", 0x88a2: "AOE", 0x88a4: "ETHERCAT", 0x88a8: "802_AD",
		0x88b8: "GOOSE", 0x88b9: "GSE", 0x88ba: "SV", 0x88c7: "EAP_PREAUTH", 0x88cc: "LLDP", 0x88e1: "HOMEPLUG_AV",
		0x88e5: "802_1AE", 0x88e7: "PBB", 0x88f5: "MVRP", 0x88f6: "MMRP", 0x88f7: "PTP", 0x88fb: "PRP", 0x8902: "CFM",
		0x8906: "FCOE", 0x8914: "FIP", 0x8915: "ROCE", 0x892f: "HSR", 0x894f: "NSH", 0x9100: "QINQ", 0xa0ed: "LoWPAN",
	}
})

// hardwareTypes names the hardware types of ARP (IANA registry).
var hardwareTypes = packet.NamesOf("hardware type", func() map[uint64]string {
	return map[uint64]string{
		1: "Ethernet (10Mb)", 2: "Ethernet (3Mb)", 3: "AX.25", 4: "Proteon ProNET Token Ring", 5: "Chaos",
		6: "IEEE 802 Networks", 7: "ARCNET", 8: "Hyperchannel", 9: "Lanstar", 10: "Autonet Short Address",
		11: "LocalTalk", 12: "LocalNet", 13: "Ultra link", 14: "SMDS", 15: "Frame relay", 16: "ATM", 17: "HDLC",
		18: "Fibre Channel", 19: "ATM", 20: "Serial Line", 21: "ATM", 24: "IEEE 1394.1995", 27: "EUI-64",
		31: "IPsec tunnel", 32: "InfiniBand", 37: "Wiegand Interface",
	}
})
