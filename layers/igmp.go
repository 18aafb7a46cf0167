package layers

import "pktsh/layers/packet"

// IGMP is the Internet Group Management Protocol, versions 1 and 2 (RFC 1112,
// RFC 2236). Messages of version 3 are read as IGMPv3.
var IGMP = packet.Define("IGMP",
	packet.U8("type").Default(0x11).Enum(packet.NamesOf("type", func() map[uint64]string {
		return map[uint64]string{
			0x11: "Group Membership Query", 0x12: "Version 1 - Membership Report",
			0x16: "Version 2 - Membership Report", 0x17: "Leave Group",
		}
	})),
	packet.U8("mrcode").Default(20),
	packet.X16("chksum").Auto(packet.MessageChecksum()),
	packet.IP4("gaddr").Default("0.0.0.0"),
).Summary("IGMP: {src} > {dst} {type} {gaddr}")

// IGMPv3 is the Internet Group Management Protocol, version 3 (RFC 3376; RFC 4286
// for router discovery).
var IGMPv3 = packet.Define("IGMPv3",
	packet.U8("type").Default(0x11).Enum(packet.NamesOf("type", func() map[uint64]string {
		return map[uint64]string{
			0x11: "Membership Query", 0x22: "Version 3 Membership Report", 0x30: "Multicast Router Advertisement",
			0x31: "Multicast Router Solicitation", 0x32: "Multicast Router Termination",
		}
	})),
	packet.U8("mrcode").Default(20),
	packet.X16("chksum").Auto(packet.MessageChecksum()),
).Summary("IGMPv3: {src} > {dst} {type}")

// IGMPv3mq is a query (RFC 3376 section 4.1).
var IGMPv3mq = packet.Define("IGMPv3mq",
	packet.IP4("gaddr").Default("0.0.0.0"),
	packet.Bits("resv", 4),
	packet.Bits("s", 1),
	packet.Bits("qrv", 3),
	packet.U8("qqic"),
	packet.U16("numsrc").Auto(packet.CountOf("srcaddrs")),
	packet.ListOf("srcaddrs", packet.IP4("source")),
)

// IGMPv3mr is a report (RFC 3376 section 4.2).
var IGMPv3mr = packet.Define("IGMPv3mr",
	packet.X16("res2"),
	packet.U16("numgrp").Auto(packet.CountOf("records")),
	packet.Records("records", IGMPv3gr),
)

// IGMPv3gr is the record of one group in a report (RFC 3376 section 4.2.4).
var IGMPv3gr = packet.Define("IGMPv3gr",
	packet.U8("rtype").Default(1).Enum(packet.Names(map[uint64]string{
		1: "Mode Is Include", 2: "Mode Is Exclude", 3: "Change To Include Mode",
		4: "Change To Exclude Mode", 5: "Allow New Sources", 6: "Block Old Sources",
	})),
	packet.U8("auxdlen"),
	packet.U16("numsrc").Auto(packet.CountOf("srcaddrs")),
	packet.IP4("maddr").Default("0.0.0.0"),
	packet.ListOf("srcaddrs", packet.IP4("source")),
)

// IGMPv3mra is the advertisement of a multicast router (RFC 4286 section 3.1).
var IGMPv3mra = packet.Define("IGMPv3mra",
	packet.U16("qryIntvl"),
	packet.U16("robust"),
)

func init() {
	IGMP.Instead(func(b []byte) *packet.Proto {
		if len(b) >= 4 && (b[0] == 0x22 || b[0] >= 0x30 && b[0] <= 0x32) || len(b) >= 12 && b[0] == 0x11 {
			return IGMPv3
		}
		return nil
	})
	packet.BindUp(IP, IGMP, "frag", 0, "proto", 2)
	packet.BindDown(IP, IGMP, "frag", 0, "proto", 2, "ttl", 1)
	packet.BindDown(IP, IGMPv3, "frag", 0, "proto", 2, "ttl", 1, "tos", 0xc0)
	packet.Bind(IGMPv3, IGMPv3mq, "type", 0x11)
	packet.BindUp(IGMPv3, IGMPv3mr, "type", 0x22)
	packet.BindDown(IGMPv3, IGMPv3mr, "type", 0x22, "mrcode", 0)
	packet.Bind(IGMPv3, IGMPv3mra, "type", 0x30)
}
