package packet

import (
	"fmt"
	"io"
)

// Hexdump prints the bytes of the packet, 16 to the line, with their offsets
// and as text.
func (p *Packet) Hexdump() { Hexdump(p) }

// HexdumpText returns what Hexdump prints.
func (p *Packet) HexdumpText() string { return HexdumpText(p) }

// Hexdump prints the bytes of a packet, text or bytes, 16 to the line; with the
// option Fields those of a packet also field by field. It panics with a
// *FieldError on anything else.
func Hexdump(x any, opts ...HexdumpOptions) { io.WriteString(Output, HexdumpText(x, opts...)+"\n") }

// HexdumpText returns what Hexdump prints, without the last newline.
func HexdumpText(x any, opts ...HexdumpOptions) string {
	if p, ok := x.(*Packet); ok && p != nil && len(opts) > 0 && opts[0].Fields {
		return fieldDump(p)
	}
	b := mustBytes(x)
	var out []byte
	for off := 0; off < len(b); off += 16 {
		row := b[off:min(off+16, len(b))]
		if off > 0 {
			out = append(out, '\n')
		}
		out = fmt.Appendf(out, "%04x  ", off)
		for i := range 16 {
			if i < len(row) {
				out = fmt.Appendf(out, "%02X ", row[i])
			} else {
				out = append(out, "   "...)
			}
		}
		out = append(out, ' ')
		out = appendASCII(out, row)
	}
	return string(out)
}
