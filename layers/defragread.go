package layers

import "pktsh/layers/packet"

// A fragment is what a packet says of its place in a datagram.
type fragment struct {
	key    datagramKey
	layer  int // of the packet: IP or IPv6ExtHdrFragment
	from   int // where load belongs, in bytes
	load   []byte
	more   bool
	room   int  // bytes that the datagram can hold at most
	broken bool // cut off, or of a length that no fragment has
}

// fragmentOf reads the outermost fragmentation of a packet; ok is false when it
// is no fragment.
func fragmentOf(p *packet.Packet) (f fragment, ok bool) {
	if !p.HasLayer(IP) && !p.HasLayer(IPv6ExtHdrFragment) {
		return f, false
	}
	six := -1 // the last IPv6 layer
	for i, q := range p.Layers() {
		switch q {
		case IP:
			if f, ok = fragmentOfIP(p.Layer(i), i); ok {
				return f, true
			}
		case IPv6:
			six = i
		case IPv6ExtHdrFragment:
			if six < 0 {
				return f, false
			}
			if f, ok = fragmentOfIPv6(p.Layer(six), p.Layer(i), i); ok {
				return f, true
			}
		case IPerror, IPerror6:
			return f, false // quoted: no part of a datagram on its way
		}
	}
	return f, false
}

func fragmentOfIP(ip *packet.Packet, layer int) (f fragment, ok bool) {
	frag, more := ip.Int("frag"), ip.Int("flags")&moreFragments != 0
	if frag == 0 && !more {
		return f, false
	}
	f = fragment{layer: layer, from: 8 * frag, more: more, load: cargo(ip), room: 65535 - 4*ip.Int("ihl")}
	f.key = datagramKey{
		src: ip.Addr("src").As16(), dst: ip.Addr("dst").As16(),
		id: uint32(ip.Int("id")), proto: uint8(ip.Int("proto")), version: 4,
	}
	// A length of 0 is segmentation offload's; one beyond the bytes that are there was cut off by the capture.
	if n := ip.Int("len"); n > 0 && n-4*ip.Int("ihl") > len(f.load) {
		f.broken = true
	}
	f.broken = f.broken || !f.sound()
	return f, true
}

func fragmentOfIPv6(ip, head *packet.Packet, layer int) (f fragment, ok bool) {
	from, more := 8*head.Int("offset"), head.Int("m") != 0
	if from == 0 && !more {
		return f, false // an atomic fragment is a whole datagram (RFC 6946)
	}
	f = fragment{layer: layer, from: from, more: more, load: cargo(head)}
	f.key = datagramKey{src: ip.Addr("src").As16(), dst: ip.Addr("dst").As16(), id: uint32(head.Int("id")), version: 6}
	rest := len(cargo(ip))
	f.room = 65535 - (rest - len(f.load) - 8) // headers that stay count, the fragment header does not
	f.broken = ip.Int("plen") > rest || !f.sound()
	return f, true
}

// sound reports whether the part has a length that fragments have.
func (f *fragment) sound() bool {
	return len(f.load) > 0 && (!f.more || len(f.load)%8 == 0)
}

// join makes the datagram that last completed.
func (d *Defragmenter) join(g *datagram, last *packet.Packet) *packet.Packet {
	q := g.first.Copy()
	q.SetWireLen(0)
	at := q.Layer(g.layer)
	if at.Proto() == IP {
		at.SetPayload(g.parts.bytes())
		must(at.Set("proto", int(g.key.proto), "frag", 0, "flags", at.Int("flags")&^moreFragments))
		must(at.Del("len", "chksum"))
	} else {
		low := q.Layer(g.layer - 1)
		next := at.Int("nh")
		low.SetPayload(g.parts.bytes())
		if low.HasField("nh") {
			must(low.Set("nh", next))
		}
		delLength(q, g.layer)
	}
	b := q.Build()
	src := g.first.Source()
	if g.first.Underlayer() != nil || src.First != g.first.Proto() { // seen from one of its layers
		whole := g.first.Proto().Dissect(b)
		whole.SetTime(last.Time())
		return whole
	}
	ts := int64(0)
	if t := last.Time(); !t.IsZero() {
		ts = t.UnixNano()
	}
	return d.slab.Add(src, b, len(b), ts, nil)
}

// delLength makes the length of the IPv6 header below a layer automatic.
func delLength(q *packet.Packet, layer int) {
	for i := layer - 1; i >= 0; i-- {
		if v := q.Layer(i); v.Proto() == IPv6 {
			must(v.Del("plen"))
			return
		}
	}
}
