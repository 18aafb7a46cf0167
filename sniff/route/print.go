package route

import (
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// multicast4 is where IPv4 multicast goes, which the default interface gets when the system has no route of its own for it.
var multicast4 = netip.MustParsePrefix("224.0.0.0/4")

// String is the table as Scapy prints it, sorted by destination. Routes that lead nowhere show their type for the
// interface.
func (t *Table) String() string {
	rows, err := t.rows()
	if err != nil {
		return err.Error()
	}
	rows = append(rows, t.multicastRow(rows)...)
	slices.SortStableFunc(rows, func(a, b Route) int {
		if c := a.Dst.Addr().Compare(b.Dst.Addr()); c != 0 {
			return c
		}
		if c := a.Dst.Bits() - b.Dst.Bits(); c != 0 {
			return c
		}
		return a.Metric - b.Metric
	})
	head := []string{"Network", "Netmask", "Gateway", "Iface", "Output IP", "Metric"}
	if t.v6 {
		head = []string{"Destination", "Next Hop", "Iface", "Src candidates", "Metric"}
	}
	cells := [][]string{head}
	for _, r := range rows {
		cells = append(cells, t.cells(r))
	}
	return columns(cells)
}

// Show prints the table.
func (t *Table) Show() { show(t.String()) }

// Len is the number of routes.
func (t *Table) Len() int {
	rows, err := t.rows()
	if err != nil {
		return 0
	}
	return len(rows)
}

func (t *Table) cells(r Route) []string {
	iface, metric := r.Iface, strconv.Itoa(r.Metric)
	if iface == "" || r.Type.nowhere() {
		iface = r.Type.String()
	}
	src := t.text(r.Src)
	if t.v6 {
		if !r.Src.IsValid() {
			src = t.candidate(r)
		}
		return []string{r.Dst.String(), t.text(r.Gateway), iface, src, metric}
	}
	return []string{r.Dst.Addr().String(), mask(r.Dst.Bits()), t.text(r.Gateway), iface, src, metric}
}

// candidate is the address that the interface of a route would send from.
func (t *Table) candidate(r Route) string {
	iface, err := ByName(r.Iface)
	if err != nil {
		return t.text(netip.Addr{})
	}
	to := r.Dst.Addr()
	if r.Gateway.IsValid() {
		to = r.Gateway
	}
	if r.Type == typeLocal {
		return to.String()
	}
	return t.text(sourceOn(iface, to))
}

// multicastRow is the row of IPv4 multicast where rows has none.
func (t *Table) multicastRow(rows []Route) []Route {
	if t.v6 || slices.ContainsFunc(rows, func(r Route) bool { return r.Dst == multicast4 }) {
		return nil
	}
	d := Default()
	if d == nil || d.Loopback() {
		return nil
	}
	return []Route{{Dst: multicast4, Iface: d.Name, Src: d.IP(), Metric: 250, Type: typeMulticast}}
}

// mask is the network mask of an IPv4 prefix length: 255.255.0.0.
func mask(bits int) string {
	m := ^uint32(0) << (32 - bits)
	return netip.AddrFrom4([4]byte{byte(m >> 24), byte(m >> 16), byte(m >> 8), byte(m)}).String()
}

// Interfaces are the machine's network interfaces.
type Interfaces []*Iface

// String is the table of the interfaces as Scapy prints it: each with all its addresses.
func (l Interfaces) String() string {
	cells := [][]string{{"Source", "Index", "Name", "MAC", "IPv4", "IPv6"}}
	for _, i := range l {
		var v4, v6 []string
		for _, p := range i.Addrs {
			if p.Addr().Is4() {
				v4 = append(v4, p.Addr().String())
			} else {
				v6 = append(v6, p.Addr().String())
			}
		}
		for n := range max(1, len(v4), len(v6)) {
			row := []string{"", "", "", "", at(v4, n), at(v6, n)}
			if n == 0 {
				copy(row, []string{"sys", strconv.Itoa(i.Index), i.Name, i.MAC.String()})
			}
			cells = append(cells, row)
		}
	}
	return columns(cells)
}

func at(list []string, n int) string {
	if n < len(list) {
		return list[n]
	}
	return ""
}

// Show prints the table.
func (l Interfaces) Show() { show(l.String()) }

// DevFromName is the interface of a name.
func (l Interfaces) DevFromName(name string) (*Iface, error) { return byName(l, name) }

// DevFromIndex is the interface of an index.
func (l Interfaces) DevFromIndex(index int) (*Iface, error) {
	if i := byIndex(l, index); i != nil {
		return i, nil
	}
	return nil, errNoIndex(index)
}

// columns are lines of cells, padded to the widest of their column.
func columns(rows [][]string) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, c := range row {
			widths[i] = max(widths[i], len(c))
		}
	}
	var lines []string
	for _, row := range rows {
		var line strings.Builder
		for i, c := range row {
			line.WriteString(c + strings.Repeat(" ", widths[i]-len(c)))
			if i < len(row)-1 {
				line.WriteString("  ")
			}
		}
		lines = append(lines, line.String())
	}
	return strings.Join(lines, "\n")
}
