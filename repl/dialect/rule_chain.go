package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
)

// chain is 1 < x <= 5, which compares each neighbours: 1 < x && x <= 5.
func (r *rewriter) chain(x ast.Expr) ast.Expr {
	b, ok := x.(*ast.BinaryExpr)
	if !ok || !compares(b.Op) {
		return nil
	}
	left, ok := b.X.(*ast.BinaryExpr)
	if !ok {
		return nil
	}
	last := left
	if left.Op == token.LAND { // of an earlier link
		if last, ok = left.Y.(*ast.BinaryExpr); !ok {
			return nil
		}
	}
	if !compares(last.Op) || r.typeOf(last.Y) == nil || r.typeOf(b.Y) == nil || r.isKind(b.Y, types.IsBoolean) {
		return nil
	}
	next := &ast.BinaryExpr{X: last.Y, OpPos: b.OpPos, Op: b.Op, Y: b.Y}
	return r.is(&ast.BinaryExpr{X: left, OpPos: b.OpPos, Op: token.LAND, Y: next}, boolType)
}

func compares(op token.Token) bool {
	switch op {
	case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
		return true
	}
	return false
}

// orValue is a or b where a value is wanted: a unless it is empty.
func (r *rewriter) orValue(x ast.Expr) ast.Expr {
	name := markerName(x)
	if name != "__or" && name != "__and" {
		return nil
	}
	switch p := r.parent(0).(type) {
	case *ast.CallExpr:
		switch markerName(p) {
		case "__truth", "__not", "__and", "__or":
			return nil
		case "__cond":
			if p.Args[0] == x {
				return nil
			}
		}
	}
	args := x.(*ast.CallExpr).Args
	a, b := r.typeOf(args[0]), r.typeOf(args[1])
	if a == nil || b == nil || isBasic(a, types.IsBoolean) || isBasic(b, types.IsBoolean) || isBasic(r.expected(x), types.IsBoolean) {
		return nil
	}
	t := r.common(a, b)
	test, first, second := "v", args[0], args[1]
	v := ident(x, test)
	r.is(v, a)
	cond := r.asBool(v)
	if cond == nil {
		return nil
	}
	text := "func() _0 { if v := _1; _2 { return v }; return _3 }()"
	if name == "__and" {
		text = "func() _0 { if v := _1; !(_2) { return v }; return _3 }()"
	}
	return r.is(r.tmpl(x, text, t, first, cond, second), t)
}
