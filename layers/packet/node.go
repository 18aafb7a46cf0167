package packet

// A node is one layer that was built or is being edited.
type node struct {
	proto *Proto
	next  *node
	prev  *node
	hdr   []byte   // the fixed prefix: captured bytes until own, then a copy
	own   bool     // hdr may be written
	dirty bool     // raw is no longer the header
	set   fieldSet // set by the user
	slots []slot   // values that do not lie in hdr
	head  *head    // of the first node of a packet that was captured
	tmpl  [40]byte
	*capture
}

// A capture is what a captured node knows besides. Built nodes share one that is empty.
type capture struct {
	raw   []byte   // the captured header; nil when built
	base  []byte   // the message that names in raw point into
	clear fieldSet // captured, then deleted
	// follow are captured automatic fields that were right, and so follow edits.
	follow fieldSet
	// padded is how much of the packet's Padding the layer's payload includes: that
	// of a frame within a tunnel, or behind what an ICMP error quotes.
	padded int32
}

var notCaptured capture

// capturedNode is the node of a captured header of p in the message base.
func capturedNode(p *Proto, raw, base []byte, c *capture) node {
	*c = capture{raw: raw, base: base}
	return node{proto: p, hdr: raw[:min(len(raw), len(p.tmpl))], capture: c}
}

// head is what the first node of a captured packet knows besides.
type head struct {
	captured bool
	changed  bool   // some layer was edited, added or removed
	nodes    []node // as captured, for views made before
	owner    *node  // the layer that holds this record
}

func (h *head) node(i int) *node { return &h.nodes[i] }

// A slot is the value of one field.
type slot struct {
	index int16
	read  bool // decoded from raw, not set
	spare bool // in place of the default, not set
	v     value
}

func (n *node) slot(i int) *slot {
	for k := range n.slots {
		if int(n.slots[k].index) == i {
			return &n.slots[k]
		}
	}
	return nil
}

func (n *node) dropSlot(i int) {
	for k := range n.slots {
		if int(n.slots[k].index) == i {
			n.slots = append(n.slots[:k:k], n.slots[k+1:]...)
			return
		}
	}
}

func (n *node) setSlot(i int, v value, read bool) {
	if s := n.slot(i); s != nil {
		*s = slot{index: int16(i), read: read, v: v}
		return
	}
	n.slots = append(n.slots, slot{index: int16(i), read: read, v: v})
}

// layer is the node as the functions of a definition see it.
func (n *node) layer() Layer { return Layer{proto: n.proto, hdr: n.raw, base: n.base, n: n} }

// captured is the layer as it was captured.
func (n *node) captured() Layer { return Layer{proto: n.proto, hdr: n.raw, base: n.base} }

// touch notes that the node is no longer as captured, up to the packet whose
// field may hold it.
func (n *node) touch() {
	n.dirty = true
	first := n.firstNode()
	if h := first.head; h != nil {
		h.changed = true
		if h.owner != nil {
			h.owner.keep(first)
			h.owner.touch()
		}
	}
}

// firstNode is the lowest layer of the packet.
func (n *node) firstNode() *node {
	for n.prev != nil {
		n = n.prev
	}
	return n
}

// nodes makes the nodes of a captured packet, once.
func (p *Packet) nodes() *node {
	p.need()
	if n := p.here(); n != nil {
		return n
	}
	top := p.top()
	if top.first == nil {
		top.materialise()
	}
	return p.here()
}

func (p *Packet) materialise() {
	var w walk
	s := p.steps()
	for s.next() {
		w.add(s.span)
	}
	h := &head{captured: true, nodes: make([]node, w.n)}
	captures := make([]capture, w.n)
	e := newEncoder()
	defer e.free()
	e.buf = p.data
	for i := range h.nodes {
		sp := w.at(i)
		raw := p.data[sp.off:sp.hdr:sp.hdr]
		n := &h.nodes[i]
		*n = capturedNode(sp.proto, raw, sp.base(p.data), &captures[i])
		if i > 0 {
			n.prev = &h.nodes[i-1]
			n.prev.next = n
		}
		if sp.proto == Padding && e.pad == 0 {
			e.pad = int(sp.off)
		}
		e.parts = append(e.parts, part{proto: sp.proto, start: int(sp.off), end: int(sp.hdr)})
	}
	if e.pad == 0 {
		e.pad = len(p.data)
	}
	for i := range h.nodes {
		captures[i].padded = max(0, w.at(i).end-int32(e.pad))
		e.parts[i].padded = captures[i].padded
	}
	for i := range h.nodes {
		h.nodes[i].check(e, i)
	}
	e.buf = nil
	h.nodes[0].head = h
	p.first = &h.nodes[0]
}

// settleFollow finds what follows edits in a record.
func (n *node) settleFollow() {
	if len(n.proto.autos) == 0 {
		return
	}
	e := newEncoder()
	e.buf = n.raw
	e.parts = append(e.parts, part{proto: n.proto, end: len(n.raw), base: n.base})
	n.check(e, 0)
	e.buf = nil
	e.free()
}

// check finds the automatic fields of a captured layer, part i of e, that hold
// what would be computed: they follow edits, the others stay as they are.
func (n *node) check(e *encoder, i int) {
	l := e.layer(i)
	for _, f := range n.proto.autos {
		if f.auto.free {
			continue
		}
		got, ok := l.value(f)
		if !ok {
			continue
		}
		want, ok := f.auto.compute(f, l)
		if ok && f.sameValue(got, want) {
			n.follow.add(f.index)
		}
	}
	if n.next == nil {
		return
	}
	for _, o := range n.proto.down[n.next.proto] {
		if got, ok := l.value(o.field); ok && o.field.sameValue(got, o.value()) {
			n.follow.add(o.field.index)
		}
	}
}

// sameValue compares values as they print.
func (f *Field) sameValue(a, b value) bool {
	if f.number && a.ref == nil && b.ref == nil {
		return a.num == b.num
	}
	return string(f.text(nil, a)) == string(f.text(nil, b))
}

// isSet reports whether the field holds a value of its own: the user's or one
// from the capture.
func (n *node) isSet(f *Field) bool {
	if n.set.has(f.index) {
		return true
	}
	if n.raw == nil || n.clear.has(f.index) {
		return false
	}
	if f.off >= 0 {
		return f.off+f.width <= len(n.raw)*8
	}
	return n.inRaw(f)
}

// inRaw reports whether the captured header has the field.
func (n *node) inRaw(f *Field) bool {
	if n.proto.text != nil {
		_, ok := n.proto.text.read(n.captured(), f)
		return ok
	}
	s := n.captured().scan()
	for s.next() {
		if s.f == f {
			return !n.outgrown(f, s.size)
		}
	}
	return false
}

// missing reports whether the field was cut off when captured, and still is.
func (n *node) missing(f *Field) bool {
	switch {
	case n.raw == nil || n.clear.has(f.index):
		return false
	case f.off >= 0:
		return len(n.raw) < len(n.proto.tmpl) && f.off+f.width > n.wrote()*8
	}
	return n.rawFields().cut
}

// automatic reports whether building computes the field.
func (n *node) automatic(f *Field) bool {
	if n.set.has(f.index) {
		return false
	}
	return n.follow.has(f.index) || !n.isSet(f)
}

// overload is the value that the layer above gives the field.
func (n *node) overload(f *Field) (value, bool) {
	if n.next == nil {
		return value{}, false
	}
	for _, o := range n.proto.down[n.next.proto] {
		if o.field == f {
			return o.value(), true
		}
	}
	return value{}, false
}

// value returns the field's value, set, captured, given by the layer above or
// default; ok is false when the field is absent or automatic.
func (n *node) value(f *Field) (value, bool) {
	s := n.slot(f.index)
	if s != nil && !s.spare {
		return s.v, true
	}
	if f.when != nil && !f.when(n.upTo(f)) {
		return value{}, false
	}
	set := n.isSet(f)
	if !set && n.missing(f) {
		return value{}, false
	}
	if !set || n.follow.has(f.index) && !n.set.has(f.index) {
		if v, ok := n.overload(f); ok {
			return v, true
		}
	}
	switch {
	case f.off >= 0 && set:
		return f.readAt(n.hdr, f.off)
	case set:
		return n.fromRaw(f)
	case s != nil:
		return s.v, true
	case f.auto != nil:
		return value{}, false
	}
	if c, ok := f.codec.(switchCodec); ok {
		return c.initial(f, n.upTo(f)), true
	}
	if list, ok := f.def.ref.(PacketList); ok && len(list) > 0 {
		return n.ownList(f, list.copyAll()), true
	}
	return f.def, true
}

// upTo is the layer as a condition of f may see it.
func (n *node) upTo(f *Field) Layer {
	l := n.layer()
	l.upto = f.index
	return l
}

// fromRaw decodes a field of the captured header. Records are kept, so that
// edits to them are edits to this layer.
func (n *node) fromRaw(f *Field) (value, bool) {
	v, ok := n.captured().scanFor(f)
	if list, isList := v.ref.(PacketList); isList && ok {
		return n.ownList(f, list), true
	}
	return v, ok
}

// put sets a field. v has been parsed.
func (n *node) put(f *Field, v value) {
	n.touch()
	n.set.add(f.index)
	if n.raw != nil {
		n.clear.remove(f.index)
		n.follow.remove(f.index)
	}
	if f.off >= 0 && v.ref == nil || f.off >= 0 && f.width > 64 && isBytes(v.ref) {
		n.dropSlot(f.index)
		n.prefix()
		f.put(n.hdr, v)
		return
	}
	n.setSlot(f.index, v, false)
}

func isBytes(x any) bool {
	_, ok := x.([]byte)
	return ok
}

// prefix makes hdr the node's own, whole prefix.
func (n *node) prefix() {
	if n.own {
		return
	}
	own := n.tmpl[:0]
	if len(n.proto.tmpl) > len(n.tmpl) {
		own = make([]byte, 0, len(n.proto.tmpl))
	}
	own = append(own, n.proto.tmpl...)
	copy(own, n.hdr)
	n.hdr, n.own = own, true
}

// del makes a field unset again.
func (n *node) del(f *Field) {
	n.touch()
	n.set.remove(f.index)
	if n.raw != nil {
		n.follow.remove(f.index)
		n.clear.add(f.index)
	}
	n.dropSlot(f.index)
	if f.off >= 0 {
		n.prefix()
		f.put(n.hdr, f.def)
	}
}
