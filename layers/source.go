package layers

import (
	"net"
	"net/netip"
	"sync"

	"pktsh/layers/packet"
)

// sourceAddress is the address that the system would send from to the layer's
// destination; nil, which leaves the field's default, when there is no route.
func sourceAddress(l packet.Layer) any {
	dst, err := netip.ParseAddr(l.Str("dst"))
	if err != nil {
		return nil
	}
	if dst.IsLoopback() {
		return dst
	}
	if src := sourceFor(dst); src.IsValid() {
		return src
	}
	return nil
}

// hardwareOf is the hardware address of the interface that has an address, nil
// when there is none.
func hardwareOf(addr netip.Addr) net.HardwareAddr {
	if !addr.IsValid() {
		return nil
	}
	links, err := net.Interfaces()
	if err != nil {
		return nil
	}
	for _, link := range links {
		addrs, err := link.Addrs()
		if err != nil {
			continue
		}
		for _, a := range addrs {
			if n, ok := a.(*net.IPNet); ok && n.IP.Equal(addr.AsSlice()) {
				return link.HardwareAddr
			}
		}
	}
	return nil
}

var sources struct {
	sync.Mutex
	byDst map[netip.Addr]netip.Addr
}

// sourceFor asks the system which address it would send from; connecting a UDP
// socket sends nothing. Answers are kept for the session.
func sourceFor(dst netip.Addr) netip.Addr {
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
