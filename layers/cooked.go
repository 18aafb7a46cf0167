package layers

import "pktsh/layers/packet"

// CookedLinux is what Linux puts in place of the link layer's header when it
// captures on all interfaces (LINKTYPE_LINUX_SLL, 113).
var CookedLinux = packet.Define("CookedLinux",
	packet.U16("pkttype").Enum(cookedTypes),
	packet.X16("lladdrtype").Default(512),
	packet.U16("lladdrlen"),
	packet.FixedData("src", 8),
	packet.X16("proto").Default(0x0800).Enum(etherTypes),
).Titled("cooked linux")

// CookedLinuxV2 is CookedLinux with the number of the interface
// (LINKTYPE_LINUX_SLL2, 276).
var CookedLinuxV2 = packet.Define("CookedLinuxV2",
	packet.X16("proto").Default(0x0800).Enum(etherTypes),
	packet.U16("reserved"),
	packet.U32("ifindex"),
	packet.X16("lladdrtype").Default(512),
	packet.U8("pkttype").Enum(cookedTypes),
	packet.U8("lladdrlen"),
	packet.FixedData("src", 8),
).Titled("cooked linux v2")

var cookedTypes = packet.Names(map[uint64]string{
	0: "unicast", 1: "broadcast", 2: "multicast", 3: "unicast-to-another-host", 4: "sent-by-us",
})

// Loopback is the header of loopback interfaces of the BSDs (LINKTYPE_NULL and
// LINKTYPE_LOOP): the address family, in the byte order of the machine that
// captured or in network byte order.
var Loopback = packet.Define("Loopback",
	packet.HostU32("type").Default(2).Enum(loopbackFamilies),
)

// loopbackFamilies: every system has a number of its own for IPv6. The one that
// Linux has comes first, because names stand for the least number.
var loopbackFamilies = packet.Names(map[uint64]string{
	2: "IPv4", 7: "OSI", 10: "IPv6", 16: "Appletalk", 23: "Netware IPX/SPX", 24: "IPv6", 28: "IPv6", 30: "IPv6",
})

func init() {
	for _, cooked := range []*packet.Proto{CookedLinux, CookedLinuxV2} {
		packet.BindUp(cooked, LLC, "proto", 4)
		packet.Bind(cooked, LLC, "proto", 122)
		packet.Bind(cooked, IP, "proto", 0x0800)
		packet.Bind(cooked, ARP, "proto", 0x0806)
		packet.Bind(cooked, Dot1Q, "proto", 0x8100)
		packet.Bind(cooked, Dot1AD, "proto", 0x88a8)
		packet.Bind(cooked, IPv6, "proto", 0x86dd)
	}
	packet.Bind(Loopback, IP, "type", 2)
	for _, family := range []int{24, 28, 30, 10} {
		packet.Bind(Loopback, IPv6, "type", family)
	}
}
