package dialect

import (
	"go/ast"
	"go/types"
)

// appendTo gives lists Python's methods that change them.
func (r *rewriter) appendTo(s ast.Stmt) []ast.Stmt {
	x, ok := s.(*ast.ExprStmt)
	if !ok {
		return nil
	}
	call, ok := x.X.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !pure(sel.X) || method(r.typeOf(sel.X), sel.Sel.Name) != nil {
		return nil
	}
	if _, ok := under[*types.Slice](r.typeOf(sel.X)); !ok {
		return nil
	}
	switch sel.Sel.Name {
	case "append":
		return r.tmplStmts(s, "_0 = append(_0, _1)", sel.X, call.Args[0])
	case "extend":
		return r.tmplStmts(s, "_0 = append(_0, _1...)", sel.X, call.Args[0])
	}
	return nil
}

// pop takes an element off a list: the last one, or the first with pop(0).
func (r *rewriter) pop(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok || len(call.Args) > 1 {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "pop" || !pure(sel.X) || method(r.typeOf(sel.X), "pop") != nil {
		return nil
	}
	sl, ok := under[*types.Slice](r.typeOf(sel.X))
	if !ok {
		return nil
	}
	body := "v := _1[len(_1)-1]; _1 = _1[:len(_1)-1]"
	if len(call.Args) == 1 {
		c := r.constOf(call.Args[0])
		switch {
		case c != nil && c.ExactString() == "-1":
		case c != nil && c.ExactString() == "0":
			body = "v := _1[0]; _1 = _1[1:]"
		default:
			return nil
		}
	}
	return r.is(r.tmpl(x, "func() _0 { "+body+"; return v }()", sl.Elem(), sel.X), sl.Elem())
}
