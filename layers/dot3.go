package layers

import "pktsh/layers/packet"

// Dot3 is an Ethernet frame with a length in place of the type (IEEE 802.3); it
// carries LLC. Frames read as Ether are Dot3 when they are that.
var Dot3 = packet.Define("Dot3",
	packet.MAC("dst").Class("DestMACField").Default("ff:ff:ff:ff:ff:ff"),
	packet.MAC("src").Class("SourceMACField").Default("00:00:00:00:00:00"),
	packet.U16("len").Class("LenField").Auto(packet.LenPayload()),
).Titled("802.3").Summary("802.3 {src} > {dst}")

// LLC is the header of logical link control (IEEE 802.2).
var LLC = packet.Define("LLC",
	packet.X8("dsap"),
	packet.X8("ssap"),
	packet.U8("ctrl"),
)

// SNAP is the header that gives LLC frames the types of Ethernet (IEEE 802,
// RFC 1042).
var SNAP = packet.Define("SNAP",
	packet.X24("OUI").Class("OUIField"),
	packet.X16("code").Enum(etherTypes),
)

// maxLength is the greatest value of the type of an Ethernet frame that is a
// length.
const maxLength = 1500

// dot3Instead tells frames with a length from those with a type.
func dot3Instead(b []byte) *packet.Proto {
	if len(b) >= 14 && uint(b[12])<<8|uint(b[13]) <= maxLength {
		return Dot3
	}
	return nil
}

// llcByLength is the payload of a tag that holds a length in place of a type.
func llcByLength(l packet.Layer) *packet.Proto {
	if l.Int("type") <= maxLength {
		return LLC
	}
	return nil
}

func init() {
	Ether.Instead(dot3Instead)
	packet.Bind(Dot3, LLC)
	packet.Bind(LLC, SNAP, "dsap", 0xaa, "ssap", 0xaa, "ctrl", 3)
	packet.Bind(SNAP, Ether, "code", 1)
	packet.Bind(SNAP, IP, "code", 0x0800)
	packet.Bind(SNAP, ARP, "code", 0x0806)
	packet.Bind(SNAP, Dot1Q, "code", 0x8100)
	packet.Bind(SNAP, IPv6, "code", 0x86dd)
}
