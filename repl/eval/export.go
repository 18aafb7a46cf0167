package eval

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// Program writes a program of package main that does what the entries of records do, in their order. What they need of
// other entries is added; the second result has these. The program has been type-checked: an error says what keeps it from
// being one.
//
// Types, constants and functions become those of the package. Variables are local to main, unless a function mentions
// them. A name that was defined anew with another type gets a number.
func (s *Session) Program(records []*Record) (string, []*Record, error) {
	list, added, err := s.complete(records)
	if err != nil {
		return "", nil, err
	}
	p := &program{s: s, records: list, final: map[string]string{}, taken: map[string]bool{}, vars: map[string]string{}, declared: map[string]bool{},
		imports: map[string]string{}, dots: map[string]bool{}, hoisted: map[string]bool{}}
	if err := p.read(); err != nil {
		return "", nil, err
	}
	p.choose()
	p.write()
	src, err := p.finish()
	return src, added, err
}

// complete adds to records the entries that define what they mention.
func (s *Session) complete(records []*Record) (list, added []*Record, err error) {
	chosen := map[*Record]bool{}
	for _, r := range records {
		chosen[r] = true
	}
	for again := true; again; {
		again = false
		for i, r := range s.records {
			if !chosen[r] {
				continue
			}
			for _, name := range r.needs() {
				def := s.definer(name, i, chosen)
				if def == nil {
					return nil, nil, fmt.Errorf("%s comes from an entry that failed", typedNames(name))
				}
				if !chosen[def] {
					chosen[def], again = true, true
					added = append(added, def)
				}
			}
		}
	}
	for _, r := range s.records {
		if chosen[r] {
			list = append(list, r)
		}
	}
	return list, added, nil
}

// definer is the record that gives a name to record i: a chosen one if there is one, or else the last before it.
func (s *Session) definer(name string, i int, chosen map[*Record]bool) *Record {
	var last *Record
	for k, r := range s.records {
		_, defines := r.defines[name]
		switch {
		case r.owns[name] && chosen[r], defines && chosen[r] && k <= i:
			return r
		case r.owns[name], defines && k <= i:
			last = r
		}
	}
	return last
}

// needs lists the internal names that a record mentions.
func (r *Record) needs() []string {
	seen := map[string]bool{}
	for _, text := range append(append([]string{}, r.decls...), r.stmts...) {
		for _, name := range internalName().FindAllString(text, -1) {
			if _, isPackage := r.imports[name]; !isPackage {
				seen[name] = true
			}
		}
	}
	names := make([]string, 0, len(seen))
	for name := range seen {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// A program is one being written.
type program struct {
	s       *Session
	records []*Record
	entries []entryTree

	final    map[string]string // names in the program of internal names
	taken    map[string]bool   // names in use
	vars     map[string]string // internal names of variables -> type
	hoisted  map[string]bool   // variables of the package
	declared map[string]bool   // variables that main has declared so far
	imports  map[string]string // path -> name
	dots     map[string]bool   // paths

	err string // a variable for errors that no entry has

	fset *token.FileSet
	decl strings.Builder
	main strings.Builder
}

// An entryTree is a record as a tree.
type entryTree struct {
	*Record
	decls []ast.Decl
	stmts []ast.Stmt
}

// read parses the records, without the functions, methods and types that later ones replace.
func (p *program) read() error {
	p.fset = token.NewFileSet()
	for _, r := range p.records {
		e := entryTree{Record: r}
		for _, text := range r.decls {
			f, err := parser.ParseFile(p.fset, "", "package p\n"+text, parser.SkipObjectResolution)
			if err != nil {
				return fmt.Errorf("an entry cannot be saved: %w", err)
			}
			e.decls = append(e.decls, f.Decls...)
		}
		for _, text := range r.stmts {
			f, err := parser.ParseFile(p.fset, "", "package p\nfunc _() {\n"+text+"\n}", parser.SkipObjectResolution)
			if err != nil {
				return fmt.Errorf("an entry cannot be saved: %w", err)
			}
			e.stmts = append(e.stmts, f.Decls[0].(*ast.FuncDecl).Body.List...)
		}
		p.entries = append(p.entries, e)
		for name, t := range r.defines {
			p.vars[name] = t
		}
	}
	last := map[string]ast.Decl{}
	for _, e := range p.entries {
		for _, d := range e.decls {
			if key := declKey(d); key != "" {
				last[key] = d
			}
		}
	}
	for i, e := range p.entries {
		p.entries[i].decls = slices.DeleteFunc(e.decls, func(d ast.Decl) bool {
			key := declKey(d)
			return key != "" && last[key] != d
		})
	}
	return nil
}

// declKey tells functions and methods apart; it is "" for what is not replaced.
func declKey(d ast.Decl) string {
	f, ok := d.(*ast.FuncDecl)
	if !ok || f.Name.Name == "init" || f.Name.Name == "_" {
		return ""
	}
	if f.Recv != nil {
		return receiverName(f) + "." + f.Name.Name
	}
	return f.Name.Name
}

// choose gives every internal name one of the program. The first of several that were typed alike keeps it.
func (p *program) choose() {
	for _, word := range append(keywordsOfProgram, basicNames()...) {
		p.taken[word] = true
	}
	local := map[string]bool{} // names that only have to be avoided by made-up ones
	for _, e := range p.entries {
		p.mentioned(e, local)
	}
	for path := range p.dots {
		for name := range p.s.universe.tables[path].syms {
			p.taken[name] = true
		}
	}
	for _, e := range p.entries {
		for _, name := range e.names() {
			if p.final[name] == "" {
				p.final[name] = p.fresh(strings.TrimRight(typedNames(name), "_"), local)
			}
		}
	}
}

// mentioned notes the names of an entry, its imports, and the variables that its functions use.
func (p *program) mentioned(e entryTree, local map[string]bool) {
	for _, path := range e.dots {
		p.dots[path] = true
	}
	for name, path := range e.imports {
		if p.imports[path] == "" {
			p.imports[path] = p.fresh(typedNames(name), nil)
		}
		p.final[name] = p.imports[path]
	}
	note := func(n ast.Node, inDecl bool) {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if _, isVar := p.vars[id.Name]; isVar && inDecl {
					p.hoisted[id.Name] = true
				}
				if !strings.Contains(id.Name, mark) {
					local[id.Name] = true
				}
			}
			return true
		})
	}
	for _, d := range e.decls {
		note(d, true)
	}
	for _, s := range e.stmts {
		note(s, false)
	}
}

// names lists the names that an entry defines, in a fixed order.
func (r *Record) names() []string {
	var list []string
	for name := range r.defines {
		list = append(list, name)
	}
	for name := range r.owns {
		list = append(list, name)
	}
	sort.Strings(list)
	return list
}

// fresh is name, or name with a number when it is taken. A number makes a name that nobody typed.
func (p *program) fresh(name string, local map[string]bool) string {
	if name == "" {
		name = "value"
	}
	try := name
	for n := 2; p.taken[try] || try != name && local[try]; n++ {
		try = name + strconv.Itoa(n)
	}
	p.taken[try] = true
	return try
}

// keywordsOfProgram are names that a program has already.
var keywordsOfProgram = []string{"main", "init", "_"}

// finish puts the parts together, checks them and mends what only a program minds.
func (p *program) finish() (string, error) {
	body := p.main.String()
	if strings.Contains(body, "log.Fatal(") && p.imports["log"] == "" {
		p.imports["log"] = "log"
	}
	var b strings.Builder
	b.WriteString("// Saved by pktsh.\npackage main\n\n" + p.importBlock() + p.decl.String() + "func main() {\n")
	if p.imports["log"] != "" && strings.Contains(body, "log.Fatal(err)") {
		b.WriteString("log.SetFlags(0)\n")
	}
	b.WriteString(body + "}\n")
	src, err := p.s.mend(b.String())
	if err != nil {
		return "", err
	}
	if len(p.dots) > 0 { // what gopacket reads and pktsh does not define, the session has read, too
		src = strings.Replace(src, "\n)\n", "\n_ \"pktsh/layers/gopacket\"\n)\n", 1)
	}
	out, err := format.Source([]byte(src))
	return string(out), err
}

// importBlock writes the imports: the standard library, and pktsh's packages, whose names are used as at the prompt.
func (p *program) importBlock() string {
	if len(p.imports)+len(p.dots) == 0 {
		return ""
	}
	var std, own []string
	for path, name := range p.imports {
		line := strconv.Quote(path)
		if name != p.s.universe.pkg(path).Name() {
			line = name + " " + line
		}
		if strings.HasPrefix(path, "pktsh/") {
			own = append(own, line)
		} else {
			std = append(std, line)
		}
	}
	for path := range p.dots {
		own = append(own, ". "+strconv.Quote(path))
	}
	sort.Strings(std)
	sort.Slice(own, func(i, j int) bool { return strings.TrimLeft(own[i], ". ") < strings.TrimLeft(own[j], ". ") })
	return "import (\n" + strings.Join(std, "\n") + "\n\n" + strings.Join(own, "\n") + "\n)\n\n"
}
