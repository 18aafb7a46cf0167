package pcapio

import (
	"errors"
	"fmt"
	"io"
)

// Block types (the pcapng draft, section 11.1). Others are kept as they are.
const (
	blockSection          = 0x0a0d0d0a
	blockInterface        = 1
	blockPacket           = 2 // obsolete
	blockSimplePacket     = 3
	blockInterfaceStats   = 5
	blockEnhancedPacket   = 6
	blockCustomNoCopy     = 0x40000bad // programs that do not know it must not copy it into a changed file
	byteOrderMagic        = 0x1a2b3c4d
	blockOverhead         = 12 // type, length, and length again
	maxBlock              = 128<<20 + 128<<10
	maxKept               = 64 << 20 // bytes of other blocks kept for writing
	sectionHeaderMinimum  = 28
	enhancedPacketMinimum = 32
)

// A section of a pcapng file has its own byte order and interfaces.
type section struct {
	order   order
	ifaces  []*iface
	options []byte
	others  []block // neither packets nor interfaces: names, secrets, statistics, custom
}

// A block is one of a kind that is only carried from file to file.
type block struct {
	typ  uint32
	body []byte
}

// An ngFile reads the records of a pcapng file.
type ngFile struct {
	w       *window
	section *section
	max     int // most captured bytes that are believed, 0 for what the link type allows
	kept    int // bytes in others, of all sections
	note    func(offset int64, format string, args ...any)
}

// openPcapng reads the header of the first section. note is told of oddities that do not stop the reading.
func openPcapng(w *window, max int, note func(int64, string, ...any)) (*ngFile, error) {
	f := &ngFile{w: w, max: max, note: note}
	return f, f.readSection()
}

// next reads blocks up to and with the next packet.
func (f *ngFile) next(r *record) error {
	for {
		h, err := f.w.peek(8)
		if err != nil {
			if len(h) == 0 && errors.Is(err, io.EOF) {
				return io.EOF
			}
			return cut(f.w, "a block header", err)
		}
		o := f.section.order
		typ := o.u32(h)
		if typ == blockSection {
			if err := f.readSection(); err != nil {
				var unsupported *versionError
				if errors.As(err, &unsupported) {
					return &DamageError{Offset: f.w.off, Reason: "a section cannot be read", Err: err}
				}
				return err
			}
			continue
		}
		n := o.u32(h[4:])
		if n < blockOverhead || n > maxBlock {
			return &DamageError{Offset: f.w.off, Reason: fmt.Sprintf("a block of %d bytes is announced", n)}
		}
		// Some writers forget to count the padding: libpcap and Wireshark round up as well.
		got, err := f.readBlock(r, typ, pad4(int(n)))
		if got || err != nil {
			return err
		}
	}
}

// readBlock reads a block of n bytes, and says whether it was a packet.
func (f *ngFile) readBlock(r *record, typ uint32, n int) (bool, error) {
	b, err := f.w.peek(n)
	if err != nil {
		return false, cut(f.w, "a block", err)
	}
	if o := f.section.order; o.u32(b[n-4:]) != o.u32(b[4:]) {
		f.note(f.w.off, "a block says first that it has %d bytes and then %d", o.u32(b[4:]), o.u32(b[n-4:]))
	}
	at, body := f.w.off, b[8:n-4:n-4]
	f.w.advance(n)
	switch typ {
	case blockEnhancedPacket:
		return f.enhancedPacket(r, at, body), nil
	case blockPacket:
		return f.oldPacket(r, at, body), nil
	case blockSimplePacket:
		return f.simplePacket(r, at, body), nil
	case blockInterface:
		f.addInterface(at, body)
	default:
		f.keepBlock(at, typ, body)
	}
	return false, nil
}

// A versionError names a version of the format that is not known.
type versionError struct{ major, minor uint16 }

func (e *versionError) Error() string {
	return fmt.Sprintf("pcapng version %d.%d is not known", e.major, e.minor)
}

// readSection reads a section header block, the only one whose type reads the same in both byte orders. Interfaces of the
// section before are gone. The length of the section is not used: its blocks tell where it ends.
func (f *ngFile) readSection() error {
	const what = "a section header"
	h, err := f.w.peek(sectionHeaderMinimum)
	if err != nil {
		return cut(f.w, what, err)
	}
	s := &section{}
	switch {
	case little.u32(h[8:]) == byteOrderMagic:
		s.order = little
	case big.u32(h[8:]) == byteOrderMagic:
		s.order = big
	default:
		return &DamageError{Offset: f.w.off, Reason: "a section header without byte order"}
	}
	// Version 1.2 was written for a while and is the same as 1.0.
	if major, minor := s.order.u16(h[12:]), s.order.u16(h[14:]); major != 1 || minor != 0 && minor != 2 {
		return &versionError{major, minor}
	}
	n := s.order.u32(h[4:])
	if n < sectionHeaderMinimum || n > maxBlock {
		return &DamageError{Offset: f.w.off, Reason: fmt.Sprintf("a section header of %d bytes is announced", n)}
	}
	size := pad4(int(n))
	b, err := f.w.peek(size)
	if err != nil {
		return cut(f.w, what, err)
	}
	s.options = append([]byte(nil), b[24:size-4]...)
	f.section = s
	f.w.advance(size)
	return nil
}

// keepBlock keeps a block for whoever writes the packets again.
func (f *ngFile) keepBlock(at int64, typ uint32, body []byte) {
	if typ == blockCustomNoCopy {
		return
	}
	if f.kept += len(body); f.kept > maxKept {
		f.note(at, "more than %d MB in blocks other than packets; the rest is not kept for writing", maxKept>>20)
		return
	}
	f.section.others = append(f.section.others, block{typ, append([]byte(nil), body...)})
}
