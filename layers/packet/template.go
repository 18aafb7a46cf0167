package packet

// A Template makes the bytes of the packets that a packet with sets stands for,
// in the order of All. Where the sets and random values lie in fields at fixed
// places, the packet is built once, and for each further one only the bytes that
// change are written and the checksums corrected (RFC 1624); otherwise each is
// built.
type Template struct {
	of     *Packet
	counts []int
	all    []place // of of: what is counted
	ended  bool
	fixed  []byte // of a packet without sets, once built, when building it again would give the same

	work  *Packet // whose nodes hold the values of the packet in e.buf; nil: build each
	e     *encoder
	spots []spot
	sums  []*runningSum
	calls []call
	conds []cond
}

// A spot is a set or random field with its place in the bytes.
type spot struct {
	place
	field covered
}

// covered is a field of fixed width in the bytes, with the sums that it is part
// of.
type covered struct {
	f    *Field
	part int
	at   int // in bits from the start of the part
	lo   int // the bytes it lies in
	hi   int
	sums []*runningSum
}

// A runningSum is a checksum field and the plain sum of what it covers.
type runningSum struct {
	covered
	acc    uint64
	base   int    // where its layer begins: words count from there
	pseudo []byte // addresses as they are in acc
	under  int    // the layer that they are from, -1: none
	moving bool   // they may change
}

// A call is an automatic field that a function computes.
type call struct{ covered }

// A cond is a field whose presence or kind depends on others, with what they were
// when the template was made.
type cond struct {
	n    *node
	f    *Field
	pick func(Layer) *Field // of a Switch
	held bool
	kind *Field
}

// Template compiles the packet.
func (p *Packet) Template() *Template {
	t := &Template{of: p, all: p.sets()}
	t.counts = make([]int, len(t.all))
	if len(t.all) > 0 && !t.compile() {
		t.work, t.e = nil, nil
	}
	return t
}

// Compiled reports whether the packets are made from one that was built.
func (t *Template) Compiled() bool { return t.work != nil }

// Count returns how many packets there are.
func (t *Template) Count() int { return t.of.Count() }

// Reset begins again with the first packet.
func (t *Template) Reset() {
	clear(t.counts)
	t.ended = false
}

// Append appends the bytes of the next packet to dst; ok is false when there are
// no more. Where packets are built, built is the packet.
func (t *Template) Append(dst []byte) (out []byte, built *Packet, ok bool) {
	if t.ended {
		return dst, nil, false
	}
	if t.work != nil {
		for i := range t.spots {
			t.spots[i].choose(t.counts[i])
		}
		if t.fits() {
			t.patch()
			dst = append(dst, t.e.buf...)
		} else {
			built = t.work.Copy()
			dst, _ = built.AppendWire(dst)
		}
	} else if len(t.all) == 0 {
		dst = t.appendOne(dst)
	} else {
		built = t.of.Copy()
		for i, pl := range built.sets() {
			pl.choose(t.counts[i])
		}
		dst, _ = built.AppendWire(dst)
	}
	t.ended = !step(t.all, t.counts)
	return dst, built, true
}

// appendOne appends the one packet there is.
func (t *Template) appendOne(dst []byte) []byte {
	if t.fixed != nil {
		return append(dst, t.fixed...)
	}
	at := len(dst)
	dst, _ = t.of.AppendWire(dst)
	if !t.of.top().unedited() && !t.of.changing() {
		t.fixed = append(t.fixed, dst[at:]...)
	}
	return dst
}

// changing reports whether functions compute fields that may hold something else
// each time, as the time.
func (p *Packet) changing() bool {
	for n := p.nodes(); n != nil; n = n.next {
		if len(n.proto.records) > 0 && n.proto.text == nil && len(n.slots) > 0 {
			return true
		}
		for _, f := range n.proto.autos {
			if f.auto.role == roleFunc && !f.auto.early && n.automatic(f) {
				return true
			}
		}
	}
	return false
}

// Packet returns the packet whose bytes Append made without building it.
func (t *Template) Packet(b []byte) *Packet {
	p := t.of.Copy()
	if t.work == nil {
		return p
	}
	for i, pl := range p.sets() {
		c := t.spots[i].field
		hdr := b[t.e.parts[c.part].start:]
		v := value{}
		if c.f.number {
			v.num = c.f.read(hdr, c.at)
		} else {
			v.ref = append([]byte(nil), hdr[c.at/8:(c.at+c.f.width)/8]...)
		}
		pl.n.put(pl.f, v)
	}
	return p
}

// fits reports whether the values chosen are plain ones that leave the layout as
// it is.
func (t *Template) fits() bool {
	for i := range t.spots {
		s := &t.spots[i]
		if slot := s.n.slot(s.f.index); slot != nil && !simple(s.f, slot.v) {
			return false
		}
	}
	for _, c := range t.conds {
		if held, kind := c.now(); held != c.held || kind != c.kind {
			return false
		}
	}
	return true
}

// simple reports whether the value is a number, or bytes of the field's width.
func simple(f *Field, v value) bool {
	if f.number {
		return v.ref == nil
	}
	b, ok := v.ref.([]byte)
	return ok && len(b)*8 == f.width
}

// patch writes the values of the nodes into the bytes, then what follows from
// them.
func (t *Template) patch() {
	for i := range t.spots {
		s := &t.spots[i]
		if slot := s.n.slot(s.f.index); slot != nil {
			t.write(&s.field, slot.v)
		} else if v, ok := s.f.readAt(s.n.hdr, s.f.off); ok {
			t.write(&s.field, v)
		}
	}
	for i := range t.calls {
		t.compute(&t.calls[i], true)
	}
	at := 0
	for i := len(t.e.parts) - 1; i >= 0; i-- {
		for k := range t.calls {
			if t.calls[k].part == i {
				t.compute(&t.calls[k], false)
			}
		}
		for at < len(t.sums) && t.sums[at].part == i {
			t.finish(t.sums[at])
			at++
		}
	}
}

func (t *Template) compute(c *call, early bool) {
	if c.f.auto.early != early {
		return
	}
	if v, ok := c.f.auto.compute(c.f, t.e.layer(c.part)); ok {
		t.write(&c.covered, v)
	}
}

// finish writes a checksum.
func (t *Template) finish(s *runningSum) {
	if s.moving {
		addrs := pseudoOf(t.e, s.under)
		s.acc += plainSum(addrs) - plainSum(s.pseudo)
		s.pseudo = append(s.pseudo[:0], addrs...)
	}
	sum := s.acc
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	sum = uint64(^uint16(sum))
	if sum == 0 && s.f.auto.nonzero {
		sum = 0xffff
	}
	t.write(&s.covered, value{num: sum})
}

// pseudoOf are the addresses that the pseudo-header of part i has.
func pseudoOf(e *encoder, i int) []byte {
	l := e.layer(i)
	return l.proto.pseudo(l)
}

// write changes a field in the bytes, and the sums that it is part of.
func (t *Template) write(c *covered, v value) {
	b := t.e.buf[c.lo:c.hi]
	var was [16]byte
	old := was[:0]
	if len(c.sums) > 0 {
		old = append(old, b...)
	}
	start := t.e.parts[c.part].start
	if c.f.number {
		c.f.write(t.e.buf[start:], c.at, v.num)
	} else if src, ok := v.ref.([]byte); ok {
		copy(b, src)
	}
	for _, s := range c.sums {
		for i := range old {
			s.acc += weigh(b[i], c.lo+i-s.base) - weigh(old[i], c.lo+i-s.base)
		}
	}
}

// weigh is what a byte at a distance from where words begin adds to a sum.
func weigh(b byte, at int) uint64 {
	if at&1 == 0 {
		return uint64(b) << 8
	}
	return uint64(b)
}

func plainSum(b []byte) (sum uint64) {
	for i, c := range b {
		sum += weigh(c, i)
	}
	return sum
}
