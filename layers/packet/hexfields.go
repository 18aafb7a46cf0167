package packet

import (
	"fmt"
	"strings"
)

// HexdumpOptions say how Hexdump prints.
type HexdumpOptions struct {
	Fields bool // tell the fields apart, by colours or bars, and list them below
}

// fieldColors tell neighbouring fields apart.
var fieldColors = []string{"\x1b[32m", "\x1b[33m", "\x1b[36m", "\x1b[35m", "\x1b[34m", "\x1b[31m"}

// A hexField is where a field lies in the bytes of a packet, in bits.
type hexField struct {
	name       string
	text       string // its value
	start, end int
}

// hexFields are the fields in the bytes of a packet, in their order; a header that is no list of fields is one.
func hexFields(p *Packet, b []byte) []hexField {
	var list []hexField
	s := p.Proto().Dissect(b).steps()
	for s.next() {
		l, at := s.layer(), int(s.span.off)*8
		if l.proto.foreign != nil || l.proto.text != nil {
			list = append(list, hexField{l.proto.name, "", at, int(s.span.hdr) * 8})
			continue
		}
		sc := l.scan()
		for sc.next() {
			if v, ok := sc.value(); ok && sc.size > 0 {
				list = append(list, hexField{l.proto.name + "." + sc.f.name, string(sc.f.textIn(nil, l, v)), at + sc.start, at + sc.start + sc.size})
			}
		}
		if end := int(s.span.hdr) * 8; sc.pos < len(l.hdr)*8 {
			list = append(list, hexField{l.proto.name, "", at + sc.pos, end})
		}
	}
	return list
}

// place is where the field lies: its bytes, or the bits of one byte.
func (h hexField) place() string {
	first, last := h.start/8, (h.end-1)/8
	if h.start%8 == 0 && h.end%8 == 0 {
		if first == last {
			return fmt.Sprintf("%04x", first)
		}
		return fmt.Sprintf("%04x-%04x", first, last)
	}
	if first == last {
		return fmt.Sprintf("%04x %d-%d", first, h.start%8, (h.end-1)%8)
	}
	return fmt.Sprintf("%04x-%04x *", first, last)
}

// fieldDump is the bytes of a packet with its fields told apart, and the fields with their values below.
func fieldDump(p *Packet) string {
	b := p.Build()
	fields := hexFields(p, b)
	owner := make([]int, len(b)) // the first field in each byte, from 1
	for i, f := range fields {
		for at := f.start / 8; at <= (f.end-1)/8 && at < len(b); at++ {
			if owner[at] == 0 {
				owner[at] = i + 1
			}
		}
	}
	colored := Theme != NoTheme()
	color := func(i int, s string) string {
		if !colored || i == 0 {
			return s
		}
		return paint(fieldColors[(i-1)%len(fieldColors)], s)
	}
	var out strings.Builder
	for off := 0; off < len(b); off += 16 {
		fmt.Fprintf(&out, "%04x ", off)
		text := ""
		for i := off; i < off+16; i++ {
			if i >= len(b) {
				out.WriteString("   ")
				continue
			}
			gap := " "
			if !colored && i > 0 && owner[i] != owner[i-1] {
				gap = "|"
			}
			out.WriteString(gap + color(owner[i], fmt.Sprintf("%02X", b[i])))
			text += color(owner[i], string(appendASCII(nil, b[i:i+1])))
		}
		out.WriteString("  " + text + "\n")
	}
	for i, f := range fields {
		line := fmt.Sprintf("%-11s %-18s", f.place(), f.name)
		if f.text != "" {
			line += " = " + f.text
		}
		first := owner[min(f.start/8, len(b)-1)]
		if first != i+1 && f.start%8 == 0 {
			first = i + 1
		}
		out.WriteString(color(first, clipped(line)) + "\n")
	}
	return strings.TrimSuffix(out.String(), "\n")
}

// Columns is how many columns the terminal has that Output is, nil when it is
// none. What is a table is fitted to it.
var Columns func() int

// clipped is a line cut to the columns of the terminal.
func clipped(line string) string {
	if Columns == nil {
		return line
	}
	r := []rune(line)
	if n := Columns(); n > 1 && len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return line
}
