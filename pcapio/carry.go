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

// An origin is what packets keep of the file they were read from, for writing them again: the interface, and the options of
// their blocks. Few files have more options than a comment, which the packet itself keeps.
type origin struct {
	iface   *iface
	mu      sync.Mutex
	options map[*packet.Packet][]byte
}

func (o *origin) keep(p *packet.Packet, options []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.options == nil {
		o.options = make(map[*packet.Packet][]byte)
	}
	o.options[p] = options
}

func (o *origin) of(p *packet.Packet) []byte {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.options[p]
}

// originOf returns the origin of a packet; nil when it is not read from a file.
func originOf(p *packet.Packet) *origin {
	if p == nil || p.Source() == nil {
		return nil
	}
	o, _ := p.Source().Keep.(*origin)
	return o
}

// ifaceOf returns the interface that an item was read from; nil when it was not.
func ifaceOf(it *item) *iface {
	if it == nil {
		return nil
	}
	if o := originOf(it.p); o != nil {
		return o.iface
	}
	return nil
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
