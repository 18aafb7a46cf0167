package dialect

import (
	"go/ast"
	"go/types"
)

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
