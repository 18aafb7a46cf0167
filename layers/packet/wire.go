package packet

// AppendWire appends to dst the bytes that Build returns, without the copy that
// Build makes, and returns the length that p has on the wire: what a capture cut
// off the end is cut off still when the packet was edited, or is seen from one of
// its layers.
func (p *Packet) AppendWire(dst []byte) (_ []byte, wire int) {
	p.need()
	b := p.raw()
	return append(dst, b...), p.wireOf(len(b))
}

// wireOf is the length on the wire of p, which builds n bytes now.
func (p *Packet) wireOf(n int) int {
	t := p.top()
	switch {
	case t.wire == 0:
		return n
	case t.data == nil:
		return int(t.wire)
	}
	return max(0, n+int(t.wire)-len(t.data))
}

// Wire returns the bytes that p builds, none when p is nil: a payload that is
// not there has no bytes.
func Wire(p *Packet) []byte {
	if p == nil {
		return nil
	}
	return p.Build()
}
