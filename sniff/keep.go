package sniff

import (
	"unsafe"

	"pktsh/layers/packet"
)

// A keeper makes packets of captured frames, in memory of their own.
type keeper struct {
	// grow takes ever larger pieces of memory, as suits packets that are all kept: the first touch of a small page takes longer
	// than everything else about the packets in it. Without it pieces stay small, so that a packet that somebody keeps holds
	// little else.
	grow  bool
	slab  packet.Slab
	room  int    // packets that fit into what slab has
	block int    // packets that the slab got room for last
	chunk []byte // where frames are copied to
}

const (
	firstChunk = 256 << 10 // bytes of frames in one piece, at first
	mostChunk  = 16 << 20
	firstBlock = 512 // packets in one piece, at first
	mostBlock  = 128 << 10
)

// add makes a packet of a frame, whose bytes it copies.
func (k *keeper) add(src *packet.Source, data []byte, wire int, ts int64) *packet.Packet {
	kept := k.copy(data)
	if !k.grow {
		return k.slab.Add(src, kept, wire, ts, data)
	}
	if k.room > 0 {
		k.room--
		return k.slab.Add(src, kept, wire, ts, data)
	}
	k.block = min(max(firstBlock, 2*k.block), mostBlock)
	k.slab.Reserve(k.block)
	k.room = k.block - 1
	p := k.slab.Add(src, kept, wire, ts, data)
	adviseHuge(unsafe.Pointer(p), uintptr(k.block)*unsafe.Sizeof(*p))
	return p
}

// copy copies the bytes of a frame.
func (k *keeper) copy(data []byte) []byte {
	if cap(k.chunk)-len(k.chunk) < len(data) {
		size := firstChunk
		if k.grow {
			size = min(max(size, 2*cap(k.chunk)), mostChunk)
		}
		k.chunk = make([]byte, 0, max(size, len(data)))
		if k.grow {
			adviseHuge(unsafe.Pointer(unsafe.SliceData(k.chunk)), uintptr(cap(k.chunk)))
		}
	}
	at := len(k.chunk)
	k.chunk = append(k.chunk, data...)
	return k.chunk[at:len(k.chunk):len(k.chunk)]
}
