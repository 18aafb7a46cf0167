package route

import (
	"net/netip"
	"slices"
)

// rows are the routes of the table: the system's without the deleted ones, and the added ones.
func (t *Table) rows() ([]Route, error) {
	n, err := current()
	if err != nil {
		return nil, err
	}
	n.mu.Lock()
	all, err := n.table()
	rows := slices.Clone(all)
	n.mu.Unlock()
	if err != nil {
		return nil, err
	}
	rows = slices.DeleteFunc(rows, func(r Route) bool { return r.Dst.Addr().Is6() != t.v6 })
	e := t.edited()
	if e == nil {
		return rows, nil
	}
	return append(slices.DeleteFunc(rows, e.isDeleted), e.added...), nil
}

func (e *edits) isDeleted(r Route) bool { return slices.ContainsFunc(e.deleted, r.sameWay) }

// best is the row of the edited table that leads to dst, unless that is a row of the system, whose own choice is then the
// one to follow: it also knows rules and sources. The caller holds n.mu.
func (e *edits) best(n *network, dst netip.Addr) (r Route, found bool, err error) {
	own, ok := choose(e.added, dst)
	if !ok && len(e.deleted) == 0 {
		return Route{}, false, nil
	}
	all, err := n.table()
	if err != nil {
		return Route{}, false, err
	}
	left := slices.DeleteFunc(slices.Clone(all), e.isDeleted)
	sys, sysOK := choose(left, dst)
	if ok && (!sysOK || !better(sys, own)) {
		return own, true, nil
	}
	if sysOK && e.covers(dst) {
		return sys, true, nil
	}
	return Route{}, false, nil
}

// covers reports whether a route that led to dst was deleted, so that the system's choice is not to be trusted.
func (e *edits) covers(dst netip.Addr) bool {
	return slices.ContainsFunc(e.deleted, func(r Route) bool { return r.Dst.Contains(dst.WithZone("")) })
}

// hides reports whether no route is left that leads to dst, though the system has one. The caller holds n.mu and has
// asked for the best.
func (e *edits) hides(n *network, dst netip.Addr) bool {
	if !e.covers(dst) {
		return false
	}
	_, ok := choose(slices.DeleteFunc(slices.Clone(n.routes), e.isDeleted), dst)
	return !ok
}

// choose is the best of the rows that lead to dst.
func choose(rows []Route, dst netip.Addr) (best Route, ok bool) {
	dst = dst.WithZone("")
	for _, r := range rows {
		if r.Dst.Contains(dst) && (!ok || better(r, best)) {
			best, ok = r, true
		}
	}
	return best, ok
}

// better reports whether a is used rather than b: the longer prefix, then the smaller metric, and of the user's own rows
// the newer, which comes later.
func better(a, b Route) bool {
	switch {
	case a.Dst.Bits() != b.Dst.Bits():
		return a.Dst.Bits() > b.Dst.Bits()
	case a.Metric != b.Metric:
		return a.Metric < b.Metric
	}
	return a.own && b.own
}
