package packet

// maxLayers bounds the layers of one packet; what lies deeper is Raw.
const maxLayers = 256

// A span is where one layer lies in the bytes of a packet: header from off to
// hdr, then what it carries to end.
type span struct {
	proto         *Proto
	off, hdr, end int32
}

// A walk is the layers of a packet being read, found without allocation for
// the first dozen.
type walk struct {
	n     int
	first [12]span
	more  []span
}

func (w *walk) add(s span) {
	if w.n < len(w.first) {
		w.first[w.n] = s
	} else {
		w.more = append(w.more, s)
	}
	w.n++
}

func (w *walk) at(i int) span {
	if i < len(w.first) {
		return w.first[i]
	}
	return w.more[i-len(w.first)]
}

// run finds all layers of data, of which p is the first.
func (w *walk) run(p *Proto, data []byte) {
	s := stepper{data: data, proto: p, end: len(data)}
	for s.next() {
		w.add(s.span)
	}
}

// A stepper goes from layer to layer.
type stepper struct {
	data  []byte
	proto *Proto // of the next layer
	off   int    // where it begins
	end   int    // where it has to end
	span  span
	count int
	quick bool // leave greedy layers unread
}

// next finds the next layer; false at the end of the packet. The last layer is
// Padding where lengths in the packet leave bytes over.
func (s *stepper) next() bool {
	if s.proto == nil {
		return false
	}
	p := s.proto
	b := s.data[s.off:s.end:s.end]
	h := len(b)
	if !p.greedy || !s.quick {
		h = p.headerLen(Layer{proto: p, hdr: b, base: b})
	}
	end := s.end
	if p.bound != nil {
		end = s.off + p.payloadEnd(b, h)
	}
	s.span = span{p, int32(s.off), int32(s.off + h), int32(end)}
	s.count++
	s.off += h
	s.end = end
	switch {
	case s.off < end && s.count < maxLayers:
		s.proto = p.next(b[:h:h], s.data[s.off:end:end])
		if s.proto == nil {
			s.proto = Raw
		}
	case s.off < end:
		s.proto = Raw
	case end < len(s.data):
		s.proto, s.off, s.end = Padding, end, len(s.data)
	default:
		s.proto = nil
	}
	return true
}

// headerLen is the length of the header that begins l.hdr, at most all of it.
func (p *Proto) headerLen(l Layer) int {
	b := l.hdr
	switch {
	case p.foreign != nil:
		return p.foreignLen(b)
	case p.fixed, len(b) < len(p.tmpl):
		return min(len(p.tmpl), len(b))
	case p.hdrLen != nil:
		if f := p.hdrLen; f.off >= 0 {
			n := int(f.read(b, f.off))*f.auto.unit - f.auto.plus
			return max(len(p.tmpl), min(n, len(b)))
		}
		n := p.hdrLen.auto.lengthFrom(l, p.hdrLen)
		return max(len(p.tmpl), min(n, len(b)))
	}
	s := l.scan()
	for s.next() {
	}
	if s.cut {
		return len(b)
	}
	return s.pos / 8
}

// payloadEnd is where the payload of the header of h bytes that begins b ends,
// by what its length field says, at most all of b. A length that leaves out part
// of the header itself is not believed, nor is 0 (segmentation offload).
func (p *Proto) payloadEnd(b []byte, h int) int {
	f := p.bound
	v, ok := value{}, false
	if f.off >= 0 {
		v, ok = f.readAt(b, f.off)
	} else {
		v, ok = Layer{proto: p, hdr: b, base: b}.value(f)
	}
	if !ok || v.num == 0 {
		return len(b)
	}
	n := int(min(v.num, 1<<31))*f.auto.unit - f.auto.plus
	if f.auto.role == rolePayload {
		n += h
	}
	if n < h || n > len(b) {
		return len(b)
	}
	return n
}

// maskOf is the set of bits of the protocols in data.
func maskOf(p *Proto, data []byte) uint64 {
	var mask uint64
	s := stepper{data: data, proto: p, end: len(data), quick: true}
	for s.next() {
		mask |= s.span.proto.bit
	}
	return mask
}

// contains reports whether a walk of data meets q.
func contains(p *Proto, data []byte, q *Proto) bool {
	s := stepper{data: data, proto: p, end: len(data)}
	for s.next() {
		if s.span.proto == q {
			return true
		}
	}
	return false
}
