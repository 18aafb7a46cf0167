package packet

// FragmentOptions say how a packet is cut into fragments.
type FragmentOptions struct {
	// Fragsize is a length in bytes: for IPv4 the most that a fragment carries behind its header, 1480 without it; for IPv6
	// the most that a fragment has from its IPv6 header on, 1500 without it.
	Fragsize int
}

// Fragments sets how packets with a layer of the protocol are cut into
// fragments: cut gets a packet, which of its layers is meant, counted from 0,
// and the size that was asked for, 0 without one.
func (p *Proto) Fragments(cut func(whole *Packet, layer, size int) PacketList) *Proto {
	p.cut = cut
	return p
}

// Fragment cuts the packet into fragments at its first layer that can be cut, IP
// or IPv6; each carries its part as Raw. A packet that is small enough, or has
// no such layer, comes back alone. It panics with a *FieldError when the size
// leaves no room for 8 bytes in a fragment.
func (p *Packet) Fragment(opts ...FragmentOptions) PacketList {
	size := 0
	if len(opts) > 0 {
		size = opts[0].Fragsize
	}
	var out PacketList
	for q := range p.All() {
		out = append(out, q.cutAt(size)...)
	}
	return out
}

func (p *Packet) cutAt(size int) PacketList {
	for i, q := range p.Layers() {
		if q.cut != nil {
			return q.cut(p, i, size)
		}
	}
	return PacketList{p}
}
