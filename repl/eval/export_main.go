package eval

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"sort"
	"strings"
)

// basicNames are the names of Go itself.
func basicNames() []string { return types.Universe.Names() }

// write writes the declarations of the package and the body of main.
func (p *program) write() {
	for _, e := range p.entries {
		for _, d := range e.decls {
			p.decl.WriteString(p.text(d) + "\n\n")
		}
	}
	var vars []string
	for name := range p.hoisted {
		vars = append(vars, name)
		p.declared[name] = true
	}
	sort.Strings(vars)
	if len(vars) > 0 {
		var b strings.Builder
		for _, name := range vars {
			b.WriteString(p.final[name] + " " + p.renamed(p.vars[name]) + "\n")
		}
		head := p.decl.String()
		p.decl.Reset()
		block := "var (\n" + b.String() + ")\n\n"
		if len(vars) == 1 {
			block = "var " + b.String() + "\n"
		}
		p.decl.WriteString("// What functions share with main.\n" + block + head)
	}
	for _, e := range p.entries {
		p.entry(e)
	}
}

// entry writes the statements of an entry.
func (p *program) entry(e entryTree) {
	if defers(e.stmts) { // what it defers runs at its end
		p.predeclare(e)
		p.main.WriteString("func() {\n")
		defer p.main.WriteString("}()\n")
	}
	for i, s := range e.stmts {
		if x, ok := s.(*ast.ExprStmt); ok && e.isExpr && i == len(e.stmts)-1 {
			p.main.WriteString(p.shown(e.Record, x.X))
			continue
		}
		p.main.WriteString(p.statement(s) + "\n")
	}
}

// defers reports whether statements defer a call until the end of the entry.
func defers(stmts []ast.Stmt) (found bool) {
	for _, s := range stmts {
		ast.Inspect(s, func(n ast.Node) bool {
			switch n.(type) {
			case *ast.FuncLit:
				return false
			case *ast.DeferStmt, *ast.ReturnStmt:
				found = true
			}
			return true
		})
	}
	return found
}

// predeclare declares the variables that an entry defines before it.
func (p *program) predeclare(e entryTree) {
	var list []string
	for name := range e.defines {
		if !p.declared[name] {
			list = append(list, name)
			p.declared[name] = true
		}
	}
	sort.Strings(list)
	for _, name := range list {
		p.main.WriteString("var " + p.final[name] + " " + p.renamed(p.vars[name]) + "\n")
	}
}

// statement writes one statement of main. What defines a variable that exists assigns to it.
func (p *program) statement(s ast.Stmt) string {
	switch s := s.(type) {
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE {
			return p.definition(s)
		}
	case *ast.DeclStmt:
		if g := s.Decl.(*ast.GenDecl); g.Tok == token.VAR {
			return p.varDecl(g)
		}
	case *ast.IfStmt:
		if err := panics(s); err != "" {
			return "if " + p.text(s.Cond) + " {\nlog.Fatal(" + p.renamed(err) + ")\n}"
		}
		if c, ok := s.Init.(*ast.AssignStmt); ok && s.Else == nil {
			if err := panics(&ast.IfStmt{Cond: s.Cond, Body: s.Body}); err != "" {
				return "if " + p.text(c) + "; " + p.text(s.Cond) + " {\nlog.Fatal(" + p.renamed(err) + ")\n}"
			}
		}
	case *ast.LabeledStmt:
		for name := range definedNames(s) {
			p.declared[name] = true
		}
	}
	return p.text(s)
}

// panics returns the error of `if err != nil { panic(err) }`, "" for another statement.
func panics(s *ast.IfStmt) string {
	cond, ok := s.Cond.(*ast.BinaryExpr)
	if !ok || cond.Op != token.NEQ || s.Else != nil || s.Init != nil || len(s.Body.List) != 1 {
		return ""
	}
	id, ok := cond.X.(*ast.Ident)
	call, isCall := s.Body.List[0].(*ast.ExprStmt)
	if !ok || !isCall {
		return ""
	}
	c, ok := call.X.(*ast.CallExpr)
	if !ok || len(c.Args) != 1 {
		return ""
	}
	fun, _ := c.Fun.(*ast.Ident)
	arg, _ := c.Args[0].(*ast.Ident)
	if fun == nil || arg == nil || fun.Name != "panic" || arg.Name != id.Name {
		return ""
	}
	return id.Name
}

// definition writes x, y := ...: with the variables of the package and of entries before it, = does.
func (p *program) definition(s *ast.AssignStmt) string {
	var fresh []string
	hoisted := false
	for _, x := range s.Lhs {
		if id, ok := x.(*ast.Ident); ok && id.Name != "_" {
			hoisted = hoisted || p.hoisted[id.Name]
			if !p.declared[id.Name] {
				fresh = append(fresh, id.Name)
				p.declared[id.Name] = true
			}
		}
	}
	head := ""
	out := *s
	switch {
	case len(fresh) == 0:
		out.Tok = token.ASSIGN
	case hoisted:
		out.Tok = token.ASSIGN
		for _, name := range fresh {
			head += "var " + p.final[name] + " " + p.renamed(p.vars[name]) + "\n"
		}
	}
	return head + p.text(&out)
}

// varDecl writes the variables of a var declaration one by one.
func (p *program) varDecl(g *ast.GenDecl) string {
	var lines []string
	for _, sp := range g.Specs {
		spec := sp.(*ast.ValueSpec)
		seen := false
		var names []string
		for _, id := range spec.Names {
			seen = seen || p.declared[id.Name]
			names = append(names, p.renamed(id.Name))
		}
		if !seen {
			for _, id := range spec.Names {
				p.declared[id.Name] = true
			}
			lines = append(lines, p.text(&ast.GenDecl{Tok: token.VAR, Specs: []ast.Spec{spec}}))
			continue
		}
		for _, id := range spec.Names {
			if !p.declared[id.Name] && id.Name != "_" {
				lines = append(lines, "var "+p.renamed(id.Name)+" "+p.renamed(p.vars[id.Name]))
				p.declared[id.Name] = true
			}
		}
		var values []string
		for _, v := range spec.Values {
			values = append(values, p.text(v))
		}
		if len(values) == 0 {
			for _, id := range spec.Names {
				values = append(values, "*new("+p.renamed(p.vars[id.Name])+")")
			}
		}
		lines = append(lines, strings.Join(names, ", ")+" = "+strings.Join(values, ", "))
	}
	return strings.Join(lines, "\n")
}

// shown writes the expression that an entry is, with the printing of its values.
func (p *program) shown(r *Record, x ast.Expr) string {
	text := p.text(x)
	n := len(r.values)
	var head string
	switch {
	case n == 0:
		return text + "\n"
	case n == 1 && r.values[0] == asError:
		if id, ok := x.(*ast.Ident); ok {
			return "if " + p.renamed(id.Name) + " != nil {\nlog.Fatal(" + p.renamed(id.Name) + ")\n}\n"
		}
		return "if err := " + text + "; err != nil {\nlog.Fatal(err)\n}\n"
	case r.values[n-1] == asError:
		var names []string
		for range n - 1 {
			names = append(names, p.fresh("result", nil))
		}
		err := p.errorName()
		text = strings.Join(names, ", ")
		head = text + ", " + err + " := " + p.text(x) + "\nif " + err + " != nil {\nlog.Fatal(" + err + ")\n}\n"
	}
	if r.keptAs != "" && (n == 1 || n == 2 && r.values[1] == asError) {
		op := " := "
		if p.declared[r.keptAs] {
			op = " = "
		}
		if name := p.final[r.keptAs]; text != name {
			head += name + op + text + "\n"
			text = name
		}
		p.declared[r.keptAs] = true
	}
	if r.Hidden {
		if head != "" {
			return head
		}
		if _, call := ast.Unparen(x).(*ast.CallExpr); call && !p.builtin(x) {
			return text + "\n"
		}
		return strings.Repeat("_, ", n-1) + "_ = " + text + "\n"
	}
	kind := asEcho
	if n == 1 || n == 2 && r.values[1] == asError {
		kind = r.values[0]
	}
	switch kind {
	case asNumber:
		p.use("fmt")
		return head + p.imports["fmt"] + ".Println(" + text + ")\n"
	case asText:
		p.use("fmt")
		return head + p.imports["fmt"] + ".Printf(\"%q\\n\", " + text + ")\n"
	}
	p.dots["pktsh/layers/packet"] = true
	return head + "Echo(" + text + ")\n"
}

// errorName is a variable of type error of main: one of the session when there is one.
func (p *program) errorName() string {
	for name, t := range p.vars {
		if p.final[name] == "err" && t == "error" && !p.hoisted[name] {
			p.declared[name] = true
			return "err"
		}
	}
	if p.err == "" {
		p.err = p.fresh("err", nil)
	}
	return p.err
}

// builtin reports whether x calls a builtin or converts, whose value Go does not let drop.
func (p *program) builtin(x ast.Expr) bool {
	c := ast.Unparen(x).(*ast.CallExpr)
	id, ok := ast.Unparen(c.Fun).(*ast.Ident)
	return !ok && !isSelector(c.Fun) || ok && types.Universe.Lookup(id.Name) != nil
}

func isSelector(x ast.Expr) bool {
	switch ast.Unparen(x).(type) {
	case *ast.SelectorExpr, *ast.FuncLit:
		return true
	}
	return false
}

// use imports a package of the standard library that printing needs.
func (p *program) use(path string) {
	if p.imports[path] == "" {
		p.imports[path] = p.fresh(baseName(path), nil)
	}
}

// text writes a node with the names of the program.
func (p *program) text(n any) string {
	var b bytes.Buffer
	if err := format.Node(&b, p.fset, n); err != nil {
		return "/* " + err.Error() + " */"
	}
	return p.renamed(b.String())
}

// renamed puts the names of the program where text has internal ones.
func (p *program) renamed(text string) string {
	if !strings.Contains(text, mark) {
		return text
	}
	return internalName().ReplaceAllStringFunc(text, func(name string) string {
		if final := p.final[name]; final != "" {
			return final
		}
		return typedNames(name)
	})
}
