package repl

import (
	"fmt"
	"go/types"
	"strings"

	"pktsh/layers/packet"
)

// describe says of each candidate for the text before the cursor what it is: a field with its type and value, a keyword with
// its default, a method with its parameters. Of a candidate that there is nothing to say of, it is "".
func (s *Shell) describe(text string, candidates []string) []string {
	at := placeOf(strings.TrimPrefix(text, ":time "))
	notes := make([]string, len(candidates))
	switch {
	case at.quote != 0 || at.comment:
	case at.object != "":
		s.describeMembers(at.object, candidates, notes)
	case at.open == '(' && at.keyword == "":
		s.describeKeywords(at.callee, candidates, notes)
	}
	return notes
}

// describeMembers describes what follows a dot.
func (s *Shell) describeMembers(object string, candidates, notes []string) {
	p, q := s.packetOf(object), s.protoOf(object)
	t, err := s.session.TypeOf(object)
	for i, c := range candidates {
		switch f := fieldOf(p, q, c); {
		case f != nil && p != nil:
			notes[i] = f.TypeName() + " = " + fieldText(p, f)
		case f != nil:
			notes[i] = fieldDefault(f)
		case err == nil && t != nil:
			notes[i] = memberText(t, c)
		}
	}
}

// fieldOf is the field of a name in the first layer that has it, or in a protocol.
func fieldOf(p *packet.Packet, q *packet.Proto, name string) *packet.Field {
	if q != nil {
		return q.Field(name)
	}
	if p == nil {
		return nil
	}
	for _, l := range p.Layers() {
		if f := l.Field(name); f != nil {
			return f
		}
	}
	return nil
}

// fieldText is the value of a field as show prints it.
func fieldText(p *packet.Packet, f *packet.Field) (text string) {
	defer func() {
		if recover() != nil {
			text = "?" // a field that cannot be computed has no value to show
		}
	}()
	return p.Sprintf("%" + f.Name() + "%")
}

func fieldDefault(f *packet.Field) string {
	if v := f.DefaultValue(); v != nil {
		return fmt.Sprintf("%s = %v", f.TypeName(), v)
	}
	return f.TypeName()
}

// memberText is the signature of a method or the type of a field of a Go type.
func memberText(t types.Type, name string) string {
	o, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	if o == nil {
		for _, m := range members(t) {
			if sameName(m, name) {
				o, _, _ = types.LookupFieldOrMethod(t, true, nil, m)
				break
			}
		}
	}
	if o == nil {
		return ""
	}
	text := types.TypeString(o.Type(), func(*types.Package) string { return "" })
	return strings.TrimPrefix(text, "func")
}

// describeKeywords describes the keyword arguments of a call.
func (s *Shell) describeKeywords(callee string, candidates, notes []string) {
	if q := s.protoOf(callee); q != nil {
		for i, c := range candidates {
			if f := q.Field(strings.TrimSuffix(c, "=")); f != nil {
				notes[i] = fieldDefault(f)
			}
		}
		return
	}
	options := s.options(callee)
	if options == nil {
		return
	}
	for i, c := range candidates {
		for k := range options.NumFields() {
			if f := options.Field(k); sameName(f.Name(), strings.TrimSuffix(c, "=")) {
				notes[i] = types.TypeString(f.Type(), func(*types.Package) string { return "" })
			}
		}
	}
}

// described lays out candidates below each other with what they are, as wide as the terminal, at most so many rows.
func described(labels, notes []string, width, rows int) string {
	labels, notes = valuesFirst(labels, notes)
	longest := 0
	for _, l := range labels {
		longest = max(longest, textWidth(l))
	}
	var b strings.Builder
	for i, l := range labels[:min(rows, len(labels))] {
		if i > 0 {
			b.WriteByte('\n')
		}
		line := padded(l, longest) + "  " + strings.ReplaceAll(notes[i], "\n", " ")
		b.WriteString(strings.TrimRight(fitted(line, width-1), " "))
	}
	if len(labels) > rows {
		fmt.Fprintf(&b, "\n... %d more", len(labels)-rows)
	}
	return b.String()
}

// valuesFirst puts the candidates that have a value before the others.
func valuesFirst(labels, notes []string) (l, n []string) {
	for _, want := range []bool{true, false} {
		for i := range labels {
			if strings.Contains(notes[i], " = ") == want {
				l, n = append(l, labels[i]), append(n, notes[i])
			}
		}
	}
	return l, n
}
