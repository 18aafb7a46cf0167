package packet

import "sync"

// A Source is where packets came from: a capture file or an interface. The
// packets of one source share it.
type Source struct {
	Name  string // file name without folders, or interface
	Iface string // the interface a packet was captured on, where that is known
	Link  int    // link type (LINKTYPE_ of the pcap formats), -1 when unknown
	First *Proto // the protocol that its packets begin with
	Nano  bool   // timestamps are finer than a microsecond

	// Keep is held so that memory the packets point into lives as long as
	// they do.
	Keep any

	mu       sync.Mutex
	comments map[*Packet]string
}

// NewSource makes a source whose packets begin with the protocol of a link type.
func NewSource(name string, link int) *Source {
	return &Source{Name: name, Link: link, First: LinkProto(link)}
}

var links struct {
	sync.RWMutex
	protos map[int]*Proto
	types  map[*Proto]int
}

// RegisterLink makes p the first protocol of captures of a link type, and, when
// it is the first type registered for p, that type the one p is written as.
func RegisterLink(link int, p *Proto) {
	p.giveBit()
	links.Lock()
	defer links.Unlock()
	if links.protos == nil {
		links.protos, links.types = make(map[int]*Proto), make(map[*Proto]int)
	}
	links.protos[link] = p
	if _, ok := links.types[p]; !ok {
		links.types[p] = link
	}
	generation.Add(1)
}

// LinkProto returns the first protocol of a link type, Raw when none is known.
func LinkProto(link int) *Proto {
	links.RLock()
	defer links.RUnlock()
	if p := links.protos[link]; p != nil {
		return p
	}
	return Raw
}

// LinkOf returns the link type that packets beginning with p are written as; ok
// is false when there is none.
func LinkOf(p *Proto) (link int, ok bool) {
	links.RLock()
	defer links.RUnlock()
	link, ok = links.types[p]
	return link, ok
}

func (s *Source) comment(p *Packet) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.comments[p]
}

func (s *Source) setComment(p *Packet, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.comments == nil {
		s.comments = make(map[*Packet]string)
	}
	s.comments[p] = text
}

// A Slab makes captured packets in blocks, to keep the collector's work small.
// The zero Slab is ready for use.
type Slab struct {
	block []Packet
}

const slabSize = 512

// Add makes a packet of captured bytes. data is kept and must not change; hot is
// the same bytes where they are in the processor's cache, or nil. wire is the
// length on the wire, ts the time in nanoseconds since 1970.
func (s *Slab) Add(src *Source, data []byte, wire int, ts int64, hot []byte) *Packet {
	if len(s.block) == cap(s.block) {
		s.block = make([]Packet, 0, slabSize)
	}
	if hot == nil {
		hot = data
	}
	s.block = append(s.block, Packet{
		data: data, src: src, ts: ts, wire: uint32(wire),
		mask: maskOf(src.First, hot), gen: uint16(generation.Load()),
	})
	return &s.block[len(s.block)-1]
}
