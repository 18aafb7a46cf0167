package eval

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
)

// yaegi tells the types of values in an interface apart by their structure alone: a Color is an int to it, and any struct
// of one int is any other. An assertion that may meet a type of the session is written as a call of a function that looks
// at the name as well, and that tries each type of the session for an interface.

// vague reports whether an assertion to t must look at names.
func (l *lowerer) vague(t types.Type) bool {
	t = l.subst(t)
	if i, ok := t.Underlying().(*types.Interface); ok {
		return i.NumMethods() > 0 && len(l.implementers(i)) > 0
	}
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	return slices.ContainsFunc(l.s.types, func(n *types.Named) bool {
		return types.Identical(n.Underlying(), t.Underlying())
	})
}

// implementers lists the types of the session, and pointers to them, that have the methods of i.
func (l *lowerer) implementers(i *types.Interface) []types.Type {
	var list []types.Type
	for _, n := range l.s.types {
		if types.IsInterface(n) {
			continue
		}
		if types.Implements(n, i) {
			list = append(list, n)
		}
		if p := types.NewPointer(n); types.Implements(p, i) {
			list = append(list, p)
		}
	}
	return list
}

// assertion names the function func(x X) (T, bool) that asserts T of an interface X, written at its first use. That of an
// interface T is written again when the session has more types.
func (l *lowerer) assertion(t, from types.Type, pos token.Pos) string {
	kind := "assert"
	if types.IsInterface(t) {
		kind += strconv.Itoa(len(l.s.types))
	}
	return l.s.helperName(kind, pair(t, from), func(name string) { l.assertionFunc(name, t, from, pos) })
}

// pair is two types as one.
func pair(a, b types.Type) types.Type {
	return types.NewTuple(types.NewVar(0, nil, "", a), types.NewVar(0, nil, "", b))
}

// assertionFunc writes, for an interface, `if v, ok := x.(C); ok { return v, true }` for each C that implements it, and
// then or else
//
//	v, ok := x.(T); return v, ok && Is([]any{x}, "T")
func (l *lowerer) assertionFunc(name string, t, from types.Type, pos token.Pos) {
	x := func() ast.Expr { return ident("x", pos) }
	empty := &ast.InterfaceType{Interface: pos, Methods: &ast.FieldList{Opening: pos, Closing: pos}}
	fn := &ast.FuncDecl{
		Name: ident(name, pos),
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{Opening: pos, Closing: pos, List: []*ast.Field{{Names: []*ast.Ident{ident("x", pos)}, Type: l.typeExpr(from, pos)}}},
			Results: &ast.FieldList{Opening: pos, Closing: pos, List: []*ast.Field{{Type: l.typeExpr(t, pos)}, {Type: ident("bool", pos)}}},
		},
		Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos},
	}
	add := func(s ...ast.Stmt) { fn.Body.List = append(fn.Body.List, s...) }
	native := func(v, ok string, t types.Type) ast.Stmt {
		return &ast.AssignStmt{Lhs: []ast.Expr{ident(v, pos), ident(ok, pos)}, TokPos: pos, Tok: token.DEFINE,
			Rhs: []ast.Expr{&ast.TypeAssertExpr{X: x(), Lparen: pos, Type: l.typeExpr(t, pos), Rparen: pos}}}
	}
	if i, ok := t.Underlying().(*types.Interface); ok {
		for k, c := range l.implementers(i) {
			v, ok := "v"+strconv.Itoa(k), "ok"+strconv.Itoa(k)
			call := &ast.CallExpr{Fun: ident(l.assertion(c, from, pos), pos), Lparen: pos, Args: []ast.Expr{x()}, Rparen: pos}
			add(&ast.AssignStmt{Lhs: []ast.Expr{ident(v, pos), ident(ok, pos)}, TokPos: pos, Tok: token.DEFINE, Rhs: []ast.Expr{call}},
				&ast.IfStmt{If: pos, Cond: ident(ok, pos), Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{
					returns(pos, ident(v, pos), ident("true", pos))}}})
		}
		add(native("v", "ok", t), returns(pos, ident("v", pos), ident("ok", pos)))
	} else {
		list := &ast.CompositeLit{Type: &ast.ArrayType{Lbrack: pos, Elt: empty}, Lbrace: pos, Elts: []ast.Expr{x()}, Rbrace: pos}
		text := &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: `"` + l.yaegiName(t) + `"`}
		is := l.runtimeCall("Is", pos, list, text)
		add(native("v", "ok", t), returns(pos, ident("v", pos), &ast.BinaryExpr{X: ident("ok", pos), OpPos: pos, Op: token.LAND, Y: is}))
	}
	l.out.decls = append(l.out.decls, fn)
}

// yaegiName is how yaegi writes a type of the session or a pointer to one; empty for any other type.
func (l *lowerer) yaegiName(t types.Type) string {
	star := ""
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		star, t = "*", p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || compiled(n.Obj()) {
		return ""
	}
	if id, ok := l.namedExpr(n, 0).(*ast.Ident); ok {
		return star + "main." + id.Name
	}
	return ""
}

// assert writes x.(T) where one value is wanted.
func (l *lowerer) assert(e *ast.TypeAssertExpr) ast.Expr {
	t := l.typeOf(e.Type)
	pos := e.Pos()
	if !l.vague(t) {
		return &ast.TypeAssertExpr{X: l.expr(e.X), Lparen: e.Lparen, Type: l.expr(e.Type), Rparen: e.Rparen}
	}
	from := l.typeOf(e.X)
	fn := l.s.helperName("must", pair(t, from), func(name string) {
		text := &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: "`" + cleanType(t.String()) + "`"}
		l.out.decls = append(l.out.decls, &ast.FuncDecl{
			Name: ident(name, pos),
			Type: &ast.FuncType{
				Func:    pos,
				Params:  &ast.FieldList{Opening: pos, Closing: pos, List: []*ast.Field{{Names: []*ast.Ident{ident("x", pos)}, Type: l.typeExpr(from, pos)}}},
				Results: &ast.FieldList{Opening: pos, Closing: pos, List: []*ast.Field{{Type: l.typeExpr(t, pos)}}},
			},
			Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{
				&ast.AssignStmt{Lhs: []ast.Expr{ident("v", pos), ident("ok", pos)}, TokPos: pos, Tok: token.DEFINE,
					Rhs: []ast.Expr{&ast.CallExpr{Fun: ident(l.assertion(t, from, pos), pos), Lparen: pos, Args: []ast.Expr{ident("x", pos)}, Rparen: pos}}},
				&ast.IfStmt{If: pos, Cond: &ast.UnaryExpr{OpPos: pos, Op: token.NOT, X: ident("ok", pos)},
					Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{&ast.ExprStmt{X: l.runtimeCall("Mismatch", pos, ident("x", pos), text)}}}},
				returns(pos, ident("v", pos)),
			}},
		})
	})
	return &ast.CallExpr{Fun: ident(fn, pos), Lparen: pos, Args: []ast.Expr{l.expr(e.X)}, Rparen: pos}
}

// assertOK writes x.(T) where a value and whether it has the type are wanted.
func (l *lowerer) assertOK(e *ast.TypeAssertExpr) ast.Expr {
	return l.assertTo(l.expr(e.X), l.typeOf(e.Type), l.typeOf(e.X), e.Type.Pos())
}

func (l *lowerer) assertTo(x ast.Expr, t, from types.Type, pos token.Pos) ast.Expr {
	if !l.vague(t) {
		return &ast.TypeAssertExpr{X: x, Lparen: pos, Type: l.typeExpr(t, pos), Rparen: pos}
	}
	return &ast.CallExpr{Fun: ident(l.assertion(t, from, pos), pos), Lparen: pos, Args: []ast.Expr{x}, Rparen: pos}
}

// typeSwitch writes a type switch as assertions one after another, which find the number of the clause, and a switch over
// that number.
func (l *lowerer) typeSwitch(s *ast.TypeSwitchStmt) []ast.Stmt {
	pos := s.Switch
	var pre []ast.Stmt
	if s.Init != nil {
		pre = l.stmt(s.Init)
	}
	var guard *ast.TypeAssertExpr
	switch a := s.Assign.(type) {
	case *ast.ExprStmt:
		guard = ast.Unparen(a.X).(*ast.TypeAssertExpr)
	case *ast.AssignStmt:
		guard = ast.Unparen(a.Rhs[0]).(*ast.TypeAssertExpr)
	}
	x, tag := l.temp(), l.temp()
	pre = append(pre, l.varOf(x, l.typeOf(guard.X), pos), assignTo(ident(x, pos), l.expr(guard.X)), define(tag, number(0, pos)))
	out := &ast.SwitchStmt{Switch: pos, Tag: ident(tag, pos), Body: &ast.BlockStmt{Lbrace: s.Body.Lbrace, Rbrace: s.Body.Rbrace}}
	l.within(&target{breaks: true}, func() {
		for i, c := range s.Body.List {
			c := c.(*ast.CaseClause)
			clause := &ast.CaseClause{Case: c.Case, Colon: c.Colon}
			value := ""
			for _, e := range c.List {
				name := ""
				if o := l.info.Implicits[c]; o != nil && len(c.List) == 1 && !l.info.Types[e].IsNil() {
					name = l.localName(o)
					value = name
					pre = append(pre, l.varOf(name, l.typeOf(e), e.Pos()))
				}
				pre = append(pre, l.typeCase(e, x, l.typeOf(guard.X), tag, i+1, name))
			}
			if o := l.info.Implicits[c]; o != nil && value == "" {
				l.fn.local[o] = x
			}
			if c.List != nil {
				clause.List = []ast.Expr{number(i+1, c.Case)}
			}
			clause.Body = l.stmts(c.Body)
			out.Body.List = append(out.Body.List, clause)
		}
	})
	return l.scoped(pre, out, s)
}

// typeCase writes `if tag == 0 { v, ok := x.(T); if ok { name = v; tag = n } }` for a type of a clause.
func (l *lowerer) typeCase(e ast.Expr, x string, from types.Type, tag string, n int, name string) ast.Stmt {
	pos := e.Pos()
	open := &ast.BinaryExpr{X: ident(tag, pos), OpPos: pos, Op: token.EQL, Y: number(0, pos)}
	hit := &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{assignTo(ident(tag, pos), number(n, pos))}}
	if l.info.Types[e].IsNil() {
		isNil := &ast.BinaryExpr{X: ident(x, pos), OpPos: pos, Op: token.EQL, Y: ident("nil", pos)}
		return &ast.IfStmt{If: pos, Cond: &ast.BinaryExpr{X: open, OpPos: pos, Op: token.LAND, Y: isNil}, Body: hit}
	}
	v, ok := l.temp(), l.temp()
	if name == "" {
		v = "_"
	} else {
		hit.List = append(hit.List, assignTo(ident(name, pos), ident(v, pos)))
	}
	test := &ast.AssignStmt{Lhs: []ast.Expr{ident(v, pos), ident(ok, pos)}, TokPos: pos, Tok: token.DEFINE,
		Rhs: []ast.Expr{l.assertTo(ident(x, pos), l.typeOf(e), from, pos)}}
	return &ast.IfStmt{If: pos, Cond: open, Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{
		test, &ast.IfStmt{If: pos, Cond: ident(ok, pos), Body: hit}}}}
}

// errorsAs returns the call of the source form of errors.As when e is a call of the compiled one with a target whose type
// is of the session.
func (l *lowerer) errorsAs(e *ast.CallExpr) ast.Expr {
	sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
	if !ok || len(e.Args) != 2 {
		return nil
	}
	fn, ok := l.info.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "errors" || fn.Name() != "As" {
		return nil
	}
	p, ok := l.typeOf(e.Args[1]).Underlying().(*types.Pointer)
	if !ok || !l.vague(p.Elem()) {
		return nil
	}
	as, ok := l.s.universe.object(asPath, "As").(*types.Func)
	if !ok {
		return nil
	}
	name, known := l.s.instanceName(as, []types.Type{p.Elem()})
	if !known {
		src := l.s.sources[as]
		l.out.queue = append(l.out.queue, func() { l.writeFunc(src, name, []types.Type{p.Elem()}) })
	}
	return &ast.CallExpr{Fun: ident(name, e.Pos()), Lparen: e.Lparen, Args: l.exprs(e.Args), Rparen: e.Rparen}
}
