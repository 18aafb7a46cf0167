package sniff

import (
	"time"

	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// A request is a packet that was sent, as long as answers are waited for.
type request struct {
	data    []byte
	it      item // what made it
	sent    int64
	answers int
	to      any            // of the wire
	seen    *packet.Packet // data, read
	made    *packet.Packet // as the user gets it
	next    *request       // in its chain
}

// A chain is the requests whose answers have the same in common with them, in the order in which they went.
type chain struct{ first, last *request }

// packet is the request as a user gets it: as it was made, with the time when it went.
func (r *request) packet() *packet.Packet {
	if r.made == nil {
		r.made = makePacket(&r.it, r.data)
		r.made.SetTime(time.Unix(0, r.sent))
	}
	return r.made
}

// A matcher finds the request that a packet answers.
type matcher struct {
	multi    bool
	requests []*request
	byFlow   map[flow]*chain
	byKey    map[string]*chain
	keyed    int // requests that are in byKey
	answered int // requests that have an answer
	found    []answer

	room    []byte // for the bytes of packets
	block   []request
	chains  []chain
	slab    packet.Slab
	sources map[sourceKey]*packet.Source
}

type answer struct {
	request *request
	answer  *packet.Packet
}

type sourceKey struct {
	first *packet.Proto
	iface *route.Iface
}

func newMatcher(multi bool) *matcher {
	return &matcher{multi: multi, byFlow: make(map[flow]*chain), byKey: make(map[string]*chain), sources: make(map[sourceKey]*packet.Source)}
}

// open is how many requests have no answer yet.
func (m *matcher) open() int { return len(m.requests) - m.answered }

// add takes a request.
func (m *matcher) add(it *item) *request {
	if len(m.block) == cap(m.block) {
		m.block = make([]request, 0, min(max(8, 2*cap(m.block)), 512))
	}
	m.block = append(m.block, request{data: m.keep(it.data), it: *it})
	r := &m.block[len(m.block)-1]
	r.it.data = nil
	m.requests = append(m.requests, r)
	return r
}

// drop forgets the request that came last: it could not be sent.
func (m *matcher) drop() { m.requests = m.requests[:len(m.requests)-1] }

// keep copies bytes into large pieces of memory.
func (m *matcher) keep(b []byte) []byte {
	if len(m.room)+len(b) > cap(m.room) {
		m.room = make([]byte, 0, max(len(b), min(max(1<<10, 2*cap(m.room)), 1<<18)))
	}
	at := len(m.room)
	m.room = append(m.room, b...)
	return m.room[at:len(m.room):len(m.room)]
}

// index files the requests that were sent since under what their answers have in common with them.
func (m *matcher) index() {
	for ; m.keyed < len(m.requests); m.keyed++ {
		r := m.requests[m.keyed]
		r.seen = r.it.first.Dissect(r.data)
		c := m.chainOf(r.data, r.seen, true)
		if c.first == nil {
			c.first = r
		} else {
			c.last.next = r
		}
		c.last = r
	}
}

// chainOf is the requests that a packet may belong to: by the flow it is of, or else by what the protocols say. It is nil when
// there are none, unless they are to be made.
func (m *matcher) chainOf(b []byte, p *packet.Packet, create bool) *chain {
	if key, ok := flowOf(b, p.Proto()); ok {
		c := m.byFlow[key]
		if c == nil && create {
			c = m.newChain()
			m.byFlow[key] = c
		}
		return c
	}
	key := p.HashRet()
	c := m.byKey[string(key)]
	if c == nil && create {
		c = m.newChain()
		m.byKey[string(key)] = c
	}
	return c
}

func (m *matcher) newChain() *chain {
	if len(m.chains) == cap(m.chains) {
		m.chains = make([]chain, 0, min(max(8, 2*cap(m.chains)), 512))
	}
	m.chains = append(m.chains, chain{})
	return &m.chains[len(m.chains)-1]
}

// hear reads a frame and files it when it is an answer. own says that it is a request that came back, as on loopback.
func (m *matcher) hear(h heard) (p *packet.Packet, own bool) {
	m.index()
	p = trimmed(m.slab.Add(m.source(h), m.keep(h.data), h.wire, h.at, h.data))
	c := m.chainOf(h.data, p, false)
	if c == nil {
		return p, false
	}
	if h.iface != nil && h.iface.Loopback() {
		for r := c.first; r != nil; r = r.next {
			if string(r.data) == string(h.data) {
				return p, true
			}
		}
	}
	for r := c.first; r != nil; r = r.next {
		if r.answers > 0 && !m.multi || !p.Answers(r.seen) {
			continue
		}
		if r.answers++; r.answers == 1 {
			m.answered++
		}
		m.found = append(m.found, answer{r, p})
		break
	}
	return p, false
}

// source is where a frame came from.
func (m *matcher) source(h heard) *packet.Source {
	key := sourceKey{h.first, h.iface}
	s := m.sources[key]
	if s == nil {
		s = &packet.Source{Link: -1, First: h.first, Nano: true}
		if link, ok := packet.LinkOf(h.first); ok {
			s.Link = link
		}
		if h.iface != nil {
			s.Iface = h.iface.Name
		}
		m.sources[key] = s
	}
	return s
}
