package pcapio

// addInterface reads an interface description block (the pcapng draft, section 4.2). One too short to name a link type still
// counts, since packets name interfaces by their number.
func (f *ngFile) addInterface(at int64, b []byte) {
	s := f.section
	i := &iface{clock: microseconds, section: s, index: len(s.ifaces)}
	s.ifaces = append(s.ifaces, i)
	if len(b) < 8 {
		f.note(at, "an interface description of %d bytes", len(b))
		return
	}
	i.link = int(s.order.u16(b))
	i.snaplen = s.order.u32(b[4:])
	i.options = append([]byte(nil), b[8:]...)
	for code, v := range eachOption(s.order, i.options) {
		switch {
		case code == optIfName:
			i.name = string(v)
		case code == optIfTsresol && len(v) > 0:
			i.clock.resol = v[0]
		case code == optIfTsoffset && len(v) == 8:
			i.clock.offset = int64(s.order.u64(v))
		}
	}
	i.nano = i.clock.finer()
}

// enhancedPacket reads section 4.3's block: interface, timestamp (high half first), captured and original length, data, options.
func (f *ngFile) enhancedPacket(r *record, at int64, b []byte) bool {
	if len(b) < enhancedPacketMinimum-blockOverhead {
		f.note(at, "a packet block of %d bytes", len(b))
		return false
	}
	o := f.section.order
	return f.packet(r, at, b, 20, o.u32(b), o.u32(b[12:]), o.u32(b[16:]))
}

// oldPacket reads appendix A's block, which has 16 bits for the interface and 16 for the number of packets dropped before it.
func (f *ngFile) oldPacket(r *record, at int64, b []byte) bool {
	if len(b) < enhancedPacketMinimum-blockOverhead {
		f.note(at, "a packet block of %d bytes", len(b))
		return false
	}
	o := f.section.order
	return f.packet(r, at, b, 20, uint32(o.u16(b)), o.u32(b[12:]), o.u32(b[16:]))
}

// packet fills in r from a block with a timestamp at 4 and data at start.
func (f *ngFile) packet(r *record, at int64, b []byte, start int, index, caplen, wire uint32) bool {
	s := f.section
	if uint64(index) >= uint64(len(s.ifaces)) {
		f.note(at, "a packet of interface %d, and %d are described", index, len(s.ifaces))
		return false
	}
	i := s.ifaces[index]
	if !f.fits(at, i, caplen, b[start:]) {
		return false
	}
	end := start + int(caplen)
	r.ts = i.clock.nanoseconds(uint64(s.order.u32(b[4:]))<<32 | uint64(s.order.u32(b[8:])))
	r.wire = int(wire)
	r.off = at + 8 + int64(start)
	r.data = b[start:end:end]
	r.options = b[min(start+pad4(int(caplen)), len(b)):]
	r.iface = i
	return true
}

// simplePacket reads section 4.4's block, of the first interface and of no time. Its captured length is not written: it is the
// original length, or the snapshot length, or what the block holds.
func (f *ngFile) simplePacket(r *record, at int64, b []byte) bool {
	s := f.section
	if len(b) < 4 || len(s.ifaces) == 0 {
		f.note(at, "a simple packet block of %d bytes, and %d interfaces are described", len(b), len(s.ifaces))
		return false
	}
	i := s.ifaces[0]
	wire := s.order.u32(b)
	caplen := min(wire, uint32(len(b)-4))
	if i.snaplen != 0 {
		caplen = min(caplen, i.snaplen)
	}
	if !f.fits(at, i, caplen, b[4:]) {
		return false
	}
	end := 4 + int(caplen)
	*r = record{wire: int(wire), off: at + 8 + 4, data: b[4:end:end], iface: i}
	return true
}

// fits says whether a packet can have caplen bytes: no more than the block holds and than the link type allows.
func (f *ngFile) fits(at int64, i *iface, caplen uint32, room []byte) bool {
	limit := f.max
	if limit == 0 {
		limit = maxPacket(i.link)
	}
	if uint64(caplen) > uint64(min(limit, len(room))) {
		f.note(at, "a packet of %d bytes is announced in a block that holds %d", caplen, len(room))
		return false
	}
	return true
}
