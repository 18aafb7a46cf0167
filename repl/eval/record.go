package eval

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"strings"
)

// A Record is what a successful entry leaves for a program that does the same: its plain Go, in which every name of the
// session is the internal one, so that a name defined anew is another. It holds text alone, since a session keeps one for
// each of its entries.
type Record struct {
	Number int  // of the entry, as the shell counts; 0 for what was not typed
	Hidden bool // the value of the expression is not shown

	decls   []string          // declarations of the package, each one
	stmts   []string          // statements, in order; the last is the expression when isExpr
	isExpr  bool              // the last statement is an expression whose values are shown
	values  []shownKind       // of the expression
	program bool              // a whole program: its main is called
	defines map[string]string // internal names of variables that statements define -> type
	owns    map[string]bool   // internal names of what decls declare
	imports map[string]string // names of packages in the text -> path
	dots    map[string]string // names of own packages in the text -> path
	keptAs  string            // internal name of the variable that the value went to
}

// A shownKind is how a value of an expression is printed.
type shownKind int

const (
	asEcho   shownKind = iota // as the shell shows values
	asNumber                  // as package fmt prints it
	asText                    // in quotes
	asError                   // ends the entry unless nil
)

// record makes the record of a unit whose names have joined the session. Of an entry that failed the declarations remain.
func (s *Session) record(c *check, out *output, failed bool) *Record {
	r := &Record{defines: map[string]string{}, owns: map[string]bool{}, imports: map[string]string{}, dots: map[string]string{},
		program: c.unit.pkg != "", isExpr: c.unit.isExpr && !failed}
	restore := s.internalize(c, r)
	defer restore()
	if !failed {
		for _, v := range c.vars {
			if name := out.names[v]; name != "" {
				r.defines[name] = s.typeText(v.Type(), r)
			}
		}
	}
	for _, n := range c.unit.nodes {
		if d, ok := topDecl(n); ok || r.program {
			if ok {
				r.add(s, c, d)
			}
			continue
		}
		if !failed {
			r.stmts = append(r.stmts, s.text(topStmt(n)))
		}
	}
	if r.program && !failed {
		r.variables(s, c)
	}
	if r.isExpr {
		r.values = kinds(c.resultTypes())
	}
	return r
}

// add keeps a declaration, except imports and generic functions of the standard library.
func (r *Record) add(s *Session, c *check, d ast.Decl) {
	if g, ok := d.(*ast.GenDecl); ok && (g.Tok == token.IMPORT || r.program && g.Tok == token.VAR) {
		return
	}
	for _, id := range declaredNames(d) {
		r.owns[id.Name] = true
	}
	r.decls = append(r.decls, s.text(d))
}

// variables writes the variables of a whole program: declared without values, which are assigned in the order that Go
// says, and then main is called.
func (r *Record) variables(s *Session, c *check) {
	for _, n := range c.unit.nodes {
		g, ok := n.(*ast.GenDecl)
		if !ok || g.Tok != token.VAR {
			continue
		}
		for _, sp := range g.Specs {
			for _, id := range sp.(*ast.ValueSpec).Names {
				if o := c.info.Defs[id]; o != nil && id.Name != "_" {
					r.defines[id.Name] = s.typeText(o.Type(), r)
					r.stmts = append(r.stmts, "var "+id.Name+" "+r.defines[id.Name])
				}
			}
		}
	}
	for _, in := range c.info.InitOrder {
		names := make([]string, len(in.Lhs))
		for i, v := range in.Lhs {
			names[i] = s.exportName(v)
		}
		r.stmts = append(r.stmts, strings.Join(names, ", ")+" = "+s.text(in.Rhs))
	}
	if main := c.names.own["main"]; main != nil {
		r.stmts = append(r.stmts, s.exportName(main)+"()")
	}
}

// text is a node as gofmt writes it.
func (s *Session) text(n any) string {
	var b bytes.Buffer
	if err := format.Node(&b, s.fset, n); err != nil {
		return "/* " + err.Error() + " */" // a tree that the printer rejects: the program will say so
	}
	return b.String()
}

// internalize writes the internal names of the session's objects into the tree, and returns what puts the typed ones back.
func (s *Session) internalize(c *check, r *Record) (restore func()) {
	type change struct {
		id   *ast.Ident
		name string
	}
	var undo []change
	rename := func(id *ast.Ident, name string) {
		if name != id.Name {
			undo = append(undo, change{id, id.Name})
			id.Name = name
		}
	}
	for _, n := range c.unit.nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok {
				return true
			}
			o := c.info.Uses[id]
			if o == nil {
				o = c.info.Defs[id]
			}
			if sv := c.session[o]; sv != nil {
				o = sv
			}
			switch o := o.(type) {
			case nil:
			case *types.PkgName:
				rename(id, s.packageID(o.Imported(), r))
			default:
				if path := s.dotPath(o); path != "" {
					if !fieldOrMethod(o) {
						rename(id, s.ownName(o, r))
					}
				} else if name := s.exportName(o); name != "" {
					rename(id, name)
				}
			}
			return true
		})
	}
	return func() {
		for _, u := range undo {
			u.id.Name = u.name
		}
	}
}

// packageID is the name of a package in records, the same for one path all along.
func (s *Session) packageID(p *types.Package, r *Record) string {
	name, ok := s.packageIDs[p.Path()]
	if !ok {
		name = s.newName(p.Name())
		s.packageIDs[p.Path()] = name
	}
	r.imports[name] = p.Path()
	return name
}

// vocabulary are the own packages whose names a program uses as at the prompt. The others keep theirs in front: their
// exported names collide.
var vocabulary = map[string]bool{"pktsh/layers": true, "pktsh/layers/packet": true}

// ownName is the name in records of an object of an own package.
func (s *Session) ownName(o types.Object, r *Record) string {
	path := o.Pkg().Path()
	if vocabulary[path] {
		r.dots[o.Name()] = path
		return o.Name()
	}
	return s.packageID(o.Pkg(), r) + "." + o.Name()
}

// dotPath is the path of the own package that o belongs to, "" when it belongs to none.
func (s *Session) dotPath(o types.Object) string {
	if o.Pkg() == nil {
		return ""
	}
	for _, path := range s.names.dot {
		if o.Pkg().Path() == path {
			return path
		}
	}
	return ""
}

// fieldOrMethod reports whether o is found behind a dot only.
func fieldOrMethod(o types.Object) bool {
	switch o := o.(type) {
	case *types.Var:
		return o.IsField()
	case *types.Func:
		return o.Signature().Recv() != nil
	}
	return false
}

// exportName is a name of its own for an object of the session; "" for any other.
func (s *Session) exportName(o types.Object) string {
	if name := s.internal[o]; name != "" {
		return name
	}
	if fieldOrMethod(o) || o.Pkg() == nil || o.Pkg() != s.names.pkg || o.Name() == "init" || o.Name() == "_" {
		return ""
	}
	if o.Parent() == nil || o.Parent().Parent() != types.Universe {
		return ""
	}
	if s.exported[o] == "" { // a constant, or something generic, which yaegi never sees
		s.exported[o] = s.newName(o.Name())
	}
	return s.exported[o]
}

// Keep says that the value of the record's expression went to a variable, which SetVar has made.
func (s *Session) Keep(r *Record, name string) {
	if o, ok := s.names.own[name].(*types.Var); ok && r != nil {
		r.keptAs = s.internal[o]
		r.defines[r.keptAs] = s.typeText(o.Type(), r)
	}
}

// kinds are the ways to print values of types.
func kinds(list []types.Type) []shownKind {
	out := make([]shownKind, len(list))
	for i, t := range list {
		b, basic := types.Unalias(t).(*types.Basic)
		switch {
		case i == len(list)-1 && types.Identical(t, types.Universe.Lookup("error").Type()):
			out[i] = asError
		case basic && b.Info()&(types.IsInteger|types.IsBoolean) != 0:
			out[i] = asNumber
		case basic && b.Info()&types.IsString != 0:
			out[i] = asText
		}
	}
	return out
}
