package sniff

import (
	"net/netip"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// A tcpSession gives the segments of each direction of a connection in the order of their sequence numbers. What was sent
// twice is given once; segments that came too early wait for those before them. What is no segment with data passes at once.
type tcpSession struct {
	ip      ipSession
	streams map[streamKey]*stream
	order   []streamKey // by the time of their first segment, to forget the oldest
}

// A streamKey is one direction of a connection.
type streamKey struct{ src, dst netip.AddrPort }

// A stream is a direction of which next is the sequence number awaited.
type stream struct {
	next    uint32
	known   bool
	waiting []segment // by sequence number
	bytes   int
}

type segment struct {
	seq uint32
	n   uint32 // bytes of data
	p   *packet.Packet
}

const (
	maxStreams = 4096    // connections' directions that are remembered
	maxWaiting = 1 << 20 // bytes that wait for one that is missing; then it is given up
)

func (s *tcpSession) add(p *packet.Packet) []*packet.Packet {
	var out []*packet.Packet
	for _, q := range s.ip.add(p) {
		out = append(out, s.segment(q)...)
	}
	return out
}

func (s *tcpSession) segment(p *packet.Packet) []*packet.Packet {
	t := p.Layer(layers.TCP)
	if t == nil {
		return []*packet.Packet{p}
	}
	ip := p.Layer(layers.IP)
	if ip == nil {
		ip = p.Layer(layers.IPv6)
	}
	if ip == nil {
		return []*packet.Packet{p}
	}
	key := streamKey{
		netip.AddrPortFrom(ip.Addr("src"), uint16(t.Int("sport"))), netip.AddrPortFrom(ip.Addr("dst"), uint16(t.Int("dport"))),
	}
	seq, n, flags := uint32(t.Int("seq")), uint32(len(data(t))), t.Flags("flags")
	st := s.stream(key)
	switch {
	case flags.Has("S"):
		*st = stream{next: seq + 1 + n, known: true}
		return []*packet.Packet{p}
	case flags.Has("R"):
		delete(s.streams, key)
		return []*packet.Packet{p}
	case n == 0:
		return []*packet.Packet{p}
	case !st.known: // the capture began in the middle
		*st = stream{next: seq + n, known: true}
		return []*packet.Packet{p}
	}
	return st.add(segment{seq, n, p})
}

// data is the payload of a segment, without what pads the frame.
func data(t *packet.Packet) []byte {
	up := t.Payload()
	if up == nil || up.Proto() == packet.Padding {
		return nil
	}
	b := up.Build()
	if pad := t.Layer(packet.Padding); pad != nil {
		b = b[:max(0, len(b)-pad.Len())]
	}
	return b
}

func (s *tcpSession) stream(key streamKey) *stream {
	if st := s.streams[key]; st != nil {
		return st
	}
	for len(s.streams) >= maxStreams && len(s.order) > 0 {
		delete(s.streams, s.order[0])
		s.order = s.order[1:]
	}
	st := &stream{}
	s.streams[key] = st
	s.order = append(s.order, key)
	return st
}

// add takes a segment with data and returns those whose turn it is.
func (st *stream) add(g segment) []*packet.Packet {
	if int32(g.seq+g.n-st.next) <= 0 {
		return nil // all of it was there before
	}
	st.insert(g)
	if st.bytes > maxWaiting {
		st.next = st.waiting[0].seq // what is missing was not captured
	}
	var out []*packet.Packet
	for len(st.waiting) > 0 && int32(st.waiting[0].seq-st.next) <= 0 {
		g := st.waiting[0]
		st.waiting = st.waiting[1:]
		st.bytes -= int(g.n)
		if end := g.seq + g.n; int32(end-st.next) > 0 {
			st.next = end
			out = append(out, g.p)
		}
	}
	return out
}

// insert puts a segment where its sequence number belongs.
func (st *stream) insert(g segment) {
	i := len(st.waiting)
	for i > 0 && int32(g.seq-st.waiting[i-1].seq) < 0 {
		i--
	}
	if i > 0 && st.waiting[i-1].seq == g.seq && st.waiting[i-1].n >= g.n {
		return
	}
	st.waiting = append(st.waiting, segment{})
	copy(st.waiting[i+1:], st.waiting[i:])
	st.waiting[i] = g
	st.bytes += int(g.n)
}
