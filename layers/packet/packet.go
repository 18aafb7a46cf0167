package packet

import (
	"bytes"
	"sync/atomic"
	"time"
)

// A Packet is a position in a chain of layers: the layer it stands at, and what
// that layer carries. Layer returns the same packet seen from another layer:
// edits through either are seen by both.
//
// A captured packet keeps the bytes it was read from and finds layers and fields
// in them when asked; the first edit makes nodes of its layers. A Packet is not
// safe for concurrent use when one of the users edits it.
type Packet struct {
	data  []byte  // captured bytes from this layer on; nil when built
	first *node   // the layer as a node; nil while nothing but data is needed
	root  *Packet // the packet this is a view of; nil when it is its own
	src   *Source // never nil; its First is the protocol of data
	ts    int64   // nanoseconds since 1970, 0 when unknown
	mask  uint64  // bits of the protocols in data
	wire  uint32  // length on the wire, 0 when it is that of the bytes; of a view: where in data its payload ends
	gen   uint16  // generation of mask
	index uint16  // of a view: which layer of root
}

// Dissect reads b as a packet that begins with p. It never fails: what cannot be
// understood is Raw. It keeps b, which must not change.
func (p *Proto) Dissect(b []byte) *Packet {
	return &Packet{data: b[:len(b):len(b)], src: p.origin}
}

// top is the packet that p is a view of, or p.
func (p *Packet) top() *Packet {
	if p.root != nil {
		return p.root
	}
	return p
}

// need panics when p is nil, which is what asking a missing layer leads to.
func (p *Packet) need() {
	if p == nil {
		panic(notThere())
	}
}

// missed is the protocol that Layer looked for last and did not find: what a nil
// packet most likely stands for.
var missed atomic.Pointer[Proto]

// notThere is the error of using a nil packet.
func notThere() *FieldError {
	if q := missed.Load(); q != nil {
		return &FieldError{Reason: "layer " + q.name + " not found"}
	}
	return &FieldError{Reason: "there is no packet (nil)"}
}

// Err returns nil, or of a nil packet the error that its other methods panic
// with: "layer UDP not found".
func (p *Packet) Err() error {
	if p == nil {
		return notThere()
	}
	return nil
}

// here is the node that p stands at, once its packet has nodes; nil before.
func (p *Packet) here() *node {
	if p.first == nil && p.root != nil && p.root.first != nil {
		p.first = p.root.first.head.node(int(p.index))
	}
	return p.first
}

// Proto returns the protocol of the layer that p stands at.
func (p *Packet) Proto() *Proto {
	p.need()
	if n := p.here(); n != nil {
		return n.proto
	}
	return p.src.First.really(p.data)
}

// Source returns where the packet came from; for a built packet, a source
// without name.
func (p *Packet) Source() *Source {
	p.need()
	return p.top().src
}

// Time returns when the packet was captured; the zero time when it is unknown.
func (p *Packet) Time() time.Time {
	p.need()
	if p.top().ts == 0 {
		return time.Time{}
	}
	return time.Unix(0, p.top().ts)
}

// Epoch returns the time of capture as seconds since 1970, 0 when it is unknown.
func (p *Packet) Epoch() float64 {
	p.need()
	return float64(p.top().ts) / 1e9
}

// SetTime sets the time of capture.
func (p *Packet) SetTime(t time.Time) {
	p.need()
	if t.IsZero() {
		p.top().ts = 0
		return
	}
	p.top().ts = t.UnixNano()
}

// WireLen returns the length on the wire from the layer on: that of the bytes,
// and what the capture cut off.
func (p *Packet) WireLen() int {
	p.need()
	return p.wireOf(p.Len())
}

// SetWireLen sets the length on the wire; 0 makes it that of the bytes.
func (p *Packet) SetWireLen(n int) {
	p.need()
	p.top().wire = uint32(max(0, n))
}

// Comment returns the packet's comment, as pcapng files hold them.
func (p *Packet) Comment() string {
	p.need()
	return p.top().src.comment(p.top())
}

// SetComment sets the packet's comment.
func (p *Packet) SetComment(text string) {
	p.need()
	t := p.top()
	if t.src == t.src.First.origin {
		t.src = &Source{Link: -1, First: t.src.First}
	}
	t.src.setComment(t, text)
}

// Len returns the number of bytes from the layer on.
func (p *Packet) Len() int {
	p.need()
	if p.top().unedited() {
		return len(p.data)
	}
	return len(p.raw())
}

// Build returns the bytes from the layer on, as they go on the wire: the
// captured ones when nothing was edited, otherwise with all automatic fields
// filled in. The slice is the caller's own.
func (p *Packet) Build() []byte {
	p.need()
	if p.top().unedited() {
		return bytes.Clone(p.data)
	}
	return p.here().build()
}

// raw is Build without the copy.
func (p *Packet) raw() []byte {
	if p.top().unedited() {
		return p.data
	}
	return p.here().build()
}

// unedited reports whether the captured bytes are still the packet.
func (p *Packet) unedited() bool {
	return p.first == nil || p.first.head != nil && p.first.head.captured && !p.first.head.changed
}

// Layers returns the protocols from the layer on, in order.
func (p *Packet) Layers() []*Proto {
	p.need()
	var list []*Proto
	p.each(func(l Layer) bool {
		list = append(list, l.proto)
		return true
	})
	return list
}

// each calls visit with the layers from p on until it returns false.
func (p *Packet) each(visit func(Layer) bool) {
	if n := p.here(); n != nil {
		for ; n != nil; n = n.next {
			if !visit(n.layer()) {
				return
			}
		}
		return
	}
	s := p.steps()
	for s.next() {
		if !visit(s.layer()) {
			return
		}
	}
}

// steps goes over the layers in the captured bytes.
func (p *Packet) steps() stepper {
	end := len(p.data)
	if p.root != nil {
		end = int(p.wire)
	}
	return stepper{data: p.data, proto: p.src.First, end: end}
}

// layer is the layer just found.
func (s *stepper) layer() Layer {
	b := s.data[s.span.off:s.span.hdr:s.span.hdr]
	return Layer{proto: s.span.proto, hdr: b, base: s.span.base(s.data)}
}
