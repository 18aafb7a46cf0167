package layers

import "pktsh/layers/packet"

// GENEVE is Generic Network Virtualization Encapsulation (RFC 8926).
var GENEVE = packet.Define("GENEVE",
	packet.Bits("version", 2),
	packet.Bits("optionlen", 6).Auto(packet.LenOf("options").Unit(4)),
	packet.Bits("oam", 1),
	packet.Bits("critical", 1),
	packet.Bits("reserved", 6),
	packet.X16("proto").Enum(etherTypes),
	packet.X24("vni").Class("X3BytesField"),
	packet.X8("reserved2"),
	packet.Records("options", GeneveOptions),
).Accept(func(b []byte) bool { return len(b) >= 8 && b[0]>>6 == 0 }).
	Summary("GENEVE (vni={vni},optionlen={optionlen},proto={proto})")

// GeneveOptions is one option of GENEVE (RFC 8926 section 3.5).
var GeneveOptions = packet.Define("GeneveOptions",
	packet.X16("classid").Enum(packet.NamesOf("class", func() map[uint64]string {
		return map[uint64]string{
			0x100: "Linux", 0x101: "Open vSwitch", 0x102: "Open Virtual Networking (OVN)",
			0x103: "In-band Network Telemetry (INT)", 0x104: "VMware", 0x105: "Amazon.com, Inc.",
			0x106: "Cisco Systems, Inc.", 0x107: "Oracle Corporation", 0x110: "Amazon.com, Inc.", 0x118: "IBM",
			0x128: "Ericsson", 0xfeff: "Unassigned", 0xffff: "Experimental",
		}
	})),
	packet.X8("type"),
	packet.Bits("reserved", 3),
	packet.Bits("length", 5).Auto(packet.LenOf("data").Unit(4)),
	packet.Data("data").Aligned(4),
).Titled("Geneve Options")

func init() {
	packet.BindPort(UDP, GENEVE, 6081)
	packet.Bind(GENEVE, IP, "proto", 0x0800)
	packet.Bind(GENEVE, ARP, "proto", 0x0806)
	packet.Bind(GENEVE, Ether, "proto", 0x6558)
	packet.Bind(GENEVE, IPv6, "proto", 0x86dd)
	packet.Bind(GENEVE, MPLS, "proto", 0x8847)
}
