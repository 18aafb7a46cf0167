package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
)

// forIn gives a loop over x in y the Go form for what y is: a list, a map, a set of packets, range(n), a channel.
func (r *rewriter) forIn(s ast.Stmt) []ast.Stmt {
	loop, ok := s.(*ast.RangeStmt)
	if !ok {
		return nil
	}
	if args, ok := marked(loop.X, "__iter"); ok {
		return r.forOne(loop, args[0])
	}
	if args, ok := marked(loop.X, "__pairs"); ok {
		return r.forTwo(loop, args[0])
	}
	return nil
}

// ranging makes the loop over x with the given variables; absent and blank ones are left out.
func ranging(loop *ast.RangeStmt, key, value, x ast.Expr) []ast.Stmt {
	blank := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return e == nil || ok && id.Name == "_"
	}
	if blank(value) {
		value = nil
	}
	if blank(key) && value == nil {
		key = nil
	}
	y := &ast.RangeStmt{For: loop.For, Key: key, Value: value, TokPos: loop.TokPos, Tok: token.DEFINE, Range: loop.Range, X: x, Body: loop.Body}
	if key == nil {
		y.Tok, y.TokPos = token.ILLEGAL, token.NoPos
	}
	return []ast.Stmt{y}
}

func (r *rewriter) forOne(loop *ast.RangeStmt, x ast.Expr) []ast.Stmt {
	v := loop.Value
	if args, ok := marked(x, "__range"); ok {
		return r.forRange(loop, v, args)
	}
	if name, args := callee(x); name == "reversed" && len(args) == 1 {
		return nil
	}
	if list := literalList(x); list != nil {
		return ranging(loop, loop.Key, v, list)
	}
	t := r.typeOf(x)
	if t == nil {
		return nil
	}
	if r.isPacket(x) {
		return ranging(loop, v, nil, r.tmpl(x, "_0.All()", x))
	}
	switch u := t.Underlying().(type) {
	case *types.Slice, *types.Array:
		return ranging(loop, loop.Key, v, x)
	case *types.Map, *types.Chan, *types.Signature:
		return ranging(loop, v, nil, x)
	case *types.Basic:
		if u.Info()&types.IsString != 0 {
			return ranging(loop, loop.Key, v, x)
		}
	case *types.Pointer:
		if o := method(t, "Addrs"); o != nil {
			return ranging(loop, loop.Key, v, r.tmpl(x, "_0.Addrs()", x))
		}
		if o := method(t, "All"); o != nil {
			return ranging(loop, v, nil, r.tmpl(x, "_0.All()", x))
		}
	case *types.Struct:
		if o := method(t, "Addrs"); o != nil {
			return ranging(loop, loop.Key, v, r.tmpl(x, "_0.Addrs()", x))
		}
	}
	r.fail(x, "a loop cannot take the elements of "+describe(t), "it takes lists, maps, packets, channels and range(n)")
	return nil
}

// callee returns the name of the plain function that x calls.
func callee(x ast.Expr) (string, []ast.Expr) {
	if call, ok := x.(*ast.CallExpr); ok {
		if id, ok := call.Fun.(*ast.Ident); ok {
			return id.Name, call.Args
		}
	}
	return "", nil
}

// literalList turns a tuple that a loop goes over into a list; nil when x is none.
func literalList(x ast.Expr) ast.Expr {
	if args, ok := marked(x, "__tuple"); ok {
		call := *x.(*ast.CallExpr)
		call.Fun, call.Args = ident(x, "__list"), args
		return &call
	}
	return nil
}

// forRange is the loop over range(n), range(a, b) or range(a, b, step).
func (r *rewriter) forRange(loop *ast.RangeStmt, v ast.Expr, args []ast.Expr) []ast.Stmt {
	if len(args) == 1 {
		return ranging(loop, v, nil, args[0])
	}
	if len(args) < 2 {
		return nil
	}
	if id, ok := v.(*ast.Ident); ok && id.Name == "_" {
		v = r.temp(v, "i")
	}
	op, step := "<", ast.Expr(&ast.BasicLit{ValuePos: loop.For, Kind: token.INT, Value: "1"})
	if len(args) > 2 {
		step = args[2]
		if _, neg := r.below(step); neg {
			op = ">"
		}
	}
	list := r.tmplStmts(loop, "for _0 := _1; _0 "+op+" _2; _0 += _3 {}", v, args[0], args[1], step)
	f := list[0].(*ast.ForStmt)
	if len(args) == 2 {
		f.Post = &ast.IncDecStmt{X: v, TokPos: loop.For, Tok: token.INC}
	}
	f.Body = loop.Body
	return list
}

// forTwo is the loop with two variables: items of a map, enumerate, pairs.
func (r *rewriter) forTwo(loop *ast.RangeStmt, x ast.Expr) []ast.Stmt {
	if name, args := callee(x); name == "enumerate" && len(args) == 1 {
		return ranging(loop, loop.Key, loop.Value, args[0])
	}
	if call, ok := x.(*ast.CallExpr); ok && len(call.Args) == 0 {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "items" {
			if _, ok := under[*types.Map](r.typeOf(sel.X)); ok {
				return ranging(loop, loop.Key, loop.Value, sel.X)
			}
		}
	}
	if name, args := callee(x); name == "zip" && len(args) == 2 {
		return r.forZip(loop, args[0], args[1])
	}
	t := r.typeOf(x)
	if t == nil {
		return nil
	}
	switch t.Underlying().(type) {
	case *types.Map:
		return ranging(loop, loop.Key, loop.Value, x)
	case *types.Slice, *types.Array:
		pair := r.temp(loop, "pair")
		parts := r.parts(pair, elem(t), 2)
		if parts == nil {
			r.fail(x, "each element of "+describe(t)+" is one value", "take one variable, or enumerate it")
			return nil
		}
		var lhs, rhs []ast.Expr
		for i, v := range []ast.Expr{loop.Key, loop.Value} {
			if id, ok := v.(*ast.Ident); !ok || id.Name != "_" {
				lhs, rhs = append(lhs, v), append(rhs, parts[i])
			}
		}
		if len(lhs) > 0 {
			head := &ast.AssignStmt{Lhs: lhs, TokPos: loop.TokPos, Tok: token.DEFINE, Rhs: rhs}
			loop.Body.List = append([]ast.Stmt{head}, loop.Body.List...)
		}
		return ranging(loop, ident(loop, "_"), pair, x)
	}
	return nil
}

// forZip is the loop over the elements of two lists side by side.
func (r *rewriter) forZip(loop *ast.RangeStmt, a, b ast.Expr) []ast.Stmt {
	if elem(r.typeOf(a)) == nil || elem(r.typeOf(b)) == nil || r.e == nil {
		return nil
	}
	var before []ast.Stmt
	for _, x := range []*ast.Expr{&a, &b} {
		if !pure(*x) {
			v := r.temp(loop, "list")
			before = append(before, r.tmplStmts(loop, "_0 := _1", v, *x)...)
			*x = v
		}
	}
	i := r.temp(loop, "i")
	loop.Body.List = append(r.tmplStmts(loop, "_0 := _1[_2]", loop.Value, b, i), loop.Body.List...)
	return append(before, ranging(loop, i, loop.Key, r.tmpl(loop, "_0[:min(len(_0), len(_1))]", a, b))...)
}
