package eval

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// rangeFunc writes a range over a function as a call of it with the body as a function literal:
//
//	exit := 0
//	f(func(k K, v V) bool { body; return true })
//	if exit == 1 { the jump that the body made }
//
// In the body, continue is `return true` and break is `return false`. What goes further says so in exit first.
func (l *lowerer) rangeFunc(s *ast.RangeStmt, label string, sig *types.Signature) []ast.Stmt {
	pos := s.For
	yield := sig.Params().At(0).Type().Underlying().(*types.Signature)
	t := &target{label: label, breaks: true, continues: true, iter: true, exit: l.temp()}
	var pre []ast.Stmt
	names := make([]string, yield.Params().Len())
	for i, x := range []ast.Expr{s.Key, s.Value} {
		if i >= len(names) {
			break
		}
		names[i] = l.temp()
		if x == nil {
			continue
		}
		id, ok := x.(*ast.Ident)
		switch {
		case ok && id.Name == "_":
		case ok && l.info.Defs[id] != nil:
			names[i] = l.localName(l.info.Defs[id])
		default:
			pre = append(pre, assignTo(l.place(x), ident(names[i], pos)))
		}
	}
	lit := &ast.FuncLit{Type: l.funcType(yield, pos, names), Body: &ast.BlockStmt{Lbrace: s.Body.Lbrace, Rbrace: s.Body.Rbrace}}
	l.within(t, func() {
		lit.Body.List = append([]ast.Stmt{l.tick(pos)}, pre...)
		lit.Body.List = append(lit.Body.List, l.stmts(s.Body.List)...)
		lit.Body.List = append(lit.Body.List, returns(s.Body.Rbrace, ident("true", s.Body.Rbrace)))
	})
	call := &ast.ExprStmt{X: &ast.CallExpr{Fun: l.expr(s.X), Lparen: pos, Args: []ast.Expr{lit}, Rparen: pos}}
	if len(t.exits) == 0 {
		return []ast.Stmt{call}
	}
	list := []ast.Stmt{define(t.exit, number(0, pos)), call}
	for i, e := range t.exits {
		var then []ast.Stmt
		if e.jump == nil {
			then = l.returnStored(pos)
		} else {
			then = l.branch(e.jump)
		}
		list = append(list, &ast.IfStmt{
			If:   pos,
			Cond: &ast.BinaryExpr{X: ident(t.exit, pos), OpPos: pos, Op: token.EQL, Y: number(i+1, pos)},
			Body: &ast.BlockStmt{Lbrace: pos, List: then, Rbrace: pos},
		})
	}
	return []ast.Stmt{&ast.BlockStmt{Lbrace: pos, List: list, Rbrace: s.End()}}
}

func number(n int, pos token.Pos) ast.Expr {
	return &ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: strconv.Itoa(n)}
}

// leave writes the end of the body of t for a jump that goes further than t.
func (l *lowerer) leave(t *target, e exit, pos token.Pos) []ast.Stmt {
	n := 0
	for i, have := range t.exits {
		if (have.jump == nil) == (e.jump == nil) && (e.jump == nil || sameJump(have.jump, e.jump)) {
			n = i + 1
		}
	}
	if n == 0 {
		t.exits = append(t.exits, e)
		n = len(t.exits)
	}
	return []ast.Stmt{assignTo(ident(t.exit, pos), number(n, pos)), returns(pos, ident("false", pos))}
}

func sameJump(a, b *ast.BranchStmt) bool {
	label := func(s *ast.BranchStmt) string {
		if s.Label == nil {
			return ""
		}
		return s.Label.Name
	}
	return a.Tok == b.Tok && label(a) == label(b)
}

// boundary is the innermost body of a range over a function that the statement being written is in, or nil.
func (l *lowerer) boundary() *target {
	for i := len(l.fn.targets) - 1; i >= 0; i-- {
		if l.fn.targets[i].iter {
			return l.fn.targets[i]
		}
	}
	return nil
}

// returnAcross writes a return in the body of b: the results go to variables of the function, which returns them once b
// is left.
func (l *lowerer) returnAcross(s *ast.ReturnStmt, b *target) []ast.Stmt {
	var list []ast.Stmt
	names := l.resultNames()
	if len(s.Results) > 0 {
		a := &ast.AssignStmt{TokPos: s.Return, Tok: token.ASSIGN, Rhs: l.exprs(s.Results)}
		for _, n := range names {
			a.Lhs = append(a.Lhs, ident(n, s.Return))
		}
		list = append(list, a)
	}
	return append(list, l.leave(b, exit{}, s.Return)...)
}

// returnStored returns what returnAcross stored, from inside another such body or from the function itself.
func (l *lowerer) returnStored(pos token.Pos) []ast.Stmt {
	if b := l.boundary(); b != nil {
		return l.leave(b, exit{}, pos)
	}
	out := &ast.ReturnStmt{Return: pos}
	for _, n := range l.resultNames() {
		out.Results = append(out.Results, ident(n, pos))
	}
	return []ast.Stmt{out}
}

// resultNames are the variables of the function's results, which are made when the results have no names.
func (l *lowerer) resultNames() []string {
	f := l.fn
	if f.result == nil && f.sig != nil {
		for range f.sig.Results().Len() {
			f.result = append(f.result, l.temp())
			f.stored = true
		}
	}
	return f.result
}

// returnVars declares the variables that resultNames made.
func (l *lowerer) returnVars(pos token.Pos) []ast.Stmt {
	if !l.fn.stored {
		return nil
	}
	var out []ast.Stmt
	for i, n := range l.fn.result {
		spec := &ast.ValueSpec{Names: []*ast.Ident{ident(n, pos)}, Type: l.typeExpr(l.fn.sig.Results().At(i).Type(), pos)}
		out = append(out, &ast.DeclStmt{Decl: &ast.GenDecl{Tok: token.VAR, TokPos: pos, Specs: []ast.Spec{spec}}})
	}
	return out
}
