package layers

import (
	"net/netip"

	"pktsh/layers/packet"
)

// ARP is the Address Resolution Protocol (RFC 826). The kind of its addresses
// follows from hwtype, hwlen, ptype and plen.
var ARP = packet.Define("ARP",
	packet.X16("hwtype").Default(1).Enum(hardwareTypes),
	packet.X16("ptype").Default(0x0800).Enum(etherTypes),
	packet.U8("hwlen").Auto(packet.LenOf("hwsrc")),
	packet.U8("plen").Auto(packet.LenOf("psrc")),
	packet.U16("op").Default(1).Enum(arpOperations),
	packet.Switch("hwsrc", hardwareAddress).Class("MultipleTypeField (SourceMACField, StrFixedLenField)").Auto(packet.Compute(arpHardware).Free()),
	packet.Switch("psrc", protocolAddress).Class("MultipleTypeField (SourceIPField, SourceIP6Field, StrFixedLenField)").Auto(packet.Compute(arpSource).Free()),
	packet.Switch("hwdst", hardwareAddress).Class("MultipleTypeField (MACField, StrFixedLenField)").Len(func(l packet.Layer) int { return l.Int("hwlen") }),
	packet.Switch("pdst", protocolAddress).Class("MultipleTypeField (IPField, IP6Field, StrFixedLenField)").Len(func(l packet.Layer) int { return l.Int("plen") }),
).Sized(func(b []byte) int { return 8 + 2*int(b[4]) + 2*int(b[5]) }).SummaryFunc(arpLine)

var arpOperations = packet.Names(map[uint64]string{
	1: "who-has", 2: "is-at", 3: "RARP-req", 4: "RARP-rep", 5: "Dyn-RARP-req", 6: "Dyn-RAR-rep",
	7: "Dyn-RARP-err", 8: "InARP-req", 9: "InARP-rep",
})

// The kinds of addresses.
var (
	arpMAC   = packet.MAC("mac")
	arpIP4   = packet.IP4("ip")
	arpIP6   = packet.IP6("ip6")
	arpBytes = packet.Data("bytes")
)

func hardwareAddress(l packet.Layer) *packet.Field {
	if l.Int("hwtype") == 1 && lengthIs(l, "hwlen", 6) {
		return arpMAC
	}
	return arpBytes
}

func protocolAddress(l packet.Layer) *packet.Field {
	switch t := l.Int("ptype"); {
	case t == 0x0800 && lengthIs(l, "plen", 4):
		return arpIP4
	case t == 0x86dd && lengthIs(l, "plen", 16):
		return arpIP6
	}
	return arpBytes
}

// lengthIs reports whether a length field is n, or will be because nobody set it.
func lengthIs(l packet.Layer, name string, n int) bool {
	return !l.Has(name) || l.Int(name) == n
}

// arpSource is the address that pdst is asked for from.
func arpSource(l packet.Layer) any {
	if dst := arpTarget(l); dst.IsValid() {
		if src := Live.source(dst); src.IsValid() {
			return src
		}
	}
	return nil
}

// arpHardware is the hardware address of the interface that leads to pdst.
func arpHardware(l packet.Layer) any {
	if dst := arpTarget(l); dst.IsValid() && l.Int("hwtype") == 1 {
		return hardwareTowards(dst)
	}
	return nil
}

func arpTarget(l packet.Layer) netip.Addr {
	dst, err := netip.ParseAddr(l.Str("pdst"))
	if err != nil || dst.IsUnspecified() {
		return netip.Addr{}
	}
	return dst
}

// arpLine is "ARP who has 10.9.0.254 says 10.9.0.1".
func arpLine(l *packet.Line) {
	l.Text("ARP ")
	switch l.Layer().Int("op") {
	case 1:
		l.Text("who has ")
		l.Field("pdst")
		l.Text(" says ")
		l.Field("psrc")
	case 2:
		l.Text("is at ")
		l.Field("hwsrc")
		l.Text(" says ")
		l.Field("psrc")
	default:
		l.Field("op")
		l.Text(" ")
		l.Field("psrc")
		l.Text(" > ")
		l.Field("pdst")
	}
}

func init() {
	packet.BindUp(ARP, packet.Padding) // it carries nothing
	packet.Bind(Ether, ARP, "type", 0x0806)
	packet.BindUp(Ether, ARP, "type", 0x8035)
}
