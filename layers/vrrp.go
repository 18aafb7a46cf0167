package layers

import (
	"net/netip"

	"pktsh/layers/packet"
)

// VRRP is the Virtual Router Redundancy Protocol, version 2 (RFC 3768). Version 3
// is read as VRRPv3.
var VRRP = packet.Define("VRRP",
	packet.Bits("version", 4).Default(2),
	packet.Bits("type", 4).Default(1),
	packet.U8("vrid").Default(1),
	packet.U8("priority").Default(100),
	packet.U8("ipcount").Auto(packet.CountOf("addrlist")),
	packet.U8("authtype"),
	packet.U8("adv").Default(1),
	packet.X16("chksum").Auto(packet.MessageChecksum()),
	packet.ListOf("addrlist", packet.IP4("address")),
	packet.U32("auth1"),
	packet.U32("auth2"),
)

// VRRPv3 is the Virtual Router Redundancy Protocol, version 3, for IPv4 and IPv6
// (RFC 5798).
var VRRPv3 = packet.Define("VRRPv3",
	packet.Bits("version", 4).Default(3),
	packet.Bits("type", 4).Default(1),
	packet.U8("vrid").Default(1),
	packet.U8("priority").Default(100),
	packet.U8("ipcount").Auto(packet.CountOf("addrlist")),
	packet.Bits("res", 4),
	packet.Bits("adv", 12).Default(100),
	packet.X16("chksum").Auto(packet.TransportChecksum(112, false)),
	packet.ListOf("addrlist", packet.Data("address").Len(vrrpAddress).Shown(vrrpText).Adapted(vrrpBytes)),
)

// vrrpAddress is how long an address is: as long as lets them fill the header.
func vrrpAddress(l packet.Layer) int {
	if n := l.Int("ipcount"); n > 0 && len(l.Header()) >= 8+16*n {
		return 16
	}
	return 4
}

func vrrpText(v any) string {
	b, _ := v.([]byte)
	if a, ok := netip.AddrFromSlice(b); ok {
		return a.String()
	}
	return hexText(v)
}

// vrrpBytes is the bytes of an address given as text.
func vrrpBytes(x any) any {
	if s, ok := x.(string); ok {
		if a, err := netip.ParseAddr(s); err == nil {
			return a.AsSlice()
		}
	}
	if a, ok := x.(netip.Addr); ok {
		return a.AsSlice()
	}
	return x
}

func init() {
	VRRP.Instead(func(b []byte) *packet.Proto {
		if len(b) > 0 && b[0]>>4 == 3 {
			return VRRPv3
		}
		return nil
	})
	packet.Bind(IP, VRRPv3, "frag", 0, "proto", 112)
	packet.Bind(IP, VRRP, "frag", 0, "proto", 112)
	bindIPv6(VRRPv3, 112)
}
