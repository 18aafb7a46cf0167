package layers

import (
	"time"

	"pktsh/layers/packet"
)

// A Defragmenter puts fragments of IPv4 and IPv6 datagrams together as they
// come. The zero value is ready for use. It is not safe for concurrent use.
type Defragmenter struct {
	// MaxBytes bounds the fragments that are held, in bytes; 0: 4 MiB, negative: no bound. Beyond it the oldest datagrams
	// are given up.
	MaxBytes int
	// Timeout is how long a datagram may take from its first fragment to its last, by the times of the packets; 0: 60
	// seconds (RFC 8200 section 4.5), negative: without end.
	Timeout time.Duration
	// Overlap is that of DefragOptions.
	Overlap string
	// Drop is given each fragment that is given up; nil: they are gone.
	Drop func(*packet.Packet)

	open  map[datagramKey]*datagram
	order []*datagram // by the time of their first fragments; some are no longer open
	bytes int
	slab  packet.Slab
}

// datagramKey is what the fragments of a datagram have in common.
type datagramKey struct {
	src, dst [16]byte
	id       uint32
	proto    uint8 // IPv4 alone: each protocol has its own identifications
	version  uint8
}

// A datagram is one that is being put together.
type datagram struct {
	key    datagramKey
	parts  pieces
	first  *packet.Packet // with offset 0
	layer  int            // of first: the layer that says where the fragment belongs
	held   []held
	bytes  int
	since  time.Time
	broken bool // it cannot be put together
	closed bool
}

// held is a fragment, and its number in a list.
type held struct {
	p   *packet.Packet
	tag int
}

// overhead is what holding a fragment takes beyond its bytes, about.
const overhead = 160

// Add takes the next packet. When that completes a datagram, whole is it; when
// it is a fragment of a datagram that is not complete, whole is nil. fragment
// tells whether the packet is a fragment: otherwise whole is p itself.
func (d *Defragmenter) Add(p *packet.Packet) (whole *packet.Packet, fragment bool) {
	for {
		q, _, is := d.add(p, 0)
		if !is {
			return p, fragment
		}
		if fragment = true; q == nil {
			return nil, true
		}
		p = q // which may be a fragment itself, in a tunnel
	}
}

// Pending is how many datagrams are not complete.
func (d *Defragmenter) Pending() int { return len(d.open) }

// add is Add for a packet with a number; parts are the fragments of the datagram
// that it completed.
func (d *Defragmenter) add(p *packet.Packet, tag int) (whole *packet.Packet, parts []held, fragment bool) {
	f, ok := fragmentOf(p)
	if !ok {
		return nil, nil, false
	}
	g := d.datagram(f.key, p.Time())
	size := len(f.load) + overhead
	if g.broken && d.MaxBytes >= 0 {
		d.drop(p)
		return nil, nil, true
	}
	g.held = append(g.held, held{p, tag})
	g.bytes += size
	d.bytes += size
	switch {
	case g.broken:
	case f.broken:
		g.held = g.held[:len(g.held)-1] // the fragment, not the datagram
		d.drop(p)
	case !g.parts.add(f.from, f.load, f.more, f.room, d.Overlap):
		g.broken, g.parts, g.first = true, pieces{}, nil
	default:
		if f.from == 0 && (g.first == nil || d.Overlap == "last") {
			g.first, g.layer = p, f.layer
		}
		if g.first != nil && g.parts.complete() {
			d.close(g)
			return d.join(g, p), g.held, true
		}
	}
	d.bound()
	return nil, nil, true
}

// datagram is the open one of a key; one that has taken too long makes way.
func (d *Defragmenter) datagram(key datagramKey, now time.Time) *datagram {
	if g := d.open[key]; g != nil {
		limit := d.Timeout
		if limit == 0 {
			limit = time.Minute
		}
		if limit < 0 || now.IsZero() || g.since.IsZero() || now.Sub(g.since) <= limit {
			return g
		}
		d.giveUp(g)
	}
	if d.open == nil {
		d.open = make(map[datagramKey]*datagram)
	}
	g := &datagram{key: key, since: now, parts: pieces{total: -1}}
	d.open[key] = g
	d.order = append(d.order, g)
	return g
}

// bound gives the oldest datagrams up until the rest is no more than MaxBytes.
func (d *Defragmenter) bound() {
	limit := d.MaxBytes
	if limit == 0 {
		limit = 4 << 20
	}
	for limit > 0 && d.bytes > limit && len(d.order) > 0 {
		d.giveUp(d.order[0])
		d.order = d.order[1:]
	}
	for len(d.order) > 0 && d.order[0].closed {
		d.order = d.order[1:]
	}
}

func (d *Defragmenter) giveUp(g *datagram) {
	if g.closed {
		return
	}
	d.close(g)
	for _, h := range g.held {
		d.drop(h.p)
	}
}

// close takes a datagram out of those that are open.
func (d *Defragmenter) close(g *datagram) {
	delete(d.open, g.key)
	d.bytes -= g.bytes
	g.closed = true
}

func (d *Defragmenter) drop(p *packet.Packet) {
	if d.Drop != nil {
		d.Drop(p)
	}
}
