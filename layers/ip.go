package layers

import "pktsh/layers/packet"

// IP is the Internet Protocol, version 4 (RFC 791). A fragment that is not the
// first carries Raw, whatever its protocol.
var IP = packet.Define("IP",
	packet.Bits("version", 4).Default(4),
	packet.Bits("ihl", 4).Auto(packet.LenHeader(4)),
	packet.X8("tos"),
	packet.U16("len").Auto(packet.LenAll()),
	packet.U16("id").Default(1),
	packet.FlagBits("flags", 3, "MF", "DF", "evil"),
	packet.Bits("frag", 13),
	packet.U8("ttl").Default(64),
	packet.U8("proto").Enum(ipProtos),
	packet.X16("chksum").Auto(packet.InternetChecksum()),
	packet.IP4("src").Class("SourceIPField").Auto(packet.Compute(sourceAddress).Free()),
	packet.IP4("dst").Class("DestIPField").Default("127.0.0.1"),
	packet.RecordsOf("options", ipOption).Padded(padIPOptions),
).Pseudo(ipPseudo).SummaryFunc(ipLine)

// ipLine is "10.0.0.1 > 10.0.0.2 udp", with the offset of a fragment.
func ipLine(l *packet.Line) {
	l.Field("src")
	l.Text(" > ")
	l.Field("dst")
	l.Text(" ")
	l.Field("proto")
	if l.Layer().Int("frag") != 0 {
		l.Text(" frag:")
		l.Field("frag")
	}
}

func init() {
	packet.Bind(Ether, IP, "type", 0x0800)
	packet.Bind(IP, IP, "frag", 0, "proto", 4)
}
