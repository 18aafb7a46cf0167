package packet

// maxLayers bounds the layers of one packet; what lies deeper is Raw.
const maxLayers = 256

// A span is where one layer lies in the bytes of a packet: header from off to
// hdr, then what it carries to end.
type span struct {
	proto         *Proto
	off, hdr, end int32
}

// base is what the layer's fields are read from: its header, or all bytes from
// it on where another library reads them.
func (s span) base(data []byte) []byte {
	if s.proto.foreign != nil {
		return data[s.off:s.end:s.end]
	}
	return data[s.off:s.hdr:s.hdr]
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

// A stepper goes from layer to layer.
type stepper struct {
	data  []byte
	proto *Proto // of the next layer
	off   int    // where it begins
	end   int    // where it has to end
	span  span
	count int
	quick bool // leave greedy layers unread

	tail            *Proto // reads what follows the payload of a layer below; nil: nothing does
	tailAt, tailEnd int32  // where
}

// next finds the next layer; false at the end of the packet. The last layer is
// Padding where lengths in the packet leave bytes over.
func (s *stepper) next() bool {
	p := s.proto
	if p == nil {
		return false
	}
	b := s.data[s.off:s.end:s.end]
	if p.instead != nil {
		p = p.really(b)
	}
	h := len(b)
	var up *Proto
	switch {
	case p.shape == shapeForeign:
		if l, ok := p.readForeign(b); ok {
			h, up = l.Len, l.Next
		} else {
			p = Raw
		}
	case p.shape == shapeFixed, h < len(p.tmpl):
		h = min(len(p.tmpl), h)
	case p.shape == shapeSized:
		h = min(p.sized(b), h)
	case p.shape == shapeCounted:
		h = max(len(p.tmpl), min(int(p.hdrLen.get(b))*p.hdrLen.auto.unit-p.hdrLen.auto.plus, h))
	case p.shape == shapeScanned, p.shape == shapeGreedy && !s.quick:
		h = p.headerLen(Layer{proto: p, hdr: b, base: b})
	}
	end := s.end
	if p.bound != nil {
		end = s.off + p.payloadEnd(b, h)
	}
	s.span = span{p, int32(s.off), int32(s.off + h), int32(end)}
	if p.trailer != nil && s.tail == nil {
		end = s.leaveTail(p, h, end)
	}
	s.count++
	s.off += h
	s.end = end
	switch {
	case s.off < end && s.count < maxLayers:
		s.proto = up
		if up == nil {
			s.proto = p.next(b[:h:h], s.data[s.off:end:end])
		}
		if s.proto == nil {
			s.proto = Raw
		}
	case s.off < end:
		s.proto = Raw
	case s.tail != nil:
		s.turnToTail()
	case end < len(s.data):
		s.proto, s.off, s.end = Padding, end, len(s.data)
	default:
		s.proto = nil
	}
	return true
}

// leaveTail is where the payload of a layer ends that has a trailer: its header
// of h bytes begins at s.off, and header, payload and trailer end at end.
func (s *stepper) leaveTail(p *Proto, h, end int) int {
	at := s.off + h
	if at >= end {
		return end
	}
	n := p.trailerAt(s.data[s.off:at:at], s.data[at:end:end])
	if n < 0 || at+n >= end {
		return end
	}
	s.tail, s.tailAt, s.tailEnd = p.trailer, int32(at+n), int32(end)
	return at + n
}

// turnToTail makes the trailer the next layer, or Raw of what lies before it.
func (s *stepper) turnToTail() {
	s.off = s.end
	if s.off < int(s.tailAt) {
		s.proto, s.end = Raw, int(s.tailAt)
		return
	}
	s.proto, s.off, s.end, s.tail = s.tail, int(s.tailAt), int(s.tailEnd), nil
}

// A shape is how the length of a header is found.
type shape uint8

const (
	shapeScanned shape = iota // by reading its fields
	shapeFixed                // it is always the same
	shapeSized                // a function says it
	shapeCounted              // a field at a fixed place says it
	shapeGreedy               // it takes all there is, unless its fields are read
	shapeWhole                // it takes all there is
	shapeForeign              // another library finds it
)

// findShape sets p.shape.
func (p *Proto) findShape() {
	switch {
	case p.fixed:
		p.shape = shapeFixed
	case p.sized != nil:
		p.shape = shapeSized
	case p.greedy:
		p.shape = shapeGreedy
	case p.hdrLen != nil && p.hdrLen.off >= 0:
		p.shape = shapeCounted
	case len(p.fields) == 1 && p.fields[0].takesAll():
		p.shape = shapeWhole
	default:
		p.shape = shapeScanned
	}
}

// takesAll reports whether the field reads all bytes there are.
func (f *Field) takesAll() bool {
	c, ok := f.codec.(bytesCodec)
	return ok && f.width < 0 && f.when == nil && f.lenFn == nil && f.lenFrom == nil && !c.nul && c.prefix == 0
}

// headerLen is the length of the header that begins l.hdr, at most all of it.
func (p *Proto) headerLen(l Layer) int {
	b := l.hdr
	switch {
	case p.text != nil:
		return p.text.size(b)
	case p.shape == shapeFixed, len(b) < len(p.tmpl):
		return min(len(p.tmpl), len(b))
	case p.sized != nil:
		return min(p.sized(b), len(b))
	case p.hdrLen != nil:
		n := p.hdrLen.auto.lengthFrom(l, p.hdrLen)
		if p.hdrLen.auto.role == roleRest {
			n += l.endOf(p.hdrLen)
		}
		return max(len(p.tmpl), min(n, len(b)))
	}
	return l.scanned()
}

// scanned is the length of the header that begins l.hdr by its fields.
func (l Layer) scanned() int {
	s := l.scan()
	for s.next() {
	}
	if s.cut {
		return len(l.hdr)
	}
	return s.pos / 8
}

// payloadEnd is where the payload of the header of h bytes that begins b ends,
// by what its length field says, at most all of b. A length that leaves out part
// of the header itself is not believed, nor is 0 (segmentation offload).
func (p *Proto) payloadEnd(b []byte, h int) int {
	f := p.bound
	var v uint64
	if f.off >= 0 {
		if f.off+f.width > len(b)*8 {
			return len(b)
		}
		v = f.get(b)
	} else if val, ok := (Layer{proto: p, hdr: b, base: b}).value(f); ok {
		v = val.num
	}
	if v == 0 {
		return len(b)
	}
	n := int(min(v, 1<<31))*f.auto.unit - f.auto.plus
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
