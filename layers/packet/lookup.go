package packet

import (
	"fmt"
)

// Layer returns the packet seen from another of its layers, from p on: which is
// a protocol, its name, or how many layers up. nth asks for a later occurrence,
// 1 being the first. It is nil when there is none. Records in fields, such as
// DNSQR in DNS, are found, too.
func (p *Packet) Layer(which any, nth ...int) *Packet {
	if i, ok := which.(int); ok {
		return p.layerAt(i)
	}
	q := protoOf(which)
	v := p.layer(q, nth)
	if v == nil {
		missed.Store(q)
	}
	return v
}

// layer is Layer for a protocol.
func (p *Packet) layer(q *Proto, nth []int) *Packet {
	if p == nil {
		return nil
	}
	want := 1
	if len(nth) > 0 && nth[0] > 1 {
		want = nth[0]
	}
	if !p.mayHave(q) {
		return nil
	}
	if n := p.here(); n != nil {
		return p.top().nodeLayer(n, q, &want)
	}
	if q.bit == 0 {
		return p.top().nodeLayer(p.nodes(), q, &want)
	}
	s := p.steps()
	for i := 0; s.next(); i++ {
		if s.span.proto != q {
			continue
		}
		if want--; want == 0 {
			return p.view(&s, i)
		}
	}
	return nil
}

// Find returns the packet seen from its first layer of a protocol whose fields
// have the values that are given as names and values; nil when there is none. It
// panics with a *FieldError on an unknown field or impossible value.
func (p *Packet) Find(which any, pairs ...any) *Packet {
	q := protoOf(which)
	want, err := q.wanted(pairs)
	if err != nil {
		panic(err)
	}
	for nth := 1; ; nth++ {
		v := p.Layer(q, nth)
		if v == nil || v.holds(want) {
			return v
		}
	}
}

// A fieldValue is a field and the value that it is to have.
type fieldValue struct {
	f *Field
	v value
}

func (p *Proto) wanted(pairs []any) ([]fieldValue, error) {
	if len(pairs)%2 != 0 {
		return nil, &FieldError{Layer: p.name, Reason: "Find takes names and values in pairs"}
	}
	var list []fieldValue
	for i := 0; i < len(pairs); i += 2 {
		name, _ := pairs[i].(string)
		f, err := p.field(name)
		if err != nil {
			return nil, err
		}
		v, err := f.parse(pairs[i+1])
		if err != nil {
			return nil, err
		}
		list = append(list, fieldValue{f, v})
	}
	return list, nil
}

// holds reports whether the layer that p stands at has the values.
func (p *Packet) holds(want []fieldValue) bool {
	for _, w := range want {
		l, f := p.find(w.f.name)
		if f != w.f {
			return false
		}
		if v, ok := l.raw(f); !ok || !f.sameValue(v, w.v) {
			return false
		}
	}
	return true
}

// layerAt is the packet from the i-th layer on.
func (p *Packet) layerAt(i int) *Packet {
	if p == nil || i < 0 {
		return nil
	}
	if n := p.here(); n != nil {
		for ; n != nil && i > 0; i-- {
			n = n.next
		}
		return p.top().viewOf(n)
	}
	s := p.steps()
	for k := 0; s.next(); k++ {
		if k == i {
			return p.view(&s, i)
		}
	}
	return nil
}

// view is p from the layer that s has found, i layers up.
func (p *Packet) view(s *stepper, i int) *Packet {
	if i == 0 {
		return p
	}
	off := int(s.span.off)
	return &Packet{
		data: p.data[off:], root: p.top(), src: s.span.proto.origin,
		wire: uint32(int(s.span.end) - off), index: p.index + uint16(i),
	}
}

// viewOf is the packet from node n on; nil when there is no node.
func (p *Packet) viewOf(n *node) *Packet {
	if n == nil {
		return nil
	}
	if n == p.first {
		return p
	}
	v := &Packet{root: p, src: n.proto.origin, first: n}
	if p.unedited() {
		v.data = p.data[p.offsetOf(n):]
	}
	return v
}

// offsetOf is where the captured header of n lies in data.
func (p *Packet) offsetOf(n *node) int {
	off := 0
	for m := p.first; m != nil && m != n; m = m.next {
		off += len(m.raw)
	}
	return min(off, len(p.data))
}

// nodeLayer finds the want-th layer or record of protocol q from n on.
func (p *Packet) nodeLayer(n *node, q *Proto, want *int) *Packet {
	for ; n != nil; n = n.next {
		if n.proto == q {
			if *want--; *want == 0 {
				return p.viewOf(n)
			}
		}
		for _, f := range n.proto.records {
			v, _ := n.value(f)
			list, _ := v.ref.(PacketList)
			for _, r := range list {
				if found := r.nodeLayer(r.nodes(), q, want); found != nil {
					return found
				}
			}
		}
	}
	return nil
}

// protoOf is the protocol that which, a protocol or a name, stands for.
func protoOf(which any) *Proto {
	switch x := which.(type) {
	case *Proto:
		if x != nil {
			return x
		}
	case string:
		if q := Lookup(x); q != nil {
			return q
		}
		var names []string
		for _, q := range Protos() {
			names = append(names, q.name)
		}
		panic(&FieldError{Reason: fmt.Sprintf("no protocol is named %q", x), Hint: didYouMean(x, names)})
	}
	panic(&FieldError{Reason: fmt.Sprintf("a %T is not a protocol", which)})
}

// HasLayer reports whether the packet has a layer of a protocol, given as such
// or by name, from p on. It is false on nil.
func (p *Packet) HasLayer(which any) bool {
	if p == nil {
		return false
	}
	q, ok := which.(*Proto)
	if !ok {
		q = protoOf(which)
	}
	if p.first != nil || p.root != nil || q.bit == 0 {
		return p.layer(q, nil) != nil
	}
	if !p.mayHave(q) {
		return false
	}
	return !q.shared || contains(p.src.First, p.data, q)
}

// mayHave reports by the mask whether the packet may have a layer of q; true is
// certain when p is captured, unedited and whole, and q has a bit of its own.
func (p *Packet) mayHave(q *Proto) bool {
	if p.first != nil || p.root != nil || q.bit == 0 {
		return true
	}
	if p.gen != uint16(generation.Load()) {
		p.mask = maskOf(p.src.First, p.data)
		p.gen = uint16(generation.Load())
	}
	if p.mask&q.bit == 0 && q == Raw && p.mask&greedyBits.Load() != 0 {
		return contains(p.src.First, p.data, Raw)
	}
	return p.mask&q.bit != 0
}

// Payload returns what the layer carries, nil when it carries nothing.
func (p *Packet) Payload() *Packet {
	p.need()
	return p.layerAt(1)
}

// Underlayer returns the packet from the layer below on, nil at the bottom.
func (p *Packet) Underlayer() *Packet {
	p.need()
	if p.root == nil {
		return nil
	}
	if n := p.nodes(); n.prev != nil {
		return p.root.viewOf(n.prev)
	}
	return nil
}

// LastLayer returns the packet seen from its uppermost layer.
func (p *Packet) LastLayer() *Packet {
	p.need()
	return p.layerAt(len(p.Layers()) - 1)
}
