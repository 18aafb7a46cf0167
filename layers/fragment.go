package layers

import (
	"fmt"

	"pktsh/layers/packet"
)

// Fragment cuts packets into fragments, IPv4 and IPv6 (RFC 791 section 3.2, RFC
// 8200 section 4.5), as Packet.Fragment does: x is a packet or a list, and sets
// are cut packet by packet. Length and checksum of the fragments are filled in;
// other fields and IP options are those of the whole. What was a fragment
// itself gives fragments of the same datagram.
func Fragment(x any, opts ...packet.FragmentOptions) packet.PacketList {
	var out packet.PacketList
	for _, p := range wholes(x) {
		out = append(out, p.Fragment(opts...)...)
	}
	return out
}

// wholes are the packets that x is or holds.
func wholes(x any) packet.PacketList {
	switch x := x.(type) {
	case *packet.Packet:
		return packet.PacketList{x}
	case packet.PacketList:
		return x
	case []*packet.Packet:
		return x
	}
	panic(&packet.FieldError{Layer: "Fragment", Reason: fmt.Sprintf("a %T is neither a packet nor a list of packets", x)})
}

// cutIP cuts a packet at an IPv4 layer.
func cutIP(whole *packet.Packet, layer, size int) packet.PacketList {
	switch {
	case size == 0:
		size = 1480
	case size < 8:
		panic(noRoom("IP", size, 8))
	}
	ip := whole.Layer(layer)
	load := cargo(ip)
	if len(load) <= size {
		return packet.PacketList{whole}
	}
	base := whole.Copy()
	base.SetWireLen(0)
	low := base.Layer(layer)
	proto, frag, flags := ip.Int("proto"), ip.Int("frag"), ip.Int("flags")
	low.RemovePayload()
	must(low.Del("len", "chksum"))
	must(low.Set("proto", proto))
	var out packet.PacketList
	for at, end := 0, 0; at < len(load); at = end {
		more := flags
		if end = partEnd(at, size, len(load)); end < len(load) {
			more |= moreFragments
		}
		q := base.Copy()
		part := q.Layer(layer)
		must(part.Set("frag", frag+at/8, "flags", more))
		part.AddPayload(load[at:end])
		out = append(out, q)
	}
	return out
}

// partEnd is where the fragment ends that begins at an offset: at a multiple of 8
// bytes, unless all the rest fits.
func partEnd(at, size, total int) int {
	if at+size >= total {
		return total
	}
	return at + size&^7
}

// moreFragments is the bit MF of IP's flags.
const moreFragments = 1

// cargo is what a layer carries, padding left out.
func cargo(p *packet.Packet) []byte {
	load := packet.Wire(p.Payload())
	if last := p.LastLayer(); last.Proto() == packet.Padding {
		load = load[:max(0, len(load)-last.Len())]
	}
	return load
}

func noRoom(layer string, size, least int) error {
	return &packet.FieldError{Layer: "fragment", Reason: fmt.Sprintf("a size of %d leaves no room in a fragment of %s: at least %d", size, layer, least)}
}

// must stops what cannot go on, with the error of a field.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

func init() {
	IP.Fragments(cutIP)
	IPv6.Fragments(cutIPv6)
}
