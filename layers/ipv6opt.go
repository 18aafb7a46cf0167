package layers

import (
	"fmt"

	"pktsh/layers/packet"
)

// Pad1 is one byte of padding among IPv6 options (RFC 8200 section 4.2).
var Pad1 = packet.Define("Pad1", optionType(0))

// PadN is padding of two bytes and more among IPv6 options (RFC 8200 section 4.2).
var PadN = packet.Define("PadN",
	optionType(1),
	packet.U8("optlen").Auto(packet.LenOf("optdata")),
	packet.Data("optdata"),
)

// RouterAlert is the IPv6 option that asks routers to look (RFC 2711).
var RouterAlert = packet.Define("RouterAlert",
	optionType(5),
	packet.U8("optlen").Default(2),
	packet.U16("value").Enum(routerAlerts),
).Titled("Router Alert")

// Jumbo is the IPv6 option for packets above 65535 bytes (RFC 2675).
var Jumbo = packet.Define("Jumbo",
	optionType(0xc2),
	packet.U8("optlen").Default(4),
	packet.U32("jumboplen"),
).Titled("Jumbo Payload")

// HAO is the home address option of mobile IPv6 (RFC 6275).
var HAO = packet.Define("HAO",
	optionType(0xc9),
	packet.U8("optlen").Default(16),
	packet.IP6("hoa"),
).Titled("Home Address Option")

// HBHOptUnknown is an IPv6 option that is not known here (RFC 8200 section 4.2).
var HBHOptUnknown = packet.Define("HBHOptUnknown",
	optionType(1),
	packet.U8("optlen").Auto(packet.LenOf("optdata")),
	packet.Data("optdata"),
).Titled("Unknown Option")

func optionType(def int) *packet.Field {
	return packet.U8("otype").Class("_OTypeField").Default(def).Enum(ipv6OptionTypes)
}

// ipv6OptionTypes gives every type its name, if it has one, and what its first
// three bits say to nodes that do not know it.
var ipv6OptionTypes = packet.NamesOf("option type", func() map[uint64]string {
	known := map[uint64]string{
		0x00: "Pad1", 0x01: "PadN", 0x04: "Tunnel Encapsulation Limit", 0x05: "Router Alert",
		0xc2: "Jumbo Payload", 0xc9: "Home Address Option",
	}
	unknown := [4]string{"00: skip", "01: discard", "10: discard+ICMP", "11: discard+ICMP not mcast"}
	change := [2]string{"0: Don't change en-route", "1: May change en-route"}
	names := make(map[uint64]string, 256)
	for t := range uint64(256) {
		name := known[t]
		if name == "" {
			name = fmt.Sprint(t)
		}
		names[t] = fmt.Sprintf("%s [%s, %s]", name, unknown[t>>6], change[t>>5&1])
	}
	return names
})

var routerAlerts = packet.Names(map[uint64]string{
	0: "Datagram contains a MLD message", 1: "Datagram contains RSVP message",
	2: "Datagram contains an Active Network message", 68: "NSIS NATFW NSLP", 69: "MPLS OAM",
})

// ipv6Option names the protocol of the option that b begins with.
func ipv6Option(_ packet.Layer, b []byte) *packet.Proto {
	if b[0] == 0 {
		return Pad1
	}
	if len(b) < 2 || int(b[1])+2 > len(b) {
		return nil
	}
	switch t, n := b[0], b[1]; {
	case t == 1:
		return PadN
	case t == 0x05 && n == 2:
		return RouterAlert
	case t == 0xc2 && n == 4:
		return Jumbo
	case t == 0xc9 && n == 16:
		return HAO
	}
	return HBHOptUnknown
}

// padIPv6Options is the padding in front of an option, so that it lies where its
// specification wants it, or at the end of the header.
func padIPv6Options(l packet.Layer, at int, next *packet.Proto) []byte {
	if l.Int("autopad") == 0 {
		return nil
	}
	at += 2 // nh and len
	align, rest := 1, 0
	switch next {
	case nil:
		align = 8
	case RouterAlert:
		align = 2
	case Jumbo:
		align, rest = 4, 2
	case HAO:
		align, rest = 8, 6
	}
	switch n := (align + rest - at%align) % align; n {
	case 0:
		return nil
	case 1:
		return []byte{0}
	default:
		pad := make([]byte, n)
		pad[0], pad[1] = 1, byte(n-2)
		return pad
	}
}
