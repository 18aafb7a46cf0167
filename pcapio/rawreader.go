package pcapio

import (
	"io"
	"iter"
	"time"
)

// A RawPcapReader reads the bytes of a capture file's packets, without looking into them.
type RawPcapReader struct{ r *PcapReader }

// RawMetadata is what a capture file says about a packet.
type RawMetadata struct {
	Time    time.Time // the zero time of 1970 in a block that has none
	WireLen int       // bytes on the wire; those captured may be fewer
	Link    int       // link type: what the bytes begin with
	Iface   string    // where captured, when the file says
	Comment string
}

// NewRawPcapReader opens a capture file, "-" for standard input.
func NewRawPcapReader(name string, opts ...ReadOptions) (*RawPcapReader, error) {
	r, err := NewPcapReader(name, opts...)
	if err != nil {
		return nil, err
	}
	return &RawPcapReader{r}, nil
}

// Next returns the next packet's bytes, which stay valid, and io.EOF after the last packet, as PcapReader.Next does.
func (r *RawPcapReader) Next() ([]byte, RawMetadata, error) {
	if err := r.r.next(); err != nil {
		return nil, RawMetadata{}, err
	}
	rec := &r.r.rec
	m := RawMetadata{Time: time.Unix(0, rec.ts), WireLen: rec.wire, Link: rec.iface.link, Iface: rec.iface.name}
	if len(rec.options) > 0 {
		m.Comment = comments(rec.iface.section.order, rec.options)
	}
	return rec.data, m, nil
}

// All yields the packets that are left. Err tells afterwards whether they were all.
func (r *RawPcapReader) All() iter.Seq2[[]byte, RawMetadata] {
	return func(yield func([]byte, RawMetadata) bool) {
		for {
			b, m, err := r.Next()
			if err == io.EOF || !yield(b, m) {
				return
			}
		}
	}
}

// Err returns what ended the reading, when that was not the end of the file.
func (r *RawPcapReader) Err() error { return r.r.Err() }

// Close closes the file.
func (r *RawPcapReader) Close() error { return r.r.Close() }
