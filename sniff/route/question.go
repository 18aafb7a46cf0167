package route

import (
	"net"
	"net/netip"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// question is the frame that asks: a request of ARP (RFC 826), or a Neighbor Solicitation (RFC 4861). All of its addresses
// are set, since what fills them asks here.
func (a ask) question() []byte {
	mac := a.hop.Iface.MAC
	if a.next.Is4() {
		return packet.Stack(layers.Ether.New("dst", toAll, "src", mac),
			layers.ARP.New("op", 1, "hwsrc", mac, "psrc", a.source(), "hwdst", "00:00:00:00:00:00", "pdst", a.next)).Build()
	}
	group := solicited(a.next)
	return packet.Stack(layers.Ether.New("dst", groupAddress(group), "src", mac),
		layers.IPv6.New("src", a.source(), "dst", group, "hlim", 255),
		layers.ICMPv6ND_NS.New("tgt", a.next), layers.ICMPv6NDOptSrcLLAddr.New("lladdr", mac)).Build()
}

// source is the address to ask from: on the link that of the gateway asked for.
func (a ask) source() netip.Addr {
	if src := a.hop.Iface.on(a.next); src.IsValid() {
		return src
	}
	if a.hop.Src.IsValid() {
		return a.hop.Src
	}
	if a.next.Is4() {
		return netip.IPv4Unspecified()
	}
	return netip.IPv6Unspecified()
}

// solicited is the group that the owner of an address listens to (RFC 4291 section 2.7.1).
func solicited(addr netip.Addr) netip.Addr {
	b, of := netip.MustParseAddr("ff02::1:ff00:0").As16(), addr.As16()
	copy(b[13:], of[13:])
	return netip.AddrFrom16(b)
}

// answered is the neighbour that a frame tells of, and its hardware address; nil when it tells of none.
func answered(frame []byte) (netip.Addr, net.HardwareAddr) {
	if len(frame) < 14 {
		return netip.Addr{}, nil
	}
	b := frame[14:]
	switch uint16(frame[12])<<8 | uint16(frame[13]) {
	case 0x0806: // a reply for Ethernet and IPv4
		if len(b) >= 28 && string(b[:8]) == "\x00\x01\x08\x00\x06\x04\x00\x02" {
			return netip.AddrFrom4([4]byte(b[14:18])), net.HardwareAddr(append([]byte(nil), b[8:14]...))
		}
	case 0x86dd: // a Neighbor Advertisement, which nobody sends from farther than the link
		if len(b) >= 64 && b[6] == 58 && b[7] == 255 && b[40] == 136 {
			return netip.AddrFrom16([16]byte(b[48:64])), advertised(frame, b[64:])
		}
	}
	return netip.Addr{}, nil
}

// advertised is the address in the options of a Neighbor Advertisement, or else that the frame came from.
func advertised(frame, options []byte) net.HardwareAddr {
	for len(options) >= 8 && options[1] > 0 {
		if options[0] == 2 && options[1] == 1 {
			return net.HardwareAddr(append([]byte(nil), options[2:8]...))
		}
		options = options[min(len(options), 8*int(options[1])):]
	}
	return net.HardwareAddr(append([]byte(nil), frame[6:12]...))
}
