package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
)

// expected returns the type that the place of x, the current node, asks for; nil when it asks for none or is not known.
func (r *rewriter) expected(x ast.Expr) types.Type { return r.expectedAt(x, 0) }

// expectedAt is expected for a node whose parent is i levels up.
func (r *rewriter) expectedAt(x ast.Expr, i int) types.Type {
	switch p := r.parent(i).(type) {
	case *ast.ParenExpr:
		return r.expectedAt(p, i+1)
	case *ast.CallExpr:
		if markerName(p) == "__ret" {
			return r.resultAt(i, 0)
		}
		return r.paramFor(p, x)
	case *ast.AssignStmt:
		for j, rhs := range p.Rhs {
			if rhs == x && len(p.Lhs) == len(p.Rhs) && p.Tok != token.DEFINE {
				return r.typeOf(p.Lhs[j])
			}
		}
	case *ast.ValueSpec:
		if p.Type != nil {
			return r.typeOf(p.Type)
		}
	case *ast.ReturnStmt:
		for j, res := range p.Results {
			if res == x {
				return r.resultAt(i, j)
			}
		}
	case *ast.SendStmt:
		if c, ok := under[*types.Chan](r.typeOf(p.Chan)); ok && p.Value == x {
			return c.Elem()
		}
	case *ast.IndexExpr:
		if m, ok := under[*types.Map](r.typeOf(p.X)); ok && p.Index == x {
			return m.Key()
		}
	case *ast.CompositeLit:
		if t := r.typeOf(p); t != nil {
			return elem(t)
		}
	case *ast.KeyValueExpr:
		lit, ok := r.parent(i + 1).(*ast.CompositeLit)
		if !ok {
			return nil
		}
		t := r.typeOf(lit)
		if s, ok := under[*types.Struct](t); ok {
			if id, ok := p.Key.(*ast.Ident); ok && p.Value == x {
				return fieldType(s, id.Name)
			}
			return nil
		}
		if m, ok := under[*types.Map](t); ok && p.Key == x {
			return m.Key()
		}
		if t != nil {
			return elem(t)
		}
	}
	return nil
}

// under returns the underlying type of t when it is a T.
func under[T types.Type](t types.Type) (u T, ok bool) {
	if t != nil {
		u, ok = t.Underlying().(T)
	}
	return u, ok
}

// elem returns the element type of a slice, array or map, nil of others.
func elem(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
		return u.Elem()
	case *types.Array:
		return u.Elem()
	case *types.Map:
		return u.Elem()
	}
	return nil
}

func fieldType(s *types.Struct, name string) types.Type {
	for i := range s.NumFields() {
		if s.Field(i).Name() == name {
			return s.Field(i).Type()
		}
	}
	return nil
}

// paramFor returns the type of the parameter that the argument x of a call is for.
func (r *rewriter) paramFor(call *ast.CallExpr, x ast.Expr) types.Type {
	at := -1
	for i, a := range call.Args {
		if a == x {
			at = i
		}
	}
	if at < 0 {
		return nil
	}
	if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "append" && at > 0 && call.Ellipsis == token.NoPos {
		return elem(r.typeOf(call.Args[0]))
	}
	sig := r.signature(call.Fun)
	if sig == nil {
		return nil
	}
	n := sig.Params().Len()
	switch {
	case sig.Variadic() && at >= n-1:
		t := sig.Params().At(n - 1).Type()
		if call.Ellipsis != token.NoPos {
			return t
		}
		return elem(t)
	case at < n:
		return sig.Params().At(at).Type()
	}
	return nil
}

// resultAt returns the type of result j of the function around the node i levels up.
func (r *rewriter) resultAt(i, j int) types.Type {
	var results *ast.FieldList
	for ; ; i++ {
		switch p := r.parent(i).(type) {
		case nil:
			return nil
		case *ast.FuncLit:
			results = p.Type.Results
		case *ast.FuncDecl:
			results = p.Type.Results
		default:
			continue
		}
		break
	}
	if results == nil {
		return nil
	}
	for _, f := range results.List {
		n := max(1, len(f.Names))
		if j < n {
			return r.typeOf(f.Type)
		}
		j -= n
	}
	return nil
}
