package eval

import (
	"go/ast"
	"go/token"
	"go/types"
)

// Channel operations of lowered code wait for an interrupt as well: each becomes a select with one more case.

// stopCase is `case <-Stopped(): Tick()`.
func (l *lowerer) stopCase(pos token.Pos) ast.Stmt {
	return &ast.CommClause{
		Case: pos,
		Comm: &ast.ExprStmt{X: &ast.UnaryExpr{OpPos: pos, Op: token.ARROW, X: l.runtimeCall("Stopped", pos)}},
		Body: []ast.Stmt{&ast.ExprStmt{X: l.runtimeCall("Tick", pos)}},
	}
}

// wait writes `select { case comm: body; case <-Stopped(): Tick() }`.
func (l *lowerer) wait(comm ast.Stmt, pos token.Pos, body ...ast.Stmt) ast.Stmt {
	clause := &ast.CommClause{Case: pos, Comm: comm, Body: body}
	return &ast.SelectStmt{Select: pos, Body: &ast.BlockStmt{Lbrace: pos, List: []ast.Stmt{clause, l.stopCase(pos)}, Rbrace: pos}}
}

// send writes c <- v. Both sides are evaluated first.
func (l *lowerer) send(s *ast.SendStmt) []ast.Stmt {
	elem := l.typeOf(s.Chan).Underlying().(*types.Chan).Elem()
	ch, v := l.temp(), l.temp()
	pos := s.Pos()
	return []ast.Stmt{
		define(ch, l.expr(s.Chan)),
		l.varOf(v, elem, pos),
		assignTo(ident(v, pos), l.expr(s.Value)),
		l.wait(&ast.SendStmt{Chan: ident(ch, pos), Arrow: s.Arrow, Value: ident(v, pos)}, pos),
	}
}

// receiveTo waits for a value of the channel ch and assigns it to the variable v, and whether there was one to ok when
// that is a name.
func (l *lowerer) receiveTo(v, ok, ch string, pos token.Pos) ast.Stmt {
	comm := &ast.AssignStmt{TokPos: pos, Tok: token.DEFINE, Rhs: []ast.Expr{&ast.UnaryExpr{OpPos: pos, Op: token.ARROW, X: ident(ch, pos)}}}
	var body []ast.Stmt
	for _, name := range []string{v, ok} {
		if name != "" {
			t := l.temp()
			comm.Lhs = append(comm.Lhs, ident(t, pos))
			body = append(body, assignTo(ident(name, pos), ident(t, pos)))
		}
	}
	return l.wait(comm, pos, body...)
}

// receive writes <-c where a value is wanted: a function literal that waits, called at once.
func (l *lowerer) receive(e *ast.UnaryExpr) ast.Expr {
	pos := e.Pos()
	ch := l.typeOf(e.X)
	elem := ch.Underlying().(*types.Chan).Elem()
	c, v := l.temp(), l.temp()
	lit := &ast.FuncLit{
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{Opening: pos, List: []*ast.Field{{Names: []*ast.Ident{ident(c, pos)}, Type: l.typeExpr(ch, pos)}}, Closing: pos},
			Results: &ast.FieldList{Opening: pos, List: []*ast.Field{{Type: l.typeExpr(elem, pos)}}, Closing: pos},
		},
		Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{
			l.varOf(v, elem, pos),
			l.receiveTo(v, "", c, pos),
			returns(pos, ident(v, pos)),
		}},
	}
	return &ast.CallExpr{Fun: lit, Lparen: pos, Args: []ast.Expr{l.expr(e.X)}, Rparen: pos}
}

// receiveInto writes v := <-c and v, ok := <-c for temporaries, which it declares: the received value, and whether there
// was one when ok is not empty.
func (l *lowerer) receiveInto(v, ok string, e *ast.UnaryExpr) []ast.Stmt {
	pos := e.Pos()
	elem := l.typeOf(e.X).Underlying().(*types.Chan).Elem()
	ch := l.temp()
	list := []ast.Stmt{define(ch, l.expr(e.X)), l.varOf(v, elem, pos)}
	if ok != "" {
		list = append(list, l.varOf(ok, types.Typ[types.Bool], pos))
	}
	return append(list, l.receiveTo(v, ok, ch, pos))
}

// varOf writes var name T.
func (l *lowerer) varOf(name string, t types.Type, pos token.Pos) ast.Stmt {
	spec := &ast.ValueSpec{Names: []*ast.Ident{ident(name, pos)}, Type: l.typeExpr(l.subst(t), pos)}
	return &ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, TokPos: pos, Specs: []ast.Spec{spec}}}
}

// received returns the receive operation that x is, or nil.
func received(x ast.Expr) *ast.UnaryExpr {
	u, ok := ast.Unparen(x).(*ast.UnaryExpr)
	if !ok || u.Op != token.ARROW {
		return nil
	}
	return u
}

// rangeChan writes for v := range c as a loop of receives.
func (l *lowerer) rangeChan(s *ast.RangeStmt, t *target) []ast.Stmt {
	pos := s.For
	ch := l.temp()
	list := []ast.Stmt{define(ch, l.expr(s.X))}
	elem := l.typeOf(s.X).Underlying().(*types.Chan).Elem()
	v, ok := l.temp(), l.temp()
	pre := []ast.Stmt{
		l.varOf(v, elem, pos),
		l.varOf(ok, types.Typ[types.Bool], pos),
		l.receiveTo(v, ok, ch, pos),
		&ast.IfStmt{If: pos, Cond: &ast.UnaryExpr{OpPos: pos, Op: token.NOT, X: ident(ok, pos)},
			Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{l.jump(token.BREAK, "", pos)}}},
	}
	pre = append(pre, l.setRangeVar(s.Key, ident(v, pos))...)
	out := &ast.ForStmt{For: pos, Body: l.loopBody(s.Body, t, pre...)}
	return l.scoped(list, out, s)
}
