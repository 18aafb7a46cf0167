package packet

import (
	"bytes"
	"fmt"
)

// built is a packet of one layer in one allocation.
type built struct {
	Packet
	node node
}

// newNode makes a packet of one layer with nothing set.
func (p *Proto) newNode() *Packet {
	b := &built{}
	b.node.proto = p
	b.node.hdr = append(b.node.tmpl[:0], p.tmpl...)
	b.node.own = true
	b.node.capture = &notCaptured
	b.Packet.first = &b.node
	b.Packet.src = p.origin
	return &b.Packet
}

// New makes a packet of one layer with the fields given as names and values:
// IP.New("dst", "10.0.0.1", "ttl", 3). It panics with a *FieldError on an
// unknown name or an impossible value; Set returns the error instead.
func (p *Proto) New(pairs ...any) *Packet {
	q := p.newNode()
	if err := q.first.setAll(pairs); err != nil {
		panic(err)
	}
	return q
}

// setAll sets the fields of one layer, those that depend on others last.
func (n *node) setAll(pairs []any) error {
	if len(pairs)%2 != 0 {
		return &FieldError{Layer: n.proto.name, Reason: "New takes names and values in pairs"}
	}
	if n.proto.foreign != nil {
		return &FieldError{Layer: n.proto.name, Reason: "the protocol is decoded by gopacket and cannot be built"}
	}
	late := false
	for pass := range 2 {
		for i := 0; i < len(pairs); i += 2 {
			name, ok := pairs[i].(string)
			if !ok {
				return &FieldError{Layer: n.proto.name, Reason: fmt.Sprintf("%v is not the name of a field", pairs[i])}
			}
			f, err := n.proto.field(name)
			if err != nil {
				return err
			}
			late = late || f.late()
			if f.late() != (pass == 1) {
				continue
			}
			v, err := n.parse(f, pairs[i+1])
			if err != nil {
				return err
			}
			n.put(f, v)
		}
		if !late {
			break
		}
	}
	return nil
}

// Stack puts packets on top of each other: the payload of each is the next.
// Text and bytes become Raw. The parts are copied. It panics with a *FieldError
// when there is nothing to stack or a part is something else.
func Stack(parts ...any) *Packet {
	if len(parts) == 0 {
		panic(&FieldError{Layer: "Stack", Reason: "there is nothing to stack"})
	}
	var few [8]*node
	nodes, count := few[:0], 0
	bottom := asPacket(parts[0])
	for i, x := range parts {
		part := bottom
		if i > 0 {
			part = asPacket(x)
		}
		n := part.nodes()
		nodes = append(nodes, n)
		count += n.count()
	}
	q := &Packet{src: bottom.src, ts: bottom.top().ts}
	block := make([]node, 0, count)
	for _, n := range nodes {
		block = n.cloneTo(block)
	}
	q.first = &block[0]
	return q
}

// count is the number of nodes from n on.
func (n *node) count() int {
	count := 0
	for ; n != nil; n = n.next {
		count++
	}
	return count
}

// asPacket turns what may be stacked into a packet.
func asPacket(x any) *Packet {
	switch x := x.(type) {
	case *Packet:
		x.need()
		return x
	case *Proto:
		return x.New()
	}
	b, err := bytesOf(x)
	if err != nil {
		panic(&FieldError{Layer: "Stack", Reason: fmt.Sprintf("a %T is neither a packet nor text nor bytes", x)})
	}
	return Raw.New("load", b)
}

func (n *node) last() *node {
	for n.next != nil {
		n = n.next
	}
	return n
}

// touchTop notes that layers were added or removed; n itself is as it was.
func (n *node) touchTop() {
	dirty := n.dirty
	n.touch()
	n.dirty = dirty
}

// clone copies the nodes from n on.
func (n *node) clone() *node {
	block := n.cloneTo(make([]node, 0, n.count()))
	return &block[0]
}

// cloneTo copies the nodes from n on behind those in block, which has the room,
// and stacks them on the last one.
func (n *node) cloneTo(block []node) []node {
	for ; n != nil; n = n.next {
		i := len(block)
		block = block[:i+1]
		n.cloneInto(&block[i])
		if i > 0 {
			block[i].prev = &block[i-1]
			block[i-1].next = &block[i]
		}
	}
	return block
}

// cloneInto copies n alone into m; records in fields are copied, too.
func (n *node) cloneInto(m *node) {
	*m = *n
	m.next, m.prev, m.head = nil, nil, nil
	if n.own {
		m.hdr = append(m.tmpl[:0], n.hdr...)
	}
	if n.raw != nil {
		c := *n.capture
		m.capture = &c
	}
	m.slots = nil
	for _, s := range n.slots {
		if list, ok := s.v.ref.(PacketList); ok {
			list = list.copyAll()
			for _, r := range list {
				if h := r.first.head; h != nil {
					h.owner = m
				}
			}
			s.v.ref = list
		}
		m.slots = append(m.slots, s)
	}
}

// copyAll copies every packet of the list.
func (l PacketList) copyAll() PacketList {
	out := make(PacketList, len(l))
	for i, p := range l {
		out[i] = p.Copy()
	}
	return out
}

// Copy returns a packet of its own with the layers from p on. Captured bytes,
// which never change, are shared.
func (p *Packet) Copy() *Packet {
	p.need()
	t := p.top()
	q := &Packet{src: p.src, ts: t.ts}
	if p == t && t.unedited() {
		q.wire = t.wire
	} else if t.wire != 0 && p.WireLen() > p.Len() { // asking for lengths builds the packet
		q.wire = uint32(p.WireLen())
	}
	if t.src != t.src.First.origin {
		q.src = t.src.from(p.Proto())
		if c := t.Comment(); c != "" {
			q.SetComment(c)
		}
	}
	if t.unedited() && p.first == nil {
		q.data, q.mask, q.gen = p.data, p.mask, p.gen
		if p != t {
			q.gen--
			if int(p.wire) < len(p.data) {
				p.nodes()
			}
		}
		if p.first == nil {
			return q
		}
	}
	n := p.nodes()
	q.data = nil
	q.first = n.clone()
	if t.unedited() {
		q.data = p.data
	}
	if n.raw != nil || n.head != nil {
		q.first.head = &head{captured: t.unedited() && q.data != nil, changed: !t.unedited()}
	}
	return q
}

// from is the source as one whose packets begin with p.
func (s *Source) from(p *Proto) *Source {
	if s.First == p {
		return s
	}
	return &Source{Name: s.Name, Iface: s.Iface, Link: -1, First: p, Nano: s.Nano, Keep: s.Keep}
}

// Equal reports whether two packets have the same layers with the same values.
// An automatic field is not equal to one that is set, whatever it is set to.
func (p *Packet) Equal(q *Packet) bool {
	if p == nil || q == nil {
		return p == q
	}
	a, b := p.Copy().nodes(), q.Copy().nodes()
	for ; a != nil && b != nil; a, b = a.next, b.next {
		if !a.equal(b) {
			return false
		}
	}
	return a == nil && b == nil
}

func (n *node) equal(m *node) bool {
	if n.proto != m.proto {
		return false
	}
	if n.proto.foreign != nil {
		return bytes.Equal(n.raw, m.raw)
	}
	for _, f := range n.proto.fields {
		v, ok := n.value(f)
		w, has := m.value(f)
		if ok != has || ok && !f.sameValue(v, w) {
			return false
		}
	}
	return true
}

// SetPayload replaces what the layer carries: a packet, text or bytes.
func (p *Packet) SetPayload(x any) {
	p.RemovePayload()
	p.AddPayload(x)
}

// AddPayload puts x, a packet, text or bytes, on top of the last layer.
func (p *Packet) AddPayload(x any) {
	last := p.nodes().last()
	last.next = asPacket(x).Copy().nodes().clone()
	last.next.prev = last
	last.touchTop()
}

// RemovePayload takes everything above the layer off.
func (p *Packet) RemovePayload() {
	n := p.nodes()
	if n.next != nil {
		n.next.prev = nil
		n.next = nil
		n.touchTop()
	}
}
