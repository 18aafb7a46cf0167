package pcapio

import (
	"fmt"

	"pktsh/layers/packet"
)

// A record is one packet as a file holds it. Its slices lie in the window it was read through.
type record struct {
	ts      int64  // nanoseconds since 1970
	wire    int    // bytes on the wire
	off     int64  // where data lies in the file, after decompression
	data    []byte // the captured bytes
	options []byte // options of its pcapng block, as they are
	iface   *iface
}

// An iface is what a file says about an interface that captured. A pcap file has one, a section of a pcapng file any number.
type iface struct {
	link      int
	linkFlags uint32 // of a pcap file: the rest of the field, which may tell the length of a frame check sequence
	snaplen   uint32 // as the file has it; 0 is no limit, and many files have too small a number
	nano      bool   // the clock is finer than a microsecond

	// Of a pcapng file.
	name    string
	clock   clock
	index   int // in the section
	section *section
	options []byte // as they are, in the byte order of the section

	source *packet.Source // of the next packets; it keeps the origin
	origin *origin
}

// A format yields the records of a file in order. At the end it returns io.EOF, or a *DamageError when the file stops making
// sense before its end.
type format interface {
	next(*record) error
}

// A DamageError says where and how a capture file stops making sense. What precedes the place was read.
type DamageError struct {
	Offset int64 // in the file, after decompression
	Reason string
	Err    error // what reading the file gave, when that is the reason
}

func (e *DamageError) Error() string {
	s := fmt.Sprintf("%s at byte %d", e.Reason, e.Offset)
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

func (e *DamageError) Unwrap() error { return e.Err }

// maxPacket is the most captured bytes a packet of a link type may have: the limit of libpcap and Wireshark, which tells
// damage from data. Buses carry more than networks.
func maxPacket(link int) int {
	const (
		usbLinux       = 189
		usbLinuxMapped = 220
		dbus           = 231
		usbPcap        = 249
		ebhscr         = 279
	)
	switch link {
	case usbLinux, usbLinuxMapped, dbus, usbPcap:
		return 128 << 20
	case ebhscr:
		return 8 << 20
	}
	return 262144
}
