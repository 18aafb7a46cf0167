package dialect

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// literal gives a list, tuple or dict the type that its place asks for, or the one its elements have.
func (r *rewriter) literal(x ast.Expr) ast.Expr {
	name := markerName(x)
	if name != "__list" && name != "__tuple" && name != "__dict" {
		return nil
	}
	args := x.(*ast.CallExpr).Args
	switch p := r.parent(0).(type) {
	case *ast.CallExpr:
		switch markerName(p) {
		case "__in":
			return nil // compared element by element
		case "__iter", "__pairs":
			if name == "__tuple" {
				return literalList(x)
			}
		}
	case *ast.BinaryExpr:
		if p.Op == token.REM && name == "__tuple" {
			return nil // the values of a format
		}
	case *ast.AssignStmt:
		if len(p.Lhs) > 1 && len(p.Rhs) == 1 {
			return nil // taken apart
		}
	}
	elems := make([]types.Type, len(args))
	for i, a := range args {
		if elems[i] = r.typeOf(a); elems[i] == nil && markerName(a) != "__lambda" {
			return nil
		}
		if elems[i] != nil && isVoid(elems[i]) {
			return nil
		}
	}
	want := r.expected(x)
	if len(args) == 0 && name == "__list" && want == nil {
		var wait bool
		if want, wait = r.appended(x); wait {
			return nil
		}
	}
	if name == "__dict" {
		return r.dict(x, want, args, elems)
	}
	t := want
	switch elem(want).(type) {
	case nil:
		t = nil
	}
	if _, isMap := under[*types.Map](want); isMap {
		t = nil
	}
	if t == nil {
		if name == "__tuple" {
			return r.is(r.tmpl(x, "Tuple{_0}", r.texts(args)), r.engineType("Tuple"))
		}
		t = r.listOf(elems)
	}
	return r.composite(x, t, args)
}

// appended is the list type for what the entry appends to the variable that the empty list x defines; wait says that the
// type of that is not known yet.
func (r *rewriter) appended(x ast.Expr) (t types.Type, wait bool) {
	a, ok := r.parent(0).(*ast.AssignStmt)
	if !ok || len(a.Lhs) != len(a.Rhs) {
		return nil, false
	}
	v := ""
	for i := range a.Rhs {
		if id, ok := a.Lhs[i].(*ast.Ident); ok && a.Rhs[i] == x {
			v = id.Name
		}
	}
	for _, n := range r.e.Nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 || t != nil {
				return true
			}
			if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "append" {
				if id, ok := sel.X.(*ast.Ident); ok && id.Name == v {
					if e := r.typeOf(call.Args[0]); e != nil {
						t = r.listOf([]types.Type{e})
					} else {
						wait = r.turn < assumed
					}
				}
			}
			return true
		})
	}
	return t, wait && t == nil
}

// composite is the literal of a list type; the types of its elements are left out where Go allows.
func (r *rewriter) composite(x ast.Expr, t types.Type, args []ast.Expr) ast.Expr {
	e := elem(t)
	elts := make([]ast.Expr, len(args))
	for i, a := range args {
		if isBasic(e, types.IsInteger) {
			elts[i] = a
			continue
		}
		elts[i] = r.letterText(a)
		if lit, ok := a.(*ast.CompositeLit); ok && r.typeOf(a) != nil && types.Identical(r.typeOf(a), e) {
			lit.Type = nil
		}
	}
	y := r.tmpl(x, "_0{_1}", t, elts)
	return r.is(y, t)
}

// texts is letterText for each expression.
func (r *rewriter) texts(list []ast.Expr) []ast.Expr {
	out := make([]ast.Expr, len(list))
	for i, x := range list {
		out[i] = r.letterText(x)
	}
	return out
}

// listOf is the list type that holds elements of the given types.
func (r *rewriter) listOf(elems []types.Type) types.Type {
	if len(elems) == 0 {
		return types.NewSlice(anyType)
	}
	t := elems[0]
	for _, e := range elems {
		if e == nil || t == nil || isUntypedNil(e) {
			return types.NewSlice(anyType)
		}
		switch {
		case types.Identical(types.Default(e), types.Default(t)):
			if _, untyped := t.(*types.Basic); untyped {
				t = e
			}
		case isBasic(e, types.IsNumeric) && isBasic(t, types.IsNumeric) && isUntyped(e) && isUntyped(t):
			t = types.Typ[types.UntypedFloat]
		default:
			return types.NewSlice(anyType)
		}
	}
	if isPtr(t) && named(t, "Packet") {
		if list := packetListOf(t); list != nil {
			return list
		}
	}
	return types.NewSlice(types.Default(t))
}

func isUntyped(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Info()&types.IsUntyped != 0
}

// engineType finds a type of the engine by name, nil when no type of the engine is in sight.
func (r *rewriter) engineType(name string) types.Type {
	for _, o := range r.chk.Info.Uses {
		if p := o.Pkg(); p != nil && p.Path() == packetPath {
			if tn := p.Scope().Lookup(name); tn != nil {
				return tn.Type()
			}
		}
	}
	return nil
}

// dict is the map literal of key, value, key, value.
func (r *rewriter) dict(x ast.Expr, want types.Type, args []ast.Expr, elems []types.Type) ast.Expr {
	if _, ok := under[*types.Map](want); !ok {
		var keys, values []types.Type
		for i := 0; i+1 < len(elems); i += 2 {
			keys, values = append(keys, elems[i]), append(values, elems[i+1])
		}
		k := elem(r.listOf(keys))
		if len(keys) == 0 {
			k = types.Typ[types.String]
		}
		want = types.NewMap(k, elem(r.listOf(values)))
	}
	var elts []ast.Expr
	for i := 0; i+1 < len(args); i += 2 {
		elts = append(elts, &ast.KeyValueExpr{Key: r.letterTextFor(nil, args[i]), Colon: args[i].Pos(), Value: r.letterText(args[i+1])})
	}
	return r.is(r.tmpl(x, "_0{_1}", want, elts), want)
}

// convertArgument adjusts a value whose type the place does not take, where only one thing can be meant.
func (r *rewriter) convertArgument(x ast.Expr) ast.Expr {
	if markerName(x) != "" || r.known[x] != nil {
		return nil
	}
	switch p := r.parent(0).(type) {
	case *ast.CallExpr:
		if p.Fun == x || markerName(p) != "" {
			return nil
		}
	case *ast.KeyValueExpr:
		if p.Key == x {
			return nil
		}
	case *ast.CompositeLit:
		if p.Type == x {
			return nil
		}
	case *ast.AssignStmt, *ast.ReturnStmt, *ast.ValueSpec:
	default:
		return nil
	}
	t, want := r.typeOf(x), r.expected(x)
	if t == nil || want == nil || isUntypedNil(t) {
		return nil
	}
	if c := r.constOf(x); c != nil && isDuration(want) && isUntyped(t) && constant.ToInt(c).Kind() != constant.Int {
		return r.seconds(x)
	}
	if types.AssignableTo(t, want) {
		return nil
	}
	c := r.constOf(x)
	switch {
	case isBasic(want, types.IsBoolean) && c != nil && c.Kind() == constant.Int:
		if constant.Sign(c) == 0 {
			return ident(x, "false")
		}
		return ident(x, "true")
	case isBytes(want) && isBasic(t, types.IsString):
		return r.tmpl(x, "[]byte(_0)", x)
	case isBytes(want) && r.isPacket(x):
		return r.tmpl(x, "_0.Build()", x)
	case isBasic(want, types.IsString) && isBytes(t):
		if lit := bytesLiteral(x); lit != nil {
			return lit
		}
		return r.tmpl(x, "string(_0)", x)
	case isBasic(want, types.IsString) && isUntyped(t) && c != nil && c.Kind() == constant.Int:
		if lit := r.letterText(x); lit != x {
			return lit
		}
	case isBasic(want, types.IsString) && named(t, "FlagValue"):
		return r.tmpl(x, "_0.String()", x)
	case isBasic(want, types.IsInteger) && named(t, "FlagValue"):
		return r.tmpl(x, "_0.Int()", x)
	}
	if s, ok := under[*types.Slice](want); ok && types.AssignableTo(t, s.Elem()) && !types.IsInterface(s.Elem()) {
		return r.tmpl(x, "_0{_1}", want, x)
	}
	return nil
}
