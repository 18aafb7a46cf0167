package eval

import (
	"go/ast"
	"go/token"
	"go/types"
)

// call writes a conversion, a builtin or a call.
func (l *lowerer) call(e *ast.CallExpr) ast.Expr {
	tv := l.info.Types[e.Fun]
	switch {
	case tv.IsType():
		return l.conversion(e)
	case tv.IsBuiltin():
		return l.builtin(e)
	}
	if x := l.errorsAs(e); x != nil {
		return x
	}
	out := &ast.CallExpr{Lparen: e.Lparen, Ellipsis: e.Ellipsis, Rparen: e.Rparen, Args: l.exprs(e.Args)}
	l.showArgs(e, out)
	if sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr); ok && l.info.Selections[sel] != nil && l.info.Selections[sel].Kind() == types.MethodVal {
		if name, ok := l.s.redefined[l.info.Selections[sel].Obj()]; ok {
			recv, _ := l.receiver(sel)
			out.Fun, out.Args = ident(name, e.Pos()), append([]ast.Expr{recv}, out.Args...)
			return out
		}
		out.Fun = l.method(sel)
	} else {
		out.Fun = l.expr(e.Fun)
	}
	return out
}

func (l *lowerer) conversion(e *ast.CallExpr) ast.Expr {
	t := l.typeOf(e.Fun)
	if arg := l.typeOf(e.Args[0]); types.IsInterface(t) && !types.IsInterface(arg) && !isUntypedNil(arg) {
		return l.toInterface(e, t, types.Default(arg))
	}
	fun := l.typeExpr(t, e.Fun.Pos())
	if _, ok := fun.(*ast.Ident); !ok {
		fun = &ast.ParenExpr{Lparen: e.Fun.Pos(), X: fun, Rparen: e.Fun.End()}
	}
	return &ast.CallExpr{Fun: fun, Lparen: e.Lparen, Args: l.exprs(e.Args), Rparen: e.Rparen}
}

// toInterface writes a conversion to an interface as func(v T) I { return v }(x): yaegi makes no interface value otherwise.
func (l *lowerer) toInterface(e *ast.CallExpr, i, t types.Type) ast.Expr {
	pos := e.Pos()
	v := l.temp()
	lit := &ast.FuncLit{
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{Opening: pos, Closing: pos, List: []*ast.Field{{Names: []*ast.Ident{ident(v, pos)}, Type: l.typeExpr(t, pos)}}},
			Results: &ast.FieldList{Opening: pos, Closing: pos, List: []*ast.Field{{Type: l.typeExpr(i, pos)}}},
		},
		Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{returns(pos, ident(v, pos))}},
	}
	return &ast.CallExpr{Fun: lit, Lparen: e.Lparen, Args: l.exprs(e.Args), Rparen: e.Rparen}
}

func isUntypedNil(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Kind() == types.UntypedNil
}

// builtin writes a call of a builtin function. Those that yaegi lacks are in the support package.
func (l *lowerer) builtin(e *ast.CallExpr) ast.Expr {
	name := ""
	switch f := ast.Unparen(e.Fun).(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr: // unsafe.Sizeof and the like are constants; what is left yaegi does not have
		panic(l.unable(e.Pos(), "unsafe.%s is not available", f.Sel.Name))
	}
	pos := e.Pos()
	switch name {
	case "min", "max":
		return l.extreme(name, e)
	case "recover":
		x := &ast.CallExpr{Fun: ident(name, pos), Lparen: e.Lparen, Rparen: e.Rparen}
		return l.runtimeCall("Recovered", pos, x)
	case "clear":
		return l.runtimeCall("Clear", pos, l.expr(e.Args[0]))
	case "print", "println":
		return l.runtimeCall(map[string]string{"print": "Print", "println": "Println"}[name], pos, l.exprs(e.Args)...)
	}
	args := make([]ast.Expr, len(e.Args))
	for i, a := range e.Args {
		args[i] = l.expr(a)
	}
	return &ast.CallExpr{Fun: ident(name, pos), Lparen: e.Lparen, Args: args, Ellipsis: e.Ellipsis, Rparen: e.Rparen}
}

// extreme writes min and max as nested calls of a function for the type, written at its first use.
func (l *lowerer) extreme(name string, e *ast.CallExpr) ast.Expr {
	t := l.typeOf(e)
	fn := l.s.helperName(name, t, func(helper string) { l.extremeFunc(helper, name, t, e.Pos()) })
	x := l.expr(e.Args[0])
	for _, a := range e.Args[1:] {
		x = &ast.CallExpr{Fun: ident(fn, e.Pos()), Lparen: e.Lparen, Args: []ast.Expr{x, l.expr(a)}, Rparen: e.Rparen}
	}
	return x
}

// extremeFunc writes func(a, b T) T { if b < a || b != b { return b }; return a }.
func (l *lowerer) extremeFunc(helper, name string, t types.Type, pos token.Pos) {
	op := token.LSS
	if name == "max" {
		op = token.GTR
	}
	a, b := func() ast.Expr { return ident("a", pos) }, func() ast.Expr { return ident("b", pos) }
	var cond ast.Expr = &ast.BinaryExpr{X: b(), OpPos: pos, Op: op, Y: a()}
	if basic, ok := t.Underlying().(*types.Basic); ok && basic.Info()&types.IsFloat != 0 { // not a number wins
		nan := &ast.BinaryExpr{X: b(), OpPos: pos, Op: token.NEQ, Y: b()}
		cond = &ast.BinaryExpr{X: cond, OpPos: pos, Op: token.LOR, Y: nan}
	}
	param := &ast.Field{Names: []*ast.Ident{ident("a", pos), ident("b", pos)}, Type: l.typeExpr(t, pos)}
	l.out.decls = append(l.out.decls, &ast.FuncDecl{
		Name: ident(helper, pos),
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{Opening: pos, List: []*ast.Field{param}, Closing: pos},
			Results: &ast.FieldList{Opening: pos, List: []*ast.Field{{Type: l.typeExpr(t, pos)}}, Closing: pos},
		},
		Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{
			&ast.IfStmt{If: pos, Cond: cond, Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{returns(pos, b())}}},
			returns(pos, a()),
		}},
	})
}

func returns(pos token.Pos, xs ...ast.Expr) *ast.ReturnStmt {
	return &ast.ReturnStmt{Return: pos, Results: xs}
}

// selector writes x.f: a field, a method value, a method expression, or a name of a package.
func (l *lowerer) selector(e *ast.SelectorExpr) ast.Expr {
	sel := l.info.Selections[e]
	if sel == nil {
		if inst, ok := l.info.Instances[e.Sel]; ok {
			return l.instance(e.Sel, inst)
		}
		return l.object(l.info.Uses[e.Sel], e.Pos())
	}
	switch sel.Kind() {
	case types.MethodVal:
		return l.methodValue(e)
	case types.MethodExpr:
		return l.methodExpr(e)
	}
	return l.fieldPath(l.expr(e.X), l.typeOf(e.X), l.pathOf(e), e.Sel.NamePos)
}

// pathOf is the index path of a selection in the instance being written.
func (l *lowerer) pathOf(e *ast.SelectorExpr) []int { return l.info.Selections[e].Index() }

// fieldPath selects fields by their indices, writing the embedded ones that were left out.
func (l *lowerer) fieldPath(x ast.Expr, t types.Type, path []int, pos token.Pos) ast.Expr {
	for _, i := range path {
		st := structOf(t)
		f := st.Field(i)
		x = &ast.SelectorExpr{X: x, Sel: ident(f.Name(), pos)}
		t = f.Type()
	}
	return x
}

// structOf is the struct type behind t or the pointer t.
func structOf(t types.Type) *types.Struct {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	return t.Underlying().(*types.Struct)
}

// method writes x.M for a call, with the embedded fields on the way to M.
func (l *lowerer) method(e *ast.SelectorExpr) ast.Expr {
	path := l.pathOf(e)
	x := l.fieldPath(l.expr(e.X), l.typeOf(e.X), path[:len(path)-1], e.Sel.NamePos)
	return &ast.SelectorExpr{X: x, Sel: ident(e.Sel.Name, e.Sel.NamePos)}
}

// methodValue writes x.M, not called, as a function literal that keeps the receiver as it is now:
// func(r R) func(...) ... { return func(...) ... { return r.M(...) } }(x).
func (l *lowerer) methodValue(e *ast.SelectorExpr) ast.Expr {
	pos := e.Pos()
	recv, t := l.receiver(e)
	sig := l.typeOf(e).(*types.Signature)
	r := l.temp()
	inner := l.forwarder(sig, pos, nil, &ast.SelectorExpr{X: ident(r, pos), Sel: ident(e.Sel.Name, e.Sel.NamePos)})
	outer := &ast.FuncLit{
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{Opening: pos, List: []*ast.Field{{Names: []*ast.Ident{ident(r, pos)}, Type: l.typeExpr(t, pos)}}, Closing: pos},
			Results: &ast.FieldList{Opening: pos, List: []*ast.Field{{Type: l.funcType(sig, pos, nil)}}, Closing: pos},
		},
		Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{returns(pos, inner)}},
	}
	return &ast.CallExpr{Fun: outer, Lparen: pos, Args: []ast.Expr{recv}, Rparen: pos}
}

// receiver writes the receiver of x.M as the method takes it, and gives its type.
func (l *lowerer) receiver(e *ast.SelectorExpr) (ast.Expr, types.Type) {
	pos := e.Pos()
	path := l.pathOf(e)
	recv := l.method(e).(*ast.SelectorExpr).X
	t := l.typeOf(e.X)
	for _, i := range path[:len(path)-1] {
		t = structOf(t).Field(i).Type()
	}
	m := l.info.Selections[e].Obj().(*types.Func)
	if _, ptr := m.Signature().Recv().Type().(*types.Pointer); ptr && !isPointer(t) { // &x is meant
		return &ast.UnaryExpr{OpPos: pos, Op: token.AND, X: recv}, types.NewPointer(t)
	} else if !ptr && isPointer(t) && !types.IsInterface(m.Signature().Recv().Type()) { // *x is copied now
		return &ast.StarExpr{Star: pos, X: recv}, t.Underlying().(*types.Pointer).Elem()
	}
	return recv, t
}

// methodExpr writes T.M as func(r T, ...) ... { return r.M(...) }.
func (l *lowerer) methodExpr(e *ast.SelectorExpr) ast.Expr {
	pos := e.Pos()
	sig := l.typeOf(e).(*types.Signature)
	r := l.temp()
	path := l.pathOf(e)
	x := l.fieldPath(ident(r, pos), sig.Params().At(0).Type(), path[:len(path)-1], e.Sel.NamePos)
	return l.forwarder(sig, pos, []string{r}, &ast.SelectorExpr{X: x, Sel: ident(e.Sel.Name, e.Sel.NamePos)})
}

// forwarder writes a function literal of signature sig that calls fun with its parameters, after the first ones, which
// are named in first.
func (l *lowerer) forwarder(sig *types.Signature, pos token.Pos, first []string, fun ast.Expr) ast.Expr {
	names := append([]string{}, first...)
	call := &ast.CallExpr{Fun: fun, Lparen: pos, Rparen: pos}
	for i := len(first); i < sig.Params().Len(); i++ {
		names = append(names, l.temp())
		call.Args = append(call.Args, ident(names[i], pos))
	}
	if sig.Variadic() {
		call.Ellipsis = pos
	}
	var stmt ast.Stmt = &ast.ExprStmt{X: call}
	if sig.Results().Len() > 0 {
		stmt = returns(pos, call)
	}
	return &ast.FuncLit{Type: l.funcType(sig, pos, names), Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{stmt}}}
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}
