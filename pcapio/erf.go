package pcapio

import (
	"errors"
	"fmt"
	"io"
	"math/bits"
	"strings"
)

// An erfFile reads records of Endace's extensible record format (the ERF types reference guide, EDM11-01). The format has no
// header: a file is one when its name ends in .erf and its first record can be.
type erfFile struct {
	w      *window
	ifaces map[int]*iface // by link type and port
}

const (
	erfHeader    = 16
	erfExtension = 0x80 // of the type: extension headers follow, of 8 bytes, as long as their first bit is set
	erfPadding   = 48
)

// erfLinks is the link type of what records of a type hold, and how many bytes come before that.
var erfLinks = map[byte]struct{ link, skip int }{
	1: {104, 0}, 5: {104, 4}, 10: {104, 0}, 15: {104, 0}, // HDLC over SONET, on a channel, coloured
	2: {linkEthernet, 2}, 11: {linkEthernet, 2}, 16: {linkEthernet, 2}, 20: {linkEthernet, 2},
	21: {247, 0}, // InfiniBand
	22: {228, 0}, 23: {229, 0},
}

// isERF reports whether a file of this name can be ERF when it begins with b.
func isERF(name string, b []byte) bool {
	if len(b) < erfHeader || !strings.HasSuffix(strings.ToLower(strings.TrimSuffix(name, ".gz")), ".erf") {
		return false
	}
	_, known := erfLinks[b[8]&^erfExtension]
	return known && big.u16(b[10:]) >= erfHeader
}

func (f *erfFile) next(r *record) error {
	for {
		h, err := f.w.peek(erfHeader)
		if err != nil {
			if len(h) == 0 && errors.Is(err, io.EOF) {
				return io.EOF
			}
			return cut(f.w, "a record header", err)
		}
		n := int(big.u16(h[10:]))
		if n < erfHeader {
			return &DamageError{Offset: f.w.off, Reason: fmt.Sprintf("a record of %d bytes is announced", n)}
		}
		b, err := f.w.peek(n)
		if err != nil {
			return cut(f.w, "a packet", err)
		}
		ok := f.record(r, b)
		f.w.advance(n)
		if ok {
			return nil
		}
	}
}

// record reads a record, and says whether it is a packet of a known type.
func (f *erfFile) record(r *record, b []byte) bool {
	kind, known := erfLinks[b[8]&^erfExtension]
	at := erfHeader
	for more := b[8]&erfExtension != 0; more && at+8 <= len(b); at += 8 {
		more = b[at]&erfExtension != 0
	}
	at += kind.skip
	if !known || at > len(b) {
		return false // padding, statistics, or a type without link type
	}
	wire := int(big.u16(b[14:]))
	end := min(at+wire, len(b)) // records are filled up to a multiple of 8 bytes
	// Seconds since 1970 and their fraction in 2^-32, the one part of the header that is little-endian.
	ts := little.u64(b)
	nanos, _ := bits.Mul64(ts<<32, 1e9)
	r.ts = int64(ts>>32)*1e9 + int64(nanos)
	r.wire = max(wire, end-at)
	r.off = f.w.off + int64(at)
	r.data = b[at:end:end]
	r.options = nil
	r.iface = f.port(kind.link, int(b[9]&3))
	return true
}

// port is the interface of a card's port.
func (f *erfFile) port(link, port int) *iface {
	key := link<<2 | port
	i := f.ifaces[key]
	if i == nil {
		i = &iface{link: link, nano: true, name: fmt.Sprintf("port %d", port)}
		f.ifaces[key] = i
	}
	return i
}
