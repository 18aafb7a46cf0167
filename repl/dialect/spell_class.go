package dialect

import "strings"

// classStmt writes class Foo(Packet), with its name and fields_desc, as the definition of a protocol.
func (w *writer) classStmt(st []node) error {
	colon := index(st, 1, ":")
	if len(st) < 2 || !st[1].isWord() || colon < 0 {
		return errorAt(st[:1], "class is not known here", classHelp)
	}
	if bases := st[2:colon]; len(bases) != 1 || !bases[0].opens("(") || source(bases[0].kids) != "Packet" {
		return errorAt(st[:colon], "only classes of packets are known here", "write class "+st[1].text+"(Packet): fields_desc=[...]")
	}
	c := class{}
	for _, part := range statements(st[colon+1:]) {
		if err := c.take(part); err != nil {
			return err
		}
	}
	for _, s := range c.slots {
		f, err := newClassField(s)
		if err != nil {
			return err
		}
		c.fields = append(c.fields, f)
	}
	c.relate()
	w.typed(tok{text: st[1].text, off: st[1].off})
	w.put(" = Define(\""+st[1].text+"\"", st[0].off)
	for _, f := range c.fields {
		w.put(", ", f.at.off)
		if err := w.classField(&c, f); err != nil {
			return err
		}
	}
	w.put(")", st[0].off)
	if len(c.title) > 0 {
		w.put(".Titled(", s0(c.title))
		if err := w.expr(c.title); err != nil {
			return err
		}
		w.put(")", s0(c.title))
	}
	return nil
}

// classLength is how many nodes a class statement whose body is an indented block takes; 0 for anything else.
func classLength(nodes []node) int {
	colon := index(nodes, 1, ":")
	if !nodes[0].is("class") || colon < 0 || colon+1 < len(nodes) && nodes[colon+1].text != "\n" {
		return 0
	}
	for i := colon + 1; i < len(nodes); i++ {
		if nodes[i].text == "\n" && i+1 < len(nodes) && nodes[i+1].indent <= nodes[0].indent {
			return i
		}
	}
	return len(nodes)
}

// goesOn reports whether a class statement wants its next line: its body is a block without fields yet, and no empty line
// has ended it.
func goesOn(src string, st []node) bool {
	return st[0].is("class") && classLength(st) == len(st) && index(st, 1, "fields_desc") < 0 && !strings.HasSuffix(src, "\n\n")
}

const classHelp = `in Go: Foo := Define("Foo", U16("a").Default(5), ...)`

// A class is the body of a class statement.
type class struct {
	title  []node
	slots  [][]node // each a field of fields_desc
	fields []*classField
}

// take reads one statement of the body.
func (c *class) take(st []node) error {
	if len(st) == 1 && (st[0].is("pass") || st[0].kind == text) {
		return nil
	}
	if len(st) > 2 && st[0].isWord() && st[1].is("=") {
		switch st[0].text {
		case "name":
			c.title = st[2:]
			return nil
		case "fields_desc":
			if len(st) != 3 || !st[2].opens("[") {
				return errorAt(st[2:], "fields_desc must be a list of fields", classHelp)
			}
			for _, s := range split(trimAll(st[2].kids), ",") {
				c.slots = append(c.slots, trim(s))
			}
			return nil
		}
	}
	help := "a class may have name and fields_desc; the rest is Go: Foo.SummaryFunc(...), Foo.Choose(...), Foo.AnswersFunc(...)"
	if len(st) > 1 && st[0].is("def") {
		if goes := classMethods[st[1].text]; goes != "" {
			help = "in Go, after the class: Foo." + goes
		}
	}
	return errorAt(st, "this part of a class is not known here", help)
}

// classMethods are methods that Scapy's classes define, with how a protocol is given the same.
var classMethods = map[string]string{
	"mysummary": "SummaryFunc(func(l *Line) { ... })", "guess_payload_class": "Choose(func(l Layer) *Proto { ... })",
	"answers": "AnswersFunc(func(answer, request *Packet) bool { ... })", "hashret": "HashRet(func(p *Packet) []byte { ... })",
	"post_build": "Field(\"len\").Auto(Compute(func(l Layer) any { ... }))",
}

// trimAll drops the statement ends among nodes, which a list that goes over several lines has.
func trimAll(nodes []node) (list []node) {
	for _, n := range nodes {
		if n.group || n.kind != brk {
			list = append(list, n)
		}
	}
	return list
}

// A classField is one field of fields_desc: a call of a field class.
type classField struct {
	at       node
	class    string
	name     string
	args     [][]node          // after the name
	keywords map[string][]node // by name
	inner    *classField       // of a ConditionalField
	kind     fieldClass
	lengthOf string // the field whose length this one holds
	countOf  string // the field whose members this one counts
}

func newClassField(s []node) (*classField, error) {
	if len(s) != 2 || !s[0].isWord() || !s[1].opens("(") {
		return nil, errorAt(s, "expected a field, as in ShortField(\"a\", 5)", "")
	}
	f := &classField{at: s[0], class: s[0].text, keywords: map[string][]node{}}
	for _, a := range split(s[1].kids, ",") {
		if a = trim(a); len(a) > 2 && a[0].isWord() && a[1].is("=") {
			f.keywords[a[0].text] = a[2:]
		} else if len(a) > 0 {
			f.args = append(f.args, a)
		}
	}
	if f.class == "ConditionalField" || f.class == "Emph" {
		return f, f.wrap()
	}
	var known bool
	if f.kind, known = fieldClasses[f.class]; !known {
		return nil, errorAt(s[:1], "the field class "+f.class+" is not known here", classFieldHelp(f.class))
	}
	name := f.take("name", 0)
	if name == nil {
		return nil, errorAt(s, "a field needs a name", "write "+f.class+`("name", 0)`)
	}
	if len(name) != 1 || name[0].kind != text {
		return nil, errorAt(name, "the name of a field must be a text", "")
	}
	f.name = unquotedNodes(name)
	for _, word := range strings.Fields(positional[f.class]) {
		if len(f.args) > 1 {
			f.keywords[word] = f.take("", 1)
		}
	}
	f.lengthOf, f.countOf = unquotedNodes(f.take("length_of", -1)), unquotedNodes(f.take("count_of", -1))
	return f, nil
}

// unquotedNodes is the value of a text, "" of anything else.
func unquotedNodes(x []node) string {
	if len(x) == 1 && !x[0].group && x[0].kind == text {
		return strings.Trim(x[0].text, `"'`)
	}
	return ""
}

// relate drops what fields say twice: the field that holds a length or count says of which, and that is enough.
func (c *class) relate() {
	for _, f := range c.fields {
		if f.inner != nil {
			f = f.inner
		}
		if of := c.field(ownField(f.keywords["length_from"])); of != nil && of.lengthOf == f.name {
			f.take("length_from", -1)
		}
		if of := c.field(ownField(f.keywords["count_from"])); of != nil {
			if of.countOf == "" && of.lengthOf == "" {
				of.countOf = f.name
			}
			f.take("count_from", -1)
		}
	}
}

// positional names the arguments after name and default that are given without their names now and then.
var positional = map[string]string{
	"FieldLenField": "length_of fmt count_of adjust", "StrLenField": "length_from", "XStrLenField": "length_from",
}

// wrap reads the field that a field is made of.
func (f *classField) wrap() error {
	inner := f.take("fld", 0)
	if inner == nil {
		return errorAt([]node{f.at}, f.class+" needs a field", "")
	}
	var err error
	f.inner, err = newClassField(inner)
	if err == nil {
		f.name, f.kind = f.inner.name, f.inner.kind
	}
	return err
}

// take removes the argument of that name, or the i-th of those left, and returns it; nil when it was not given.
func (f *classField) take(name string, i int) []node {
	if x, ok := f.keywords[name]; ok {
		delete(f.keywords, name)
		return x
	}
	if i < 0 || i >= len(f.args) {
		return nil
	}
	x := f.args[i]
	f.args = append(append([][]node{}, f.args[:i]...), f.args[i+1:]...)
	return x
}

func classFieldHelp(name string) string {
	var names []string
	for n := range fieldClasses {
		names = append(names, n)
	}
	if help := didYouMean(name, names); help != "" {
		return help
	}
	return "write the definition in Go: Define(\"Foo\", U8(\"a\"), ...)"
}

// field is the field of the class called name, nil when it has none.
func (c *class) field(name string) *classField {
	for _, f := range c.fields {
		if f.name == name {
			return f
		}
	}
	return nil
}
