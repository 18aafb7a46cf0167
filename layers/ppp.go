package layers

import "pktsh/layers/packet"

// PPP is the protocol field of the Point-to-Point Protocol (RFC 1661 section 2).
// It is written in two bytes, and read from one where it is compressed.
var PPP = packet.Define("PPP",
	packet.OddNumber("proto").Default(0x21).Enum(pppProtocols),
).Titled("PPP Link Layer")

// HDLC is the framing of PPP: address and control field (RFC 1662 section 3.1).
var HDLC = packet.Define("HDLC",
	packet.X8("address").Default(0xff),
	packet.X8("control").Default(3),
)

// pppProtocols are the usual protocol numbers (IANA registry of PPP numbers).
var pppProtocols = packet.NamesOf("protocol", func() map[uint64]string {
	return map[uint64]string{
		0x0001: "Padding Protocol", 0x0003: "ROHC small-CID [RFC3095]", 0x0005: "ROHC large-CID [RFC3095]",
		0x0021: "Internet Protocol version 4", 0x0023: "OSI Network Layer", 0x0025: "Xerox NS IDP",
		0x0027: "DECnet Phase IV", 0x0029: "Appletalk", 0x002b: "Novell IPX",
		0x002d: "Van Jacobson Compressed TCP/IP", 0x002f: "Van Jacobson Uncompressed TCP/IP",
		0x0031: "Bridging PDU", 0x0033: "Stream Protocol (ST-II)", 0x0035: "Banyan Vines",
		0x0039: "AppleTalk EDDP", 0x003b: "AppleTalk SmartBuffered", 0x003d: "Multi-Link [RFC1717]",
		0x003f: "NETBIOS Framing", 0x0041: "Cisco Systems", 0x0053: "Encryption [Meyer]",
		0x0057: "Internet Protocol version 6 [Hinden]", 0x0059: "PPP Muxing [RFC3153]",
		0x00fb: "single link compression in multilink [RFC1962]", 0x00fd: "compressed datagram [RFC1962]",
		0x0201: "802.1d Hello Packets", 0x0207: "Cisco Discovery Protocol [Sastry]",
		0x0281: "MPLS Unicast [RFC3032]  ", 0x0283: "MPLS Multicast [RFC3032]",
		0x8021: "Internet Protocol Control Protocol", 0x8023: "OSI Network Layer Control Protocol",
		0x8029: "Appletalk Control Protocol", 0x8031: "Bridging NCP", 0x803d: "Multi-Link Control Protocol",
		0x8053: "Encryption Control Protocol [Meyer]", 0x8057: "IPv6 Control Protovol [Hinden]",
		0x80fd: "Compression Control Protocol [RFC1962]", 0x8207: "Cisco Discovery Protocol Control [Sastry]",
		0x8281: "MPLSCP [RFC3032]", 0xc021: "Link Control Protocol", 0xc023: "Password Authentication Protocol",
		0xc025: "Link Quality Report", 0xc027: "Shiva Password Authentication Protocol",
		0xc029: "CallBack Control Protocol (CBCP)", 0xc223: "Challenge Handshake Authentication Protocol",
		0xc227: "Extensible Authentication Protocol [RFC2284]",
	}
})

func init() {
	PPP.Instead(func(b []byte) *packet.Proto {
		if len(b) >= 2 && b[0] == 0xff && b[1] == 3 {
			return HDLC
		}
		return nil
	})
	packet.Bind(HDLC, PPP)
	packet.Bind(PPP, IP, "proto", 0x0021)
	packet.Bind(PPP, IPv6, "proto", 0x0057)
	for _, lower := range []*packet.Proto{Ether, Dot1Q, Dot1AD} {
		packet.Bind(lower, PPP, "type", 0x880b)
	}
	for _, link := range []int{9, 50} {
		packet.RegisterLink(link, PPP)
	}
	packet.RegisterLink(50, HDLC)
}
