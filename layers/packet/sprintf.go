package packet

import (
	"fmt"
	"strconv"
	"strings"
)

// Sprintf fills a format with fields of the packet, in Scapy's mini language:
//
//	%[format[r],][Layer[:n].]field%   a field; format is that of printf (-15s,
//	                                  04x), r takes the number, not its name
//	{Layer:text} {!Layer:text}        text where the layer is there, or is not
//	%% %( %)                          a percent sign, an opening, a closing brace
//
// time is when the packet was captured, payload the summary of what the layer
// carries. A layer or field that is not there gives ??. It panics with a
// *FieldError on a format that cannot be read.
func (p *Packet) Sprintf(format string) string {
	p.need()
	s := sprinter{p: p, rest: format}
	out := s.text(false)
	if s.err != "" {
		panic(&FieldError{Layer: "Sprintf", Reason: s.err})
	}
	return out
}

// A sprinter reads a format from the front.
type sprinter struct {
	p    *Packet
	rest string
	err  string
}

// text reads up to the end, or within braces up to the closing one.
func (s *sprinter) text(inner bool) string {
	var out strings.Builder
	for s.rest != "" && s.err == "" {
		c := s.rest[0]
		switch {
		case c == '%':
			out.WriteString(s.directive())
		case c == '{':
			out.WriteString(s.conditional())
		case c == '}' && inner:
			s.rest = s.rest[1:]
			return out.String()
		default:
			out.WriteByte(c)
			s.rest = s.rest[1:]
		}
	}
	if inner && s.err == "" {
		s.err = "a brace is not closed"
	}
	return out.String()
}

// conditional reads {Layer:text}.
func (s *sprinter) conditional() string {
	cond, rest, ok := strings.Cut(s.rest[1:], ":")
	name, not := strings.CutPrefix(cond, "!")
	if !ok || name == "" || strings.ContainsAny(name, "{}% ") {
		s.err = fmt.Sprintf("after { comes a layer and a colon, not %q", firstWords(s.rest[1:]))
		return ""
	}
	s.rest = rest
	text := s.text(true)
	if q := Lookup(name); (q != nil && s.p.HasLayer(q)) == not {
		return ""
	}
	return text
}

// directive reads %..%.
func (s *sprinter) directive() string {
	switch {
	case strings.HasPrefix(s.rest, "%%"):
		s.rest = s.rest[2:]
		return "%"
	case strings.HasPrefix(s.rest, "%("):
		s.rest = s.rest[2:]
		return "{"
	case strings.HasPrefix(s.rest, "%)"):
		s.rest = s.rest[2:]
		return "}"
	}
	body, rest, ok := strings.Cut(s.rest[1:], "%")
	if !ok {
		s.err = fmt.Sprintf("the field %q has no closing %%", firstWords(s.rest))
		return ""
	}
	s.rest = rest
	spec, where, has := strings.Cut(body, ",")
	if !has {
		spec, where = "", body
	}
	return s.field(spec, where)
}

// firstWords is the beginning of s, for messages.
func firstWords(s string) string {
	if len(s) > 20 {
		s = s[:20] + "..."
	}
	return s
}

// field is the text of a field at [Layer[:n].]name, printed by spec.
func (s *sprinter) field(spec, where string) string {
	layer, name, dotted := strings.Cut(where, ".")
	at := s.p
	if !dotted {
		name = where
	} else if layer != "" {
		proto, number, _ := strings.Cut(layer, ":")
		n, err := strconv.Atoi(number)
		if err != nil {
			n = 1
		}
		at = nil
		if q := Lookup(proto); q != nil {
			at = s.p.topLayer(q, n)
		}
	}
	spec, raw := strings.CutSuffix(spec, "r")
	return s.format(spec, at.formatted(name, raw, dotted && layer != ""))
}

// topLayer is Layer without the records in fields.
func (p *Packet) topLayer(q *Proto, n int) *Packet {
	if q.bit == 0 && p.here() == nil {
		p.nodes()
	}
	v := p.Layer(q, n)
	if v != nil && v.top() != p.top() {
		return nil
	}
	return v
}

// formatted is what a directive prints before its format is applied: a number,
// or text. here looks at no layer but the first.
func (p *Packet) formatted(name string, raw, here bool) any {
	if p == nil {
		return "??"
	}
	switch name {
	case "time":
		return p.Time().UTC().Format("15:04:05.000000")
	case "payload":
		if up := p.Payload(); up != nil {
			return up.Summary()
		}
		return ""
	}
	l, f := p.find(name)
	if f == nil || here && l.proto != p.Proto() {
		return "??"
	}
	v, state := p.shown(l, f)
	switch {
	case state == none && f.auto != nil && !raw && f.codec.kind() == KindText:
		v = p.computed(l, f)
	case state != held:
		return "None"
	}
	if c, ok := f.codec.(numberCodec); ok && v.ref == nil && (raw || f.enum == nil && f.enumBy == nil && !c.hex) {
		return c.export(f, v)
	}
	if raw && f.number && v.ref == nil && f.codec.kind() == KindFlags {
		return FlagValue{v.num, f}
	}
	return string(f.textIn(nil, l, v))
}

// format applies a printf format such as -15s, 04x or d.
func (s *sprinter) format(spec string, x any) string {
	if spec == "" {
		return fmt.Sprint(x)
	}
	verb := spec[len(spec)-1]
	if _, isText := x.(string); isText && verb != 's' {
		if verb >= '0' && verb <= '9' {
			return fmt.Sprintf("%"+spec+"s", x)
		}
		return fmt.Sprintf("%"+spec[:len(spec)-1]+"s", x)
	}
	switch v := x.(type) {
	case FlagValue:
		if verb != 's' {
			x = v.Int()
		}
	}
	switch verb {
	case 's':
		return fmt.Sprintf("%"+spec, fmt.Sprint(x))
	case 'd', 'i', 'u':
		return fmt.Sprintf("%"+spec[:len(spec)-1]+"d", x)
	case 'x', 'X', 'o', 'b':
		return fmt.Sprintf("%"+spec, x)
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return fmt.Sprintf("%"+spec+"v", x)
	}
	s.err = fmt.Sprintf("%q is no format such as -15s or 04x", spec)
	return ""
}
