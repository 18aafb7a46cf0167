package layers

import "pktsh/layers/packet"

// UDP is the User Datagram Protocol (RFC 768). A checksum of 0 means none; one
// that comes out as 0 is sent as ffff.
var UDP = packet.Define("UDP",
	packet.U16("sport").Default(53).Enum(udpPorts),
	packet.U16("dport").Default(53).Enum(udpPorts),
	packet.U16("len").Auto(packet.LenAll()),
	packet.X16("chksum").Auto(packet.TransportChecksum(17, true)),
).Summary("UDP [{src}:]{sport} > [{dst}:]{dport}")

func init() {
	packet.Bind(IP, UDP, "frag", 0, "proto", 17)
}
