package packet

import (
	"encoding/binary"
	"math/bits"
)

// checksum adds up 16-bit words in one's complement (RFC 1071), eight bytes at a
// time.
type checksum struct {
	sum uint64
	odd bool // the next byte is the low half of a word
}

func (s *checksum) add(b []byte) {
	if s.odd && len(b) > 0 {
		s.carry(uint64(b[0]))
		b = b[1:]
	}
	s.odd = len(b)&1 == 1
	var sum, c uint64
	for len(b) >= 32 {
		sum, c = bits.Add64(sum, binary.BigEndian.Uint64(b), 0)
		sum, c = bits.Add64(sum, binary.BigEndian.Uint64(b[8:]), c)
		sum, c = bits.Add64(sum, binary.BigEndian.Uint64(b[16:]), c)
		sum, c = bits.Add64(sum, binary.BigEndian.Uint64(b[24:]), c)
		sum += c
		b = b[32:]
	}
	for len(b) >= 8 {
		sum, c = bits.Add64(sum, binary.BigEndian.Uint64(b), 0)
		sum += c
		b = b[8:]
	}
	if len(b) > 0 {
		var tail [8]byte
		copy(tail[:], b)
		sum, c = bits.Add64(sum, binary.BigEndian.Uint64(tail[:]), 0)
		sum += c
	}
	s.carry(sum)
}

// carry adds a sum whose 16-bit words count alike.
func (s *checksum) carry(sum uint64) {
	sum = sum>>32 + sum&0xffffffff
	s.sum += sum>>16 + sum&0xffff
}

// fold returns the checksum: the complement of the sum in 16 bits.
func (s *checksum) fold() uint16 {
	sum := s.sum
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// Checksum returns the Internet checksum of b (RFC 1071).
func Checksum(b []byte) uint16 {
	var s checksum
	s.add(b)
	return s.fold()
}
