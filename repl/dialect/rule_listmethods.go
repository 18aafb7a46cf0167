package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// listStatements are methods of Python's lists and dicts that change them, as Go statements of the list _0 and the
// arguments; "map." begins those of dicts.
var listStatements = map[string]string{
	"reverse/0": "slices.Reverse(_0)", "insert/2": "_0 = slices.Insert(_0, _1, _2)", "clear/0": "_0 = _0[:0]",
	"remove/1":    "if i := slices.Index(_0, _1); i >= 0 { _0 = slices.Delete(_0, i, i+1) }",
	"map.clear/0": "clear(_0)", "map.update/1": "maps.Copy(_0, _1)",
}

// listMethods are methods of Python's lists and dicts that have a value. _9 is the type of an element, or of a value of a dict.
var listMethods = map[string]string{
	"index/1": "slices.Index(_0, _1)", "copy/0": "slices.Clone(_0)",
	"count/1":   "func() int { n := 0; for _, v := range _0 { if v == _1 { n++ } }; return n }()",
	"map.get/1": "_0[_1]", "map.get/2": "func() _9 { if v, ok := _0[_1]; ok { return v }; return _2 }()",
	"map.pop/1":        "func() _9 { v := _0[_1]; delete(_0, _1); return v }()",
	"map.setdefault/2": "func() _9 { if _, ok := _0[_1]; !ok { _0[_1] = _2 }; return _0[_1] }()",
	"map.copy/0":       "maps.Clone(_0)",
}

// methodOfList takes x.name(args) of a list or dict apart: the key in the tables, and the type of an element or value.
func (r *rewriter) methodOfList(x ast.Expr) (key string, args []any, e types.Type) {
	call, ok := x.(*ast.CallExpr)
	if !ok || len(call.Args) > 2 {
		return "", nil, nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", nil, nil
	}
	t := r.typeOf(sel.X)
	if t == nil || method(t, sel.Sel.Name) != nil {
		return "", nil, nil
	}
	key = sel.Sel.Name + "/" + itoa(len(call.Args))
	switch u := t.Underlying().(type) {
	case *types.Slice:
		if isBytes(t) {
			return "", nil, nil
		}
		e = u.Elem()
	case *types.Map:
		key, e = "map."+key, u.Elem()
	default:
		return "", nil, nil
	}
	args = make([]any, 10)
	args[0], args[9] = sel.X, e
	for i, a := range call.Args {
		if r.typeOf(a) == nil && markerName(a) != "__dict" {
			return "", nil, nil
		}
		args[i+1] = a
	}
	return key, args, e
}

// listStatement is list.reverse(), list.insert(i, x), m.update(n).
func (r *rewriter) listStatement(s ast.Stmt) []ast.Stmt {
	x, ok := s.(*ast.ExprStmt)
	if !ok {
		return nil
	}
	key, args, _ := r.methodOfList(x.X)
	if tmpl := listStatements[key]; tmpl != "" && pure(args[0].(ast.Expr)) {
		return r.tmplStmts(s, tmpl, args...)
	}
	return nil
}

// listMethod is list.index(x), m.get(k, default).
func (r *rewriter) listMethod(x ast.Expr) ast.Expr {
	key, args, _ := r.methodOfList(x)
	tmpl := listMethods[key]
	if tmpl == "" || strings.Count(tmpl, "_0") > 1 && !pure(args[0].(ast.Expr)) {
		return nil
	}
	return r.tmpl(x, tmpl, args...)
}

// sameLists is x == [1, 2]: Go compares lists by a function.
func (r *rewriter) sameLists(x ast.Expr) ast.Expr {
	b, ok := x.(*ast.BinaryExpr)
	if !ok || b.Op != token.EQL && b.Op != token.NEQ {
		return nil
	}
	t := r.typeOf(b.X)
	list, ok := under[*types.Slice](t)
	if !ok || t == nil || r.typeOf(b.Y) == nil || !types.Identical(t, r.typeOf(b.Y)) || !types.Comparable(list.Elem()) {
		return nil
	}
	equal := "slices.Equal(_0, _1)"
	if b.Op == token.NEQ {
		equal = "!" + equal
	}
	return r.is(r.tmpl(x, equal, b.X, b.Y), boolType)
}

// step is x[a:b:c], in steps that may go backwards.
func (r *rewriter) step(x ast.Expr) ast.Expr {
	ix, ok := x.(*ast.IndexExpr)
	if !ok {
		return nil
	}
	args, ok := marked(ix.Index, "__step")
	t := r.typeOf(ix.X)
	if !ok || t == nil {
		return nil
	}
	_, isSlice := under[*types.Slice](t)
	add := "out = append(out, s[i])"
	if isBasic(t, types.IsString) {
		add = "out += s[i:i+1]"
		t = types.Typ[types.String]
	} else if !isSlice {
		return nil
	}
	by := r.constOf(args[2])
	if by == nil {
		return nil
	}
	bound := func(a ast.Expr, otherwise string) ast.Expr {
		if isMarker(a, "__none") {
			return r.tmpl(x, otherwise)
		}
		if c := r.constOf(a); c != nil && strings.HasPrefix(c.ExactString(), "-") {
			return r.tmpl(x, "len(s)+_0", a)
		}
		return r.tmpl(x, "min(_0, len(s))", a)
	}
	if strings.HasPrefix(by.ExactString(), "-") {
		from, to := bound(args[0], "len(s)-1"), bound(args[1], "-1")
		return r.is(r.tmpl(x, "func(s _0) _0 { var out _0; for i := min(_1, len(s)-1); i > _2; i += _3 { "+add+" }; return out }(_4)", t, from, to, args[2], ix.X), t)
	}
	from, to := bound(args[0], "0"), bound(args[1], "len(s)")
	return r.is(r.tmpl(x, "func(s _0) _0 { var out _0; for i := _1; i < _2; i += _3 { "+add+" }; return out }(_4)", t, from, to, args[2], ix.X), t)
}

// power is x**y of numbers, which Go reads as x * *y.
func (r *rewriter) power(x ast.Expr) ast.Expr {
	b, ok := x.(*ast.BinaryExpr)
	if !ok || b.Op != token.MUL {
		return nil
	}
	star, ok := b.Y.(*ast.StarExpr)
	if !ok || !isBasic(r.typeOf(b.X), types.IsNumeric) || !isBasic(r.typeOf(star.X), types.IsNumeric) {
		return nil
	}
	return r.tmpl(x, "pow(_0, _1)", b.X, star.X)
}

// mapOf is map(f, list) and filter(f, list), as the comprehensions that they are.
func (r *rewriter) mapOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) != 2 || r.typeOf(args[1]) == nil {
		return nil
	}
	isFilter := call.Fun.(*ast.Ident).Name == "filter"
	name, value := "v", ast.Expr(nil)
	if lambda, ok := marked(args[0], "__lambda"); ok {
		fn := lambda[0].(*ast.FuncLit)
		params := paramNames(fn)
		ret, isRet := fn.Body.List[0].(*ast.ReturnStmt)
		if len(params) != 1 || !isRet {
			return nil
		}
		body, ok := marked(ret.Results[0], "__ret")
		if !ok {
			return nil
		}
		name, value = params[0].Name, body[0]
	} else {
		value = r.tmpl(call, "_0(v)", args[0])
	}
	if isFilter {
		return r.tmpl(call, "__listof(func() { for _, _0 := range __iter(_1) { if __truth(_2) { __yield(_0) } } })", name, args[1], value)
	}
	return r.tmpl(call, "__listof(func() { for _, _0 := range __iter(_1) { __yield(_2) } })", name, args[1], value)
}

// formatMethod is "{} {}".format(x, y), as the f-string that it is.
func (r *rewriter) formatMethod(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "format" {
		return nil
	}
	lit, ok := ast.Unparen(sel.X).(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	args, keywords := splitArgs(call)
	var parts []ast.Expr
	rest, from, next := unquoted(lit), "", 0
	for {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			break
		}
		if strings.HasPrefix(rest[i:], "{{") || strings.HasPrefix(rest[i:], "}}") {
			from, rest = from+rest[:i+1], rest[i+2:]
			continue
		}
		name, form, n := fvalue(rest[i+1:])
		if n < 0 || rest[i] == '}' {
			r.fail(x, "the braces of the text do not match", "write {{ for a brace")
			return nil
		}
		value := ast.Expr(nil)
		if k, err := atoi(name); err == nil && k < len(args) {
			value = args[k]
		} else if name == "" && next < len(args) {
			value = args[next]
			next++
		}
		for _, kw := range keywords {
			if unquoted(kw[0]) == name {
				value = kw[1]
			}
		}
		if value == nil {
			r.fail(x, "the text has {"+name+"}, which no argument is for", "")
			return nil
		}
		parts = append(parts, quoted(x, from+rest[:i]), &ast.ParenExpr{Lparen: value.Pos(), X: value, Rparen: value.End()}, quoted(x, form))
		from, rest = "", rest[i+1+n:]
	}
	parts = append(parts, quoted(x, from+rest))
	return r.tmpl(x, "__fstring(_0)", parts)
}
