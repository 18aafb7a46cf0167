package layers

import (
	"math/rand/v2"

	"pktsh/layers/packet"
)

// Fragment6 cuts IPv6 packets into fragments of at most Fragsize bytes from the
// IPv6 header on, 1280 without it. A packet that has a fragment header keeps
// its identification; otherwise a header with a random one is put behind the
// headers that every hop reads (RFC 8200 section 4.5). A packet that is small
// enough stays as it is.
func Fragment6(x any, opts ...packet.FragmentOptions) packet.PacketList {
	o := packet.FragmentOptions{Fragsize: 1280}
	if len(opts) > 0 {
		o = opts[0]
	}
	return Fragment(x, o)
}

// cutIPv6 cuts a packet at an IPv6 layer.
func cutIPv6(whole *packet.Packet, layer, size int) packet.PacketList {
	if size == 0 {
		size = 1500
	}
	ip := whole.Layer(layer)
	if len(cargo(ip))+40 <= size {
		return packet.PacketList{whole}
	}
	last, frag := perHop(whole, layer)
	base := whole.Copy()
	base.SetWireLen(0)
	next := map[string]int{"m": 0, "offset": 0, "id": int(rand.Uint32())}
	var load []byte
	if frag {
		f := whole.Layer(last + 1)
		load = cargo(f)
		for _, name := range []string{"nh", "m", "offset", "id"} {
			next[name] = f.Int(name)
		}
	} else {
		load = cargo(whole.Layer(last))
		next["nh"] = whole.Layer(last).Int("nh")
	}
	low := base.Layer(last)
	low.RemovePayload()
	must(low.Set("nh", 44))
	must(base.Layer(layer).Del("plen"))
	room := size - base.Layer(layer).Len() - 8
	if room < 8 {
		panic(noRoom("IPv6", size, base.Layer(layer).Len()+16))
	}
	var out packet.PacketList
	for at, end := 0, 0; at < len(load); at = end {
		more := next["m"]
		if end = partEnd(at, room, len(load)); end < len(load) {
			more = 1
		}
		head := IPv6ExtHdrFragment.New("nh", next["nh"], "offset", next["offset"]+at/8, "m", more, "id", next["id"])
		q := base.Copy()
		q.AddPayload(packet.Stack(head, load[at:end]))
		out = append(out, q)
	}
	return out
}

// perHop is the last of the headers that stay in every fragment, from an IPv6
// layer on, and whether a fragment header follows it.
func perHop(whole *packet.Packet, layer int) (last int, frag bool) {
	last = layer
	for i, q := range whole.Layers() {
		if i <= layer {
			continue
		}
		switch q {
		case IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, IPv6ExtHdrSegmentRouting:
			last = i
		case IPv6ExtHdrDestOpt:
		case IPv6ExtHdrFragment:
			return i - 1, true
		default:
			return last, false
		}
	}
	return last, false
}
