package packet

import "slices"

// compile builds the packet of the first members and finds the places of
// everything that changes; false when some of it has no fixed place.
func (t *Template) compile() bool {
	t.work = t.of.Copy()
	places := t.work.sets()
	for i, pl := range places {
		pl.choose(0)
		t.spots = append(t.spots, spot{place: places[i]})
	}
	first := t.work.here().firstNode()
	if t.work.here() != first {
		return false
	}
	t.e = &encoder{}
	t.e.assemble(first)
	changes := make([]bool, len(t.e.parts)) // layers in which something changes
	for i := range t.spots {
		s := &t.spots[i]
		part, ok := t.partOf(s.n)
		if !ok || !t.cover(part, s.f, &s.field) || !t.conditions(s.n, s.f) {
			return false
		}
		changes[part] = true
	}
	if !t.findCalls(changes) || !t.findSums(changes) {
		return false
	}
	t.connect()
	return true
}

// partOf is the number of the layer of n; false for a record in a field.
func (t *Template) partOf(n *node) (int, bool) {
	for i := range t.e.parts {
		if t.e.parts[i].n == n {
			return i, true
		}
	}
	return 0, false
}

// cover finds where a field lies.
func (t *Template) cover(part int, f *Field, c *covered) bool {
	p := &t.e.parts[part]
	if f.width < 0 || p.loose || p.proto.text != nil || p.proto.foreign != nil {
		return false
	}
	at, ok := t.e.place(part, f)
	if !ok || !f.number && (at%8 != 0 || f.width%8 != 0) {
		return false
	}
	*c = covered{f: f, part: part, at: at, lo: p.start + at/8, hi: p.start + (at+f.width+7)/8}
	return true
}

// conditions notes the fields whose presence or kind may depend on what f holds;
// false when there are some whose length may.
func (t *Template) conditions(n *node, f *Field) bool {
	for _, g := range n.proto.fields[f.index+1:] {
		if g.width < 0 && g.auto != nil {
			return false
		}
		c, picks := g.codec.(switchCodec)
		if (g.when != nil || picks) && !t.watches(n, g) {
			w := cond{n: n, f: g}
			if picks {
				w.pick = c.pick
			}
			w.held, w.kind = w.now()
			t.conds = append(t.conds, w)
		}
	}
	return true
}

// now is whether the field is there, and what it is read as.
func (c cond) now() (held bool, kind *Field) {
	if c.f.when != nil && !c.f.when(c.n.upTo(c.f)) {
		return false, nil
	}
	if c.pick != nil {
		kind = c.pick(c.n.upTo(c.f))
	}
	return true, kind
}

func (t *Template) watches(n *node, f *Field) bool {
	for _, c := range t.conds {
		if c.n == n && c.f == f {
			return true
		}
	}
	return false
}

// findCalls finds the automatic fields that functions compute from anything they
// like; those that come first, as source addresses, from their own layer.
func (t *Template) findCalls(changes []bool) bool {
	for i := range t.e.parts {
		p := &t.e.parts[i]
		for _, f := range p.proto.autos {
			if f.auto.role != roleFunc || !p.n.automatic(f) || f.auto.early && !t.concerns(f.auto, i, changes) {
				continue
			}
			if _, ok := f.codec.(switchCodec); ok {
				return false
			}
			var c call
			if _, there := t.e.place(i, f); !there {
				if f.when != nil && !f.when(p.n.upTo(f)) {
					continue
				}
				return false
			}
			if !t.cover(i, f, &c.covered) {
				return false
			}
			t.calls = append(t.calls, c)
			changes[i] = true
		}
	}
	return true
}

// concerns reports whether something changes that a value which comes first may
// depend on: in its own layer, or in those above up to the one that has addresses.
func (t *Template) concerns(a *Auto, i int, changes []bool) bool {
	if !a.above {
		return changes[i]
	}
	end := i + 1
	for end < len(changes) && t.e.parts[end].proto.pseudo == nil {
		end++
	}
	return slices.Contains(changes[i:min(end+1, len(changes))], true)
}

// findSums finds the checksums that are computed, the innermost layer's first.
func (t *Template) findSums(changes []bool) bool {
	for i := len(t.e.parts) - 1; i >= 0; i-- {
		p := &t.e.parts[i]
		if n := len(p.proto.autos); n > 0 && p.proto.autos[n-1].auto.role == roleSum {
			for _, f := range p.proto.autos {
				if f.auto.role == roleSum && p.n.automatic(f) && !t.findSum(i, f, changes) {
					return false
				}
			}
		}
	}
	return true
}

func (t *Template) findSum(i int, f *Field, changes []bool) bool {
	s := &runningSum{under: -1, base: t.e.parts[i].start}
	if _, there := t.e.place(i, f); !there {
		return f.when != nil && !f.when(t.e.parts[i].n.upTo(f))
	}
	if !f.auto.last || f.width != 16 || !t.cover(i, f, &s.covered) || s.at%16 != 0 {
		return false
	}
	if f.auto.pseudo != 0 {
		under := i - 1
		for under >= 0 && t.e.parts[under].proto.pseudo == nil {
			under--
		}
		if under < 0 {
			return true // nothing to be summed: the field stays as it is
		}
		s.under = under
		for _, c := range changes[:i] {
			s.moving = s.moving || c
		}
		s.pseudo = append(s.pseudo, pseudoOf(t.e, under)...)
		n := len(t.e.layer(i).hdr) + len(t.e.layer(i).Payload())
		s.acc = plainSum(s.pseudo) + uint64(n>>16) + uint64(n&0xffff) + uint64(f.auto.pseudo)
	}
	hdr := t.e.parts[i]
	for k := hdr.start; k < t.endOfSum(s); k++ {
		if k < s.lo || k >= s.hi {
			s.acc += weigh(t.e.buf[k], k-s.base)
		}
	}
	t.sums = append(t.sums, s)
	return true
}

// endOfSum is where what a sum covers ends.
func (t *Template) endOfSum(s *runningSum) int {
	if s.f.auto.payload {
		return t.e.payloadEnd(s.part)
	}
	return t.e.parts[s.part].end
}

// connect tells every field that may change which sums cover it.
func (t *Template) connect() {
	link := func(c *covered, self *runningSum) {
		for _, s := range t.sums {
			if s != self && c.lo >= t.e.parts[s.part].start && c.lo < t.endOfSum(s) {
				c.sums = append(c.sums, s)
			}
		}
	}
	for i := range t.spots {
		link(&t.spots[i].field, nil)
	}
	for i := range t.calls {
		link(&t.calls[i].covered, nil)
	}
	for _, s := range t.sums {
		link(&s.covered, s)
	}
}
