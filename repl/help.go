package repl

import (
	"fmt"
	"go/ast"
	"go/doc"
	"go/types"
	"strings"

	"pktsh/layers/packet"
)

// helpTarget reports whether an entry asks for help, as help, help(x), x? and ?x do, and on what: "" is help in general.
func helpTarget(entry string) (target string, asked bool) {
	switch {
	case entry == "help" || entry == "?":
		return "", true
	case strings.HasPrefix(entry, "help(") && strings.HasSuffix(entry, ")"):
		target = entry[len("help(") : len(entry)-1]
	case strings.HasSuffix(entry, "?"):
		target = strings.TrimRight(entry, "? ")
	case strings.HasPrefix(entry, "?"):
		target = strings.Trim(entry, "? ")
	default:
		return "", false
	}
	target = strings.Trim(target, " \"'")
	return target, strings.IndexFunc(target, notInTarget) < 0
}

// notInTarget reports whether a character is none of those in what help is asked for, such as p[IP:2].src.
func notInTarget(r rune) bool {
	return !isWordRune(r) && !strings.ContainsRune(".[]():", r)
}

const helpIntro = `pktsh speaks Go, and understands Scapy's spellings.

    p = Ether()/IP(dst="192.0.2.1")/TCP(dport=80, flags="S")   build a packet
    p.show(); p[TCP].dport; p.ttl = 3; del p.chksum            look at it, change it
    pkts = rdpcap("file.pcap"); pkts.summary()                 read a capture
    for _, p := range pkts { fmt.Println(p.Summary()) }        all of Go

    help(x) or x?    documentation: of a protocol, a function, a method (p.show?), a field (IP.ttl?)
    ls()             protocols; ls(IP) the fields of one
    _                the value shown last;  an entry that ends in ; shows none
    Tab              completes names, fields, keywords, values, file names
    Right, End       take the grey suggestion, Alt-F a word of it
    explore()        browse protocols and functions by group;  PAGER=cat turns paging off
    Ctrl-C           stops what runs, or clears the line;  Ctrl-D leaves
`

// help returns the documentation of target: what help(target) prints.
func (s *Shell) help(target string) (string, error) {
	if target == "" {
		return helpIntro + "\nCommands:\n" + commandTable(), nil
	}
	lib, err := loadLibrary()
	if err != nil {
		return "", err
	}
	if text := s.helpDotted(lib, target); text != "" {
		return text, nil
	}
	if q := s.protoOf(target); q != nil {
		return s.helpProto(lib, target, q), nil
	}
	if v, ok := s.variable(target); ok {
		return s.helpVariable(lib, v.Name, v.Type), nil
	}
	if e := lib.find(target); e != nil {
		return s.render(lib, e), nil
	}
	if q := packet.Lookup(target); q != nil {
		return s.helpProto(lib, q.Name(), q), nil
	}
	if t, err := s.session.TypeOf(target); err == nil && t != nil {
		return s.helpVariable(lib, target, t), nil
	}
	return "", fmt.Errorf("no help on %q%s", target, s.nearest(target))
}

// nearest suggests a name in scope for one that is not.
func (s *Shell) nearest(name string) string {
	if near := packet.Nearest(name, s.session.Names()); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}

// helpDotted is the documentation of a field of a protocol or a method of a value or type; "" when target is neither.
func (s *Shell) helpDotted(lib *library, target string) string {
	dot := strings.LastIndexByte(target, '.')
	if dot < 0 {
		return ""
	}
	of, name := target[:dot], target[dot+1:]
	if q := s.protoOf(of); q != nil {
		if f := q.Field(name); f != nil {
			return s.helpField(lib, q, f)
		}
	}
	if p := s.packetOf(of); p != nil {
		for _, q := range p.Layers() {
			if f := q.Field(name); f != nil {
				return s.helpField(lib, q, f)
			}
		}
	}
	typ := of
	if t, err := s.session.TypeOf(of); err == nil && t != nil {
		typ = typeName(t)
	}
	if e := lib.method(typ, name); e != nil {
		return s.render(lib, e)
	}
	return ""
}

// typeName is the name of a type, or of what it points to, without its package.
func typeName(t types.Type) string {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return t.String()
}

// helpProto is the documentation of a protocol: its comment and its fields.
func (s *Shell) helpProto(lib *library, name string, q *packet.Proto) string {
	var b strings.Builder
	b.WriteString(paint(s.colors.proto, q.Name()))
	if e := lib.find(q.Name()); e != nil && e.fn == nil && e.typ == nil && e.text != "" {
		b.WriteString("\n\n" + indent(e.text))
	} else {
		b.WriteString("\n")
	}
	b.WriteString("\nFields:\n")
	b.WriteString(fieldTable(lib, q))
	fmt.Fprintf(&b, "\nBuild one with %s(...), as in %s; read one with %s.Dissect(bytes).\n", name, example(name, q), name)
	return b.String()
}

// fieldTable is one line for each field of a protocol, with what its definition notes.
func fieldTable(lib *library, q *packet.Proto) string {
	var b strings.Builder
	for _, f := range q.Fields() {
		line := fmt.Sprintf("    %-12s %-24s = %-12s", f.Name(), f.TypeName(), defaultText(f))
		if note := lib.notes[q.Name()+"."+f.Name()]; note != "" {
			line += "  " + note
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return b.String()
}

// defaultText is what a field holds when nobody sets it.
func defaultText(f *packet.Field) string {
	if f.Automatic() {
		return "automatic"
	}
	switch v := f.DefaultValue().(type) {
	case nil:
		return "none"
	case packet.PacketList:
		return "[]"
	case packet.FlagValue:
		return fmt.Sprintf("%q", v.String())
	default:
		return packet.Repr(v)
	}
}

// telling are the names of fields that make good examples.
var telling = []string{"dst", "pdst", "dport", "type", "code", "id"}

// example is a call that sets a field.
func example(name string, q *packet.Proto) string {
	for _, field := range telling {
		f := q.Field(field)
		if f == nil || f.Automatic() || f.DefaultValue() == nil {
			continue
		}
		switch f.Kind() {
		case packet.KindInt:
			return fmt.Sprintf("%s(%s=%v)", name, field, f.DefaultValue())
		case packet.KindText:
			return fmt.Sprintf("%s(%s=%q)", name, field, fmt.Sprint(f.DefaultValue()))
		}
	}
	return name + "()"
}

// maxValues is how many names of a field's values help lists.
const maxValues = 24

func (s *Shell) helpField(lib *library, q *packet.Proto, f *packet.Field) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s.%s: %s, default %s\n", paint(s.colors.proto, q.Name()), f.Name(), f.TypeName(), defaultText(f))
	if note := lib.notes[q.Name()+"."+f.Name()]; note != "" {
		b.WriteString("\n" + indent(note))
	}
	if values := f.Values(); len(values) > 0 {
		text := strings.Join(values[:min(len(values), maxValues)], ", ")
		if len(values) > maxValues {
			text += fmt.Sprintf(", ... %d more", len(values)-maxValues)
		}
		b.WriteString("\nNamed values:\n" + indent(wrap(text, 90)))
	}
	return b.String()
}

// helpVariable says of what type a value is, and what that type can do.
func (s *Shell) helpVariable(lib *library, name string, t types.Type) string {
	text := fmt.Sprintf("%s is a %s\n", name, types.TypeString(t, func(p *types.Package) string { return p.Name() }))
	if d := lib.typ(typeName(t)); d != nil {
		text += "\n" + indent(d.Doc) + s.methods(lib, d)
	}
	return text
}

// render is a declaration, its comment, and what belongs to it: the keywords of a function, the methods of a type.
func (s *Shell) render(lib *library, e *docEntry) string {
	var b strings.Builder
	b.WriteString(paint(s.colors.proto, e.decl) + "\n")
	if e.text != "" {
		b.WriteString("\n" + indent(e.text))
	}
	if e.fn != nil {
		b.WriteString(keywords(lib, e.fn))
	}
	if e.typ != nil {
		b.WriteString(s.methods(lib, e.typ))
	}
	return b.String()
}

// keywords lists the keyword arguments of a function: the fields of its last, variadic struct.
func keywords(lib *library, fn *ast.FuncDecl) string {
	params := fn.Type.Params.List
	if len(params) == 0 {
		return ""
	}
	variadic, ok := params[len(params)-1].Type.(*ast.Ellipsis)
	if !ok {
		return ""
	}
	id, ok := variadic.Elt.(*ast.Ident)
	if !ok {
		return ""
	}
	t := lib.typ(id.Name)
	if t == nil {
		return ""
	}
	var b strings.Builder
	for _, spec := range t.Decl.Specs {
		ts, ok := spec.(*ast.TypeSpec)
		if !ok || ts.Name.Name != t.Name {
			continue
		}
		st, ok := ts.Type.(*ast.StructType)
		if !ok {
			return ""
		}
		for _, f := range st.Fields.List {
			note := f.Comment.Text()
			if f.Doc != nil {
				note = f.Doc.Text()
			}
			note = strings.Join(strings.Fields(note), " ")
			for _, name := range f.Names {
				head := fmt.Sprintf("    %-12s %-20s ", strings.ToLower(name.Name), lib.print(f.Type))
				b.WriteString(strings.TrimRight(head+note, " ") + "\n")
			}
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "\nKeywords:\n" + b.String()
}

// methods lists the exported methods of a type with the first sentence of each comment.
func (s *Shell) methods(lib *library, t *doc.Type) string {
	var b strings.Builder
	for _, f := range t.Methods {
		if !ast.IsExported(f.Name) {
			continue
		}
		sentence := strings.Join(strings.Fields(new(doc.Package).Synopsis(f.Doc)), " ")
		fmt.Fprintf(&b, "    %-16s %s\n", f.Name, sentence)
	}
	if b.Len() == 0 {
		return ""
	}
	return "\nMethods:\n" + b.String()
}

// indent puts every line of text four columns in and ends it with a line end.
func indent(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "    " + line
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// wrap breaks text at spaces so that no line is longer than width, where that can be.
func wrap(text string, width int) string {
	var b strings.Builder
	n := 0
	for _, word := range strings.Fields(text) {
		if n > 0 && n+1+len(word) > width {
			b.WriteByte('\n')
			n = 0
		} else if n > 0 {
			b.WriteByte(' ')
			n++
		}
		b.WriteString(word)
		n += len(word)
	}
	return b.String()
}
