package packet

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// JSON returns the packet as a JSON object of its fields, numbers as numbers and
// automatic fields that nobody set as null, with what it carries under
// "payload". A layer that reading would not find from the one below is named
// under "layer". Bytes that are not text are an object {"hex": "..."}.
func (p *Packet) JSON() string {
	p.need()
	var layers []Layer
	p.each(func(l Layer) bool {
		layers = append(layers, l)
		return true
	})
	var out []byte
	for i, l := range layers {
		if i > 0 {
			out = append(out, `, "payload": `...)
		}
		out = p.appendJSON(out, l, i > 0 && !p.predictable(layers[i-1], l))
	}
	return string(out) + strings.Repeat("}", len(layers))
}

// predictable reports whether reading finds upper above lower by itself.
func (p *Packet) predictable(lower, upper Layer) bool {
	hdr := lower.hdr
	if lower.n != nil {
		hdr = lower.n.alone()
	}
	q := lower.proto.next(hdr, []byte{0})
	return q == upper.proto || q == nil && upper.proto == Raw
}

// alone is the header of n with its place between other layers taken into
// account, automatic lengths left out.
func (n *node) alone() []byte {
	e := newEncoder()
	e.header(n, false)
	hdr := bytes.Clone(e.buf)
	e.free()
	return hdr
}

// appendJSON appends one layer without its closing brace.
func (p *Packet) appendJSON(out []byte, l Layer, named bool) []byte {
	out = append(out, '{')
	sep := ""
	if named {
		out = fmt.Appendf(out, `"layer": %q`, l.proto.name)
		sep = ", "
	}
	for _, f := range l.proto.fields {
		v, state := p.shown(l, f)
		if state == absent {
			continue
		}
		out = fmt.Appendf(out, "%s%q: ", sep, f.name)
		sep = ", "
		if state == none {
			out = append(out, "null"...)
		} else {
			out = appendJSONValue(out, f.export(f.settle(v)))
		}
	}
	return out
}

func appendJSONValue(out []byte, x any) []byte {
	switch x := x.(type) {
	case nil:
		return append(out, "null"...)
	case FlagValue:
		return fmt.Append(out, x.Int())
	case RawVal:
		return appendJSONValue(out, []byte(x))
	case []byte:
		if utf8.Valid(x) {
			return appendJSONText(out, string(x))
		}
		return fmt.Appendf(out, `{"hex": %q}`, hex.EncodeToString(x))
	case string:
		return appendJSONText(out, x)
	case Tuple:
		return appendJSONList(out, x)
	case []Tuple:
		return appendJSONList(out, x)
	case []any:
		return appendJSONList(out, x)
	case *Packet:
		return append(x.appendJSON(out, x.nodes().layer(), true), '}')
	case PacketList:
		out = append(out, '[')
		for i, p := range x {
			if i > 0 {
				out = append(out, ", "...)
			}
			l := p.nodes().layer()
			out = append(p.appendJSON(out, l, true), '}')
		}
		return append(out, ']')
	}
	b, err := json.Marshal(x)
	if err != nil {
		return appendJSONText(out, fmt.Sprint(x))
	}
	return append(out, b...)
}

func appendJSONText(out []byte, s string) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		return append(out, `""`...) // a string always encodes
	}
	return append(out, bytes.TrimSpace(b.Bytes())...)
}

func appendJSONList[T any](out []byte, list []T) []byte {
	out = append(out, '[')
	for i, x := range list {
		if i > 0 {
			out = append(out, ", "...)
		}
		out = appendJSONValue(out, any(x))
	}
	return append(out, ']')
}

// FromJSON makes a packet that begins with p of what JSON returned. Fields that
// are null are left automatic.
func (p *Proto) FromJSON(text string) (*Packet, error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var fields map[string]any
	if err := dec.Decode(&fields); err != nil {
		return nil, fmt.Errorf("%s: %w", p.name, err)
	}
	return p.fromFields(fields)
}

func (p *Proto) fromFields(fields map[string]any) (*Packet, error) {
	var pairs []any
	for _, f := range p.fields {
		x, ok := fields[f.name]
		if !ok || x == nil || f.name == "payload" {
			continue
		}
		y, err := fromJSONValue(x)
		if err != nil {
			return nil, f.fail("%v", err)
		}
		pairs = append(pairs, f.name, y)
	}
	q := p.newNode()
	if err := q.first.setAll(pairs); err != nil {
		return nil, err
	}
	up, ok := fields["payload"].(map[string]any)
	if !ok {
		return q, nil
	}
	upper := p.next(q.first.alone(), []byte{0})
	if name, named := up["layer"].(string); named {
		if upper = Lookup(name); upper == nil {
			return nil, &FieldError{Layer: p.name, Reason: fmt.Sprintf("no protocol is named %q", name)}
		}
	}
	if upper == nil {
		upper = Raw
	}
	carried, err := upper.fromFields(up)
	if err != nil {
		return nil, err
	}
	return Stack(q, carried), nil
}

// fromJSONValue turns what JSON holds into what fields accept.
func fromJSONValue(x any) (any, error) {
	switch x := x.(type) {
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return int(n), nil
		}
		var n uint64
		_, err := fmt.Sscan(x.String(), &n)
		return n, err
	case []any:
		list := make([]any, len(x))
		for i, y := range x {
			z, err := fromJSONValue(y)
			if err != nil {
				return nil, err
			}
			list[i] = z
		}
		return list, nil
	case map[string]any:
		if s, ok := x["hex"].(string); ok {
			return hex.DecodeString(s)
		}
		name, _ := x["layer"].(string)
		if p := Lookup(name); p != nil {
			return p.fromFields(x)
		}
		return nil, fmt.Errorf("an object is neither bytes nor a packet")
	}
	return x, nil
}
