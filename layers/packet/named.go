package packet

// Named returns the packets as a list that prints under a name: <Unanswered:
// TCP:0 UDP:0 ICMP:0 Other:0>. Packets that have no source of their own get one
// of that name; an empty list keeps the name behind its end.
func Named(name string, l PacketList) PacketList {
	if len(l) == 0 {
		return append(l[:0:0], &Packet{src: &Source{Name: name, Link: -1, First: Raw}})[:0]
	}
	sources := make(map[*Proto]*Source)
	for _, p := range l {
		t := p.top()
		if t.src != t.src.First.origin {
			continue
		}
		s := sources[t.src.First]
		if s == nil {
			s = &Source{Name: name, Link: -1, First: t.src.First}
			sources[t.src.First] = s
		}
		t.src = s
	}
	return l
}

// Nothing returns an empty list that prints as nothing at all: what a call
// returns that nobody asked for packets.
func Nothing() PacketList { return Named("", nil) }

// emptyName is the name of a list without packets.
func (l PacketList) emptyName() string {
	if cap(l) > 0 {
		if p := l[:1][0]; p != nil && p.src != nil && p.src.First == Raw && len(p.data) == 0 && p.first == nil {
			return p.src.Name
		}
	}
	return "PacketList"
}
