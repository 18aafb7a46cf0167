package eval

import (
	"go/ast"
	"go/token"
	"go/types"
)

// rangeString writes for i, c := range s by hand, since yaegi loses count at bytes that are not UTF-8:
//
//	for next := 0; next < len(s); { at := next; r := rune(s[at]); if r < 0x80 { next++ } else { rune, w := Rune(s, at); r = rune; next += w }; body }
func (l *lowerer) rangeString(s *ast.RangeStmt, t *target) []ast.Stmt {
	pos := s.For
	str, next, at, r := l.temp(), l.temp(), l.temp(), l.temp()
	id := func(name string) ast.Expr { return ident(name, pos) }
	text := types.Typ[types.String]
	list := []ast.Stmt{
		l.varOf(str, text, pos),
		assignTo(id(str), &ast.CallExpr{Fun: id("string"), Lparen: pos, Args: []ast.Expr{l.expr(s.X)}, Rparen: pos}),
		define(next, number(0, pos)),
	}
	decoded, width := l.temp(), l.temp()
	wide := &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{
		&ast.AssignStmt{Lhs: []ast.Expr{id(decoded), id(width)}, TokPos: pos, Tok: token.DEFINE, Rhs: []ast.Expr{l.runtimeCall("Rune", pos, id(str), id(at))}},
		assignTo(id(r), id(decoded)),
		&ast.AssignStmt{Lhs: []ast.Expr{id(next)}, TokPos: pos, Tok: token.ADD_ASSIGN, Rhs: []ast.Expr{id(width)}},
	}}
	char := &ast.IndexExpr{X: id(str), Lbrack: pos, Index: id(at), Rbrack: pos}
	pre := []ast.Stmt{
		define(at, id(next)),
		l.varOf(r, types.Typ[types.Int32], pos),
		assignTo(id(r), &ast.CallExpr{Fun: id("rune"), Lparen: pos, Args: []ast.Expr{char}, Rparen: pos}),
		&ast.IfStmt{If: pos, Cond: &ast.BinaryExpr{X: id(r), OpPos: pos, Op: token.LSS, Y: number(0x80, pos)},
			Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{&ast.IncDecStmt{X: id(next), TokPos: pos, Tok: token.INC}}},
			Else: wide},
	}
	pre = append(pre, l.setRangeVar(s.Key, id(at))...)
	pre = append(pre, l.setRangeVar(s.Value, id(r))...)
	length := &ast.CallExpr{Fun: id("len"), Lparen: pos, Args: []ast.Expr{id(str)}, Rparen: pos}
	out := &ast.ForStmt{For: pos, Cond: &ast.BinaryExpr{X: id(next), OpPos: pos, Op: token.LSS, Y: length}}
	out.Body = l.loopBody(s.Body, t, pre...)
	return l.scoped(list, out, s)
}

// setRangeVar gives a variable of a range statement, new or not, its value for the iteration.
func (l *lowerer) setRangeVar(x ast.Expr, value ast.Expr) []ast.Stmt {
	if x == nil {
		return nil
	}
	if id, ok := x.(*ast.Ident); ok {
		if id.Name == "_" {
			return nil
		}
		if o := l.info.Defs[id]; o != nil {
			return []ast.Stmt{define(l.localName(o), value)}
		}
	}
	return []ast.Stmt{assignTo(l.place(x), value)}
}
