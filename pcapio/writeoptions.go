package pcapio

import (
	"fmt"

	"pktsh/layers/packet"
)

// WriteOptions say how to write a file. The zero value writes a little-endian pcap file of the packets' link type, with a clock
// of nanoseconds if the first packet was read from or captured with one, else of microseconds.
type WriteOptions struct {
	Append     bool   // write behind the packets that the file has, in its format
	Gz         bool   // compress with gzip; a name ending in .gz, .zst, .lz4 or .xz asks for compression too
	Nano       bool   // nanoseconds in any case
	Micro      bool   // microseconds in any case
	Linktype   any    // a number, or a protocol that has one; nil takes it from the packets. What packets are is not checked then
	Sync       bool   // each Write reaches the file at once
	Snaplen    int    // write at most so many bytes of a packet; 0 for all
	Endianness string // "<" or "little", ">" or "big"
	Pcapng     bool   // write pcapng
}

// order returns the byte order asked for.
func (o WriteOptions) order() (order, error) {
	switch o.Endianness {
	case "", "<", "little":
		return little, nil
	case ">", "big":
		return big, nil
	}
	return little, fmt.Errorf("endianness: %q is neither \"<\" (little) nor \">\" (big)", o.Endianness)
}

// link returns the link type asked for, and whether one was.
func (o WriteOptions) link() (int, bool, error) {
	switch x := o.Linktype.(type) {
	case nil:
		return 0, false, nil
	case int:
		if x < 0 || x > 0xffff {
			return 0, false, fmt.Errorf("linktype: %d is not between 0 and 65535", x)
		}
		return x, true, nil
	case *packet.Proto:
		if n, ok := packet.LinkOf(x); ok {
			return n, true, nil
		}
		return 0, false, fmt.Errorf("linktype: no link type carries %s", x.Name())
	default:
		return 0, false, fmt.Errorf("linktype: a %T is neither a number nor a protocol", x)
	}
}

// check finds options that do not go together.
func (o WriteOptions) check() error {
	switch {
	case o.Nano && o.Micro:
		return fmt.Errorf("nano and micro exclude each other")
	case o.Snaplen < 0:
		return fmt.Errorf("snaplen: %d is negative", o.Snaplen)
	}
	if _, _, err := o.link(); err != nil {
		return err
	}
	_, err := o.order()
	return err
}
