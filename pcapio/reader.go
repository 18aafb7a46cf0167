package pcapio

import (
	"errors"
	"io"
	"iter"

	"pktsh/layers/packet"
)

// A PcapReader reads the packets of a capture file one after the other. Memory does not grow with the file, only with the
// packets that are kept.
type PcapReader struct {
	in        *input
	slab      packet.Slab
	rec       record
	annotated int // packets with options since the source is new
	left      int // packets until Count, negative for no limit
	n         int
	err       error
}

// NewPcapReader opens a capture file, "-" for standard input.
func NewPcapReader(name string, opts ...ReadOptions) (*PcapReader, error) {
	o := last(opts)
	in, err := openInput(name, o)
	if err != nil {
		return nil, err
	}
	r := &PcapReader{in: in, left: -1}
	if o.Count > 0 {
		r.left = o.Count
	}
	return r, nil
}

// Next returns the next packet, and io.EOF after the last. Where a file is cut or damaged it ends too: Warn is told, and Err
// tells.
func (r *PcapReader) Next() (*packet.Packet, error) {
	if err := r.next(); err != nil {
		return nil, err
	}
	p := r.in.packet(&r.slab, &r.rec, r.rec.data)
	if len(r.rec.options) > 0 {
		// A source remembers the comments and options of all its packets. A stream changes it now and then, so that they
		// can go with the packets.
		if r.annotated++; r.annotated == sourceRenewal {
			r.annotated, r.rec.iface.source = 0, nil
		}
	}
	return p, nil
}

// sourceRenewal is after how many packets with options a stream begins a new source.
const sourceRenewal = 1024

// next reads the next record into r.rec.
func (r *PcapReader) next() error {
	if r.err != nil || r.left == 0 {
		return io.EOF
	}
	if err := r.in.format.next(&r.rec); err != nil {
		r.err = err
		r.in.end(err, r.n)
		r.in.notes.warn(r.in.name)
		return io.EOF
	}
	r.left--
	r.n++
	return nil
}

// All yields the packets that are left. Err tells afterwards whether they were all.
func (r *PcapReader) All() iter.Seq[*packet.Packet] {
	return func(yield func(*packet.Packet) bool) {
		for {
			p, err := r.Next()
			if err != nil || !yield(p) {
				return
			}
		}
	}
}

// ReadAll returns the packets that are left.
func (r *PcapReader) ReadAll() packet.PacketList {
	var list packet.PacketList
	for p := range r.All() {
		list = append(list, p)
	}
	return list
}

// Err returns what ended the reading, when that was not the end of the file: a *DamageError, or the user.
func (r *PcapReader) Err() error {
	if errors.Is(r.err, io.EOF) || r.err == errStopped && r.in.follow {
		return nil
	}
	return r.err
}

// Close closes the file. Packets stay valid.
func (r *PcapReader) Close() error {
	if r.err == nil {
		r.err = io.EOF
	}
	r.in.close()
	return nil
}
