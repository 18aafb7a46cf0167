package dialect

import (
	"go/ast"
	"go/types"
	"strings"
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
	if v := r.constOf(args[0]); v != nil && v.ExactString() == "0" && isNil(args[2]) && r.typeOf(args[1]) == nil && r.resultsOf(args[1]) == nil {
		return r.is(r.tmpl(x, "any(nil)"), anyType) // Python does not look at what is never computed
	}
	c := r.asBool(args[0])
	if y := r.condOfSeveral(x, c, args[1:]); y != nil {
		return y
	}
	a, b := r.typeOf(args[1]), r.typeOf(args[2])
	if c == nil || a == nil || b == nil {
		return nil
	}
	t := r.common(a, b)
	if _, alone := r.parent(0).(*ast.ExprStmt); isUntypedNil(b) && r.e.IsExpr && (alone || r.parent(0) == nil) {
		t = anyType // so that None shows as nothing, not as an empty list
	}
	if want := r.expected(x); want != nil && types.AssignableTo(a, want) && types.AssignableTo(b, want) {
		t = want
	}
	return r.is(r.tmpl(x, "func() _0 { if _1 { return _2 }; return _3 }()", t, c, args[1], args[2]), t)
}

// condOfSeveral is sr(p) if c else None: a call of several results gives them as a tuple.
func (r *rewriter) condOfSeveral(x, c ast.Expr, args []ast.Expr) ast.Expr {
	results, ok := r.resultsOf(args[0]).(*types.Tuple)
	if !ok || c == nil || !isNil(args[1]) {
		return nil
	}
	before, fails := r.errorTuple(args[0])
	if fails && len(before) < 2 {
		return nil
	}
	names := make([]string, results.Len())
	for i := range names {
		names[i] = "v" + itoa(i+1)
	}
	values, check := names, ""
	if fails {
		values, check = names[:len(before)], "if "+names[len(before)]+" != nil { panic("+names[len(before)]+") }; "
	}
	text := "func() any { if _0 { " + strings.Join(names, ", ") + " := _1; " + check + "return Tuple{" + strings.Join(values, ", ") + "} }; return nil }()"
	return r.is(r.tmpl(x, text, c, args[0]), anyType)
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
