package pcapio

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"pktsh/layers/packet"
)

// A PcapWriter writes a capture file packet by packet. The file appears under its name, in place of one that had it, at Close
// or Flush; when writing fails it does not appear, or is again as it was.
type PcapWriter struct {
	name   string
	o      WriteOptions
	t      *target
	out    io.Writer      // the file, or what compresses into it
	zip    io.WriteCloser // nil without compression
	enc    encoder        // nil until the first packet
	buf    []byte         // laid out, not written
	data   []byte         // of the packet being laid out
	n      int            // packets
	err    error          // the first failure; nothing is written after it
	warned bool
}

// writeBuffer is how much is laid out before it is written.
const writeBuffer = 256 << 10

// NewPcapWriter makes a capture file, "-" for standard output. Its header is written with the first packet, whose link type it
// tells.
func NewPcapWriter(name string, opts ...WriteOptions) (*PcapWriter, error) {
	o := last(opts)
	if err := o.check(); err != nil {
		return nil, err
	}
	w := &PcapWriter{name: name, o: o}
	if err := w.open(); err != nil {
		return nil, err
	}
	return w, nil
}

// NewPcapNgWriter is NewPcapWriter for a pcapng file.
func NewPcapNgWriter(name string, opts ...WriteOptions) (*PcapWriter, error) {
	o := last(opts)
	o.Pcapng = true
	return NewPcapWriter(name, o)
}

func (w *PcapWriter) open() error {
	c := compressionFor(w.name)
	if w.o.Gz {
		c = compressionFor(".gz")
	}
	if w.o.Append {
		old, err := openExisting(w.name)
		if err != nil {
			return err
		}
		if old != nil {
			return w.openAppend(old)
		}
	}
	t, err := createTarget(w.name)
	if err != nil {
		return err
	}
	return w.into(t, c)
}

// into starts to write to t, compressing with c.
func (w *PcapWriter) into(t *target, c *compression) error {
	w.t, w.out = t, t.file
	if c == nil {
		return nil
	}
	if c.writer == nil {
		t.abandon()
		return fmt.Errorf("%s: %s compression cannot be written", w.name, c.name)
	}
	z, err := c.writer(t.file)
	if err != nil {
		return w.fail(err)
	}
	w.zip, w.out = z, z
	return nil
}

// Write writes packets: *packet.Packet, PacketList, []*packet.Packet, []byte, [][]byte, or an iterator over packets. A packet
// that is a set is written as the packets in it. A packet that cannot be written is an error, but the others are not lost.
func (w *PcapWriter) Write(pkts ...any) error {
	if w.err != nil {
		return w.err
	}
	for _, x := range pkts {
		if err := w.write(x); err != nil {
			if w.err != nil {
				return w.err
			}
			return fmt.Errorf("%s: packet %d: %w", w.name, w.n+1, err)
		}
	}
	if w.o.Sync {
		return w.Flush()
	}
	return nil
}

func (w *PcapWriter) write(x any) error {
	switch x := x.(type) {
	case *packet.Packet:
		return w.writePacket(x)
	case packet.PacketList:
		return w.writeList(x)
	case []*packet.Packet:
		return w.writeList(x)
	case iter.Seq[*packet.Packet]:
		for p := range x {
			if err := w.writePacket(p); err != nil {
				return err
			}
		}
		return nil
	case []byte:
		return w.add(&item{data: x, wire: len(x), ts: time.Now().UnixNano()})
	case [][]byte:
		for _, b := range x {
			if err := w.write(b); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("a %T is neither a packet nor a list of packets nor bytes", x)
}

func (w *PcapWriter) writeList(list []*packet.Packet) error {
	for _, p := range list {
		if err := w.writePacket(p); err != nil {
			return err
		}
	}
	return nil
}

// writePacket writes p, or when it is a set the packets in it. A packet without a time has none to write when it comes from a
// file, and is of now when it was built.
func (w *PcapWriter) writePacket(p *packet.Packet) error {
	if p == nil {
		return errors.New("the packet is nil")
	}
	if p.Count() != 1 {
		for q := range p.All() {
			if err := w.writeOne(q); err != nil {
				return err
			}
		}
		return nil
	}
	return w.writeOne(p)
}

func (w *PcapWriter) writeOne(p *packet.Packet) error {
	it := item{p: p}
	w.data, it.wire = p.AppendWire(w.data[:0])
	it.data = w.data
	switch t := p.Time(); {
	case !t.IsZero():
		it.ts = t.UnixNano()
	case p.Source() == nil || p.Source().Keep == nil:
		it.ts = time.Now().UnixNano()
	}
	it.link, it.linked = linkOf(p)
	return w.add(&it)
}

// linkOf finds the link type of a packet: that of its source while it begins as packets of the source do, else that of the
// protocol it begins with. Bytes without a protocol can be of any; Ethernet is only a guess then.
func linkOf(p *packet.Packet) (link int, known bool) {
	first := p.Proto()
	if s := p.Source(); s != nil && s.Link >= 0 && s.First == first {
		return s.Link, true
	}
	if link, ok := packet.LinkOf(first); ok {
		return link, true
	}
	return linkEthernet, false
}

// add lays out a packet, and the header before the first.
func (w *PcapWriter) add(it *item) error {
	if !it.linked && it.link == 0 {
		it.link = linkEthernet
	}
	if w.enc == nil {
		if err := w.begin(it); err != nil {
			return err
		}
	}
	if !it.linked && w.n == 0 && w.o.Linktype == nil && !w.o.Append {
		Warn(fmt.Sprintf("%s: the first packet is not of a link type; written as Ethernet", w.name))
	}
	if len(it.data) > maxPacket(it.link) && w.o.Snaplen == 0 && !w.warned {
		w.warned = true
		Warn(fmt.Sprintf("%s: packet %d has %d bytes, more than most programs read", w.name, w.n+1, len(it.data)))
	}
	b, err := w.enc.packet(w.buf, it)
	if err != nil {
		return err
	}
	w.buf = b
	w.n++
	if len(w.buf) >= writeBuffer {
		return w.drain()
	}
	return nil
}

// begin chooses the format and lays out the header. first is nil for a file without packets.
func (w *PcapWriter) begin(first *item) error {
	var err error
	if w.o.Pcapng {
		w.enc, err = newNgEncoder(w.o, first)
	} else {
		w.enc, err = newPcapEncoder(w.o, first)
	}
	if err != nil {
		return err
	}
	w.buf = w.enc.header(w.buf, first)
	return nil
}

// drain writes what is laid out.
func (w *PcapWriter) drain() error {
	_, err := w.out.Write(w.buf)
	w.buf = w.buf[:0]
	if err != nil {
		return w.fail(err)
	}
	return nil
}

// Flush brings what was written so far into the file, under its name.
func (w *PcapWriter) Flush() error {
	if w.err != nil || w.enc == nil { // without a packet there is not even a header
		return w.err
	}
	if err := w.drain(); err != nil {
		return err
	}
	if z, ok := w.zip.(interface{ Flush() error }); ok {
		if err := z.Flush(); err != nil {
			return w.fail(err)
		}
	}
	if err := w.t.publish(); err != nil {
		return w.fail(err)
	}
	return nil
}

// errClosed is what writing to a closed writer gives.
var errClosed = errors.New("the file is closed")

// Close completes the file. It is to be called even after a failure, and returns that then.
func (w *PcapWriter) Close() error {
	if w.err != nil {
		if errors.Is(w.err, errClosed) {
			return nil
		}
		return w.err
	}
	if w.enc == nil {
		if err := w.begin(nil); err != nil {
			return w.fail(err)
		}
	}
	w.buf = w.enc.end(w.buf)
	if err := w.drain(); err != nil {
		return err
	}
	if w.zip != nil {
		if err := w.zip.Close(); err != nil {
			return w.fail(err)
		}
	}
	if err := w.t.close(); err != nil {
		return w.fail(err)
	}
	w.err = fmt.Errorf("%s: %w", w.name, errClosed)
	return nil
}

// Abandon closes the file without completing it: it does not appear, or is as it was at the last Flush.
func (w *PcapWriter) Abandon() {
	if w.err == nil {
		w.fail(errClosed)
	}
}

// fail gives up the file, and remembers why.
func (w *PcapWriter) fail(err error) error {
	w.t.abandon()
	w.err = fmt.Errorf("%s: %w", w.name, err)
	return w.err
}
