package main

import (
	"strconv"
	"strings"

	"pktsh/layers/packet"
)

// A sharkGroup is one kind of layer as tshark and pktsh name it.
type sharkGroup struct {
	name   string
	anchor string   // tshark's field that stands once in each such layer
	protos []string // ours
	fields []sharkField
}

// A sharkField is a field of tshark, and what ours of one layer are.
type sharkField struct {
	name string
	ours func(q *packet.Packet) []string
	// sum is the field that holds a checksum whose state this is: compared where
	// tshark says good or bad.
	sum string
	// first compares the first value alone: later ones belong to options.
	first bool
}

// n and s are fields that are read as numbers and as text.
func n(name, ours string) sharkField { return sharkField{name: name, ours: number(ours)} }
func s(name, ours string) sharkField { return sharkField{name: name, ours: text(ours)} }

func times(name, ours string, by int) sharkField {
	return sharkField{name: name, ours: scaled(ours, by)}
}

func bit(name, ours string, mask int) sharkField {
	return sharkField{name: name, ours: func(q *packet.Packet) []string {
		if !there(q, ours) {
			return nil
		}
		if q.Int(ours)&mask != 0 {
			return []string{"1"}
		}
		return []string{"0"}
	}}
}

func state(name, ours string) sharkField {
	return sharkField{name: name, sum: ours}
}

// sharkGroups are the fields that are compared.
var sharkGroups = []sharkGroup{
	{"Ethernet", "eth.dst", []string{"Ether", "Dot3"}, []sharkField{
		s("eth.dst", "dst"), s("eth.src", "src"), n("eth.type", "type"), n("eth.len", "len"),
	}},
	{"802.1Q", "vlan.id", []string{"Dot1Q"}, []sharkField{
		n("vlan.id", "vlan"), n("vlan.priority", "prio"), n("vlan.dei", "id"), {name: "vlan.etype", ours: above(1535, number("type"))},
	}},
	{"802.1ad", "ieee8021ad.id", []string{"Dot1AD"}, []sharkField{
		n("ieee8021ad.id", "vlan"), n("ieee8021ad.priority", "prio"), n("ieee8021ad.dei", "id"),
	}},
	{"LLC", "llc.dsap", []string{"LLC"}, []sharkField{n("llc.dsap", "dsap"), n("llc.ssap", "ssap")}},
	{"SNAP", "llc.oui", []string{"SNAP"}, []sharkField{n("llc.oui", "OUI")}},
	{"STP", "stp.protocol", []string{"STP"}, []sharkField{
		n("stp.version", "version"), n("stp.type", "bpdutype"), n("stp.flags", "bpduflags"), s("stp.root.hw", "rootmac"),
		n("stp.root.cost", "pathcost"), s("stp.bridge.hw", "bridgemac"), n("stp.port", "portid"),
	}},
	{"cooked", "sll.pkttype", []string{"CookedLinux", "CookedLinuxV2"}, []sharkField{
		n("sll.pkttype", "pkttype"), n("sll.hatype", "lladdrtype"), n("sll.halen", "lladdrlen"), {name: "sll.etype", ours: above(1535, number("proto"))},
	}},
	{"ARP", "arp.opcode", []string{"ARP"}, []sharkField{
		n("arp.hw.type", "hwtype"), n("arp.proto.type", "ptype"), n("arp.hw.size", "hwlen"), n("arp.proto.size", "plen"), n("arp.opcode", "op"),
		{name: "arp.src.hw_mac", ours: addressOf("hwsrc", ":")}, {name: "arp.dst.hw_mac", ours: addressOf("hwdst", ":")},
		{name: "arp.src.proto_ipv4", ours: addressOf("psrc", ".")}, {name: "arp.dst.proto_ipv4", ours: addressOf("pdst", ".")},
	}},
	{"IPv4", "ip.hdr_len", []string{"IP", "IPerror"}, []sharkField{
		times("ip.hdr_len", "ihl", 4), n("ip.dsfield", "tos"), n("ip.len", "len"), n("ip.id", "id"),
		bit("ip.flags.rb", "flags", 4), bit("ip.flags.df", "flags", 2), bit("ip.flags.mf", "flags", 1), n("ip.frag_offset", "frag"),
		n("ip.ttl", "ttl"), n("ip.proto", "proto"), n("ip.checksum", "chksum"), state("ip.checksum.status", "chksum"), s("ip.src", "src"), s("ip.dst", "dst"),
	}},
	{"IPv6", "ipv6.version", []string{"IPv6", "IPerror6"}, []sharkField{
		n("ipv6.version", "version"), n("ipv6.tclass", "tc"), n("ipv6.flow", "fl"), n("ipv6.plen", "plen"), n("ipv6.nxt", "nh"), n("ipv6.hlim", "hlim"),
		s("ipv6.src", "src"), s("ipv6.dst", "dst"),
	}},
	{"hop-by-hop", "ipv6.hopopts.nxt", []string{"IPv6ExtHdrHopByHop"}, []sharkField{n("ipv6.hopopts.nxt", "nh"), n("ipv6.hopopts.len", "len")}},
	{"destination options", "ipv6.dstopts.nxt", []string{"IPv6ExtHdrDestOpt"}, []sharkField{n("ipv6.dstopts.nxt", "nh"), n("ipv6.dstopts.len", "len")}},
	{"routing header", "ipv6.routing.nxt", []string{"IPv6ExtHdrRouting", "IPv6ExtHdrSegmentRouting"}, []sharkField{
		n("ipv6.routing.nxt", "nh"), n("ipv6.routing.len", "len"), n("ipv6.routing.type", "type"), n("ipv6.routing.segleft", "segleft"),
	}},
	{"fragment header", "ipv6.fraghdr.nxt", []string{"IPv6ExtHdrFragment"}, []sharkField{
		n("ipv6.fraghdr.nxt", "nh"), n("ipv6.fraghdr.offset", "offset"), n("ipv6.fraghdr.more", "m"), n("ipv6.fraghdr.ident", "id"),
	}},
	{"TCP", "tcp.srcport", []string{"TCP", "TCPerror"}, []sharkField{
		n("tcp.srcport", "sport"), n("tcp.dstport", "dport"), n("tcp.seq_raw", "seq"), n("tcp.ack_raw", "ack"), times("tcp.hdr_len", "dataofs", 4),
		{name: "tcp.flags", ours: tcpFlags}, n("tcp.window_size_value", "window"), n("tcp.checksum", "chksum"), state("tcp.checksum.status", "chksum"),
		n("tcp.urgent_pointer", "urgptr"), {name: "tcp.options.mss_val", ours: option("options", "MSS", 0, 1)},
		{name: "tcp.options.wscale.shift", ours: option("options", "WScale", 0, 1)}, {name: "tcp.options.sack_le", ours: option("options", "SAck", 0, 2)},
		{name: "tcp.options.sack_re", ours: option("options", "SAck", 1, 2)}, {name: "tcp.options.timestamp.tsval", ours: option("options", "Timestamp", 0, 2)},
		{name: "tcp.options.timestamp.tsecr", ours: option("options", "Timestamp", 1, 2)},
	}},
	{"UDP", "udp.srcport", []string{"UDP", "UDPerror"}, []sharkField{
		n("udp.srcport", "sport"), n("udp.dstport", "dport"), n("udp.length", "len"), n("udp.checksum", "chksum"), state("udp.checksum.status", "chksum"),
	}},
	{"SCTP", "sctp.srcport", []string{"SCTP", "SCTPerror"}, []sharkField{
		n("sctp.srcport", "sport"), n("sctp.dstport", "dport"), n("sctp.verification_tag", "tag"), n("sctp.checksum", "chksum"), state("sctp.checksum.status", "chksum"),
	}},
	{"SCTP chunks", "sctp.chunk_type", []string{"SCTPChunk*"}, []sharkField{n("sctp.chunk_type", "type"), n("sctp.chunk_length", "len")}},
	{"ICMP", "icmp.type", []string{"ICMP", "ICMPerror"}, []sharkField{
		n("icmp.type", "type"), n("icmp.code", "code"), n("icmp.checksum", "chksum"), state("icmp.checksum.status", "chksum"),
		n("icmp.ident", "id"), n("icmp.seq", "seq"), s("icmp.redir_gw", "gw"),
	}},
	{"ICMPv6", "icmpv6.type", []string{"ICMPv6*", "!ICMPv6NDOpt*", "MLD*"}, []sharkField{
		n("icmpv6.type", "type"), {name: "icmpv6.code", ours: either(number("code"), number("res"))}, n("icmpv6.checksum", "cksum"), state("icmpv6.checksum.status", "cksum"),
		{name: "icmpv6.nd.ns.target_address", ours: of("ICMPv6ND_NS", text("tgt"))}, {name: "icmpv6.nd.na.target_address", ours: of("ICMPv6ND_NA", text("tgt"))},
		{name: "icmpv6.echo.identifier", ours: number("id")}, {name: "icmpv6.echo.sequence_number", ours: of("ICMPv6Echo*", number("seq"))},
		{name: "icmpv6.nd.ra.cur_hop_limit", ours: number("chlim")}, {name: "icmpv6.nd.ra.router_lifetime", ours: number("routerlifetime")},
	}},
	{"IGMP", "igmp.type", []string{"IGMP", "IGMPv3"}, []sharkField{
		n("igmp.type", "type"), n("igmp.checksum", "chksum"), state("igmp.checksum.status", "chksum"),
	}},
	{"GRE", "gre.proto", []string{"GRE", "GRE_PPTP"}, []sharkField{
		n("gre.proto", "proto"), n("gre.flags.version", "version"), n("gre.flags.key", "key_present"), n("gre.key", "key"), n("gre.sequence_number", "sequence_number"),
	}},
	{"VXLAN", "vxlan.vni", []string{"VXLAN"}, []sharkField{n("vxlan.vni", "vni")}},
	{"GENEVE", "geneve.vni", []string{"GENEVE"}, []sharkField{n("geneve.vni", "vni"), n("geneve.proto_type", "proto"), n("geneve.version", "version")}},
	{"MPLS", "mpls.label", []string{"MPLS"}, []sharkField{
		n("mpls.label", "label"), n("mpls.exp", "cos"), n("mpls.bottom", "s"), n("mpls.ttl", "ttl"),
	}},
	{"PPP", "ppp.protocol", []string{"PPP"}, []sharkField{n("ppp.protocol", "proto")}},
	{"PPPoE", "pppoe.code", []string{"PPPoE", "PPPoED"}, []sharkField{
		n("pppoe.code", "code"), n("pppoe.session_id", "sessionid"), n("pppoe.payload_length", "len"),
	}},
	{"EAPOL", "eapol.type", []string{"EAPOL"}, []sharkField{n("eapol.version", "version"), n("eapol.type", "type"), n("eapol.len", "len")}},
	{"EAP", "eap.code", []string{"EAP*", "LEAP", "!EAPOL*"}, []sharkField{n("eap.code", "code"), n("eap.id", "id"), n("eap.len", "len"), n("eap.type", "type")}},
	{"VRRP", "vrrp.virt_rtr_id", []string{"VRRP", "VRRPv3"}, []sharkField{
		n("vrrp.version", "version"), n("vrrp.virt_rtr_id", "vrid"), n("vrrp.prio", "priority"), n("vrrp.checksum", "chksum"),
	}},
	{"NTP", "ntp.flags.vn", []string{"NTPHeader", "NTPControl", "NTPPrivate"}, []sharkField{
		n("ntp.flags.vn", "version"), n("ntp.flags.mode", "mode"), n("ntp.stratum", "stratum"), {name: "ntp.flags.li", ours: either(number("leap"), number("zeros"))},
	}},
	{"TFTP", "tftp.opcode", []string{"TFTP"}, []sharkField{n("tftp.opcode", "op")}},
	{"DHCP", "dhcp.type", []string{"BOOTP"}, []sharkField{
		n("dhcp.type", "op"), {name: "dhcp.hw.type", first: true, ours: number("htype")}, n("dhcp.hw.len", "hlen"), n("dhcp.hops", "hops"), n("dhcp.id", "xid"), n("dhcp.secs", "secs"),
		s("dhcp.ip.client", "ciaddr"), s("dhcp.ip.your", "yiaddr"), s("dhcp.ip.server", "siaddr"), s("dhcp.ip.relay", "giaddr"),
	}},
	{"DHCP options", "dhcp.cookie", []string{"DHCP"}, []sharkField{
		{name: "dhcp.option.dhcp", ours: dhcpKind}, {name: "dhcp.option.requested_ip_address", ours: option("options", "requested_addr", 0, 1)},
		{name: "dhcp.option.dhcp_server_id", ours: option("options", "server_id", 0, 1)}, {name: "dhcp.option.subnet_mask", ours: option("options", "subnet_mask", 0, 1)},
		{name: "dhcp.option.router", ours: option("options", "router", 0, 1)}, {name: "dhcp.option.domain_name_server", ours: option("options", "name_server", 0, 1)},
		{name: "dhcp.option.ip_address_lease_time", ours: option("options", "lease_time", 0, 1)}, {name: "dhcp.option.hostname", ours: option("options", "hostname", 0, 1)},
	}},
	{"DNS", "dns.id", []string{"DNS", "LLMNRQuery", "LLMNRResponse"}, []sharkField{
		n("dns.id", "id"), n("dns.flags.response", "qr"), n("dns.flags.opcode", "opcode"), {name: "dns.flags.authoritative", ours: inReply(number("aa"))}, n("dns.flags.truncated", "tc"),
		{name: "dns.flags.rcode", ours: inReply(number("rcode"))}, n("dns.count.queries", "qdcount"), n("dns.count.answers", "ancount"), n("dns.count.auth_rr", "nscount"), n("dns.count.add_rr", "arcount"),
		{name: "dns.qry.name", ours: questions(domain("qname"))}, {name: "dns.qry.type", ours: questions(number("qtype"))},
		{name: "dns.resp.name", ours: records(0, domain("rrname"))}, {name: "dns.resp.type", ours: records(0, number("type"))}, {name: "dns.resp.ttl", ours: records(0, number("ttl"))},
		{name: "dns.a", ours: records(1, text("rdata"))}, {name: "dns.aaaa", ours: records(28, text("rdata"))}, {name: "dns.cname", ours: records(5, domain("rdata"))},
		{name: "dns.ns", ours: records(2, domain("rdata"))}, {name: "dns.ptr.domain_name", ours: records(12, domain("rdata"))},
		{name: "dns.mx.mail_exchange", ours: records(15, domain("exchange"))}, {name: "dns.soa.mname", ours: records(6, domain("mname"))},
		{name: "dns.srv.port", ours: records(33, number("port"))}, {name: "dns.srv.target", ours: records(33, domain("target"))},
	}},
}

// of is read of layers whose names match a pattern.
func of(pattern string, read func(*packet.Packet) []string) func(*packet.Packet) []string {
	return func(q *packet.Packet) []string {
		if !matches(q.Proto().Name(), pattern) {
			return nil
		}
		return read(q)
	}
}

// above is read of numbers above least: below, the field is a length, which tshark
// shows as another.
func above(least int, read func(*packet.Packet) []string) func(*packet.Packet) []string {
	return func(q *packet.Packet) []string {
		out := read(q)
		if len(out) == 1 {
			if n, _ := strconv.Atoi(out[0]); n <= least {
				return nil
			}
		}
		return out
	}
}

// either is what the first of two reads that finds something finds.
func either(a, b func(*packet.Packet) []string) func(*packet.Packet) []string {
	return func(q *packet.Packet) []string {
		if out := a(q); out != nil {
			return out
		}
		return b(q)
	}
}

// inReply is read of DNS replies, in which alone tshark shows some bits.
func inReply(read func(*packet.Packet) []string) func(*packet.Packet) []string {
	return func(q *packet.Packet) []string {
		if there(q, "qr") && q.Int("qr") == 1 {
			return read(q)
		}
		return nil
	}
}

// addressOf is text of addresses: what holds other bytes than an address, as its
// type and length say, is none.
func addressOf(field, sep string) func(*packet.Packet) []string {
	return func(q *packet.Packet) []string {
		if !there(q, field) || !strings.Contains(q.Str(field), sep) {
			return nil
		}
		return []string{q.Str(field)}
	}
}
