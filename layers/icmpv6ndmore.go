package layers

import (
	"fmt"
	"net/netip"
	"strings"

	"pktsh/layers/packet"
)

// ICMPv6NDOptShortcutLimit is the option of RFC 2491 section 5.
var ICMPv6NDOptShortcutLimit = ndOption("ICMPv6NDOptShortcutLimit", 6, 1,
	packet.U8("shortcutlim").Default(40),
	packet.U8("res1"),
	packet.U32("res2"),
).Titled("ICMPv6 Neighbor Discovery Option - NBMA Shortcut Limit")

// ICMPv6NDOptHAInfo is about a home agent (RFC 6275 section 7.4).
var ICMPv6NDOptHAInfo = ndOption("ICMPv6NDOptHAInfo", 8, 1,
	packet.U16("res"),
	packet.U16("pref"),
	packet.U16("lifetime").Default(1),
).Titled("ICMPv6 Neighbor Discovery - Home Agent Information").
	Summary("ICMPv6 Neighbor Discovery - Home Agent Information {pref} {lifetime} seconds")

// ICMPv6NDOptSrcAddrList is addresses of the sender (RFC 3122 section 3.1).
var ICMPv6NDOptSrcAddrList = ndAddresses("ICMPv6NDOptSrcAddrList", 9, "Source")

// ICMPv6NDOptTgtAddrList is addresses of the target (RFC 3122 section 3.1).
var ICMPv6NDOptTgtAddrList = ndAddresses("ICMPv6NDOptTgtAddrList", 10, "Target")

func ndAddresses(name string, kind int, whose string) *packet.Proto {
	return packet.Define(name,
		packet.U8("type").Default(kind),
		packet.U8("len").Auto(packet.LenHeader(8)),
		packet.FixedData("res", 6),
		packet.ListOf("addrlist", packet.IP6("address")),
	).Titled("ICMPv6 Inverse Neighbor Discovery Option - " + whose + " Address List")
}

// ICMPv6NDOptRouteInfo is a route (RFC 4191 section 2.3). The prefix takes no, 8
// or 16 bytes.
var ICMPv6NDOptRouteInfo = packet.Define("ICMPv6NDOptRouteInfo",
	packet.U8("type").Default(24),
	packet.U8("len").Auto(packet.LenHeader(8)),
	packet.U8("plen").Auto(packet.Compute(prefixLength)),
	packet.Bits("res1", 3),
	packet.Bits("prf", 2).Enum(routerPreferences),
	packet.Bits("res2", 3),
	packet.U32("rtlifetime").Default(0xffffffff),
	packet.Coded("prefix", prefixForm(16)),
).Titled("ICMPv6 Neighbor Discovery Option - Route Information Option").
	Summary("ICMPv6 Neighbor Discovery Option - Route Information Option {prefix}/{plen} Preference {prf}")

// ICMPv6NDOptEFA is more flags of a router advertisement (RFC 5175).
var ICMPv6NDOptEFA = ndOption("ICMPv6NDOptEFA", 26, 1,
	packet.Bits("res", 48),
).Titled("ICMPv6 Neighbor Discovery Option - Expanded Flags Option")

// ICMPv6NDOptDNSSL is the domains to search names in (RFC 8106 section 5.2).
var ICMPv6NDOptDNSSL = packet.Define("ICMPv6NDOptDNSSL",
	packet.U8("type").Default(31),
	packet.U8("len").Auto(packet.LenHeader(8)),
	packet.U16("res"),
	packet.U32("lifetime").Default(0xffffffff),
	packet.ListOf("searchlist", packet.PlainDNSName("domain")).Len(searchLength).Aligned(8),
).Titled("ICMPv6 Neighbor Discovery Option - DNS Search List Option").
	Summary("ICMPv6 Neighbor Discovery Option - DNS Search List Option {searchlist}")

// searchLength is the bytes of the names, which the zeros behind them are not.
func searchLength(l packet.Layer) int {
	b := l.Header()
	b = b[min(8, len(b)):]
	n := 0
	for n < len(b) && b[n] != 0 {
		end, _ := nameEnd(b[n:])
		n += max(1, end)
	}
	return n
}

// ICMPv6NDOptCaptivePortal is where a captive portal's API is (RFC 8910 section 2.3).
var ICMPv6NDOptCaptivePortal = packet.Define("ICMPv6NDOptCaptivePortal",
	packet.U8("type").Default(37),
	packet.U8("len").Auto(packet.LenHeader(8)),
	packet.Coded("uri", packet.TextForm{
		Size: func(b []byte) int { return len(b) },
		Text: func(b []byte) string { return strings.TrimRight(string(b), "\x00") },
		Bytes: func(text string) ([]byte, error) {
			return append([]byte(text), make([]byte, (14-len(text)%8)%8)...), nil
		},
	}).Default("https://captive.example/api"),
).Titled("ICMPv6 Neighbor Discovery Option - Captive Portal")

// ICMPv6NDOptPREF64 is the prefix of a NAT64 (RFC 8781). The lifetime is in units
// of 8 seconds; plc tells the length of the prefix, of which 96 bits are here.
var ICMPv6NDOptPREF64 = ndOption("ICMPv6NDOptPREF64", 38, 2,
	packet.Bits("scaledlifetime", 13),
	packet.Bits("plc", 3).Enum(packet.Names(map[uint64]string{0: "96 bits", 1: "64 bits", 2: "56 bits", 3: "48 bits", 4: "40 bits", 5: "32 bits"})),
	packet.Coded("prefix", prefixForm(12)).Default("64:ff9b::"),
).Titled("ICMPv6 Neighbor Discovery Option - PREF64")

// prefixForm writes the first n bytes of an address; of those read, there may be
// fewer.
func prefixForm(n int) packet.TextForm {
	return packet.TextForm{
		Size: func(b []byte) int { return min(n, len(b)) },
		Text: func(b []byte) string {
			if len(b) == 0 {
				return ""
			}
			var a [16]byte
			copy(a[:], b)
			return netip.AddrFrom16(a).String()
		},
		Bytes: func(text string) ([]byte, error) {
			if text == "" {
				return nil, nil
			}
			a, err := netip.ParseAddr(text)
			if err != nil || !a.Is6() {
				return nil, fmt.Errorf("%q is no IPv6 address", text)
			}
			return a.AsSlice()[:n], nil
		},
	}
}

// prefixLength is 64, or 128 when the address has a part behind that; 0 without a
// prefix.
func prefixLength(l packet.Layer) any {
	b := l.Header()
	switch {
	case len(b) <= 8:
		return 0
	case len(b) <= 16 || strings.Trim(string(b[16:]), "\x00") == "":
		return 64
	}
	return 128
}
