package route

import (
	"encoding/binary"
	"net/netip"
)

// A fib answers for IPv4 from memory what the kernel would, where many destinations are asked for: a scan of a network asks
// for each of its addresses. It is used where the system has no rules of its own for routing. For each row the kernel is
// asked once; rows about which its answers differ by destination are left to it.
type fib struct {
	local, main lengths
}

// lengths are the rows of a table by the length of their prefix and its bits.
type lengths [33]map[uint32]*fibRow

// A fibRow is the best of the routes to one network.
type fibRow struct {
	route Route
	hop   Hop
	known bool // hop is the kernel's answer for any destination that the row leads to
}

// manyHops is how many destinations are asked for, one by one, before the table is read.
const manyHops = 64

// Tables of Linux (rtnetlink(7)).
const (
	tableDefault = 253
	tableMain    = 254
	tableLocal   = 255
)

// newFib indexes the routes of IPv4; nil when there are some of whose meaning it is not certain.
func newFib(routes []Route) *fib {
	f := &fib{}
	for _, r := range routes {
		if !r.Dst.Addr().Is4() {
			continue
		}
		switch r.table {
		case tableLocal:
			f.local.add(r)
		case tableMain:
			f.main.add(r)
		case tableDefault:
			return nil
		}
		if r.Type > typeProhibit { // throw looks in the next table
			return nil
		}
	}
	return f
}

func (t *lengths) add(r Route) {
	n := r.Dst.Bits()
	if t[n] == nil {
		t[n] = make(map[uint32]*fibRow)
	}
	key := bits4(r.Dst.Addr())
	if old := t[n][key]; old == nil || r.Metric < old.route.Metric {
		t[n][key] = &fibRow{route: r}
	}
}

// find is the row with the longest prefix that leads to an address, nil without one.
func (t *lengths) find(addr uint32) *fibRow {
	for n := 32; n >= 0; n-- {
		if t[n] == nil {
			continue
		}
		if row := t[n][addr&(^uint32(0)<<(32-n))]; row != nil {
			return row
		}
	}
	return nil
}

func bits4(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

// row is the row that the kernel follows to dst; nil when it is to be asked.
func (f *fib) row(dst netip.Addr) *fibRow {
	if f == nil || !dst.Is4() || dst.IsMulticast() {
		return nil
	}
	addr := bits4(dst)
	row := f.local.find(addr)
	if row == nil {
		row = f.main.find(addr)
	}
	if row == nil || row.route.Type != typeUnicast || row.route.several {
		return nil
	}
	return row
}

// learn takes the kernel's answer for a destination of the row, when it is what the row says.
func (row *fibRow) learn(hop Hop) {
	if hop.Gateway == row.route.Gateway && hop.Iface.Name == row.route.Iface && !hop.Local && !hop.Broadcast {
		row.hop, row.known = hop, true
	}
}

// fibRow is the row of the fib for dst, which is made when many destinations were asked for; nil when the kernel is to be
// asked. The caller holds n.mu.
func (n *network) fibRow(dst netip.Addr) *fibRow {
	if n.fibs == nil {
		if n.asked++; n.asked < manyHops || !dst.Is4() {
			return nil
		}
		n.fibs = &fib{}
		if routes, err := n.table(); err == nil && n.sys.plainRules() {
			if f := newFib(routes); f != nil {
				n.fibs = f
			}
		}
	}
	return n.fibs.row(dst)
}
