package route

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/netip"
	"time"
)

// Neighbours that answered, or are in the kernel's table, are asked again after these times; those that did not answer
// soon, since they may appear.
const (
	keepAsked  = time.Minute
	keepKernel = 5 * time.Second
	keepSilent = 10 * time.Second
)

// A link is a neighbour: an address on the link of an interface.
type link struct {
	index int
	addr  netip.Addr
}

// A known is what is known of a neighbour.
type known struct {
	mac   net.HardwareAddr // nil: it did not answer,
	err   error            // or could not be asked
	until time.Time
}

// A silence is the error of a neighbour without an answer.
type silence struct {
	text string
	told bool // it has been said before
}

func (s *silence) Error() string { return s.text }

// toAll is the hardware address of all machines on a link.
var toAll = net.HardwareAddr{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}

// Getmacbyip is the hardware address that frames for an IPv4 address go to: the neighbour's, or the gateway's. The kernel's
// table is looked at first; then the neighbour is asked by ARP, which takes the right to open packet sockets. Addresses of
// groups and of all need no asking.
func Getmacbyip(ip string) (string, error) { return macText(ip, netip.Addr.Is4) }

// Getmacbyip6 is the same for an IPv6 address, by Neighbor Discovery.
func Getmacbyip6(ip string) (string, error) { return macText(ip, netip.Addr.Is6) }

func macText(ip string, family func(netip.Addr) bool) (string, error) {
	addr, err := netip.ParseAddr(ip)
	if err != nil || !family(addr) {
		return "", fmt.Errorf("%q is no address of this family", ip)
	}
	mac, silent := neighbourOf(addr)
	if silent != nil {
		return "", silent
	}
	return mac.String(), nil
}

// neighbourOf is where frames for dst go.
func neighbourOf(dst netip.Addr) (net.HardwareAddr, *silence) {
	found, silent := ResolveAll(Hooks.Context(), dst)
	if mac := found[dst]; mac != nil {
		return mac, nil
	}
	return nil, silent[dst]
}

// ResolveAll finds where frames for several destinations go, asking all that must be asked at once: the wait for those that
// are silent is that for one. Each destination is in one of the results.
func ResolveAll(ctx context.Context, dsts ...netip.Addr) (found map[netip.Addr]net.HardwareAddr, silent map[netip.Addr]*silence) {
	found, silent = make(map[netip.Addr]net.HardwareAddr), make(map[netip.Addr]*silence)
	asks, waiting := make(map[link]ask), make(map[link][]netip.Addr)
	for _, dst := range dsts {
		dst := dst.Unmap()
		mac, a, err := resolved(dst)
		switch {
		case err != nil:
			silent[dst] = err
		case mac != nil:
			found[dst] = mac
		default:
			l := a.link()
			asks[l] = a
			waiting[l] = append(waiting[l], dst)
		}
	}
	if len(asks) == 0 {
		return found, silent
	}
	answers, err := askAll(ctx, maps.Clone(asks))
	for l, dsts := range waiting {
		mac := answers[l]
		remember(l, mac, err)
		for _, dst := range dsts {
			if mac != nil {
				found[dst] = mac
			} else {
				silent[dst] = asks[l].silence(dst, err)
			}
		}
	}
	return found, silent
}

// An ask is a question to be put to a neighbour.
type ask struct {
	hop  Hop
	next netip.Addr
}

func (a ask) link() link { return link{a.hop.Iface.Index, a.next} }

// silence is the error of no answer, or of err, for those who meant dst.
func (a ask) silence(dst netip.Addr, err error) *silence {
	who := a.next.String()
	if a.next != dst {
		who += ", the gateway towards " + dst.String() + ","
	}
	if err != nil {
		return &silence{text: fmt.Sprintf("%s cannot be asked for its hardware address on %s: %v", who, a.hop.Iface.Name, err)}
	}
	return &silence{text: fmt.Sprintf("%s did not answer on %s", who, a.hop.Iface.Name)}
}

// resolved is the hardware address for dst when it is known without asking, or else whom to ask.
func resolved(dst netip.Addr) (net.HardwareAddr, ask, *silence) {
	if mac := groupAddress(dst); mac != nil {
		return mac, ask{}, nil
	}
	hop, err := Lookup(dst)
	if err != nil {
		return nil, ask{}, &silence{text: err.Error()}
	}
	a := ask{hop, hop.Next(dst).WithZone("")}
	switch {
	case hop.Broadcast || hop.Local || hop.Iface.Loopback():
		return toAll, a, nil
	case !hop.Iface.Ethernet():
		return nil, a, &silence{text: fmt.Sprintf("there are no hardware addresses on %s, which leads to %s", hop.Iface.Name, dst)}
	}
	mac, silent := a.known(dst)
	return mac, a, silent
}

// known is what is known of a neighbour without asking; both results are nil when it is to be asked.
func (a ask) known(dst netip.Addr) (net.HardwareAddr, *silence) {
	n, err := current()
	if err != nil {
		return nil, &silence{text: err.Error()}
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	l := a.link()
	if k, ok := n.macs[l]; ok && time.Now().Before(k.until) {
		if k.mac == nil {
			s := a.silence(dst, k.err)
			s.told = true
			return nil, s
		}
		return k.mac, nil
	}
	mac := n.sys.neighbour(l)
	if mac != nil {
		n.keep(l, known{mac: mac, until: time.Now().Add(keepKernel)})
	}
	return mac, nil
}

// Resolve is the hardware address of a neighbour on an interface: next is an address on its link, as Hop.Next gives it. It is
// asked as Getmacbyip asks.
func Resolve(iface *Iface, next netip.Addr) (net.HardwareAddr, error) {
	next = next.Unmap().WithZone("")
	if mac := groupAddress(next); mac != nil {
		return mac, nil
	}
	a := ask{Hop{Iface: iface, Src: sourceOn(iface, next)}, next}
	mac, silent := a.known(next)
	if silent != nil {
		return nil, silent
	}
	if mac != nil {
		return mac, nil
	}
	answers, err := askAll(Hooks.Context(), map[link]ask{a.link(): a})
	mac = answers[a.link()]
	remember(a.link(), mac, err)
	if mac == nil {
		return nil, a.silence(next, err)
	}
	return mac, nil
}

// groupAddress is the hardware address of a multicast or limited broadcast address (RFC 1112, RFC 2464), nil for others.
func groupAddress(dst netip.Addr) net.HardwareAddr {
	b := dst.AsSlice()
	switch {
	case dst.Is4() && dst.IsMulticast():
		return net.HardwareAddr{0x01, 0x00, 0x5e, b[1] & 0x7f, b[2], b[3]}
	case dst.IsMulticast():
		return net.HardwareAddr{0x33, 0x33, b[12], b[13], b[14], b[15]}
	case dst == netip.AddrFrom4([4]byte{255, 255, 255, 255}):
		return toAll
	}
	return nil
}

// remember keeps an answer, or why there was none; not that the user interrupted.
func remember(l link, mac net.HardwareAddr, err error) {
	n, failed := current()
	if failed != nil || mac == nil && Hooks.Context().Err() != nil {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	k := known{mac, err, time.Now().Add(keepAsked)}
	if mac == nil {
		k.until = time.Now().Add(keepSilent)
	}
	n.keep(l, k)
}

// keep stores what is known; the caller holds n.mu.
func (n *network) keep(l link, k known) {
	if n.macs == nil || len(n.macs) >= maxHops {
		n.macs = make(map[link]known)
	}
	n.macs[l] = k
}
