package packet

import (
	"fmt"
	"strings"
)

// Rfc prints the header of a protocol as the diagrams in RFCs do, 32 bits to the
// line. A field of variable length is drawn at the width of two bytes.
func Rfc(which any) { fmt.Fprintln(Output, RfcText(which)) }

// RfcText returns what Rfc prints.
func RfcText(which any) string {
	if p, ok := which.(*Packet); ok {
		which = p.Proto()
	}
	p := protoOf(which)
	p.settle()
	d := diagram{}
	for _, f := range p.fields {
		width := f.width
		if width < 0 {
			width = 16
		}
		if width > 0 {
			d.add(strings.ToUpper(f.name), width)
		}
	}
	d.finish()
	var out strings.Builder
	out.WriteString(" 0                   1                   2                   3\n")
	out.WriteString(" 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1\n")
	for _, line := range d.lines {
		out.WriteString(line + "\n")
	}
	title := "Fig. " + p.name
	left := (66 - len(title)) / 2
	fmt.Fprintf(&out, "\n%s%s%s", strings.Repeat(" ", left), title, strings.Repeat(" ", max(0, 66-left-len(title))))
	return out.String()
}

// A diagram is drawn cell by cell; a cell is the part of a field in one line.
type diagram struct {
	lines []string
	row   string
	used  int // bits of the row
}

// add draws a field of width bits, its name in the first row.
func (d *diagram) add(name string, width int) {
	for text := name; width > 0; text = "" {
		take := min(width, 32-d.used)
		d.cell(text, take)
		width -= take
		if d.used == 32 {
			d.close(width)
		}
	}
}

func (d *diagram) cell(text string, bits int) {
	room := bits*2 - 1
	if len(text) > room {
		text = text[:room]
	}
	left := (room - len(text) + 1) / 2
	if d.row == "" {
		d.row = "|"
	}
	d.row += strings.Repeat(" ", left) + text + strings.Repeat(" ", room-left-len(text)) + "|"
	d.used += bits
}

// close ends a row, of which the last field goes on for rest bits.
func (d *diagram) close(rest int) {
	if len(d.lines) == 0 {
		d.lines = append(d.lines, rule(d.used, 0, 0))
	}
	d.lines = append(d.lines, d.row)
	last := strings.LastIndexByte(d.row[:len(d.row)-1], '|') / 2
	open := 0
	if rest > 0 {
		open = min(rest, 32)
	}
	d.lines = append(d.lines, rule(d.used, last, open))
	d.row, d.used = "", 0
}

// finish draws the last row where it is not full.
func (d *diagram) finish() {
	if d.used > 0 {
		d.close(0)
	}
}

// rule is the line between two rows; where the field from bit last on goes on
// for open bits in the next row, it stays open.
func rule(bits, last, open int) string {
	line := []byte(strings.Repeat("+-", bits) + "+")
	for i := last*2 + 1; i < min(open*2, len(line)-1); i++ {
		line[i] = ' '
	}
	return string(line)
}
