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
	switch name, args := callee(x); {
	case name == "enumerate" && len(args) == 1:
		return ranging(loop, loop.Key, loop.Value, args[0])
	case name == "" || name != "__iter":
	}
	if call, ok := x.(*ast.CallExpr); ok && len(call.Args) == 0 {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "items" {
			if _, ok := under[*types.Map](r.typeOf(sel.X)); ok {
				return ranging(loop, loop.Key, loop.Value, sel.X)
			}
		}
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

// loopStmt keeps the loop of a comprehension whose value nobody takes: [f(p) for p in pkts].
func (r *rewriter) loopStmt(s ast.Stmt) []ast.Stmt {
	x, ok := s.(*ast.ExprStmt)
	if !ok || r.topLevel() && r.e.IsExpr && s == r.lastNode() {
		return nil
	}
	if args, ok := marked(x.X, "__yield"); ok {
		if t, ok := r.chk.Info.Types[args[0]]; ok && t.IsVoid() {
			return []ast.Stmt{&ast.ExprStmt{X: args[0]}}
		}
	}
	args, ok := marked(x.X, "__listof")
	if !ok {
		return nil
	}
	body := args[0].(*ast.FuncLit).Body
	v := &visitor{stmt: func(s ast.Stmt) ([]ast.Stmt, bool) {
		if x, ok := s.(*ast.ExprStmt); ok {
			if args, ok := marked(x.X, "__yield"); ok {
				return []ast.Stmt{&ast.ExprStmt{X: args[0]}}, true
			}
		}
		return nil, false
	}}
	v.children(body)
	return body.List
}

// lastNode is the last node of the entry.
func (r *rewriter) lastNode() ast.Node { return r.e.Nodes[len(r.e.Nodes)-1] }

// comprehension turns the loops into a function literal that returns the list or map, once its elements' types are known.
func (r *rewriter) comprehension(x ast.Expr) ast.Expr {
	loops, yield, elems := r.loopsOf(x)
	if yield == nil {
		return nil
	}
	if name, args := calleeOf(r.parent(0)); len(args) == 1 && (name == "sum" || name == "any" || name == "all") {
		return nil // the builtin goes through the loops itself
	}
	if y := r.filter(x, loops, yield); y != nil {
		return y
	}
	var t types.Type
	head := "var out _0"
	var step []ast.Stmt
	if isMarker(x, "__listof") {
		t = r.listType(x, elems[0])
		step = r.tmplStmts(yield, "out = append(out, _0)", yield.Args[0])
	} else {
		t = types.NewMap(elems[0], elems[1])
		head = "out := _0{}"
		step = r.tmplStmts(yield, "out[_0] = _1", yield.Args[0], yield.Args[1])
	}
	return r.is(r.loopFunc(x, t, head, loops, yield, step, "out"), t)
}

// filter writes the packets of a list that pass a test as a Filter, and those with a layer as a With.
func (r *rewriter) filter(x ast.Expr, loops *ast.BlockStmt, yield *ast.CallExpr) ast.Expr {
	loop, ok := loops.List[0].(*ast.RangeStmt)
	if !ok || loop.Value == nil || !r.isList(loop.X) || len(loop.Body.List) != 1 {
		return nil
	}
	test, ok := loop.Body.List[0].(*ast.IfStmt)
	v, isName := loop.Value.(*ast.Ident)
	out, same := yield.Args[0].(*ast.Ident)
	if !ok || !isName || !same || v.Name != out.Name || len(test.Body.List) != 1 || markerName(test.Cond) != "" {
		return nil
	}
	if s, ok := test.Body.List[0].(*ast.ExprStmt); !ok || s.X != yield {
		return nil
	}
	t := r.typeOf(loop.X)
	if call, ok := test.Cond.(*ast.CallExpr); ok && len(call.Args) == 1 {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "HasLayer" {
			if id, ok := sel.X.(*ast.Ident); ok && id.Name == v.Name {
				return r.is(r.tmpl(x, "_0.With(_1)", loop.X, call.Args[0]), t)
			}
		}
	}
	return r.is(r.tmpl(x, "_0.Filter(func(_1 _2) bool { return _3 })", loop.X, v.Name, r.typeOf(out), test.Cond), t)
}

// loopsOf returns the loops of a comprehension, the marker call in their middle and the types of its values. The call is
// nil when x is none, or its types are not known yet.
func (r *rewriter) loopsOf(x ast.Expr) (loops *ast.BlockStmt, yield *ast.CallExpr, elems []types.Type) {
	if !isMarker(x, "__listof") && !isMarker(x, "__dictof") {
		return nil, nil, nil
	}
	loops = x.(*ast.CallExpr).Args[0].(*ast.FuncLit).Body
	waits := false
	ast.Inspect(loops, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			switch markerName(call) {
			case "":
			case "__yield", "__put":
				yield = call
			default:
				waits = true // for the rule of that marker
			}
		}
		return true
	})
	if yield == nil || waits {
		return nil, nil, nil
	}
	for _, a := range yield.Args {
		t := r.typeOf(a)
		if t == nil {
			return nil, nil, nil
		}
		elems = append(elems, r.settled(t))
	}
	return loops, yield, elems
}

// loopFunc is the call of a function literal that declares its result with head, runs the loops with step in the place of
// yield, and returns result.
func (r *rewriter) loopFunc(x ast.Expr, t types.Type, head string, loops *ast.BlockStmt, yield *ast.CallExpr, step []ast.Stmt, result string) ast.Expr {
	v := &visitor{stmt: func(s ast.Stmt) ([]ast.Stmt, bool) {
		if x, ok := s.(*ast.ExprStmt); ok && x.X == yield {
			return step, true
		}
		return nil, false
	}}
	v.children(loops)
	var body []ast.Stmt
	if head != "" {
		body = r.tmplStmts(x, head, t)
	}
	return r.tmpl(x, "func() _0 { _1; return "+result+" }()", t, append(body, loops.List...))
}

// calleeOf is callee of a node that may be no expression.
func calleeOf(n ast.Node) (string, []ast.Expr) {
	if x, ok := n.(ast.Expr); ok {
		return callee(x)
	}
	return "", nil
}

// settled is the type of a variable that holds a value of type t.
func (r *rewriter) settled(t types.Type) types.Type {
	t = types.Default(t)
	if b, ok := t.(*types.Basic); ok && b.Kind() == types.UntypedNil {
		return anyType
	}
	return t
}

var anyType = types.Universe.Lookup("any").Type()

func isVoid(t types.Type) bool {
	tuple, ok := t.(*types.Tuple)
	return ok && tuple.Len() == 0
}

// listType is the type of a list of elements of type e: PacketList for packets.
func (r *rewriter) listType(x ast.Expr, e types.Type) types.Type {
	if want := r.expected(x); want != nil {
		if w := elem(want); w != nil && types.AssignableTo(e, w) {
			if _, ok := want.Underlying().(*types.Slice); ok {
				return want
			}
		}
	}
	if isPtr(e) && named(e, "Packet") {
		if list := packetListOf(e); list != nil {
			return list
		}
	}
	return types.NewSlice(e)
}

// packetListOf finds PacketList in the package that declares the packet type.
func packetListOf(e types.Type) types.Type {
	n, ok := types.Unalias(e.(*types.Pointer).Elem()).(*types.Named)
	if !ok {
		return nil
	}
	if f, ok := method(e, "Expand").(*types.Func); ok {
		return f.Type().(*types.Signature).Results().At(0).Type()
	}
	if o := n.Obj().Pkg().Scope().Lookup("PacketList"); o != nil {
		return o.Type()
	}
	return nil
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
