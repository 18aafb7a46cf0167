package eval

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"strings"

	"pktsh/layers/packet"
)

// Function literals of packets, such as func(p *Packet) bool { return p.HasLayer(TCP) && p.Layer(TCP).Int("dport") == 80 },
// run for every packet of a list. Where one uses only what this file and its neighbours know, it is not interpreted: it
// becomes a tree of compiled closures, ten times as fast, that reads variables when it is called, as Go says, and calls the
// same methods, so that it panics with the same errors. Everything else is left to yaegi.

// A fn is a compiled expression of type T, a function of at most two packets.
type fn[T any] func(p, q *packet.Packet) T

// A gen makes a fn, given pointers to the variables around the literal.
type gen[T any] func(vars []any) fn[T]

// notNative is the panic of an expression that is left to yaegi.
type notNative struct{}

// A native compiles one literal.
type native struct {
	l      *lowerer
	params []types.Object
	vars   []types.Object // variables around the literal, in the order of the pointers
}

// native writes a function literal as a call that makes it from compiled closures; nil when that cannot be.
func (l *lowerer) native(e *ast.FuncLit, sig *types.Signature) (out ast.Expr) {
	if l.env != nil || l.s.interpretAll || sig.Variadic() || sig.Results().Len() != 1 || len(e.Body.List) == 0 {
		return nil
	}
	n := &native{l: l}
	for i := range sig.Params().Len() {
		v := sig.Params().At(i)
		if !isPacket(v.Type()) {
			return nil
		}
		n.params = append(n.params, v)
	}
	if len(n.params) < 1 || len(n.params) > 2 {
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(notNative); !ok {
				panic(r)
			}
			out = nil
		}
	}()
	number, symbol := n.maker(e, sig.Results().At(0).Type())
	pos := e.Pos()
	args := []ast.Expr{&ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: itoa(number)}}
	for _, v := range n.vars {
		args = append(args, &ast.UnaryExpr{OpPos: pos, Op: token.AND, X: l.object(v, pos)})
	}
	fun := l.hidden(symbol.name, pos, symbol.make)
	return &ast.CallExpr{Fun: fun, Lparen: pos, Args: args, Rparen: pos}
}

// isPacket reports whether t is *packet.Packet.
func isPacket(t types.Type) bool { return isOwn(t, "Packet", true) }

// isOwn reports whether t is a type of package packet, or a pointer to it.
func isOwn(t types.Type, name string, pointer bool) bool {
	t = types.Unalias(t)
	if pointer {
		p, ok := t.(*types.Pointer)
		if !ok {
			return false
		}
		t = types.Unalias(p.Elem())
	}
	named, ok := t.(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "pktsh/layers/packet"
}

// A nativeSymbol is the compiled function that makes literals of one signature.
type nativeSymbol struct {
	name string
	make func() reflect.Value
}

// maker keeps the compiled body and returns its number, and what makes literals of it.
func (n *native) maker(e *ast.FuncLit, result types.Type) (int, nativeSymbol) {
	pair := len(n.params) == 2
	s := n.l.s
	switch t := types.Unalias(result); {
	case isBasic(t, types.Bool):
		return keepNative(s, "Bool", pair, body(n, e.Body.List, (*native).boolean))
	case isBasic(t, types.Int):
		return keepNative(s, "Int", pair, body(n, e.Body.List, (*native).integer))
	case isBasic(t, types.Float64):
		return keepNative(s, "Float", pair, body(n, e.Body.List, (*native).float))
	case isBasic(t, types.String):
		return keepNative(s, "String", pair, body(n, e.Body.List, (*native).text))
	case isOwn(t, "FlagValue", false):
		return keepNative(s, "Flags", pair, body(n, e.Body.List, (*native).flags))
	case isPacket(t):
		return keepNative(s, "Packet", pair, body(n, e.Body.List, (*native).packet))
	case isOwn(t, "Tuple", false):
		return keepNative(s, "Tuple", pair, body(n, e.Body.List, (*native).tuple))
	case types.Identical(t, anyType):
		return keepNative(s, "Any", pair, body(n, e.Body.List, (*native).any))
	}
	panic(notNative{})
}

func isBasic(t types.Type, kind types.BasicKind) bool {
	b, ok := types.Unalias(t).(*types.Basic)
	return ok && b.Kind() == kind
}

// keepNative keeps a body in the session.
func keepNative[T any](s *Session, name string, pair bool, g gen[T]) (int, nativeSymbol) {
	s.natives = append(s.natives, g)
	number := len(s.natives) - 1
	s.onFailure(func() { s.natives = s.natives[:number] })
	if pair {
		return number, nativeSymbol{"NativePair" + name, func() reflect.Value {
			return reflect.ValueOf(func(number int, vars ...any) func(p, q *packet.Packet) T {
				f := s.natives[number].(gen[T])(vars)
				return func(p, q *packet.Packet) T { s.check(); return f(p, q) }
			})
		}}
	}
	return number, nativeSymbol{"Native" + name, func() reflect.Value {
		return reflect.ValueOf(func(number int, vars ...any) func(*packet.Packet) T {
			f := s.natives[number].(gen[T])(vars)
			return func(p *packet.Packet) T { s.check(); return f(p, nil) }
		})
	}}
}

// body compiles statements that return one way or another: if c { return x }; return y.
func body[T any](n *native, list []ast.Stmt, expr func(*native, ast.Expr) gen[T]) gen[T] {
	if len(list) == 0 {
		panic(notNative{})
	}
	switch s := list[0].(type) {
	case *ast.ReturnStmt:
		if len(s.Results) == 1 {
			return expr(n, s.Results[0])
		}
	case *ast.IfStmt:
		if s.Init != nil {
			break
		}
		cond, then := n.boolean(s.Cond), body(n, s.Body.List, expr)
		rest := list[1:]
		switch e := s.Else.(type) {
		case *ast.BlockStmt:
			rest = e.List
		case *ast.IfStmt:
			rest = []ast.Stmt{e}
		}
		other := body(n, rest, expr)
		return func(vars []any) fn[T] {
			c, x, y := cond(vars), then(vars), other(vars)
			return func(p, q *packet.Packet) T {
				if c(p, q) {
					return x(p, q)
				}
				return y(p, q)
			}
		}
	}
	panic(notNative{})
}

// typeOf is the type of an expression.
func (n *native) typeOf(e ast.Expr) types.Type { return types.Unalias(n.l.typeOf(e)) }

// constant is the value of a constant expression, nil when it has none.
func (n *native) constant(e ast.Expr) constant.Value { return n.l.info.Types[e].Value }

// always is a value that does not change.
func always[T any](x T) gen[T] {
	return func([]any) fn[T] { return func(_, _ *packet.Packet) T { return x } }
}

// variable reads a variable of type T: of the session, of the function around, or of a compiled package.
func variable[T any](n *native, e ast.Expr) gen[T] {
	var o types.Object
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		o = n.l.info.Uses[e]
	case *ast.SelectorExpr:
		if n.l.info.Selections[e] == nil {
			o = n.l.info.Uses[e.Sel]
		}
	}
	v, ok := o.(*types.Var)
	if !ok || v.IsField() {
		panic(notNative{})
	}
	if compiled(v) {
		value := n.l.s.universe.tables[v.Pkg().Path()].syms[v.Name()]
		if !value.CanAddr() {
			panic(notNative{})
		}
		if ptr, ok := value.Addr().Interface().(*T); ok {
			return func([]any) fn[T] { return func(_, _ *packet.Packet) T { return *ptr } }
		}
		panic(notNative{})
	}
	i := n.index(v)
	return func(vars []any) fn[T] {
		ptr := vars[i].(*T)
		return func(_, _ *packet.Packet) T { return *ptr }
	}
}

// index is the number of a variable around the literal.
func (n *native) index(o types.Object) int {
	for i, v := range n.vars {
		if v == o {
			return i
		}
	}
	n.vars = append(n.vars, o)
	return len(n.vars) - 1
}

// function is the full name of the function of a package that is called: "strings.Contains".
func (n *native) function(c *ast.CallExpr) string {
	id, ok := ast.Unparen(c.Fun).(*ast.Ident)
	if sel, isSel := ast.Unparen(c.Fun).(*ast.SelectorExpr); isSel && n.l.info.Selections[sel] == nil {
		id, ok = sel.Sel, true
	}
	if !ok {
		return ""
	}
	switch o := n.l.info.Uses[id].(type) {
	case *types.Builtin:
		return o.Name()
	case *types.Func:
		if o.Pkg() != nil {
			return o.Pkg().Path() + "." + o.Name()
		}
	}
	return ""
}

// method takes a call x.M(args) of a method of a type of package packet apart; name is "Packet.Int".
func (n *native) method(e ast.Expr) (name string, recv ast.Expr, args []ast.Expr) {
	c, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || c.Ellipsis.IsValid() {
		return "", nil, nil
	}
	sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr)
	if !ok {
		return "", nil, nil
	}
	s := n.l.info.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal || len(s.Index()) != 1 {
		return "", nil, nil
	}
	for _, t := range []string{"Packet", "Proto", "FlagValue"} {
		if isOwn(s.Recv(), t, t != "FlagValue") {
			return t + "." + sel.Sel.Name, sel.X, c.Args
		}
	}
	return "", nil, nil
}

// name is a constant text.
func (n *native) name(e ast.Expr) string {
	v := n.constant(e)
	if v == nil || v.Kind() != constant.String {
		panic(notNative{})
	}
	return strings.Clone(constant.StringVal(v))
}
