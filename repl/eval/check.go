package eval

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// A check is the outcome of type-checking a unit.
type check struct {
	unit  *unit
	names *names // what the session knows after the entry
	info  *types.Info
	pkg   *types.Package // of the session
	errs  []types.Error
	decls []ast.Decl // functions, types and constants, and the variables of a whole program
	stmts []ast.Stmt // the statements of the entry, in order
	vars  []*types.Var

	defined map[*ast.Ident]*types.Var     // session variables that top-level statements define, by the defining identifier
	session map[types.Object]types.Object // the session's object for one that a statement declared in its function
	late    map[*ast.FuncDecl]*types.Func // methods of types of earlier entries
}

func newInfo() *types.Info {
	return &types.Info{
		Types:        map[ast.Expr]types.TypeAndValue{},
		Instances:    map[*ast.Ident]types.Instance{},
		Defs:         map[*ast.Ident]types.Object{},
		Uses:         map[*ast.Ident]types.Object{},
		Implicits:    map[ast.Node]types.Object{},
		Selections:   map[*ast.SelectorExpr]*types.Selection{},
		FileVersions: map[*ast.File]string{},
	}
}

// checkUnit type-checks a unit over the names of a session, in steps.
//
// Go has one scope for a package and one for a function; an entry mixes both. So declarations and statements are checked
// in turn, each step as a small package whose scope holds what the earlier ones left. A declaration comes before the
// statements that may use it, unless it needs a variable that they define.
func checkUnit(fset *token.FileSet, u *unit, session *names) *check {
	c := &check{unit: u, names: session.over(), info: newInfo(), pkg: session.lowest().pkg,
		defined: map[*ast.Ident]*types.Var{}, session: map[types.Object]types.Object{}, late: map[*ast.FuncDecl]*types.Func{}}
	var nodes []ast.Node
	for _, n := range u.nodes {
		if g, ok := n.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			c.imports(g)
			continue
		}
		nodes = append(nodes, n)
	}
	if u.pkg != "" {
		var decls []ast.Decl
		for _, n := range nodes {
			decls = append(decls, n.(ast.Decl))
		}
		c.step(fset, decls, nil)
		return c
	}

	var decls []ast.Decl // not checked yet
	for _, n := range nodes {
		if d, ok := topDecl(n); ok {
			decls = append(decls, d)
		}
	}
	var run []ast.Stmt         // statements of the current step
	fresh := map[string]bool{} // names that run defines
	flush := func() {
		if len(run) > 0 {
			c.step(fset, nil, run)
			run, fresh = nil, map[string]bool{}
		}
	}
	for i, n := range nodes {
		if now, rest := ready(decls, nodes[i:], c.names); len(now) > 0 {
			flush()
			decls = rest
			c.step(fset, now, nil)
		}
		if d, ok := topDecl(n); ok {
			if slices.Contains(decls, d) { // it waited for a statement, or for its turn
				flush()
				decls = slices.DeleteFunc(slices.Clone(decls), func(x ast.Decl) bool { return x == d })
				c.step(fset, []ast.Decl{d}, nil)
			}
			continue
		}
		stmt := topStmt(n)
		for name := range definedNames(n) {
			if fresh[name] { // a second definition: a scope of its own
				flush()
				break
			}
		}
		for name := range definedNames(n) {
			fresh[name] = true
		}
		run = append(run, stmt)
	}
	flush()
	return c
}

// topDecl returns the declaration that a node is, leaving out variables: their initial values are computed in turn.
func topDecl(n ast.Node) (ast.Decl, bool) {
	switch d := n.(type) {
	case *ast.FuncDecl:
		return d, true
	case *ast.GenDecl:
		return d, d.Tok != token.VAR
	case *ast.DeclStmt:
		return topDecl(d.Decl)
	}
	return nil, false
}

func topStmt(n ast.Node) ast.Stmt {
	if d, ok := n.(*ast.GenDecl); ok {
		return &ast.DeclStmt{Decl: d}
	}
	return n.(ast.Stmt)
}

// imports records an import declaration.
func (c *check) imports(g *ast.GenDecl) {
	for _, s := range g.Specs {
		spec := s.(*ast.ImportSpec)
		p, err := strconv.Unquote(spec.Path.Value)
		t, ok := c.names.u.tables[p]
		if err != nil || !ok {
			c.errs = append(c.errs, types.Error{Pos: spec.Path.Pos(), Msg: "package " + p + " is not in pktsh"})
			continue
		}
		name := t.name
		if spec.Name != nil {
			name = spec.Name.Name
		}
		switch name {
		case "_":
		case ".":
			low := c.names.lowest()
			if !slices.Contains(low.dot, p) {
				low.dot = append(low.dot, p)
			}
		default:
			c.names.imports[name] = p
		}
	}
}

// step checks declarations, or statements, and adds what they declare to the names.
func (c *check) step(fset *token.FileSet, decls []ast.Decl, stmts []ast.Stmt) {
	*c.pkg.Scope() = *types.NewScope(types.Universe, token.NoPos, token.NoPos, "main") // emptied: objects know their scope by its address
	declared := map[string]bool{}
	var nodes []ast.Node
	for _, d := range decls {
		for name := range declaredNames(d) {
			declared[name] = true
		}
		nodes = append(nodes, d)
	}
	for _, s := range stmts {
		nodes = append(nodes, s)
	}
	c.names.populate(c.pkg, nodes, declared)

	file := &ast.File{Name: ast.NewIdent("main"), Decls: c.lateMethods(fset, decls, declared)}
	if len(stmts) > 0 {
		file.Decls = append(file.Decls, &ast.FuncDecl{
			Name: ast.NewIdent("_"),
			Type: &ast.FuncType{Params: &ast.FieldList{}},
			Body: &ast.BlockStmt{List: stmts},
		})
	}
	conf := types.Config{
		Sizes:            types.SizesFor("gc", runtime.GOARCH),
		IgnoreFuncBodies: false,
		Error:            func(err error) { c.report(err.(types.Error)) },
	}
	c.files(types.NewChecker(&conf, fset, c.pkg, c.info), file)

	for _, d := range decls {
		c.decls = append(c.decls, d)
		for name, id := range declaredNames(d) {
			if o := c.info.Defs[id]; o != nil && o.Type() != nil {
				c.names.own[name] = o
			}
		}
	}
	for _, s := range stmts {
		c.stmts = append(c.stmts, s)
		for name, id := range definedNames(s) {
			v, _ := c.info.Defs[id].(*types.Var)
			if v == nil {
				continue // a second mention of a variable of the same step
			}
			session := types.NewVar(v.Pos(), c.pkg, name, v.Type())
			c.defined[id] = session
			c.session[v] = session
			c.vars = append(c.vars, session)
			c.names.own[name] = session
		}
	}
}

// files checks a file; every error goes to c.report. A panic of go/types, which knows no sessions, is an error as well.
func (c *check) files(checker *types.Checker, file *ast.File) {
	defer func() {
		if r := recover(); r != nil {
			c.errs = append(c.errs, types.Error{Pos: c.unit.nodes[0].Pos(), Msg: fmt.Sprintf("this cannot be checked: internal error: %v", r)})
		}
	}()
	_ = checker.Files([]*ast.File{file})
}

// report keeps an error unless the shell is more lenient than Go: unused variables and labels, and the value of the
// expression that an entry is.
func (c *check) report(err types.Error) {
	if err.Soft && strings.HasPrefix(err.Msg, "declared and not used") || strings.HasSuffix(err.Msg, "declared and not used") {
		return
	}
	if strings.HasSuffix(err.Msg, "is not used") && c.unit.isExpr {
		x := c.unit.nodes[len(c.unit.nodes)-1].(*ast.ExprStmt).X
		if x.Pos() <= err.Pos && err.Pos <= x.End() {
			return
		}
	}
	c.errs = append(c.errs, err)
}

// declaredNames lists the package-level names of a declaration with the identifiers that declare them. Methods have none.
func declaredNames(d ast.Decl) map[string]*ast.Ident {
	m := map[string]*ast.Ident{}
	add := func(id *ast.Ident) {
		if id.Name != "_" {
			m[id.Name] = id
		}
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil && d.Name.Name != "init" {
			add(d.Name)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			switch s := s.(type) {
			case *ast.TypeSpec:
				add(s.Name)
			case *ast.ValueSpec:
				for _, id := range s.Names {
					add(id)
				}
			}
		}
	}
	return m
}

// definedNames lists the session variables that a top-level statement defines: := and var.
func definedNames(n ast.Node) map[string]*ast.Ident {
	switch s := n.(type) {
	case *ast.AssignStmt:
		m := map[string]*ast.Ident{}
		if s.Tok == token.DEFINE {
			for _, x := range s.Lhs {
				if id, ok := x.(*ast.Ident); ok && id.Name != "_" {
					m[id.Name] = id
				}
			}
		}
		return m
	case *ast.GenDecl:
		if s.Tok == token.VAR {
			return declaredNames(s)
		}
	case *ast.DeclStmt:
		return definedNames(s.Decl)
	case *ast.LabeledStmt:
		return definedNames(s.Stmt)
	}
	return nil
}

// ready splits the declarations that wait into those that can be checked before the statements in rest, and the others:
// those that need a variable which rest defines and which does not exist yet, those that define a name twice, and those
// that need one of these.
func ready(decls []ast.Decl, rest []ast.Node, known *names) (now, later []ast.Decl) {
	missing := map[string]bool{}
	for _, n := range rest {
		for name := range definedNames(n) {
			if o, path := known.find(name); o == nil && path == "" {
				missing[name] = true
			}
		}
	}
	count := map[string]int{}
	for _, d := range decls {
		for name := range declaredNames(d) {
			count[name]++
		}
	}
	now = decls
	for {
		var keep []ast.Decl
		for _, d := range now {
			wait := false
			for name := range declaredNames(d) {
				wait = wait || count[name] > 1
			}
			for name := range freeNames(d) {
				wait = wait || missing[name]
			}
			if !wait {
				keep = append(keep, d)
				continue
			}
			later = append(later, d)
			for name := range declaredNames(d) {
				missing[name] = true
			}
		}
		if len(keep) == len(now) {
			return keep, later
		}
		now = keep
	}
}

// freeNames lists the names that a declaration mentions and does not itself declare, nearly: a name that is local
// anywhere in it counts as local everywhere.
func freeNames(d ast.Decl) map[string]bool {
	used, local := map[string]bool{}, map[string]bool{}
	ast.Inspect(d, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.SelectorExpr:
			ast.Inspect(x.X, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					used[id.Name] = true
				}
				return true
			})
			return false
		case *ast.Field:
			for _, id := range x.Names {
				local[id.Name] = true
			}
		case *ast.AssignStmt:
			if x.Tok == token.DEFINE {
				for _, l := range x.Lhs {
					if id, ok := l.(*ast.Ident); ok {
						local[id.Name] = true
					}
				}
			}
		case *ast.RangeStmt:
			if x.Tok == token.DEFINE {
				for _, l := range []ast.Expr{x.Key, x.Value} {
					if id, ok := l.(*ast.Ident); ok {
						local[id.Name] = true
					}
				}
			}
		case *ast.ValueSpec:
			for _, id := range x.Names {
				local[id.Name] = true
			}
		case *ast.Ident:
			used[x.Name] = true
		}
		return true
	})
	for name := range local {
		delete(used, name)
	}
	return used
}

// baseName is the package name that an import path suggests.
func baseName(p string) string { return path.Base(p) }
