package pcapio

import (
	"fmt"
	"time"
)

// An ngEncoder lays out a pcapng file of one section (the pcapng draft, sections 4.1 to 4.3). What a packet's own file said of
// its section, its interface and itself goes along.
type ngEncoder struct {
	order    order
	snaplen  int
	link     int // when forced
	forced   bool
	n        uint32             // interfaces written
	ids      map[*iface]uint32  // of interfaces of pcapng files
	plain    map[ngIface]uint32 // of others
	sections []*section         // whose interfaces are here, in order
	carried  map[*section]int   // how many of the section's other blocks are written
	omitted  int                // blocks left out because their byte order is not this file's
}

// An ngIface is what tells apart interfaces of packets that do not come from a pcapng file.
type ngIface struct {
	link int
	name string
}

func newNgEncoder(o WriteOptions, first *item) (*ngEncoder, error) {
	e := &ngEncoder{
		snaplen: o.Snaplen,
		ids:     make(map[*iface]uint32), plain: make(map[ngIface]uint32), carried: make(map[*section]int),
	}
	var err error
	if e.link, e.forced, err = o.link(); err != nil {
		return nil, err
	}
	if e.order, err = o.order(); err != nil {
		return nil, err
	}
	// In the byte order of the file it came from, everything can be taken over as it is.
	if i := ifaceOf(first); i != nil && i.section != nil && o.Endianness == "" {
		e.order = i.section.order
	}
	return e, nil
}

func (e *ngEncoder) header(b []byte, first *item) []byte {
	b, start := e.begin(b, blockSection)
	b = e.order.put32(b, byteOrderMagic)
	b = e.order.put16(b, 1)
	b = e.order.put16(b, 0)
	b = e.order.put64(b, ^uint64(0)) // length of the section: not known
	if i := ifaceOf(first); i != nil && i.section != nil {
		b = appendOptions(b, e.order, i.section.order, i.section.options, nil, nil)
	}
	b = e.finish(b, start)
	if first == nil && e.forced {
		b = e.describe(b, e.link, nil, "")
	}
	return b
}

// begin appends the start of a block, whose length finish puts in.
func (e *ngEncoder) begin(b []byte, typ uint32) (_ []byte, start int) {
	start = len(b)
	b = e.order.put32(b, typ)
	return e.order.put32(b, 0), start
}

// finish ends the block that began at start.
func (e *ngEncoder) finish(b []byte, start int) []byte {
	b = append(b, padding[:pad4(len(b)-start)-(len(b)-start)]...)
	n := uint32(len(b) - start + 4)
	e.order.put32(b[start+4:start+4], n)
	return e.order.put32(b, n)
}

// describe appends an interface description. Times are always written in nanoseconds from 1970, which none is lost by.
func (e *ngEncoder) describe(b []byte, link int, i *iface, name string) []byte {
	snaplen := uint32(e.snaplen)
	if i != nil && snaplen == 0 {
		snaplen = i.snaplen
	}
	b, start := e.begin(b, blockInterface)
	b = e.order.put16(b, uint16(link))
	b = e.order.put16(b, 0)
	b = e.order.put32(b, snaplen)
	own := appendOption(nil, e.order, optIfTsresol, []byte{9})
	if i == nil && name != "" {
		own = appendOption(own, e.order, optIfName, []byte(name))
	}
	var options []byte
	from := e.order
	if i != nil {
		options, from = i.options, i.section.order
	}
	b = appendOptions(b, e.order, from, options, interfaceOptions, own)
	e.n++
	return e.finish(b, start)
}

// iface returns the number of the interface that a packet was captured on, appending its description if it is new.
func (e *ngEncoder) iface(b []byte, it *item) ([]byte, uint32) {
	link := it.link
	if e.forced {
		link = e.link
	}
	if i := ifaceOf(it); i != nil && i.section != nil && i.link == link {
		b = e.take(b, i.section)
		return b, e.ids[i]
	}
	key := ngIface{link: link}
	if it.p != nil && it.p.Source() != nil {
		key.name = it.p.Source().Iface
	}
	id, ok := e.plain[key]
	if !ok {
		id = e.n
		e.plain[key] = id
		b = e.describe(b, link, nil, key.name)
	}
	return b, id
}

// take appends what a packet's section has beside packets and is not written yet. Statistics wait for the end.
func (e *ngEncoder) take(b []byte, s *section) []byte {
	seen, ok := e.carried[s]
	if !ok {
		e.sections = append(e.sections, s)
	}
	for _, i := range s.ifaces {
		if _, ok := e.ids[i]; !ok {
			e.ids[i] = e.n
			b = e.describe(b, i.link, i, "")
		}
	}
	for _, o := range s.others[seen:] {
		if o.typ == blockInterfaceStats {
			continue
		}
		b = e.other(b, s, o.typ, o.body)
	}
	e.carried[s] = len(s.others)
	return b
}

// other appends a block as it was. Only its own byte order makes sense of it.
func (e *ngEncoder) other(b []byte, s *section, typ uint32, body []byte) []byte {
	if s.order != e.order {
		e.omitted++
		return b
	}
	b, start := e.begin(b, typ)
	return e.finish(append(b, body...), start)
}

func (e *ngEncoder) packet(b []byte, it *item) ([]byte, error) {
	if it.ts < 0 {
		return b, fmt.Errorf("its time %v is before 1970", time.Unix(0, it.ts).UTC())
	}
	b, id := e.iface(b, it)
	data := snap(it.data, e.snaplen)
	b, start := e.begin(b, blockEnhancedPacket)
	b = e.order.put32(b, id)
	b = e.order.put32(b, uint32(uint64(it.ts)>>32))
	b = e.order.put32(b, uint32(it.ts))
	b = e.order.put32(b, uint32(len(data)))
	b = e.order.put32(b, uint32(it.wire))
	b = append(b, data...)
	b = append(b, padding[:pad4(len(data))-len(data)]...)
	if it.p != nil {
		b = e.packetOptions(b, it)
	}
	return e.finish(b, start), nil
}

// packetOptions appends the options that the packet's block had, with the comment that it has now.
func (e *ngEncoder) packetOptions(b []byte, it *item) []byte {
	comment := it.p.Comment()
	var options []byte
	from := e.order
	if o := originOf(it.p); o != nil && o.iface.section != nil {
		options, from = o.of(it.p), o.iface.section.order
	}
	if comments(from, options) == comment {
		return appendOptions(b, e.order, from, options, packetOptions, nil)
	}
	var own []byte
	if comment != "" {
		own = appendOption(nil, e.order, optComment, []byte(comment))
	}
	return appendOptions(b, e.order, from, options, recommented, own)
}

// end appends the statistics of interfaces, under their new numbers.
func (e *ngEncoder) end(b []byte) []byte {
	for _, s := range e.sections {
		for _, o := range s.others {
			if o.typ != blockInterfaceStats || len(o.body) < 4 {
				continue
			}
			index := s.order.u32(o.body)
			if uint64(index) >= uint64(len(s.ifaces)) {
				continue
			}
			body := e.order.put32(nil, e.ids[s.ifaces[index]])
			b = e.other(b, s, o.typ, append(body, o.body[4:]...))
		}
	}
	if e.omitted > 0 {
		Warn(fmt.Sprintf("%d blocks of a section in the other byte order are left out", e.omitted))
	}
	return b
}
