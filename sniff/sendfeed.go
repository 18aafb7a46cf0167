package sniff

import (
	"fmt"
	"iter"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// A feed gives the packets of one call one by one: what sets stand for from templates, packets that were captured as
// their own bytes.
type feed struct {
	link  bool // frames, not network packets
	parts []any
	count int

	at   int
	tmpl *packet.Template
	it   item
	buf  []byte
}

// An item is a packet on its way out.
type item struct {
	data  []byte // valid until the next one
	first *packet.Proto
	p     *packet.Packet   // what it was made of; nil for bytes
	built *packet.Packet   // the packet itself where it was built for this
	tmpl  *packet.Template // what makes the packet of data otherwise
}

// packet is the item as a packet of its own.
func (it *item) packet() *packet.Packet { return makePacket(it, append([]byte(nil), it.data...)) }

// makePacket is the packet of an item whose bytes were kept.
func makePacket(it *item, data []byte) *packet.Packet {
	switch {
	case it.built != nil:
		return it.built
	case it.tmpl != nil:
		return it.tmpl.Packet(data)
	case it.p != nil:
		return it.p.Copy()
	}
	return it.first.Dissect(data)
}

// newFeed takes what users give to send: packets, lists of them, and with link text and bytes.
func newFeed(x any, link bool) (*feed, error) {
	f := &feed{link: link}
	if err := f.add(x); err != nil {
		return nil, err
	}
	for _, part := range f.parts {
		if p, ok := part.(*packet.Packet); ok {
			f.count += p.Count()
		} else {
			f.count++
		}
	}
	return f, nil
}

func (f *feed) add(x any) error {
	switch x := x.(type) {
	case *packet.Packet:
		return f.addPacket(x)
	case *packet.Proto:
		return f.addPacket(x.New())
	case packet.PacketList:
		return addAll(f, x)
	case []*packet.Packet:
		return addAll(f, x)
	case []any:
		return addAll(f, x)
	case [][]byte:
		return addAll(f, x)
	case []string:
		return addAll(f, x)
	case iter.Seq[*packet.Packet]:
		for p := range x {
			if err := f.addPacket(p); err != nil {
				return err
			}
		}
		return nil
	case string:
		return f.addBytes([]byte(x))
	case []byte:
		return f.addBytes(x)
	case nil:
		return fmt.Errorf("there is nothing to send (nil)")
	}
	return fmt.Errorf("what is sent is packets, lists of them, or bytes, and not of type %T", x)
}

func addAll[T any](f *feed, list []T) error {
	for _, x := range list {
		if err := f.add(x); err != nil {
			return err
		}
	}
	return nil
}

// addPacket adds a packet; for Send one that is no network packet is put into a frame.
func (f *feed) addPacket(p *packet.Packet) error {
	if err := p.Err(); err != nil {
		return err
	}
	if !f.link {
		switch first := p.Proto(); {
		case first == layers.IP || first == layers.IPv6:
		case isLink(first):
			return fmt.Errorf("send takes packets from the network layer on, and this one begins with %s: sendp sends frames", first.Name())
		default:
			p = packet.Stack(layers.Ether.New(), p)
		}
	}
	f.parts = append(f.parts, p)
	return nil
}

// isLink reports whether packets beginning with p are frames.
func isLink(p *packet.Proto) bool {
	_, ok := packet.LinkOf(p)
	return ok && p != layers.IP && p != layers.IPv6 && p != packet.Raw
}

func (f *feed) addBytes(b []byte) error {
	if !f.link {
		return fmt.Errorf("bytes are sent with sendp, or as what a packet carries: IP(dst=...)/%q", clip(b))
	}
	f.parts = append(f.parts, b)
	return nil
}

func clip(b []byte) string {
	if len(b) > 12 {
		return string(b[:12]) + "..."
	}
	return string(b)
}

// total is how many packets there are.
func (f *feed) total() int { return f.count }

// reset begins again.
func (f *feed) reset() { f.at, f.tmpl = 0, nil }

// next is the next packet; what it points to is valid until the one after.
func (f *feed) next() (*item, bool) {
	for f.at < len(f.parts) {
		switch part := f.parts[f.at].(type) {
		case []byte:
			f.at++
			f.it = item{data: part, first: layers.Ether}
			return &f.it, true
		case *packet.Packet:
			if f.tmpl == nil {
				f.tmpl = part.Template()
				f.it = item{first: part.Proto(), p: part, tmpl: f.tmpl}
			}
			b, built, ok := f.tmpl.Append(f.buf[:0])
			if ok {
				f.buf, f.it.data, f.it.built = b, b, built
				return &f.it, true
			}
			f.tmpl = nil
			f.at++
		}
	}
	return nil, false
}
