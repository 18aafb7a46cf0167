package eval

import (
	"go/ast"
	"go/token"
	"go/types"
)

// body writes the body of a function: an interrupt check, the statements, and before them the variables that they asked
// for.
func (l *lowerer) body(b *ast.BlockStmt, recursive bool) *ast.BlockStmt {
	list := l.stmts(b.List)
	pre := l.returnVars(b.Lbrace)
	if recursive {
		pre = append(pre, &ast.ExprStmt{X: l.runtimeCall("Enter", b.Lbrace)})
	} else {
		pre = append(pre, l.tick(b.Lbrace))
	}
	return &ast.BlockStmt{Lbrace: b.Lbrace, List: append(pre, list...), Rbrace: b.Rbrace}
}

func (l *lowerer) stmts(list []ast.Stmt) []ast.Stmt {
	var out []ast.Stmt
	for _, s := range list {
		out = append(out, l.stmt(s)...)
	}
	return out
}

func (l *lowerer) block(b *ast.BlockStmt) *ast.BlockStmt {
	if b == nil {
		return nil
	}
	return &ast.BlockStmt{Lbrace: b.Lbrace, List: l.stmts(b.List), Rbrace: b.Rbrace}
}

// one writes a statement as exactly one statement, or none for none.
func (l *lowerer) one(s ast.Stmt) ast.Stmt {
	if s == nil {
		return nil
	}
	list := l.stmt(s)
	switch len(list) {
	case 0:
		return &ast.EmptyStmt{Semicolon: s.Pos()}
	case 1:
		return list[0]
	}
	return &ast.BlockStmt{Lbrace: s.Pos(), List: list, Rbrace: s.End()}
}

// stmt writes a statement as one or several.
func (l *lowerer) stmt(s ast.Stmt) []ast.Stmt {
	switch s := s.(type) {
	case *ast.EmptyStmt:
		return nil
	case *ast.ExprStmt:
		if r := received(s.X); r != nil {
			return []ast.Stmt{&ast.BlockStmt{Lbrace: s.Pos(), List: l.receiveInto(l.temp(), "", r), Rbrace: s.End()}}
		}
		return []ast.Stmt{&ast.ExprStmt{X: l.expr(s.X)}}
	case *ast.DeclStmt:
		return l.localDecl(s.Decl.(*ast.GenDecl))
	case *ast.AssignStmt:
		return l.assign(s)
	case *ast.IncDecStmt:
		return l.incDec(s)
	case *ast.SendStmt:
		return l.send(s)
	case *ast.GoStmt:
		return l.goStmt(s)
	case *ast.DeferStmt:
		return l.deferStmt(s)
	case *ast.ReturnStmt:
		return l.returnStmt(s)
	case *ast.BranchStmt:
		return l.branch(s)
	case *ast.BlockStmt:
		return []ast.Stmt{l.block(s)}
	case *ast.IfStmt:
		return l.ifStmt(s)
	case *ast.SwitchStmt:
		return l.switchStmt(s)
	case *ast.TypeSwitchStmt:
		return l.typeSwitch(s)
	case *ast.SelectStmt:
		return l.selectStmt(s)
	case *ast.ForStmt:
		return l.forStmt(s, "")
	case *ast.RangeStmt:
		return l.rangeStmt(s, "")
	case *ast.LabeledStmt:
		return l.labeled(s)
	}
	panic(l.unable(s.Pos(), "cannot evaluate this statement (%T)", s))
}

// ifStmt keeps an initialization as a statement before, in a block of its own.
func (l *lowerer) ifStmt(s *ast.IfStmt) []ast.Stmt {
	var pre []ast.Stmt
	if s.Init != nil {
		pre = l.stmt(s.Init)
	}
	out := &ast.IfStmt{If: s.If, Cond: l.cond(s.Cond), Body: l.block(s.Body)}
	if s.Else != nil {
		out.Else = l.elseStmt(s.Else)
	}
	if len(pre) == 0 {
		return []ast.Stmt{out}
	}
	return []ast.Stmt{&ast.BlockStmt{Lbrace: s.If, List: append(pre, out), Rbrace: s.End()}}
}

func (l *lowerer) elseStmt(s ast.Stmt) ast.Stmt {
	if b, ok := s.(*ast.BlockStmt); ok {
		return l.block(b)
	}
	list := l.stmt(s)
	if len(list) == 1 {
		if i, ok := list[0].(*ast.IfStmt); ok {
			return i
		}
		if b, ok := list[0].(*ast.BlockStmt); ok {
			return b
		}
	}
	return &ast.BlockStmt{Lbrace: s.Pos(), List: list, Rbrace: s.End()}
}

// cond writes a condition.
func (l *lowerer) cond(e ast.Expr) ast.Expr { return l.expr(e) }

func (l *lowerer) switchStmt(s *ast.SwitchStmt) []ast.Stmt {
	var pre []ast.Stmt
	if s.Init != nil {
		pre = l.stmt(s.Init)
	}
	out := &ast.SwitchStmt{Switch: s.Switch, Tag: l.opt(s.Tag), Body: &ast.BlockStmt{Lbrace: s.Body.Lbrace, Rbrace: s.Body.Rbrace}}
	l.within(&target{breaks: true}, func() {
		for _, c := range s.Body.List {
			c := c.(*ast.CaseClause)
			clause := &ast.CaseClause{Case: c.Case, List: l.exprs(c.List), Colon: c.Colon}
			if c.List == nil {
				clause.List = nil
			}
			clause.Body = l.stmts(c.Body)
			out.Body.List = append(out.Body.List, clause)
		}
	})
	return l.scoped(pre, out, s)
}

// scoped puts pre and s in a block, or returns s alone.
func (l *lowerer) scoped(pre []ast.Stmt, s ast.Stmt, at ast.Node) []ast.Stmt {
	if len(pre) == 0 {
		return []ast.Stmt{s}
	}
	return []ast.Stmt{&ast.BlockStmt{Lbrace: at.Pos(), List: append(pre, s), Rbrace: at.End()}}
}

func (l *lowerer) selectStmt(s *ast.SelectStmt) []ast.Stmt {
	pos := s.Select
	if len(s.Body.List) == 0 {
		return []ast.Stmt{&ast.ExprStmt{X: l.runtimeCall("Block", pos)}}
	}
	out := &ast.SelectStmt{Select: pos, Body: &ast.BlockStmt{Lbrace: s.Body.Lbrace, Rbrace: s.Body.Rbrace}}
	waits := true
	l.within(&target{breaks: true}, func() {
		for _, c := range s.Body.List {
			c := c.(*ast.CommClause)
			clause := &ast.CommClause{Case: c.Case, Colon: c.Colon}
			if c.Comm == nil {
				waits = false
			} else {
				clause.Comm, clause.Body = l.comm(c.Comm)
			}
			clause.Body = append(clause.Body, l.stmts(c.Body)...)
			out.Body.List = append(out.Body.List, clause)
		}
	})
	if waits {
		out.Body.List = append(out.Body.List, l.stopCase(pos))
	}
	return []ast.Stmt{out}
}

// comm writes the operation of a select clause, and what the clause must do first: received values go to temporaries.
func (l *lowerer) comm(s ast.Stmt) (ast.Stmt, []ast.Stmt) {
	receive := func(x ast.Expr) ast.Expr {
		r := received(x)
		return &ast.UnaryExpr{OpPos: r.OpPos, Op: token.ARROW, X: l.expr(r.X)}
	}
	switch s := s.(type) {
	case *ast.SendStmt:
		return &ast.SendStmt{Chan: l.expr(s.Chan), Arrow: s.Arrow, Value: l.expr(s.Value)}, nil
	case *ast.ExprStmt:
		return &ast.ExprStmt{X: receive(s.X)}, nil
	case *ast.AssignStmt:
		out := &ast.AssignStmt{TokPos: s.TokPos, Tok: token.DEFINE, Rhs: []ast.Expr{receive(s.Rhs[0])}}
		var after []ast.Stmt
		for _, x := range s.Lhs {
			id, ok := x.(*ast.Ident)
			switch {
			case ok && id.Name == "_":
				out.Lhs = append(out.Lhs, ident("_", x.Pos()))
			case ok && s.Tok == token.DEFINE && l.info.Defs[id] != nil:
				out.Lhs = append(out.Lhs, ident(l.localName(l.info.Defs[id]), x.Pos()))
			default:
				t := l.temp()
				out.Lhs = append(out.Lhs, ident(t, x.Pos()))
				after = append(after, assignTo(l.place(x), ident(t, x.Pos())))
			}
		}
		return out, after
	}
	panic(l.unable(s.Pos(), "cannot select this operation"))
}

// goStmt starts a goroutine that survives a panic: func(f F, a A) { defer func() { Report(recover()) }(); f(a) }(f, a).
func (l *lowerer) goStmt(s *ast.GoStmt) []ast.Stmt {
	pos := s.Go
	call := l.deferred(s.Call)
	guard := &ast.FuncLit{
		Type: &ast.FuncType{Func: pos, Params: &ast.FieldList{Opening: pos, Closing: pos}},
		Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{
			&ast.ExprStmt{X: l.runtimeCall("Report", pos, &ast.CallExpr{Fun: ident("recover", pos), Lparen: pos, Rparen: pos})},
		}},
	}
	guarded := &ast.DeferStmt{Defer: pos, Call: &ast.CallExpr{Fun: guard, Lparen: pos, Rparen: pos}}
	if lit, ok := call.Fun.(*ast.FuncLit); ok {
		lit.Body.List = append([]ast.Stmt{guarded}, lit.Body.List...)
		return []ast.Stmt{&ast.GoStmt{Go: pos, Call: call}}
	}
	params := &ast.FieldList{Opening: pos, Closing: pos}
	inner := &ast.CallExpr{Fun: call.Fun, Lparen: pos, Ellipsis: call.Ellipsis, Rparen: pos}
	var args []ast.Expr
	for i, a := range call.Args {
		name := l.temp()
		t := types.Default(l.typeOf(s.Call.Args[i]))
		params.List = append(params.List, &ast.Field{Names: []*ast.Ident{ident(name, pos)}, Type: l.typeExpr(t, pos)})
		inner.Args = append(inner.Args, ident(name, pos))
		args = append(args, a)
	}
	wrap := &ast.FuncLit{
		Type: &ast.FuncType{Func: pos, Params: params},
		Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{guarded, &ast.ExprStmt{X: inner}}},
	}
	return []ast.Stmt{&ast.GoStmt{Go: pos, Call: &ast.CallExpr{Fun: wrap, Lparen: pos, Args: args, Rparen: pos}}}
}

// deferStmt writes a defer statement. yaegi would look at the arguments when the call runs, so they are kept in variables
// now, and so is the receiver or the function.
func (l *lowerer) deferStmt(s *ast.DeferStmt) []ast.Stmt {
	call := l.deferred(s.Call)
	var pre []ast.Stmt
	keep := func(x ast.Expr, t types.Type) ast.Expr {
		name := l.temp()
		pre = append(pre, l.varOf(name, types.Default(t), x.Pos()), assignTo(ident(name, x.Pos()), x))
		return ident(name, x.Pos())
	}
	if len(call.Args) == len(s.Call.Args) && !l.info.Types[s.Call.Fun].IsBuiltin() {
		for i, a := range s.Call.Args {
			t := l.typeOf(a)
			if _, tuple := t.(*types.Tuple); !tuple && l.info.Types[a].Value == nil && !isUntypedNil(t) {
				call.Args[i] = keep(call.Args[i], t)
			}
		}
	}
	switch fun := ast.Unparen(s.Call.Fun).(type) {
	case *ast.SelectorExpr:
		x, method := call.Fun.(*ast.SelectorExpr)
		if sel := l.info.Selections[fun]; method && sel != nil && sel.Kind() == types.MethodVal && len(sel.Index()) == 1 {
			if t := l.typeOf(fun.X); isPointer(t) || types.IsInterface(t) {
				x.X = keep(x.X, t)
			}
		}
	case *ast.Ident:
		if v, ok := l.info.Uses[fun].(*types.Var); ok && !compiled(v) {
			call.Fun = keep(call.Fun, l.subst(v.Type()))
		}
	}
	return append(pre, &ast.DeferStmt{Defer: s.Defer, Call: call})
}

// deferred writes the call of a go or defer statement.
func (l *lowerer) deferred(c *ast.CallExpr) *ast.CallExpr {
	x := ast.Unparen(l.expr(c))
	if call, ok := x.(*ast.CallExpr); ok {
		return call
	}
	panic(l.unable(c.Pos(), "cannot defer this call"))
}

// returnStmt writes a return; inside the body of a range over a function it leaves that function first.
func (l *lowerer) returnStmt(s *ast.ReturnStmt) []ast.Stmt {
	if b := l.boundary(); b != nil {
		return l.returnAcross(s, b)
	}
	return []ast.Stmt{&ast.ReturnStmt{Return: s.Return, Results: l.exprs(s.Results)}}
}

func define(name string, x ast.Expr) ast.Stmt {
	return &ast.AssignStmt{Lhs: []ast.Expr{ident(name, x.Pos())}, TokPos: x.Pos(), Tok: token.DEFINE, Rhs: []ast.Expr{x}}
}

func assignTo(to, x ast.Expr) ast.Stmt {
	return &ast.AssignStmt{Lhs: []ast.Expr{to}, TokPos: x.Pos(), Tok: token.ASSIGN, Rhs: []ast.Expr{x}}
}
