package packet

import "errors"

// CompileFilter compiles a filter expression of pcap-filter(7) for a link type (LINKTYPE_ number, -1 when unknown), and returns what
// asks it of a packet's bytes and length on the wire. Package sniff sets it, since the compiler stands above this package.
var CompileFilter func(expr string, link int) (func(data []byte, wire int) bool, error)

// Bpf returns the packets that a filter expression of pcap-filter(7) matches, such as "tcp port 80 and host 10.0.0.1". The expression
// is compiled once for each link type in the list; that of a built packet is the one it would be written as. Captured bytes that
// nobody has edited are looked at where they lie, without dissecting them.
func (l PacketList) Bpf(expr string) (PacketList, error) {
	if CompileFilter == nil {
		return nil, errors.New("packet: no filter compiler: import pktsh/sniff")
	}
	programs := make(map[int]func([]byte, int) bool)
	if len(l) == 0 { // a mistake is one also where there is nothing to look at
		_, err := CompileFilter(expr, 1)
		return nil, err
	}
	var out PacketList
	for _, p := range l {
		link := p.LinkType()
		match := programs[link]
		if match == nil {
			var err error
			if match, err = CompileFilter(expr, link); err != nil {
				return nil, err
			}
			programs[link] = match
		}
		if b := p.raw(); match(b, p.wireOf(len(b))) {
			out = append(out, p)
		}
	}
	return out, nil
}

// LinkType returns the link type (LINKTYPE_ number of the pcap formats) of the bytes from the layer on: that of the capture the packet
// came from, or the one that packets which begin with this layer are written as; -1 when there is none.
func (p *Packet) LinkType() int {
	p.need()
	t := p.top()
	if t.src.Link >= 0 && p == t {
		return t.src.Link
	}
	if link, ok := LinkOf(p.Proto()); ok {
		return link
	}
	return -1
}
