package packet

// AppendWire appends to dst the bytes that Build returns, without the copy that
// Build makes, and returns the length that p has on the wire: what a capture cut
// off the end is cut off still when the packet was edited, or is seen from one of
// its layers.
func (p *Packet) AppendWire(dst []byte) (_ []byte, wire int) {
	p.need()
	b := p.raw()
	wire = len(b)
	if t := p.top(); t.wire != 0 {
		if t.data == nil {
			wire = int(t.wire)
		} else {
			wire += int(t.wire) - len(t.data)
		}
	}
	return append(dst, b...), max(0, wire)
}
