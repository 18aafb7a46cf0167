package layers

import "pktsh/layers/packet"

// OverlapOptions say how OverlapFrag cuts.
type OverlapOptions struct {
	// Fragsize is the most that a fragment of the packet carries, in bytes; 8 without it.
	Fragsize int
	// OverlapFragsize is the same for what overlaps it; Fragsize without it.
	OverlapFragsize int
}

// OverlapFrag returns fragments of a packet, and before them fragments of the
// same datagram with other contents, overlap: text, bytes or a packet in place
// of what p carries. Hosts and filters that put them together differently see
// different packets.
func OverlapFrag(p *packet.Packet, overlap any, opts ...OverlapOptions) packet.PacketList {
	o := OverlapOptions{}
	if len(opts) > 0 {
		o = opts[0]
	}
	if o.Fragsize == 0 {
		o.Fragsize = 8
	}
	if o.OverlapFragsize == 0 {
		o.OverlapFragsize = o.Fragsize
	}
	other := p.Copy()
	ip := other.Layer(IP)
	proto := ip.Int("proto")
	ip.SetPayload(overlap)
	must(ip.Set("proto", proto, "flags", ip.Int("flags")|moreFragments))
	must(ip.Del("len", "chksum"))
	return append(other.Fragment(packet.FragmentOptions{Fragsize: o.OverlapFragsize}), p.Fragment(packet.FragmentOptions{Fragsize: o.Fragsize})...)
}
