package layers

import (
	"net"
	"net/netip"
	"sync"

	"pktsh/layers/packet"
)

// Live answers what depends on the machine's network while packets are
// built. Package sniff/route, where it is linked, answers by the routes and asks
// neighbours; a program that must not depend on its machine sets what it likes.
// A nil function leaves the fields at their defaults.
var Live = LiveFuncs{Source: systemSource}

// LiveFuncs are the questions that building asks.
type LiveFuncs struct {
	Source    func(dst netip.Addr) netip.Addr       // the address to send from, the zero Addr when there is no way to dst
	Hardware  func(dst netip.Addr) net.HardwareAddr // of the interface towards dst, of the default one for the zero Addr
	Neighbour func(dst netip.Addr) net.HardwareAddr // where frames for dst go; nil when that cannot be found out
}

func (n LiveFuncs) source(dst netip.Addr) netip.Addr {
	if n.Source == nil {
		return netip.Addr{}
	}
	return n.Source(dst)
}

// sourceAddress is the address that the layer's destination is sent to from;
// nil, which leaves the field's default, when there is no route.
func sourceAddress(l packet.Layer) any {
	dst := l.Addr("dst")
	if !dst.IsValid() {
		return nil
	}
	if dst.IsLoopback() {
		return dst
	}
	if src := Live.source(dst); src.IsValid() {
		return src
	}
	return nil
}

// hardwareTowards is the hardware address of the interface that leads to dst.
func hardwareTowards(dst netip.Addr) any {
	if Live.Hardware == nil {
		return nil
	}
	if hw := Live.Hardware(dst); len(hw) == 6 {
		return hw
	}
	return nil
}

// etherSource is the hardware address of the interface that leads to what the
// frame carries. A frame within a tunnel has none.
func etherSource(l packet.Layer) any {
	if _, inner := l.Under(); inner || Live.Hardware == nil {
		return nil
	}
	return hardwareTowards(carriedTo(l))
}

// etherDestination is the neighbour on the way to what the frame carries;
// requests of ARP go to all. A frame within a tunnel has none.
func etherDestination(l packet.Layer) any {
	if _, inner := l.Under(); inner || Live.Neighbour == nil {
		return nil
	}
	dst := carriedTo(l)
	if up, ok := carrier(l); !ok || !dst.IsValid() || up.Proto() == ARP && up.Int("op")&1 == 1 {
		return nil
	}
	if hw := Live.Neighbour(dst); len(hw) == 6 {
		return hw
	}
	return nil
}

// carriedTo is the address that what a frame carries is meant for, the zero Addr
// when it has none.
func carriedTo(l packet.Layer) (dst netip.Addr) {
	if up, ok := carrier(l); ok {
		field := "dst"
		if up.Proto() == ARP {
			field = "pdst"
		}
		dst = up.Addr(field)
	}
	return dst
}

// carrier is the layer with addresses behind the frame's header and tags.
func carrier(l packet.Layer) (up packet.Layer, ok bool) {
	for up, ok = l.Above(); ok; up, ok = up.Above() {
		switch up.Proto() {
		case IP, IPv6, ARP:
			return up, true
		case Dot1Q, Dot1AD:
		default:
			return up, false
		}
	}
	return up, false
}

var sources struct {
	sync.Mutex
	byDst map[netip.Addr]netip.Addr
}

// systemSource asks the system which address it would send from; connecting a
// UDP socket sends nothing. Answers are kept for the session.
func systemSource(dst netip.Addr) netip.Addr {
	sources.Lock()
	defer sources.Unlock()
	if src, ok := sources.byDst[dst]; ok {
		return src
	}
	var src netip.Addr
	if conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(netip.AddrPortFrom(dst, 9))); err == nil {
		src = conn.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap()
		conn.Close()
	}
	if sources.byDst == nil || len(sources.byDst) > 4096 {
		sources.byDst = make(map[netip.Addr]netip.Addr)
	}
	sources.byDst[dst] = src
	return src
}
