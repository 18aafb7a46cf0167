package packet

import "encoding/binary"

// readBits returns the width bits (at most 64) that begin at bit off of b, most
// significant first. The caller makes sure that b holds them.
func readBits(b []byte, off, width int) uint64 {
	if off&7 == 0 {
		p := b[off>>3:]
		switch width {
		case 8:
			return uint64(p[0])
		case 16:
			return uint64(binary.BigEndian.Uint16(p))
		case 32:
			return uint64(binary.BigEndian.Uint32(p))
		case 48:
			return uint64(binary.BigEndian.Uint32(p))<<16 | uint64(binary.BigEndian.Uint16(p[4:]))
		case 64:
			return binary.BigEndian.Uint64(p)
		}
	}
	var v uint64
	for end := off + width; off < end; {
		avail := 8 - off&7
		take := min(avail, end-off)
		part := b[off>>3] >> (avail - take) & (1<<take - 1)
		v = v<<take | uint64(part)
		off += take
	}
	return v
}

// writeBits puts the low width bits of v at bit off of b.
func writeBits(b []byte, off, width int, v uint64) {
	if off&7 == 0 {
		p := b[off>>3:]
		switch width {
		case 8:
			p[0] = byte(v)
			return
		case 16:
			binary.BigEndian.PutUint16(p, uint16(v))
			return
		case 32:
			binary.BigEndian.PutUint32(p, uint32(v))
			return
		case 64:
			binary.BigEndian.PutUint64(p, v)
			return
		}
	}
	for end := off + width; end > off; {
		used := (end-1)&7 + 1 // bits of the last byte up to end
		take := min(used, end-off)
		shift := 8 - used
		mask := byte(1<<take-1) << shift
		i := (end - 1) >> 3
		b[i] = b[i]&^mask | byte(v)<<shift&mask
		v >>= take
		end -= take
	}
}

// swapBytes reverses the order of the width/8 low bytes of v.
func swapBytes(v uint64, width int) uint64 {
	var r uint64
	for ; width > 0; width -= 8 {
		r = r<<8 | v&0xff
		v >>= 8
	}
	return r
}

// hostBig is what numbers of HostU32 are less than, read in the right order.
const hostBig = 1 << 16

// read returns the number of a fixed-width field at bit off of b.
func (f *Field) read(b []byte, off int) uint64 {
	v := readBits(b, off, f.width)
	if f.little && !(f.host && v < hostBig) {
		v = swapBytes(v, f.width)
	}
	return v
}

// window is where a number of the fixed prefix lies: n bytes at byte at, of
// which shift and mask cut it out.
type window struct {
	at    int32
	n     uint8 // 0: only read will do
	shift uint8
	mask  uint64
}

// findWindow sets f.window from f.off.
func (f *Field) findWindow() {
	f.window = window{}
	if f.off < 0 || !f.number || f.little {
		return
	}
	first, last := f.off/8, (f.off+f.width-1)/8
	if n := last - first + 1; n == 1 || n == 2 || n == 4 {
		f.window = window{int32(first), uint8(n), uint8((last+1)*8 - f.off - f.width), 1<<f.width - 1}
	}
}

// get returns the number of a field of the prefix, which b must hold.
func (f *Field) get(b []byte) uint64 {
	w := &f.window
	var v uint64
	switch w.n {
	case 1:
		v = uint64(b[w.at])
	case 2:
		v = uint64(binary.BigEndian.Uint16(b[w.at:]))
	case 4:
		v = uint64(binary.BigEndian.Uint32(b[w.at:]))
	default:
		return f.read(b, f.off)
	}
	return v >> w.shift & w.mask
}

// write puts a number into a fixed-width field at bit off of b.
func (f *Field) write(b []byte, off int, v uint64) {
	if old := readBits(b, off, f.width); f.little && !(f.host && 0 < old && old < hostBig) {
		v = swapBytes(v, f.width)
	}
	writeBits(b, off, f.width, v)
}

// fieldSet is a set of field indices of one protocol.
type fieldSet [2]uint64

const maxFields = 128

func (s *fieldSet) add(i int)      { s[i>>6] |= 1 << (i & 63) }
func (s *fieldSet) remove(i int)   { s[i>>6] &^= 1 << (i & 63) }
func (s *fieldSet) has(i int) bool { return s[i>>6]>>(i&63)&1 != 0 }
