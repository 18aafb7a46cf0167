//go:build !linux

package route

import (
	"errors"
	"net"
	"net/netip"
	"sync"
	"time"
)

// A system is what package net tells.
type system struct{}

// rereadAfter is how long the interfaces are taken to be unchanged.
const rereadAfter = time.Second

var only struct {
	sync.Mutex
	network
	read time.Time
}

// current is the machine's network.
func current() (*network, error) {
	only.Lock()
	defer only.Unlock()
	if now := time.Now(); now.Sub(only.read) > rereadAfter {
		only.read = now
		only.network.mu.Lock()
		if only.hops == nil {
			only.hops = make(map[netip.Addr]hopOrError)
		}
		only.forget()
		only.network.mu.Unlock()
	}
	return &only.network, nil
}

func (system) readLinks() ([]*Iface, error) {
	links, err := net.Interfaces()
	if err != nil {
		return nil, err
	}
	var list []*Iface
	for _, l := range links {
		i := &Iface{Name: l.Name, Index: l.Index, MTU: l.MTU, MAC: l.HardwareAddr, Flags: flagsOf(l.Flags)}
		addrs, _ := l.Addrs() // an interface that went away has none
		for _, a := range addrs {
			if p, err := netip.ParsePrefix(a.String()); err == nil {
				i.Addrs = append(i.Addrs, p)
			}
		}
		list = append(list, i)
	}
	return list, nil
}

// flagsOf are the flags of package net as Linux numbers them.
func flagsOf(f net.Flags) (flags IfaceFlags) {
	for _, x := range []struct {
		net net.Flags
		bit IfaceFlags
	}{
		{net.FlagUp, flagUp}, {net.FlagBroadcast, flagBroadcast}, {net.FlagLoopback, flagLoopback},
		{net.FlagPointToPoint, flagPointToPoint}, {net.FlagRunning, flagRunning}, {net.FlagMulticast, flagMulticast},
	} {
		if f&x.net != 0 {
			flags |= x.bit
		}
	}
	return flags
}

// readRoutes are the networks that the interfaces are in: package net knows of no gateways.
func (system) readRoutes(links []*Iface) ([]Route, error) {
	routes := []Route{}
	for _, l := range links {
		for _, p := range l.Addrs {
			routes = append(routes, Route{Dst: p.Masked(), Src: p.Addr(), Type: typeUnicast, index: l.Index})
		}
	}
	return routes, nil
}

// routeTo asks the system which address it would send from, and finds the interface that has it; connecting a UDP socket
// sends nothing. The gateway is not known.
func (system) routeTo(dst netip.Addr, links []*Iface) (Route, error) {
	conn, err := net.DialUDP("udp", nil, net.UDPAddrFromAddrPort(netip.AddrPortFrom(dst, 9)))
	if err != nil {
		return Route{}, err
	}
	defer conn.Close()
	src := conn.LocalAddr().(*net.UDPAddr).AddrPort().Addr().Unmap().WithZone("")
	for _, l := range links {
		for _, p := range l.Addrs {
			if p.Addr().WithZone("") != src {
				continue
			}
			r := Route{Dst: netip.PrefixFrom(dst, dst.BitLen()), Src: src, Type: typeUnicast, index: l.Index}
			if src == dst {
				r.Type = typeLocal
			}
			return r, nil
		}
	}
	return Route{}, errors.New("no interface has the address that the system would send from")
}

// whyNot says why there is no way.
func whyNot(err error) string { return err.Error() }

// plainRules is false: the system is asked for each destination.
func (system) plainRules() bool { return false }
