package eval

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
)

// assign writes =, := and op=.
func (l *lowerer) assign(s *ast.AssignStmt) []ast.Stmt {
	if s.Tok == token.DEFINE {
		return l.define(s)
	}
	if len(s.Lhs) > 1 && len(s.Rhs) == 1 {
		return l.spread(s, nil)
	}
	out := &ast.AssignStmt{TokPos: s.TokPos, Tok: s.Tok, Rhs: l.exprs(s.Rhs)}
	if s.Tok != token.ASSIGN {
		// The right side of x += 1 takes the type of x by itself.
		if tv := l.info.Types[s.Rhs[0]]; tv.Value != nil {
			out.Rhs[0] = literal(tv.Value, l.subst(tv.Type), s.Rhs[0].Pos())
		}
	}
	if len(s.Lhs) > 1 && slices.ContainsFunc(s.Lhs, indexes) {
		return l.parallel(s, out)
	}
	for _, x := range s.Lhs {
		out.Lhs = append(out.Lhs, l.place(x))
	}
	return []ast.Stmt{out}
}

// indexes reports whether an operand on the left side is evaluated before any assignment is made.
func indexes(x ast.Expr) bool {
	_, ident := ast.Unparen(x).(*ast.Ident)
	return !ident
}

// parallel writes i, s[i] = 1, x as Go orders it: indices and values first, the assignments after.
func (l *lowerer) parallel(s *ast.AssignStmt, out *ast.AssignStmt) []ast.Stmt {
	var list, after []ast.Stmt
	for i, x := range s.Lhs {
		to := l.place(x)
		if at, ok := to.(*ast.IndexExpr); ok {
			if src, ok := ast.Unparen(x).(*ast.IndexExpr); ok && l.info.Types[src.Index].Value == nil {
				name := l.temp()
				list = append(list, l.varOf(name, types.Default(l.typeOf(src.Index)), x.Pos()), assignTo(ident(name, x.Pos()), at.Index))
				at.Index = ident(name, x.Pos())
			}
		}
		if id, ok := to.(*ast.Ident); ok && id.Name == "_" {
			list = append(list, assignTo(to, out.Rhs[i]))
			continue
		}
		name := l.temp()
		list = append(list, l.varOf(name, l.typeOf(x), x.Pos()), assignTo(ident(name, x.Pos()), out.Rhs[i]))
		after = append(after, assignTo(to, ident(name, x.Pos())))
	}
	return append(list, after...)
}

// place writes the left side of an assignment.
func (l *lowerer) place(x ast.Expr) ast.Expr {
	if v := l.compiledVar(x); v != nil {
		return &ast.StarExpr{Star: x.Pos(), X: l.pointerTo(v, x.Pos())}
	}
	return l.expr(x)
}

// compiledVar returns the variable of a compiled package that x is, if any. yaegi cannot assign to it by its name.
func (l *lowerer) compiledVar(x ast.Expr) *types.Var {
	var o types.Object
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		o = l.info.Uses[x]
	case *ast.SelectorExpr:
		if l.info.Selections[x] == nil {
			o = l.info.Uses[x.Sel]
		}
	}
	v, _ := o.(*types.Var)
	if v == nil || !compiled(v) || v.IsField() {
		return nil
	}
	return v
}

// incDec writes x++ and x--.
func (l *lowerer) incDec(s *ast.IncDecStmt) []ast.Stmt {
	return []ast.Stmt{&ast.IncDecStmt{X: l.place(s.X), TokPos: s.TokPos, Tok: s.Tok}}
}

// define writes :=, which is an assignment where the names are those of the session.
func (l *lowerer) define(s *ast.AssignStmt) []ast.Stmt {
	isNew := make([]bool, len(s.Lhs))
	news, global := 0, false
	for i, x := range s.Lhs {
		id := x.(*ast.Ident)
		if l.c.defined[id] != nil || id.Name != "_" && l.info.Defs[id] == nil && l.isGlobal(l.info.Uses[id]) {
			global = true
		}
		if l.info.Defs[id] != nil || id.Name == "_" {
			isNew[i] = true
			news++
		}
	}
	if len(s.Lhs) > 1 && len(s.Rhs) == 1 {
		return l.spread(s, isNew)
	}
	rhs := l.exprs(s.Rhs)
	out := &ast.AssignStmt{TokPos: s.TokPos, Tok: token.DEFINE, Rhs: rhs}
	if global {
		out.Tok = token.ASSIGN
	} else if news < len(s.Lhs) { // some exist: assign those from temporaries
		var after []ast.Stmt
		for i, x := range s.Lhs {
			if isNew[i] {
				out.Lhs = append(out.Lhs, l.expr(x))
				continue
			}
			t := l.temp()
			out.Lhs = append(out.Lhs, ident(t, x.Pos()))
			after = append(after, assignTo(l.expr(x), ident(t, x.Pos())))
		}
		return append([]ast.Stmt{out}, after...)
	}
	for _, x := range s.Lhs {
		out.Lhs = append(out.Lhs, l.expr(x))
	}
	return append([]ast.Stmt{out}, l.defined(s.Lhs)...)
}

// spread writes an assignment of several values of one expression. The values go to temporaries first: yaegi mixes up
// v, ok = m[k] and the like when the names exist.
func (l *lowerer) spread(s *ast.AssignStmt, isNew []bool) []ast.Stmt {
	out := &ast.AssignStmt{TokPos: s.TokPos, Tok: token.DEFINE}
	r := received(s.Rhs[0])
	switch x, ok := ast.Unparen(s.Rhs[0]).(*ast.TypeAssertExpr); {
	case ok:
		out.Rhs = []ast.Expr{l.assertOK(x)}
	case r == nil:
		out.Rhs = []ast.Expr{l.expr(s.Rhs[0])}
	}
	var after []ast.Stmt
	for i, x := range s.Lhs {
		pos := x.Pos()
		if id, ok := x.(*ast.Ident); ok && id.Name == "_" {
			out.Lhs = append(out.Lhs, ident("_", pos))
			continue
		}
		t := l.temp()
		out.Lhs = append(out.Lhs, ident(t, pos))
		if id, ok := x.(*ast.Ident); ok && isNew != nil && isNew[i] && l.c.defined[id] == nil {
			after = append(after, define(l.localName(l.info.Defs[id]), ident(t, pos)))
			continue
		}
		after = append(after, assignTo(l.place(x), ident(t, pos)))
	}
	if s.Tok == token.DEFINE {
		after = append(after, l.defined(s.Lhs)...)
	}
	if r != nil {
		return append(l.receiveInto(tempName(out.Lhs[0], l), tempName(out.Lhs[1], l), r), after...)
	}
	if allBlank(out.Lhs) {
		out.Tok = token.ASSIGN
	}
	return append([]ast.Stmt{out}, after...)
}

// tempName is the name of a temporary, or a new one for a blank.
func tempName(x ast.Expr, l *lowerer) string {
	if name := x.(*ast.Ident).Name; name != "_" {
		return name
	}
	return l.temp()
}

func allBlank(list []ast.Expr) bool {
	return !slices.ContainsFunc(list, func(x ast.Expr) bool { return x.(*ast.Ident).Name != "_" })
}

// defined tells the session that variables of the entry have their values, so that they stay when a later statement fails.
func (l *lowerer) defined(lhs []ast.Expr) []ast.Stmt {
	last := -1
	for _, x := range lhs {
		if id, ok := x.(*ast.Ident); ok && l.c.defined[id] != nil {
			last = max(last, slices.Index(l.c.vars, l.c.defined[id]))
		}
	}
	if last < 0 || len(l.c.stmts) == 1 {
		return nil // nothing can fail after it
	}
	pos := lhs[0].Pos()
	return []ast.Stmt{&ast.ExprStmt{X: l.runtimeCall("Defined", pos, number(l.s.runs, pos), number(last, pos))}}
}

// localDecl writes the declarations in a function. Constants are in their uses; types move to the package.
func (l *lowerer) localDecl(g *ast.GenDecl) []ast.Stmt {
	var out []ast.Stmt
	for _, sp := range g.Specs {
		switch sp := sp.(type) {
		case *ast.TypeSpec:
			l.typeDecl(sp)
		case *ast.ValueSpec:
			if g.Tok == token.VAR {
				out = append(out, l.varSpec(sp)...)
			}
		}
	}
	return out
}

// varSpec writes var a, b T = x, y as var a T; a = x, so that a conversion to T is made where one is needed.
func (l *lowerer) varSpec(sp *ast.ValueSpec) []ast.Stmt {
	var out []ast.Stmt
	lhs := make([]ast.Expr, len(sp.Names))
	for i, id := range sp.Names {
		lhs[i] = id
		if id.Name == "_" {
			continue
		}
		o := l.info.Defs[id]
		if l.c.defined[id] != nil || l.isGlobal(o) {
			if len(sp.Values) == 0 {
				out = append(out, assignTo(l.expr(id), l.zero(o.Type(), id.Pos())))
			}
			continue
		}
		spec := &ast.ValueSpec{Names: []*ast.Ident{ident(l.localName(o), id.Pos())}, Type: l.typeExpr(o.Type(), id.Pos())}
		out = append(out, &ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, TokPos: id.Pos(), Specs: []ast.Spec{spec}}})
	}
	if len(sp.Values) > 0 {
		a := &ast.AssignStmt{Lhs: lhs, TokPos: sp.Pos(), Tok: token.ASSIGN, Rhs: sp.Values}
		out = append(out, l.assign(a)...)
	}
	return append(out, l.defined(lhs)...)
}

// pointerTo names a pointer to a variable of a compiled package.
func (l *lowerer) pointerTo(v *types.Var, pos token.Pos) ast.Expr {
	return l.hidden(v.Pkg().Name()+mark+v.Name(), pos, func() reflect.Value {
		return l.s.universe.tables[v.Pkg().Path()].syms[v.Name()].Addr()
	})
}

// hidden names a symbol that lowered code needs and no package exports; make makes it at its first use.
func (l *lowerer) hidden(name string, pos token.Pos, make func() reflect.Value) ast.Expr {
	syms := l.s.universe.tables[hiddenPath].syms
	if _, ok := syms[name]; !ok {
		syms[name] = make()
		delete(l.s.loaded, hiddenPath)
		l.s.use(hiddenPath)
	}
	return l.imported(hiddenPath, name, pos)
}
