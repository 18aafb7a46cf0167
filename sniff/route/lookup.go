package route

import (
	"fmt"
	"net/netip"
)

// A Hop is where to send what is meant for a destination.
type Hop struct {
	Iface     *Iface
	Src       netip.Addr // the address to send from
	Gateway   netip.Addr // the zero Addr when the destination is on the link
	Local     bool       // the destination is this machine
	Broadcast bool       // the destination is all machines on the link
}

// Next is the address on the link that frames for dst go to: the gateway, or dst itself.
func (h Hop) Next(dst netip.Addr) netip.Addr {
	if h.Gateway.IsValid() {
		return h.Gateway
	}
	return dst
}

// Lookup is the way to a destination, IPv4 or IPv6: by what the user changed of conf.route and conf.route6, and otherwise
// as the system would send, by all its tables and rules. The error says when no route leads there.
func Lookup(dst netip.Addr) (Hop, error) {
	dst = dst.Unmap()
	if !dst.IsValid() {
		return Hop{}, fmt.Errorf("no address to route to")
	}
	n, err := current()
	if err != nil {
		return Hop{}, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if edited := tableFor(dst).edited(); edited != nil {
		r, found, err := edited.best(n, dst)
		switch {
		case err != nil:
			return Hop{}, err
		case found:
			return n.follow(r, dst)
		case edited.hides(n, dst):
			return Hop{}, fmt.Errorf("%s: no route leads there", dst)
		}
	}
	return n.systemHop(dst)
}

// systemHop is the system's way to dst; answers are kept until something changes. The caller holds n.mu.
func (n *network) systemHop(dst netip.Addr) (Hop, error) {
	if a, ok := n.hops[dst]; ok {
		return a.hop, a.err
	}
	row := n.fibRow(dst)
	if row != nil && row.known {
		return row.hop, nil
	}
	hop, err := n.askSystem(dst)
	if row != nil && err == nil {
		row.learn(hop)
	}
	if len(n.hops) >= maxHops {
		clear(n.hops)
	}
	n.hops[dst] = hopOrError{hop, err}
	return hop, err
}

func (n *network) askSystem(dst netip.Addr) (Hop, error) {
	links, err := n.ifaces()
	if err != nil {
		return Hop{}, err
	}
	r, err := n.sys.routeTo(dst, links)
	if err != nil {
		return Hop{}, fmt.Errorf("%s: %s", dst, whyNot(err))
	}
	if r.Type.nowhere() {
		return Hop{}, fmt.Errorf("%s: a %s route leads nowhere", dst, r.Type)
	}
	hop := Hop{Iface: byIndex(links, r.index), Src: r.Src, Gateway: r.Gateway}
	hop.Local, hop.Broadcast = r.Type == typeLocal, r.Type == typeBroadcast
	if hop.Iface == nil {
		return Hop{}, fmt.Errorf("%s: the route's interface is gone", dst)
	}
	if !hop.Src.IsValid() {
		hop.Src = sourceOn(hop.Iface, dst)
	}
	if dst.IsMulticast() {
		hop.Gateway = netip.Addr{}
	}
	return hop, nil
}

// follow is the way along a row of the user's table. The source is the row's, or else the address of the interface in the
// gateway's network, or its first. The caller holds n.mu.
func (n *network) follow(r Route, dst netip.Addr) (Hop, error) {
	links, err := n.ifaces()
	if err != nil {
		return Hop{}, err
	}
	if r.Type.nowhere() {
		return Hop{}, fmt.Errorf("%s: a %s route leads nowhere", dst, r.Type)
	}
	iface, err := byName(links, r.Iface)
	if err != nil {
		return Hop{}, fmt.Errorf("%s: %w", dst, err)
	}
	hop := Hop{Iface: iface, Src: r.Src, Gateway: r.Gateway, Local: r.Type == typeLocal, Broadcast: r.Type == typeBroadcast}
	if !hop.Src.IsValid() {
		hop.Src = sourceOn(iface, hop.Next(dst))
	}
	return hop, nil
}

// sourceOn is the address of an interface that fits a destination on its link.
func sourceOn(iface *Iface, dst netip.Addr) netip.Addr {
	if a := iface.on(dst); a.IsValid() {
		return a
	}
	switch {
	case dst.Is4():
		return iface.IP()
	case dst.IsLinkLocalUnicast() || dst.IsLinkLocalMulticast():
		return iface.linkLocal()
	}
	return iface.IP6()
}
