package dialect

import (
	"go/ast"
	"go/types"
)

// counterOf is Counter(list): how often each element occurs.
func (r *rewriter) counterOf(call *ast.CallExpr, args []ast.Expr, keywords [][]ast.Expr) ast.Expr {
	if len(args) != 1 || len(keywords) > 0 {
		return nil
	}
	e := elem(r.typeOf(args[0]))
	if e == nil || isMapType(r.typeOf(args[0])) {
		return nil
	}
	key, k := "v", r.settled(e)
	switch {
	case named(e, "FlagValue"):
		key, k = "v.String()", types.Typ[types.String]
	case isBytes(e):
		key, k = "string(v)", types.Typ[types.String]
	case !types.Comparable(e):
		key, k = "Repr(v)", types.Typ[types.String]
	}
	t := types.NewMap(k, types.Typ[types.Int])
	return r.is(r.tmpl(call, "func() _0 { n := _0{}; for _, v := range _1 { n["+key+"]++ }; return n }()", t, args[0]), t)
}

func isMapType(t types.Type) bool {
	_, ok := under[*types.Map](t)
	return ok
}

// mostCommon is m.most_common(n) of a map of numbers: the entries with the largest, as pairs.
func (r *rewriter) mostCommon(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok || len(call.Args) > 1 {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "most_common" {
		return nil
	}
	m, ok := under[*types.Map](r.typeOf(sel.X))
	if !ok || !isBasic(m.Elem(), types.IsInteger) {
		return nil
	}
	list := "list"
	args := []any{sel.X}
	if len(call.Args) == 1 {
		list = "list[:min(_1, len(list))]"
		args = append(args, call.Args[0])
	}
	return r.tmpl(x, `func() []Tuple {
		var list []Tuple
		for k, n := range _0 { list = append(list, Tuple{k, n}) }
		sort.Slice(list, func(i, j int) bool {
			if list[i][1] != list[j][1] { return list[i][1].(int) > list[j][1].(int) }
			return Repr(list[i]) < Repr(list[j])
		})
		return `+list+`
	}()`, args...)
}

// items is m.items(), m.keys() and m.values() of a map, as lists.
func (r *rewriter) items(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok || len(call.Args) > 0 || markerName(x) != "" {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	m, ok := under[*types.Map](r.typeOf(sel.X))
	if !ok || method(r.typeOf(sel.X), sel.Sel.Name) != nil {
		return nil
	}
	if p, ok := r.parent(0).(*ast.CallExpr); ok && markerName(p) == "__pairs" && sel.Sel.Name == "items" {
		return nil // a loop takes them itself
	}
	switch sel.Sel.Name {
	case "items":
		return r.tmpl(x, "func() []Tuple { var list []Tuple; for k, v := range _0 { list = append(list, Tuple{k, v}) }; return list }()", sel.X)
	case "keys":
		t := types.NewSlice(m.Key())
		return r.is(r.tmpl(x, "func() _0 { var list _0; for k := range _1 { list = append(list, k) }; return list }()", t, sel.X), t)
	case "values":
		t := types.NewSlice(m.Elem())
		return r.is(r.tmpl(x, "func() _0 { var list _0; for _, v := range _1 { list = append(list, v) }; return list }()", t, sel.X), t)
	}
	return nil
}
