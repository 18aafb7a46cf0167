package route

import (
	"fmt"
	"net/netip"
	"sync"

	"pktsh/layers/packet"
)

// A network is what was read of a network namespace: its interfaces at once, its routes only when somebody looks at the
// table, since there may be a million of them. It is forgotten when the system says that something changed.
type network struct {
	mu     sync.Mutex
	sys    system
	links  []*Iface // in the order of their indexes; nil until asked for
	routes []Route  // nil until asked for
	hops   map[netip.Addr]hopOrError
	macs   map[link]known
	fibs   *fib // nil until many destinations were asked for
	asked  int
}

type hopOrError struct {
	hop Hop
	err error
}

// maxHops bounds the answers that are kept.
const maxHops = 1 << 14

// forget drops what was read.
func (n *network) forget() {
	n.links, n.routes, n.fibs, n.asked = nil, nil, nil, 0
	clear(n.hops)
	clear(n.macs)
}

// ifaces are the interfaces. The caller holds n.mu.
func (n *network) ifaces() ([]*Iface, error) {
	if n.links == nil {
		links, err := n.sys.readLinks()
		if err != nil {
			return nil, err
		}
		n.links = links
	}
	return n.links, nil
}

// table is the system's routes of both families. The caller holds n.mu.
func (n *network) table() ([]Route, error) {
	if n.routes != nil {
		return n.routes, nil
	}
	links, err := n.ifaces()
	if err != nil {
		return nil, err
	}
	routes, err := n.sys.readRoutes(links)
	if err != nil {
		return nil, err
	}
	for i := range routes {
		if link := byIndex(links, routes[i].index); link != nil {
			routes[i].Iface = link.Name
		}
	}
	n.routes = routes
	return routes, nil
}

// byIndex is the interface of an index, nil when there is none.
func byIndex(links []*Iface, index int) *Iface {
	for _, l := range links {
		if l.Index == index {
			return l
		}
	}
	return nil
}

// byName is the interface of a name, or the error that names the nearest.
func byName(links []*Iface, name string) (*Iface, error) {
	names := make([]string, len(links))
	for i, l := range links {
		if l.Name == name {
			return l, nil
		}
		names[i] = l.Name
	}
	hint := ""
	if near := packet.Nearest(name, names); near != "" {
		hint = fmt.Sprintf(" (did you mean %q?)", near)
	}
	return nil, fmt.Errorf("no interface is named %q%s", name, hint)
}

// withLinks calls f with the interfaces as they are now.
func withLinks(f func([]*Iface) error) error {
	n, err := current()
	if err != nil {
		return err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	links, err := n.ifaces()
	if err != nil {
		return err
	}
	return f(links)
}

// Ifaces are the machine's interfaces in the order of their indexes. Nobody may change them.
func Ifaces() (list []*Iface, err error) {
	err = withLinks(func(links []*Iface) error {
		list = links
		return nil
	})
	return list, err
}

// ByName is the interface of a name; an error names the nearest when there is none.
func ByName(name string) (iface *Iface, err error) {
	err = withLinks(func(links []*Iface) error {
		iface, err = byName(links, name)
		return err
	})
	return iface, err
}

// ByIndex is the interface of an index; it fails when there is none.
func ByIndex(index int) (iface *Iface, err error) {
	err = withLinks(func(links []*Iface) error {
		iface, err = Interfaces(links).DevFromIndex(index)
		return err
	})
	return iface, err
}

// Default is the interface that is used when none is named: the one that was chosen with SetDefault, or else that of the
// default route, or else the first that is up and no loopback, or the first. It is nil on a machine without interfaces.
func Default() *Iface {
	if name := chosen.Load(); name != nil {
		if iface, err := ByName(*name); err == nil {
			return iface
		}
		return &Iface{Name: *name} // it went away: whoever uses it will say so
	}
	for _, far := range farAway {
		if hop, err := Lookup(far); err == nil && hop.Iface != nil {
			return hop.Iface
		}
	}
	links, err := Ifaces()
	if err != nil || len(links) == 0 {
		return nil
	}
	for _, l := range links {
		if l.Up() && !l.Loopback() && len(l.Addrs) > 0 {
			return l
		}
	}
	for _, l := range links {
		if l.Up() && !l.Loopback() {
			return l
		}
	}
	return links[0]
}

// farAway are addresses that only the default route leads to.
var farAway = []netip.Addr{netip.MustParseAddr("198.41.0.4"), netip.MustParseAddr("2001:503:ba3e::2:30")}
