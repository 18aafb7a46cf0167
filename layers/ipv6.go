package layers

import (
	"strconv"

	"pktsh/layers/packet"
)

// IPv6 is the Internet Protocol, version 6 (RFC 8200).
var IPv6 = packet.Define("IPv6",
	packet.Bits("version", 4).Default(6),
	packet.Bits("tc", 8),
	packet.Bits("fl", 20),
	packet.U16("plen").Auto(packet.LenPayload()),
	packet.U8("nh").Default(59).Enum(nextHeaders),
	packet.U8("hlim").Default(64),
	packet.IP6("src").Class("SourceIP6Field").Auto(packet.Compute(sourceAddress).Free()),
	packet.IP6("dst").Class("DestIP6Field").Default("::1"),
).Pseudo(ipv6Pseudo).SummaryFunc(ipv6Line)

// ipv6Line is "2001:db8::1 > 2001:db8::2 (59)".
func ipv6Line(l *packet.Line) {
	l.Field("src")
	l.Text(" > ")
	l.Field("dst")
	l.Text(" (" + strconv.Itoa(l.Layer().Int("nh")) + ")")
}

// nextHeaders names what may follow an IPv6 header or extension header.
var nextHeaders = packet.NamesOf("next header", func() map[uint64]string {
	return map[uint64]string{
		0: "Hop-by-Hop Option Header", 4: "IP", 6: "TCP", 17: "UDP", 41: "IPv6", 43: "Routing Header",
		44: "Fragment Header", 47: "GRE", 50: "ESP Header", 51: "AH Header", 58: "ICMPv6", 59: "No Next Header",
		60: "Destination Option Header", 112: "VRRP", 132: "SCTP", 135: "Mobility Header",
	}
})

// ipv6Pseudo is source and destination, for the checksums of what is carried:
// the home address where there is one, and the last destination of a route that
// is not at its end (RFC 8200 section 8.1, RFC 6275 section 11.3.1).
func ipv6Pseudo(l packet.Layer) []byte {
	hdr := l.Header()
	if len(hdr) < 40 {
		return nil
	}
	src, dst := hdr[8:24], hdr[24:40]
	for up, ok := l.Above(); ok; up, ok = up.Above() {
		switch up.Proto() {
		case IPv6ExtHdrRouting, IPv6ExtHdrSegmentRouting:
			if last := lastStop(up); last != nil {
				dst = last
			}
		case IPv6ExtHdrDestOpt:
			if home := homeAddress(up.Header()); home != nil {
				src = home
			}
		case IPv6ExtHdrHopByHop, IPv6ExtHdrFragment:
		default:
			return append(append(make([]byte, 0, 32), src...), dst...)
		}
	}
	return append(append(make([]byte, 0, 32), src...), dst...)
}

// lastStop is the address at the end of a route, nil when it has been reached.
func lastStop(route packet.Layer) []byte {
	hdr, n := route.Header(), route.Count("addresses")
	if route.Int("segleft") == 0 || n == 0 || len(hdr) < 8+16*n {
		return nil
	}
	if route.Proto() == IPv6ExtHdrSegmentRouting {
		return hdr[8:24]
	}
	return hdr[8+16*(n-1) : 8+16*n]
}

// homeAddress is the address in a home address option of a header of options.
func homeAddress(hdr []byte) []byte {
	for at := 2; at < len(hdr); {
		b := hdr[at:]
		if b[0] == 0 {
			at++
			continue
		}
		if len(b) < 2 || int(b[1])+2 > len(b) {
			return nil
		}
		if ipv6Option(packet.Layer{}, b) == HAO {
			return b[2:18]
		}
		at += int(b[1]) + 2
	}
	return nil
}

func init() {
	packet.Bind(Ether, IPv6, "type", 0x86dd)
	packet.Bind(IP, IPv6, "frag", 0, "proto", 41)
	bindIPv6(IPv6, 41)
	bindIPv6(IP, 4)
	bindIPv6(TCP, 6)
	bindIPv6(UDP, 17)
}
