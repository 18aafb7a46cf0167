package route

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"sync"
)

// A Table is pktsh's own copy of the system's routes of one family. Changing it changes where pktsh sends, and nothing of
// the system.
type Table struct {
	v6      bool
	mu      sync.Mutex
	added   []Route
	deleted []Route
}

// Table4 and Table6 are conf.route and conf.route6.
var (
	Table4 = &Table{}
	Table6 = &Table{v6: true}
)

func tableFor(dst netip.Addr) *Table {
	if dst.Is4() {
		return Table4
	}
	return Table6
}

// RouteOptions describe a route that is added to or deleted from a Table.
type RouteOptions struct {
	Net    string // the destinations, as "10.0.0.0/8"
	Host   string // a single destination instead
	GW     string // the gateway; "" when the destinations are on the link
	Dev    any    // the interface, by name or as Iface; nil for the one that leads to the gateway
	Metric int    // among routes to the same network the smallest is used
	Dst    string // the same as Net, as Scapy's route6 spells it
}

// edits are what the user changed, as it was at a moment.
type edits struct{ added, deleted []Route }

// edited is what the user changed, nil for nothing.
func (t *Table) edited() *edits {
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.added)+len(t.deleted) == 0 {
		return nil
	}
	return &edits{slices.Clone(t.added), slices.Clone(t.deleted)}
}

// Add adds a route: Add(net="10.77.0.0/16", gw="10.9.0.254"). Without dev it leads to the interface that reaches the
// gateway.
func (t *Table) Add(opts ...RouteOptions) error {
	r, err := t.make(opts)
	if err != nil {
		return err
	}
	if r.Iface == "" {
		to := r.Gateway
		if !to.IsValid() {
			to = r.Dst.Addr()
		}
		hop, err := Lookup(to)
		if err != nil {
			return fmt.Errorf("add: %w", err)
		}
		r.Iface, r.Src = hop.Iface.Name, hop.Src
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.deleted = slices.DeleteFunc(t.deleted, r.sameWay)
	t.added = append(slices.DeleteFunc(t.added, r.sameWay), r)
	return nil
}

// Delt deletes the routes of a network, those with the given gateway and interface alone when these are given.
func (t *Table) Delt(opts ...RouteOptions) error {
	r, err := t.make(opts)
	if err != nil {
		return err
	}
	rows, err := t.rows()
	if err != nil {
		return err
	}
	var gone []Route
	for _, row := range rows {
		if row.Dst == r.Dst && (!r.Gateway.IsValid() || row.Gateway == r.Gateway) && (r.Iface == "" || row.Iface == r.Iface) {
			gone = append(gone, row)
		}
	}
	if len(gone) == 0 {
		return fmt.Errorf("delt: no such route: %s", r.Dst)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, row := range gone {
		if row.own {
			t.added = slices.DeleteFunc(t.added, row.sameWay)
		} else {
			t.deleted = append(t.deleted, row)
		}
	}
	return nil
}

// make is the route that options describe.
func (t *Table) make(opts []RouteOptions) (Route, error) {
	var o RouteOptions
	if len(opts) > 0 {
		o = opts[0]
	}
	r := Route{Type: typeUnicast, Metric: o.Metric, own: true}
	var err error
	if r.Dst, err = t.destination(o); err != nil {
		return r, err
	}
	if o.GW != "" {
		if r.Gateway, err = t.address(o.GW); err != nil {
			return r, fmt.Errorf("gw: %w", err)
		}
		if r.Gateway.IsUnspecified() {
			r.Gateway = netip.Addr{}
		}
	}
	if o.Dev != nil && o.Dev != "" {
		dev, err := Find(o.Dev)
		if err != nil {
			return r, err
		}
		r.Iface = dev.Name
	}
	return r, nil
}

func (t *Table) destination(o RouteOptions) (netip.Prefix, error) {
	text := o.Net + o.Host + o.Dst
	switch {
	case o.Host != "" && o.Net+o.Dst != "" || o.Net != "" && o.Dst != "":
		return netip.Prefix{}, fmt.Errorf("a route has one destination, not %s and %s", o.Net+o.Dst, o.Host)
	case text == "":
		return netip.Prefix{}, fmt.Errorf(`a route needs its destinations: net="10.0.0.0/8" or host="10.0.0.1"`)
	case text == "default" && t.v6:
		return netip.PrefixFrom(netip.IPv6Unspecified(), 0), nil
	case text == "default":
		return netip.PrefixFrom(netip.IPv4Unspecified(), 0), nil
	case !strings.Contains(text, "/"):
		addr, err := t.address(text)
		return netip.PrefixFrom(addr, addr.BitLen()), err
	}
	net, err := netip.ParsePrefix(text)
	if err != nil {
		return net, fmt.Errorf("%q is no network, which is written as 10.0.0.0/8", text)
	}
	if net.Addr().Is6() != t.v6 {
		return net, t.otherFamily(text)
	}
	return net.Masked(), nil
}

func (t *Table) address(text string) (netip.Addr, error) {
	addr, err := netip.ParseAddr(text)
	if err != nil {
		return addr, fmt.Errorf("%q is no address", text)
	}
	if addr.Is6() != t.v6 {
		return addr, t.otherFamily(text)
	}
	return addr, nil
}

func (t *Table) otherFamily(text string) error {
	if t.v6 {
		return fmt.Errorf("%s belongs into conf.route, which has the routes of IPv4", text)
	}
	return fmt.Errorf("%s belongs into conf.route6, which has the routes of IPv6", text)
}

// Resync drops what was changed: the table is the system's again.
func (t *Table) Resync() {
	t.mu.Lock()
	t.added, t.deleted = nil, nil
	t.mu.Unlock()
	if n, err := current(); err == nil {
		n.mu.Lock()
		n.forget()
		n.mu.Unlock()
	}
}

// Ifdel deletes all routes of an interface.
func (t *Table) Ifdel(iface any) error {
	dev, err := Find(iface)
	if err != nil {
		return err
	}
	rows, err := t.rows()
	if err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, row := range rows {
		if row.Iface == dev.Name && !row.own {
			t.deleted = append(t.deleted, row)
		}
	}
	t.added = slices.DeleteFunc(t.added, func(r Route) bool { return r.Iface == dev.Name })
	return nil
}

// Ifadd adds the network of an interface and an address of it: Ifadd("eth0", "192.0.2.7/24").
func (t *Table) Ifadd(iface any, addr string) error {
	dev, err := Find(iface)
	if err != nil {
		return err
	}
	net, err := netip.ParsePrefix(addr)
	if err != nil || net.Addr().Is6() != t.v6 {
		return fmt.Errorf("%q is no address with the length of its network, as 192.0.2.7/24", addr)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.added = append(t.added, Route{Dst: net.Masked(), Iface: dev.Name, Src: net.Addr(), Type: typeUnicast, own: true})
	return nil
}

// Route is the way to a destination as Scapy gives it: the interface, the address to send from, and the gateway, 0.0.0.0 or
// :: when there is none.
func (t *Table) Route(dst string) (iface, source, gateway string, err error) {
	text, _, _ := strings.Cut(dst, "/")
	addr, err := t.address(text)
	if err != nil {
		return "", "", "", err
	}
	hop, err := Lookup(addr)
	if err != nil {
		return "", "", "", err
	}
	return hop.Iface.Name, t.text(hop.Src), t.text(hop.Gateway), nil
}

// text is an address, that of no machine for the zero Addr.
func (t *Table) text(a netip.Addr) string {
	switch {
	case a.IsValid():
		return a.String()
	case t.v6:
		return "::"
	}
	return "0.0.0.0"
}

// Repr says in a few words what the table is, without reading it.
func (t *Table) Repr() string {
	e := t.edited()
	if e == nil {
		return "<the system's routes>"
	}
	return fmt.Sprintf("<the system's routes, %d added, %d deleted>", len(e.added), len(e.deleted))
}
