package packet

import (
	"bytes"
	"fmt"
)

// Hexdump prints each packet with a heading, its index, time and summary, and
// its bytes.
func (l PacketList) Hexdump(opts ...SummaryOptions) {
	l.dump(opts, true, func(p *Packet) []byte { return p.raw() })
}

// Rawhexdump prints the bytes of each packet without headings.
func (l PacketList) Rawhexdump() {
	for _, p := range l {
		Hexdump(p)
	}
}

// Hexraw prints each packet with a heading, and under it the bytes of its Raw
// layer where it has one.
func (l PacketList) Hexraw(opts ...SummaryOptions) {
	l.dump(opts, true, func(p *Packet) []byte {
		if r := p.Layer(Raw); r != nil {
			return r.Bytes("load")
		}
		return nil
	})
}

// Padding prints the packets that have Padding, each with a heading and these
// bytes.
func (l PacketList) Padding(opts ...SummaryOptions) { l.dump(opts, false, padding) }

// Nzpadding is Padding without the packets whose padding is zero throughout.
func (l PacketList) Nzpadding(opts ...SummaryOptions) {
	l.dump(opts, false, func(p *Packet) []byte {
		if b := padding(p); len(bytes.Trim(b, "\x00")) > 0 {
			return b
		}
		return nil
	})
}

func padding(p *Packet) []byte {
	if q := p.Layer(Padding); q != nil {
		return q.Bytes("load")
	}
	return nil
}

// dump prints a heading and bytes of each packet; without all, of those alone
// that have such bytes.
func (l PacketList) dump(opts []SummaryOptions, all bool, part func(*Packet) []byte) {
	var o SummaryOptions
	if len(opts) > 0 {
		o = opts[0]
	}
	for i, p := range l {
		if o.Lfilter != nil && !o.Lfilter(p) {
			continue
		}
		b := part(p)
		if b == nil && !all {
			continue
		}
		printLine(fmt.Sprintf("%04d %s %s", i, p.Sprintf("%.time%"), p.Summary()))
		if b != nil {
			Hexdump(b)
		}
	}
}

// Replace returns a list in which packets whose field, given as "IP.src", holds
// old are copies that hold new; without old, all that have the field.
func (l PacketList) Replace(field string, values ...any) (PacketList, error) {
	proto, name, err := fieldPath(field)
	if err != nil {
		return nil, err
	}
	if len(values) != 1 && len(values) != 2 {
		return nil, &FieldError{Layer: "Replace", Reason: "after the field comes the new value, or the old and the new one"}
	}
	f, err := proto.field(name)
	if err != nil {
		return nil, err
	}
	var old value
	if len(values) == 2 {
		if old, err = f.parse(values[0]); err != nil {
			return nil, err
		}
	}
	out := make(PacketList, len(l))
	for i, p := range l {
		out[i] = p
		at := p.Layer(proto)
		if at == nil {
			continue
		}
		if len(values) == 2 {
			if held, _ := at.single(name); !f.sameValue(held, old) {
				continue
			}
		}
		q := p.Copy()
		if err := q.Layer(proto).Set(name, values[len(values)-1]); err != nil {
			return nil, err
		}
		out[i] = q
	}
	return out, nil
}

// fieldPath takes "IP.src" apart.
func fieldPath(path string) (*Proto, string, error) {
	for i := range path {
		if path[i] == '.' {
			if p := Lookup(path[:i]); p != nil {
				return p, path[i+1:], nil
			}
		}
	}
	return nil, "", &FieldError{Reason: fmt.Sprintf("%q is not a field such as \"IP.src\"", path)}
}
