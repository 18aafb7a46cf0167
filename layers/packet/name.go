package packet

import (
	"strings"
)

// nameCodec is a domain name of RFC 1035 section 3.1, with the compression of
// section 4.1.4 read always and written within a message.
type nameCodec struct{ plain bool }

// DNSName is a domain name, as text with a dot at its end. Compression is read
// everywhere; it is written where the name lies in a layer that begins a message.
func DNSName(name string) *Field {
	return &Field{name: name, width: -1, codec: nameCodec{}, def: value{ref: "."}}
}

// PlainDNSName is a DNSName that is never written compressed, as in the records
// that came after RFC 1035 (RFC 3597 section 4).
func PlainDNSName(name string) *Field {
	return &Field{name: name, width: -1, codec: nameCodec{plain: true}, def: value{ref: "."}}
}

func (nameCodec) kind() Kind               { return KindText }
func (nameCodec) typeName(f *Field) string { return "DNSStrField" }

func (nameCodec) size(_ *Field, _ Layer, b []byte) int {
	for i := 0; i < len(b); {
		switch n := int(b[i]); {
		case n == 0:
			return i + 1
		case n >= 0xc0:
			return min(i+2, len(b))
		default:
			i += n + 1
		}
	}
	return len(b)
}

func (nameCodec) decode(_ *Field, l Layer, b []byte) value {
	var out strings.Builder
	for jumps, total := 0, 0; len(b) > 0; {
		n := int(b[0])
		if n == 0 || total > 255 {
			break
		}
		if n >= 0xc0 {
			if len(b) < 2 {
				break
			}
			at := (n&0x3f)<<8 | int(b[1])
			jumps++
			if jumps > 64 || at >= len(l.base) {
				break
			}
			b = l.base[at:]
			continue
		}
		if n+1 > len(b) {
			n = len(b) - 1
		}
		writeLabel(&out, b[1:1+n])
		total += n + 1
		b = b[1+n:]
	}
	if out.Len() == 0 {
		return value{ref: "."}
	}
	return value{ref: out.String()}
}

// writeLabel appends a label and a dot; a dot or backslash within the label is
// escaped, so that the text can be turned back.
func writeLabel(out *strings.Builder, label []byte) {
	for _, c := range label {
		if c == '.' || c == '\\' {
			out.WriteByte('\\')
		}
		out.WriteByte(c)
	}
	out.WriteByte('.')
}

// splitLabels undoes writeLabel.
func splitLabels(name string) []string {
	var labels []string
	var label []byte
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c == '\\' && i+1 < len(name):
			i++
			label = append(label, name[i])
		case c == '.':
			labels = append(labels, string(label))
			label = label[:0]
		default:
			label = append(label, c)
		}
	}
	if len(label) > 0 {
		labels = append(labels, string(label))
	}
	return labels
}

func (c nameCodec) encode(_ *Field, e *encoder, _ Layer, v value) {
	name, _ := v.ref.(string)
	labels := splitLabels(strings.TrimSuffix(name, "."))
	if name == "." || name == "" {
		labels = nil
	}
	for i := range labels {
		if e.names != nil && !c.plain {
			key := strings.Join(labels[i:], "\x00")
			if at, ok := e.names[key]; ok {
				e.bytes([]byte{0xc0 | byte(at>>8), byte(at)})
				return
			}
			if at := len(e.buf) - e.base; at < 1<<14 {
				e.names[key] = at
			}
		}
		e.bytes([]byte{byte(len(labels[i]))})
		e.bytes([]byte(labels[i]))
	}
	e.bytes([]byte{0})
}

func (nameCodec) text(dst []byte, _ *Field, v value) []byte {
	name, _ := v.ref.(string)
	return append(dst, quoteBytes([]byte(name))...)
}

func (nameCodec) export(_ *Field, v value) any {
	name, _ := v.ref.(string)
	return name
}

func (nameCodec) parse(f *Field, x any) (value, error) {
	if isList(x) {
		return f.setOf(x)
	}
	b, err := bytesOf(x)
	if err != nil {
		return value{}, f.fail("%v", err)
	}
	name := string(b)
	total := 1
	for _, label := range splitLabels(strings.TrimSuffix(name, ".")) {
		if len(label) > 63 {
			return value{}, f.fail("the label %q is longer than 63 bytes", label)
		}
		if label == "" && name != "." && name != "" {
			return value{}, f.fail("%q has an empty label", name)
		}
		total += len(label) + 1
	}
	if total > 255 {
		return value{}, f.fail("the name is longer than 255 bytes")
	}
	if !strings.HasSuffix(name, ".") || strings.HasSuffix(name, `\.`) {
		name += "."
	}
	return value{ref: name}, nil
}
