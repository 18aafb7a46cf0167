package packet

import "iter"

// All goes through the packets that p stands for: the cartesian product of its
// sets, those of upper layers fastest, with random values drawn. A packet
// without sets yields one.
func (p *Packet) All() iter.Seq[*Packet] {
	return func(yield func(*Packet) bool) {
		places := p.sets()
		counts := make([]int, len(places))
		for {
			q := p.Copy()
			for i, pl := range q.sets() {
				pl.choose(counts[i])
			}
			if !yield(q) || !step(places, counts) {
				return
			}
		}
	}
}

// step counts to the next combination, the last place fastest.
func step(places []place, counts []int) bool {
	for i := len(counts) - 1; i >= 0; i-- {
		if counts[i]++; counts[i] < places[i].size() {
			return true
		}
		counts[i] = 0
	}
	return false
}

// Expand returns the packets that p stands for as a list.
func (p *Packet) Expand() PacketList {
	var list PacketList
	for q := range p.All() {
		list = append(list, q)
	}
	return list
}

// Count returns how many packets p stands for.
func (p *Packet) Count() int {
	n := 1
	for _, pl := range p.sets() {
		n *= pl.size()
	}
	return n
}

// A place is a field that holds a set or a random value.
type place struct {
	n *node
	f *Field
	v value
}

// sets are the places of p, the slowest first: layer by layer, and within a
// layer from the last field to the first, as Scapy goes through them.
func (p *Packet) sets() []place {
	if p.here() == nil {
		return nil
	}
	var list []place
	for n := p.here(); n != nil; n = n.next {
		list = n.sets(list)
	}
	return list
}

func (n *node) sets(list []place) []place {
	for i := len(n.proto.fields) - 1; i >= 0; i-- {
		f := n.proto.fields[i]
		s := n.slot(i)
		if s == nil {
			continue
		}
		v := n.settled(f, s.v)
		switch x := v.ref.(type) {
		case *set, Random:
			list = append(list, place{n, f, v})
		case PacketList:
			for _, r := range x {
				for m := r.here(); m != nil; m = m.next {
					list = m.sets(list)
				}
			}
		}
	}
	return list
}

// settled is a value, of a Switch as one of the field that applies: a set stays a
// set.
func (n *node) settled(f *Field, v value) value {
	c, ok := f.codec.(switchCodec)
	if !ok {
		return v
	}
	if _, random := v.ref.(Random); random {
		return value{ref: &set{n: 1, at: func(int) value {
			drawn, err := c.settlePending(f, n.upTo(f), f.settle(v))
			if err != nil {
				return f.def
			}
			return drawn
		}}}
	}
	w, err := c.settlePending(f, n.upTo(f), v)
	x, ok := w.ref.(chosen)
	if err != nil || !ok || x.f == nil {
		return v
	}
	m, ok := x.v.ref.(*set)
	if !ok {
		return v
	}
	each := *m
	each.at = func(i int) value { return value{ref: chosen{x.f, m.at(i)}} }
	return value{ref: &each}
}

func (p place) size() int {
	if s, ok := p.v.ref.(*set); ok {
		return s.n
	}
	return 1
}

// choose sets the field to the i-th member, or a draw.
func (p place) choose(i int) {
	v := p.v
	if s, ok := v.ref.(*set); ok && i < s.n {
		v = s.at(i)
	}
	p.n.put(p.f, p.f.settle(v))
}
