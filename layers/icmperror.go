package layers

import "pktsh/layers/packet"

// IPerror is the IP header quoted in an ICMP error (RFC 792). Its lengths and
// checksums are those of the packet that it was.
var IPerror = IP.Clone("IPerror").Titled("IP in ICMP").Accept(func(b []byte) bool { return b[0]>>4 == 4 })

// TCPerror is the TCP header quoted in an ICMP error (RFC 792), of which often the
// first 8 bytes alone are there.
var TCPerror = TCP.Clone("TCPerror").Titled("TCP in ICMP")

// UDPerror is the UDP header quoted in an ICMP error (RFC 792).
var UDPerror = UDP.Clone("UDPerror").Titled("UDP in ICMP")

// ICMPerror is the ICMP header quoted in an ICMP error (RFC 792).
var ICMPerror = ICMP.Clone("ICMPerror").Titled("ICMP in ICMP")

// IPerror6 is the IPv6 header quoted in an ICMPv6 error (RFC 4443).
var IPerror6 = IPv6.Clone("IPerror6").Titled("IPv6 in ICMPv6").Accept(func(b []byte) bool { return b[0]>>4 == 6 })

func init() {
	for _, t := range []string{"dest-unreach", "source-quench", "redirect", "time-exceeded", "parameter-problem"} {
		packet.BindUp(ICMP, IPerror, "type", t)
	}
	packet.Bind(IPerror, TCPerror, "frag", 0, "proto", 6)
	packet.Bind(IPerror, UDPerror, "frag", 0, "proto", 17)
	packet.Bind(IPerror, ICMPerror, "frag", 0, "proto", 1)
	packet.Bind(IPerror6, TCPerror, "nh", 6)
	packet.Bind(IPerror6, UDPerror, "nh", 17)
	packet.Bind(IPerror6, IPv6ExtHdrHopByHop, "nh", 0)
	packet.Bind(IPerror6, IPv6ExtHdrFragment, "nh", 44)
	packet.Bind(IPerror6, IPv6ExtHdrDestOpt, "nh", 60)
}
