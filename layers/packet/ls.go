package packet

import (
	"fmt"
	"strings"
)

// Ls prints what is known of its argument: of a protocol, or a name, its fields
// with type and default; of a packet also what they hold; without argument the
// names of all protocols. It panics with a *FieldError on anything else.
func Ls(x ...any) {
	if len(x) == 0 {
		for _, p := range Protos() {
			fmt.Fprintf(Output, "%-16s : %s\n", p.name, p.title)
		}
		return
	}
	for _, y := range x {
		fmt.Fprint(Output, LsText(y))
	}
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
				fmt.Fprintf(&b, "%-11s: %-35s = %-15s (%s)\n", f.name, f.TypeName(), text, f.defaultText())
			}
			return true
		})
		return b.String()
	}
	for _, f := range protoOf(x).Fields() {
		fmt.Fprintf(&b, "%-11s: %-35s = (%s)\n", f.name, f.TypeName(), f.defaultText())
	}
	return b.String()
}

// defaultText is the default as ls prints it.
func (f *Field) defaultText() string {
	if f.auto != nil {
		return "'None'"
	}
	def := f.def
	if c, ok := f.codec.(switchCodec); ok {
		def = c.initial(f, f.proto.newNode().first.layer())
	}
	return "'" + plain(f, def) + "'"
}

// plain is a value as a number where it is one, not by name.
func plain(f *Field, v value) string {
	if c, ok := f.codec.(numberCodec); ok && v.ref == nil {
		return fmt.Sprint(c.export(f, v))
	}
	if _, ok := f.codec.(flagsCodec); ok && v.ref == nil {
		return string(appendValue(nil, FlagValue{v.num, f}))
	}
	return string(f.text(nil, v))
}
