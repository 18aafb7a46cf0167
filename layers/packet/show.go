package packet

import (
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
)

// Output is where Show, Hexdump, Ls and the list printers write.
var Output io.Writer = os.Stdout

// printLine writes a line to Output. Output that fails is the shell's to notice.
func printLine(s string) { fmt.Fprintln(Output, s) }

// Show prints the layers and fields from p on as a tree; automatic fields of a
// built packet that nobody set are None.
func (p *Packet) Show() { fmt.Fprintln(Output, p.ShowText()) }

// Show2 prints the packet as it will be on the wire, automatic fields computed.
func (p *Packet) Show2() { fmt.Fprintln(Output, p.Show2Text()) }

// ShowText returns what Show prints.
func (p *Packet) ShowText() string {
	p.need()
	return string(p.appendShow(nil))
}

// Show2Text returns what Show2 prints.
func (p *Packet) Show2Text() string {
	p.need()
	return string(p.Proto().Dissect(p.Build()).appendShow(nil))
}

func (p *Packet) appendShow(dst []byte) []byte {
	depth := 0
	p.each(func(l Layer) bool {
		dst = p.appendLayer(dst, l, "", 3*depth)
		depth++
		return true
	})
	return dst
}

// appendLayer prints one layer; margin begins each line, before the indent.
func (p *Packet) appendLayer(dst []byte, l Layer, margin string, indent int) []byte {
	pad := strings.Repeat(" ", indent)
	first := pad
	if indent > 0 && margin == "" {
		first = ""
	}
	dst = append(dst, margin+first+"###["+Theme.layer(l.proto.heading())+"]###\n"...)
	for _, f := range l.proto.fields {
		v, state := p.shown(l, f)
		if state == absent {
			continue
		}
		head := margin + pad + "  "
		list, isList := v.ref.(PacketList)
		if isList && state != none {
			dst = append(dst, head+Theme.field(fmt.Sprintf(`\%-10s`, f.name))+"\\\n"...)
			for _, r := range list {
				for n := r.nodes(); n != nil; n = n.next {
					dst = r.appendLayer(dst, n.layer(), head+" |", 0)
				}
			}
			continue
		}
		dst = append(dst, head+Theme.field(fmt.Sprintf("%-10s", f.name))+"= "...)
		if state == none {
			dst = append(dst, "None"...)
		} else {
			dst = append(dst, Theme.value(string(f.textIn(nil, l, v)))...)
		}
		dst = append(dst, '\n')
	}
	return dst
}

// heading is the title as show prints it, foreign layers marked.
func (p *Proto) heading() string {
	if p.foreign != nil {
		return " " + p.title + " (gopacket, read-only) "
	}
	return " " + p.title + " "
}

type fieldState uint8

const (
	absent fieldState = iota
	none
	held
)

// shown is what show prints of a field.
func (p *Packet) shown(l Layer, f *Field) (value, fieldState) {
	if l.n == nil {
		v, ok := l.value(f)
		if !ok {
			return value{}, absent
		}
		return v, held
	}
	if !l.n.present(f) {
		return value{}, absent
	}
	v, ok := l.n.value(f)
	switch {
	case f.auto != nil && ok && l.stale(f) && !p.top().unedited():
		return p.computed(l, f), held
	case ok:
		return v, held
	case f.auto != nil && f.auto.free && l.n.automatic(f):
		return p.computed(l, f), held // as Scapy shows the source that routes give
	case l.n.raw != nil && f.auto == nil && !l.n.isSet(f):
		return value{}, absent
	}
	return value{}, none
}

// Repr returns the packet in one line as the shell shows it: each layer with
// the fields that are set or given by the layer above.
func (p *Packet) Repr() string {
	p.need()
	return string(p.appendRepr(nil))
}

func (p *Packet) appendRepr(dst []byte) []byte {
	depth := 0
	p.each(func(l Layer) bool {
		dst = append(dst, '<')
		dst = append(dst, Theme.layer(l.proto.name)...)
		dst = append(dst, ' ')
		for _, f := range l.proto.fields {
			v, ok := p.reprValue(l, f)
			if !ok {
				continue
			}
			text := f.textIn(nil, l, v)
			if string(text) == "[]" {
				continue // an empty list tells nothing
			}
			dst = append(dst, ' ')
			dst = append(dst, Theme.field(f.name)...)
			dst = append(dst, '=')
			dst = append(dst, Theme.value(string(text))...)
		}
		dst = append(dst, " |"...)
		depth++
		return true
	})
	for range depth {
		dst = append(dst, '>')
	}
	return dst
}

// reprValue is what repr prints of a field: what is set, captured, or given by
// the layer above.
func (p *Packet) reprValue(l Layer, f *Field) (value, bool) {
	if l.n == nil {
		return l.value(f)
	}
	if !l.n.isSet(f) {
		return l.n.overload(f)
	}
	v, state := p.shown(l, f)
	return v, state == held
}

// Repr returns how the shell shows a value: packets in one line, text and bytes
// as Go literals, "" for nil.
func Repr(v any) string {
	if v == nil {
		return ""
	}
	return string(appendValue(nil, v))
}

// appendValue prints a value within a list or tuple.
func appendValue(dst []byte, v any) []byte {
	switch x := v.(type) {
	case nil:
		return append(dst, "None"...)
	case *Packet:
		if x == nil {
			return append(dst, "None"...)
		}
		return x.appendRepr(dst)
	case PacketList:
		return append(dst, x.String()...)
	case []*Packet:
		return appendAll(dst, '[', x, ']')
	case string:
		return strconv.AppendQuote(dst, x)
	case []byte:
		return append(dst, quoteBytes(x)...)
	case RawVal:
		return append(append(append(dst, "<RawVal ["...), quoteBytes(x)...), "]>"...)
	case Tuple:
		return appendAll(dst, '(', x, ')')
	case []Tuple:
		return appendAll(dst, '[', x, ']')
	case []any:
		return appendAll(dst, '[', x, ']')
	case []string:
		return appendAll(dst, '[', x, ']')
	case []int:
		return appendAll(dst, '[', x, ']')
	case FlagValue:
		return fmt.Appendf(dst, "<Flag %d (%s)>", x.bits, x)
	case float64:
		return appendFloat(dst, x)
	case *Field:
		return append(dst, x.String()...)
	case *Proto:
		return append(dst, x.name...)
	case ForeignValue:
		return append(dst, x.Text...)
	}
	return fmt.Append(dst, v)
}

func appendAll[T any](dst []byte, open byte, list []T, end byte) []byte {
	dst = append(dst, open)
	for i, x := range list {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = appendValue(dst, any(x))
	}
	return append(dst, end)
}

// appendFloat prints a number without an exponent where that is not very long: a time in seconds is read by people.
func appendFloat(dst []byte, x float64) []byte {
	if a := math.Abs(x); a >= 1e-4 && a < 1e16 {
		return strconv.AppendFloat(dst, x, 'f', -1, 64)
	}
	return strconv.AppendFloat(dst, x, 'g', -1, 64)
}
