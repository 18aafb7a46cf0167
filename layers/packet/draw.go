package packet

// drawn is n, or when its packet has random values, n in a copy in which each has
// been drawn: all that asks for one while building, as the conditions of other
// fields do, then sees the same.
func (n *node) drawn() *node {
	first := n.firstNode()
	if !first.hasRandom() {
		return n
	}
	c := first.clone()
	for m, k := first, c; m != nil; m, k = m.next, k.next {
		if m == n {
			n = k
		}
		k.drawAll()
	}
	return n
}

// hasRandom reports whether the layers from n on hold random values, records in
// their fields included.
func (n *node) hasRandom() bool {
	for ; n != nil; n = n.next {
		for i := range n.slots {
			switch x := n.slots[i].v.ref.(type) {
			case Random:
				return true
			case chosen:
				if _, random := x.v.ref.(Random); random {
					return true
				}
			case pending:
				if _, random := x.x.(Random); random {
					return true
				}
			case PacketList:
				for _, r := range x {
					if r.first != nil && r.first.hasRandom() {
						return true
					}
				}
			}
		}
	}
	return false
}

// drawAll puts values in the place of random ones, in the order of the fields,
// since which values suit a field may depend on those before it.
func (n *node) drawAll() {
	places := n.sets(nil)
	for i := len(places) - 1; i >= 0; i-- {
		p := places[i]
		if s := p.n.slot(p.f.index); s != nil {
			s.v = p.f.settle(p.v)
		}
	}
}
