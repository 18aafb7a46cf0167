package main

import (
	"math/rand/v2"
	"strings"

	"pktsh/layers/packet"
)

// above is what may stand on a protocol in a random stack; "." ends it.
var uppers = map[string]string{
	"":          "Ether Ether Ether Ether IP IPv6 Dot3 CookedLinux",
	"Ether":     "IP IP IP IPv6 IPv6 ARP Dot1Q Dot1AD MPLS PPPoE PPPoED EAPOL",
	"Dot3":      "LLC",
	"LLC":       "SNAP STP",
	"SNAP":      "IP IPv6 ARP",
	"STP":       ".",
	"Dot1Q":     "IP IPv6 ARP Dot1Q",
	"Dot1AD":    "Dot1Q IP",
	"ARP":       ".",
	"MPLS":      "IP IPv6",
	"PPPoE":     "PPP",
	"PPPoED":    ".",
	"PPP":       "IP IPv6 PPP_LCP PPP_IPCP EAP",
	"PPP_LCP":   ".",
	"PPP_IPCP":  ".",
	"EAPOL":     "EAP .",
	"EAP":       ".",
	"IP":        "TCP TCP UDP UDP UDP ICMP ICMP GRE IGMP SCTP IP IPv6 VRRP",
	"IPv6":      "TCP UDP UDP ICMPv6EchoRequest ICMPv6EchoReply ICMPv6ND_NS ICMPv6ND_NA ICMPv6ND_RS ICMPv6ND_RA ICMPv6ND_Redirect ICMPv6MLQuery ICMPv6MLReport ICMPv6MLDone ICMPv6DestUnreach ICMPv6PacketTooBig ICMPv6TimeExceeded ICMPv6ParamProblem IPv6ExtHdrHopByHop IPv6ExtHdrDestOpt IPv6ExtHdrRouting IPv6ExtHdrFragment",
	"GRE":       "IP IPv6 Ether",
	"SCTP":      "SCTPChunkData SCTPChunkInit SCTPChunkSACK SCTPChunkCookieAck SCTPChunkShutdown",
	"UDP":       "Raw DNS BOOTP NTPHeader TFTP VXLAN GENEVE",
	"TCP":       "Raw .",
	"ICMP":      "Raw .",
	"DNS":       ".",
	"BOOTP":     "DHCP .",
	"DHCP":      ".",
	"NTPHeader": ".",
	"TFTP":      "TFTP_RRQ TFTP_WRQ TFTP_DATA TFTP_ACK TFTP_ERROR",
	"VXLAN":     "Ether",
	"GENEVE":    "IP IPv6 Ether",

	"CookedLinux":          "IP IPv6 ARP",
	"IPv6ExtHdrHopByHop":   "TCP UDP ICMPv6EchoRequest",
	"IPv6ExtHdrDestOpt":    "TCP UDP ICMPv6EchoRequest",
	"IPv6ExtHdrRouting":    "TCP UDP",
	"IPv6ExtHdrFragment":   "Raw",
	"ICMPv6ND_NS":          "ICMPv6NDOptSrcLLAddr .",
	"ICMPv6ND_NA":          "ICMPv6NDOptDstLLAddr .",
	"ICMPv6ND_RS":          "ICMPv6NDOptSrcLLAddr .",
	"ICMPv6ND_RA":          "ICMPv6NDOptPrefixInfo ICMPv6NDOptMTU .",
	"TFTP_DATA":            "Raw",
	"SCTPChunkCookieAck":   ".",
	"ICMPv6NDOptMTU":       "ICMPv6NDOptPrefixInfo .",
	"ICMPv6ND_Redirect":    "ICMPv6NDOptDstLLAddr .",
	"ICMPv6EchoRequest":    ".",
	"ICMPv6NDOptDstLLAddr": "ICMPv6NDOptMTU .",
}

// maxDepth bounds a stack.
const maxDepth = 9

// randomSpec is the names of a random stack.
func randomSpec(r *rand.Rand) []string {
	var names []string
	at := ""
	for len(names) < maxDepth {
		choices := strings.Fields(uppers[at])
		if len(choices) == 0 {
			break
		}
		next := choices[r.IntN(len(choices))]
		if next == "." {
			break
		}
		names, at = append(names, next), next
	}
	return names
}

// fuzzed is a stack of our own, its fields drawn by Fuzz; lists, which Fuzz leaves
// empty, have members drawn here.
func fuzzed(names []string, r *rand.Rand) []byte {
	var parts []any
	for _, name := range names {
		p := packet.Lookup(name)
		if name == "Raw" {
			parts = append(parts, randomBytes(r, 1+r.IntN(40)))
			continue
		}
		q := p.New()
		for field, n := range fixedFields[name] {
			if err := q.Set(field, n); err != nil {
				panic(err)
			}
		}
		for _, pair := range addresses(name, r) {
			if err := q.Set(pair[0], pair[1]); err != nil {
				panic(err)
			}
		}
		if members := lists[name]; members != nil && r.IntN(3) > 0 {
			if err := q.Set(members(r)...); err != nil {
				panic(err)
			}
		}
		parts = append(parts, q)
	}
	return packet.Fuzz(packet.Stack(parts...)).Build()
}

// addresses are pairs of fields that are not drawn but found from the network,
// which a check is not to ask.
func addresses(name string, r *rand.Rand) [][2]string {
	switch name {
	case "Ether":
		return [][2]string{{"src", mac(r)}, {"dst", mac(r)}}
	case "IP":
		return [][2]string{{"src", address(r)}}
	case "IPv6":
		return [][2]string{{"src", "2001:db8::7"}}
	case "ARP":
		return [][2]string{{"hwsrc", mac(r)}, {"psrc", address(r)}}
	}
	if strings.HasPrefix(name, "ICMPv6NDOpt") && strings.HasSuffix(name, "LLAddr") {
		return [][2]string{{"lladdr", mac(r)}}
	}
	return nil
}

// fixedFields say what a layer is, and so are not drawn.
var fixedFields = map[string]map[string]int{
	"DNS": {"opcode": 0}, "BOOTP": {"op": 1, "hlen": 6}, "STP": {"proto": 0}, "NTPHeader": {"mode": 3, "version": 4}, "IP": {"version": 4}, "IPv6": {"version": 6},
	"GRE": {"version": 0, "routing_present": 0}, "VRRP": {"version": 2}, "IGMP": {"type": 0x16}, "GENEVE": {"version": 0}, "VXLAN": {"flags": 8}, "EAP": {"code": 1}, "IPv6ExtHdrRouting": {"type": 0}, "ARP": {"hwtype": 1, "ptype": 0x800},
	"ICMPv6EchoRequest": {"type": 128}, "ICMPv6EchoReply": {"type": 129}, "ICMPv6ND_RS": {"type": 133}, "ICMPv6ND_RA": {"type": 134}, "ICMPv6ND_NS": {"type": 135}, "ICMPv6ND_NA": {"type": 136}, "ICMPv6ND_Redirect": {"type": 137},
	"ICMPv6MLQuery": {"type": 130}, "ICMPv6MLReport": {"type": 131}, "ICMPv6MLDone": {"type": 132}, "ICMPv6DestUnreach": {"type": 1}, "ICMPv6PacketTooBig": {"type": 2}, "ICMPv6TimeExceeded": {"type": 3}, "ICMPv6ParamProblem": {"type": 4},
	"ICMPv6NDOptSrcLLAddr": {"type": 1, "len": 1}, "ICMPv6NDOptDstLLAddr": {"type": 2, "len": 1}, "ICMPv6NDOptPrefixInfo": {"type": 3, "len": 4}, "ICMPv6NDOptMTU": {"type": 5, "len": 1},
	"SCTPChunkData": {"type": 0}, "SCTPChunkInit": {"type": 1}, "SCTPChunkSACK": {"type": 3}, "SCTPChunkCookieAck": {"type": 11}, "SCTPChunkShutdown": {"type": 7},
}

func randomBytes(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}
