package pcapio

import (
	"sync"

	"pktsh/layers/packet"
)

// fate is what becomes of an option when its block is written again.
type fate uint8

const (
	asIs   fate = iota
	drop        // replaced, or not to be copied
	swap32      // a number, which has to follow the byte order of the file
	swap64
)

// The fates of options, by the block they are in.
var (
	interfaceOptions = map[uint16]fate{
		optIfTsresol: drop, optIfTsoffset: drop, // times are written in another way
		optIfSpeed: swap64, 16: swap64, 17: swap64, // the numbered are transmit and receive speed
		optIfTzone: swap32,
	}
	packetOptions = map[uint16]fate{optEpbFlags: swap32, optEpbDrop: swap64, optEpbID: swap64, optEpbQueue: swap32}
	recommented   = map[uint16]fate{
		optComment: drop, optEpbFlags: swap32, optEpbDrop: swap64, optEpbID: swap64, optEpbQueue: swap32,
	}
)

// appendOptions appends options of another block and then own, which are ready, and the end mark if there are any.
func appendOptions(b []byte, to, from order, options []byte, fates map[uint16]fate, own []byte) []byte {
	before := len(b)
	for code, v := range eachOption(from, options) {
		f := fates[code]
		if code == optCustomStringNoCopy || code == optCustomBytesNoCopy {
			f = drop
		}
		switch {
		case f == drop:
		case from != to && f == swap32 && len(v) == 4:
			b = appendOption(b, to, code, to.put32(nil, from.u32(v)))
		case from != to && f == swap64 && len(v) == 8:
			b = appendOption(b, to, code, to.put64(nil, from.u64(v)))
		default:
			b = appendOption(b, to, code, v)
		}
	}
	b = append(b, own...)
	if len(b) > before {
		b = to.put32(b, optEnd)
	}
	return b
}

// keptOptions are the options of packets' blocks, for writing them again. Few files have more than a comment, which the packet
// itself keeps.
type keptOptions struct {
	mu sync.Mutex
	of map[*packet.Packet][]byte
}

func (k *keptOptions) put(p *packet.Packet, options []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil {
		k.of = make(map[*packet.Packet][]byte)
	}
	k.of[p] = options
}

func (k *keptOptions) get(p *packet.Packet) []byte {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.of[p]
}

// worthKeeping says whether options hold more than one comment.
func worthKeeping(o order, options []byte) bool {
	n := 0
	for code := range eachOption(o, options) {
		if code != optComment {
			return true
		}
		n++
	}
	return n > 1
}
