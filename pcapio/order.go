package pcapio

import (
	"encoding/binary"
	"math/bits"
)

// An order is a byte order: true when the most significant byte comes first. Unlike a binary.ByteOrder it costs no indirect
// call for each number read.
type order bool

const (
	little order = false
	big    order = true
)

func (o order) u16(b []byte) uint16 {
	v := binary.LittleEndian.Uint16(b)
	if o == big {
		v = bits.ReverseBytes16(v)
	}
	return v
}

func (o order) u32(b []byte) uint32 {
	v := binary.LittleEndian.Uint32(b)
	if o == big {
		v = bits.ReverseBytes32(v)
	}
	return v
}

func (o order) u64(b []byte) uint64 {
	v := binary.LittleEndian.Uint64(b)
	if o == big {
		v = bits.ReverseBytes64(v)
	}
	return v
}

func (o order) put16(b []byte, v uint16) []byte {
	if o == big {
		return binary.BigEndian.AppendUint16(b, v)
	}
	return binary.LittleEndian.AppendUint16(b, v)
}

func (o order) put32(b []byte, v uint32) []byte {
	if o == big {
		return binary.BigEndian.AppendUint32(b, v)
	}
	return binary.LittleEndian.AppendUint32(b, v)
}

func (o order) put64(b []byte, v uint64) []byte {
	if o == big {
		return binary.BigEndian.AppendUint64(b, v)
	}
	return binary.LittleEndian.AppendUint64(b, v)
}
