package pcapio

import (
	"errors"
	"fmt"
	"io"
)

// Magic numbers that start a pcap file, as a big-endian writer has them. Kuznetzov's is of a patch to libpcap that Red Hat
// shipped around 2000; IXIA's are of that maker's appliances, for hardware and software clocks.
const (
	magicMicro     = 0xa1b2c3d4
	magicNano      = 0xa1b23c4d
	magicKuznetzov = 0xa1b2cd34
	magicIxiaHard  = 0x1c0001ac
	magicIxiaSoft  = 0x1c0001ab
)

const (
	pcapFileHeader   = 24
	pcapRecordHeader = 16
)

// swap says which of the two lengths of a record header comes first. It was the other way round before version 2.4, and
// version 2.3 was written by programs of either mind.
type swap uint8

const (
	swapNever swap = iota
	swapIfCaptureIsLonger
	swapAlways
)

// A pcapFile reads the records of a pcap file (the pcap draft, sections 4 and 5).
type pcapFile struct {
	w      *window
	order  order
	swap   swap
	header int   // bytes of a record header
	unit   int64 // nanoseconds of the fraction's unit
	max    int   // most captured bytes that are believed
	iface  iface
}

// isPcap says whether a file that starts with the four bytes b is a pcap file, and in which byte order.
func isPcap(b []byte) (order, bool) {
	for _, o := range []order{little, big} {
		switch o.u32(b) {
		case magicMicro, magicNano, magicKuznetzov, magicIxiaHard, magicIxiaSoft:
			return o, true
		}
	}
	return little, false
}

// openPcap reads the file header. A file cut within it has no packets.
func openPcap(w *window, o order, max int) (*pcapFile, error) {
	h, err := w.peek(pcapFileHeader)
	if err != nil {
		return nil, cut(w, "the file header", err)
	}
	f := &pcapFile{w: w, order: o, header: pcapRecordHeader, unit: 1000}
	major, minor := o.u16(h[4:]), o.u16(h[6:])
	switch {
	case major == 543 && minor == 0, major == 2 && minor < 3:
		f.swap = swapAlways
	case major == 2 && minor == 3:
		f.swap = swapIfCaptureIsLonger
	case major != 2:
		return nil, fmt.Errorf("pcap version %d.%d is not known", major, minor)
	}
	link := o.u32(h[20:])
	f.iface = iface{link: int(link & 0xffff), linkFlags: link &^ 0xffff, snaplen: o.u32(h[16:])}
	f.max = max
	if max == 0 {
		f.max = maxPacket(f.iface.link)
	}
	w.advance(pcapFileHeader)

	switch o.u32(h) {
	case magicNano:
		f.unit = 1
	case magicKuznetzov:
		f.header = pcapRecordHeader + 8 // interface index, protocol, packet type
	case magicIxiaHard, magicIxiaSoft:
		f.unit = 1
		if err := f.skipIxiaTotal(); err != nil {
			return nil, err
		}
	}
	f.iface.nano = f.unit == 1
	return f, nil
}

// skipIxiaTotal skips the four bytes that IXIA's appliances write behind the file header, the length of all records. Other
// programs write the magic number without them, so they are skipped unless the records plainly begin at once.
func (f *pcapFile) skipIxiaTotal() error {
	b, err := f.w.peek(4 + pcapRecordHeader)
	if len(b) < pcapRecordHeader {
		if len(b) == 0 || err == errStopped {
			return nil
		}
		return cut(f.w, "the file header", err)
	}
	if err != nil || !f.plausible(b[4:]) && f.plausible(b) {
		return nil
	}
	f.w.advance(4)
	return nil
}

func (f *pcapFile) plausible(h []byte) bool {
	fraction, caplen, wire := f.order.u32(h[4:]), f.order.u32(h[8:]), f.order.u32(h[12:])
	return fraction < 1e9 && caplen <= wire && wire <= uint32(f.max)
}

func (f *pcapFile) next(r *record) error {
	h, err := f.w.peek(f.header)
	if err != nil {
		if len(h) == 0 && errors.Is(err, io.EOF) {
			return io.EOF
		}
		return cut(f.w, "a record header", err)
	}
	caplen, wire := f.order.u32(h[8:]), f.order.u32(h[12:])
	if f.swap == swapAlways || f.swap == swapIfCaptureIsLonger && caplen > wire {
		caplen, wire = wire, caplen
	}
	if uint64(caplen) > uint64(f.max) {
		return &DamageError{Offset: f.w.off, Reason: fmt.Sprintf("a packet of %d bytes, more than %d, is announced", caplen, f.max)}
	}
	n := f.header + int(caplen)
	b, err := f.w.peek(n)
	if err != nil {
		return cut(f.w, "a packet", err)
	}
	r.ts = int64(f.order.u32(b))*1e9 + int64(f.order.u32(b[4:]))*f.unit
	r.wire = int(wire)
	r.off = f.w.off + int64(f.header)
	r.data = b[f.header:n:n]
	r.iface = &f.iface
	f.w.advance(n)
	return nil
}

// cut says that the file ends, or cannot be read further, within what.
func cut(w *window, what string, err error) error {
	if err == errStopped {
		return err
	}
	e := &DamageError{Offset: w.off + int64(w.hi-w.lo), Reason: "the file is cut short within " + what}
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		e.Reason, e.Err = "reading "+what+" fails", err
	}
	return e
}
