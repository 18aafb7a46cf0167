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

// read returns the number of a fixed-width field at bit off of b.
func (f *Field) read(b []byte, off int) uint64 {
	v := readBits(b, off, f.width)
	if f.little {
		v = swapBytes(v, f.width)
	}
	return v
}

// write puts a number into a fixed-width field at bit off of b.
func (f *Field) write(b []byte, off int, v uint64) {
	if f.little {
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
func (s *fieldSet) empty() bool    { return s[0]|s[1] == 0 }
