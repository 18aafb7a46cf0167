package layers

import (
	"fmt"

	"pktsh/layers/packet"
)

// DefragOptions say how fragments are put together.
type DefragOptions struct {
	// Overlap is which contents hold where fragments overlap and differ: "first" those that came first, "last" those that
	// came last. Without it such a datagram is not put together, as hosts do today (RFC 5722).
	Overlap string
}

// Defrag puts the fragments of IPv4 and IPv6 datagrams in a list together. It
// returns the packets that are no fragments, the datagrams, each as it would
// have been captured in one piece, and the fragments of which no datagram came
// to be. Datagrams have the time of the fragment that completed them. The error
// is that of an option.
func Defrag(list packet.PacketList, opts ...DefragOptions) (nonfrag, defragged, unfinished packet.PacketList, err error) {
	fates, err := defragAll(list, opts)
	for i, f := range fates {
		switch {
		case f.whole != nil:
			defragged = append(defragged, f.whole)
		case !f.fragment:
			nonfrag = append(nonfrag, list[i])
		case !f.used:
			unfinished = append(unfinished, list[i])
		}
	}
	return nonfrag, defragged, unfinished, err
}

// Defragment returns the list with datagrams in place of the fragments that make
// one, where the last of these was; see Defrag. What cannot be put together
// stays.
func Defragment(list packet.PacketList, opts ...DefragOptions) (packet.PacketList, error) {
	fates, err := defragAll(list, opts)
	out := make(packet.PacketList, 0, len(list))
	for i, f := range fates {
		switch {
		case f.whole != nil:
			out = append(out, f.whole)
		case !f.used:
			out = append(out, list[i])
		}
	}
	return out, err
}

// Defragment6 returns the first IPv6 datagram that is complete in a list of
// fragments; nil when there is none.
func Defragment6(list packet.PacketList, opts ...DefragOptions) (*packet.Packet, error) {
	_, done, _, err := Defrag(list, opts...)
	for _, p := range done {
		if p.HasLayer(IPv6) {
			return p, err
		}
	}
	return nil, err
}

// A fate is what became of a packet of a list.
type fate struct {
	fragment bool           // it is one
	used     bool           // in a datagram
	whole    *packet.Packet // the datagram that it completed
}

func defragAll(list packet.PacketList, opts []DefragOptions) ([]fate, error) {
	d := Defragmenter{MaxBytes: -1}
	if len(opts) > 0 {
		d.Overlap = opts[0].Overlap
	}
	switch d.Overlap {
	case "", "first", "last":
	default:
		return nil, fmt.Errorf("overlap: there is no rule %q: first, last", d.Overlap)
	}
	fates := make([]fate, len(list))
	for i, p := range list {
		for p != nil {
			whole, parts, fragment := d.add(p, i)
			for _, h := range parts {
				fates[h.tag] = fate{fragment: true, used: true} // a datagram that was part of another, in a tunnel, is gone
			}
			fates[i].fragment = fates[i].fragment || fragment
			if p = whole; p != nil {
				fates[i].whole = p
			}
		}
	}
	return fates, nil
}
