package dialect

import (
	"go/ast"
	"go/types"
)

// condStmt turns a if c else b, alone as a statement, into an if statement.
func (r *rewriter) condStmt(s ast.Stmt) []ast.Stmt {
	x, ok := s.(*ast.ExprStmt)
	if !ok {
		return nil
	}
	args, ok := marked(x.X, "__cond")
	if !ok || len(args) != 3 || r.e.IsExpr && r.topLevel() {
		return nil
	}
	list := r.tmplStmts(s, "if __truth(_0) { _1 } else { _2 }", args[0], args[1], args[2])
	if isNil(args[2]) {
		list[0].(*ast.IfStmt).Else = nil
	}
	return list
}

// cond turns x if c else y into a function literal.
func (r *rewriter) cond(x ast.Expr) ast.Expr {
	args, ok := marked(x, "__cond")
	if !ok || len(args) != 3 {
		return nil
	}
	c := r.asBool(args[0])
	a, b := r.typeOf(args[1]), r.typeOf(args[2])
	if c == nil || a == nil || b == nil {
		return nil
	}
	t := r.common(a, b)
	if want := r.expected(x); want != nil && types.AssignableTo(a, want) && types.AssignableTo(b, want) {
		t = want
	}
	return r.is(r.tmpl(x, "func() _0 { if _1 { return _2 }; return _3 }()", t, c, args[1], args[2]), t)
}

// common is a type that holds values of both types.
func (r *rewriter) common(a, b types.Type) types.Type {
	switch {
	case types.AssignableTo(a, types.Default(b)) && !isUntypedNil(b):
		return r.settled(b)
	case types.AssignableTo(b, types.Default(a)) && !isUntypedNil(a):
		return r.settled(a)
	}
	return anyType
}

func isUntypedNil(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Kind() == types.UntypedNil
}
