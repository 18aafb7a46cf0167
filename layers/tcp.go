package layers

import "pktsh/layers/packet"

// TCP is the Transmission Control Protocol (RFC 9293).
var TCP = packet.Define("TCP",
	packet.U16("sport").Default(20).Enum(tcpPorts),
	packet.U16("dport").Default(80).Enum(tcpPorts),
	packet.U32("seq"),
	packet.U32("ack"),
	packet.Bits("dataofs", 4).Auto(packet.LenHeader(4)),
	packet.Bits("reserved", 3),
	packet.FlagBits("flags", 9, "FSRPAUECN").Default("S"),
	packet.U16("window").Default(8192),
	packet.X16("chksum").Auto(packet.TransportChecksum(6, false)),
	packet.U16("urgptr"),
	packet.Options("options", tcpOptions),
).Summary("TCP [{src}:]{sport} > [{dst}:]{dport} {flags}")

func init() {
	packet.Bind(IP, TCP, "frag", 0, "proto", 6)
}
