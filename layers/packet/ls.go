package packet

import (
	"fmt"
	"strings"
)

// Ls prints what is known of its argument: of a protocol, or its exact name, its
// fields with type and default; of a packet also what they hold; of another text
// the protocols whose names or titles it is part of; without argument all
// protocols. It panics with a *FieldError on anything else.
func Ls(x ...any) {
	if len(x) == 0 {
		fmt.Fprint(Output, lsNames(""))
		return
	}
	for _, y := range x {
		fmt.Fprint(Output, LsText(y))
	}
}

// lsNames lists the protocols that a pattern is part of, case aside.
func lsNames(pattern string) string {
	var b strings.Builder
	pattern = strings.ToLower(pattern)
	for _, p := range Protos() {
		if strings.Contains(strings.ToLower(p.name+"\x00"+p.title), pattern) {
			b.WriteString(clipped(fmt.Sprintf("%-11s: %s", p.name, p.title)) + "\n")
		}
	}
	return b.String()
}

// LsText returns what Ls prints of one argument.
func LsText(x any) string {
	var b strings.Builder
	if p, ok := x.(*Packet); ok {
		p.need()
		p.each(func(l Layer) bool {
			if b.Len() > 0 {
				b.WriteString("--\n")
			}
			for _, f := range l.proto.fields {
				v, state := p.shown(l, f)
				if state == absent {
					continue
				}
				text := "None"
				if state == held {
					text = plain(f, v)
				}
				b.WriteString(clipped(fmt.Sprintf("%-11s: %-*s = %-15s (%s)", f.name, lsWidth(), f.lsType(), text, f.defaultText())) + "\n")
			}
			return true
		})
		return b.String()
	}
	if name, ok := x.(string); ok && !defined(name) {
		if list := lsNames(name); list != "" {
			return list
		}
	}
	for _, f := range protoOf(x).Fields() {
		b.WriteString(clipped(fmt.Sprintf("%-11s: %-*s = (%s)", f.name, lsWidth(), f.lsType(), f.defaultText())) + "\n")
	}
	return b.String()
}

// lsWidth is how wide the column of types is: as Scapy's, but on a terminal that
// is too narrow for it.
func lsWidth() int {
	if Columns != nil && Columns() < 80 {
		return 22
	}
	return 35
}

// lsType is the type with what it depends on.
func (f *Field) lsType() string {
	if f.when != nil {
		return f.TypeName() + " (Cond)"
	}
	return f.TypeName()
}

// defined reports whether a protocol has exactly this name.
func defined(name string) bool {
	p := Lookup(name)
	return p != nil && p.name == name
}

// defaultText is the default as ls prints it.
func (f *Field) defaultText() string {
	if f.auto != nil || f.hasNo {
		return "'None'"
	}
	if _, ok := f.codec.(optionsCodec); ok && len(f.def.ref.([]Tuple)) == 0 {
		return `'""'` // no options are no bytes
	}
	def := f.def
	if c, ok := f.codec.(switchCodec); ok {
		def = c.initial(f, f.proto.newNode().first.layer())
	}
	return "'" + plain(f, def) + "'"
}

// plain is a value as a number where it is one, not by name.
func plain(f *Field, v value) string {
	switch c := f.codec.(type) {
	case numberCodec, varintCodec:
		if v.ref == nil {
			return fmt.Sprint(c.export(f, v))
		}
	}
	if _, ok := f.codec.(flagsCodec); ok && v.ref == nil {
		return string(appendValue(nil, FlagValue{v.num, f}))
	}
	return string(f.text(nil, v))
}
