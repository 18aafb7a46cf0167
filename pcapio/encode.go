package pcapio

import (
	"fmt"
	"math"
	"time"

	"pktsh/layers/packet"
)

// An item is a packet on its way into a file.
type item struct {
	data   []byte
	wire   int
	ts     int64 // nanoseconds since 1970
	link   int
	linked bool           // link is what the packet is, not a default
	p      *packet.Packet // nil for bytes
}

// An encoder lays out a file format. It appends to a buffer, which the writer writes.
type encoder interface {
	header(b []byte, first *item) []byte
	packet(b []byte, it *item) ([]byte, error)
	end(b []byte) []byte // what follows the last packet
}

const (
	linkEthernet   = 1
	defaultSnaplen = 262144
)

// A pcapEncoder lays out a pcap file (the pcap draft, sections 4 and 5).
type pcapEncoder struct {
	order   order
	nano    bool
	link    int
	flags   uint32 // the high half of the link type field
	snaplen int    // 0 for none
	forced  bool   // the link type was asked for
}

// newPcapEncoder prepares an encoder for a file that begins with first, which is nil for a file without packets.
func newPcapEncoder(o WriteOptions, first *item) (*pcapEncoder, error) {
	order, err := o.order()
	if err != nil {
		return nil, err
	}
	e := &pcapEncoder{order: order, nano: o.Nano, snaplen: o.Snaplen}
	if e.link, e.forced, err = o.link(); err != nil {
		return nil, err
	}
	if !e.forced {
		e.link = linkEthernet
		if first != nil {
			e.link = first.link
		}
	}
	if i := ifaceOf(first); i != nil {
		e.nano = e.nano || i.nano
		if i.link == e.link {
			e.flags = i.linkFlags
		}
	}
	e.nano = e.nano && !o.Micro
	return e, nil
}

func (e *pcapEncoder) header(b []byte, _ *item) []byte {
	magic := uint32(magicMicro)
	if e.nano {
		magic = magicNano
	}
	snaplen := e.snaplen
	if snaplen == 0 {
		snaplen = defaultSnaplen
	}
	b = e.order.put32(b, magic)
	b = e.order.put16(b, 2)
	b = e.order.put16(b, 4)
	b = e.order.put64(b, 0)
	b = e.order.put32(b, uint32(snaplen))
	return e.order.put32(b, uint32(e.link)|e.flags)
}

func (e *pcapEncoder) packet(b []byte, it *item) ([]byte, error) {
	if it.linked && it.link != e.link && !e.forced {
		return b, fmt.Errorf("its link type is %d and the file's is %d: a pcap file has only one (wrpcapng writes several)", it.link, e.link)
	}
	sec := it.ts / 1e9
	fraction := it.ts % 1e9
	if it.ts < 0 || sec > math.MaxUint32 {
		return b, fmt.Errorf("its time %v is not one that a pcap file can have", time.Unix(0, it.ts).UTC())
	}
	if !e.nano {
		fraction /= 1000
	}
	data := snap(it.data, e.snaplen)
	b = e.order.put32(b, uint32(sec))
	b = e.order.put32(b, uint32(fraction))
	b = e.order.put32(b, uint32(len(data)))
	b = e.order.put32(b, uint32(it.wire))
	return append(b, data...), nil
}

func (e *pcapEncoder) end(b []byte) []byte { return b }

// snap cuts data to n bytes; 0 does not.
func snap(data []byte, n int) []byte {
	if n > 0 && len(data) > n {
		return data[:n]
	}
	return data
}
