package eval

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
	"strings"

	"pktsh/layers/packet"
)

func itoa(n int) string { return strconv.Itoa(n) }

// boolean compiles an expression of type bool.
func (n *native) boolean(e ast.Expr) gen[bool] {
	if v := n.constant(e); v != nil && v.Kind() == constant.Bool {
		return always(constant.BoolVal(v))
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return map1(n.boolean(e.X), func(x bool) bool { return !x })
		}
	case *ast.BinaryExpr:
		switch e.Op {
		case token.LAND:
			return both(n.boolean(e.X), n.boolean(e.Y))
		case token.LOR:
			return either(n.boolean(e.X), n.boolean(e.Y))
		}
		return n.comparison(e)
	case *ast.CallExpr:
		return n.boolCall(e)
	case *ast.Ident, *ast.SelectorExpr:
		if isBasic(n.typeOf(e), types.Bool) {
			return variable[bool](n, e)
		}
	}
	panic(notNative{})
}

// both is x && y.
func both(x, y gen[bool]) gen[bool] {
	return func(vars []any) fn[bool] {
		a, b := x(vars), y(vars)
		return func(p, q *packet.Packet) bool { return a(p, q) && b(p, q) }
	}
}

// either is x || y.
func either(x, y gen[bool]) gen[bool] {
	return func(vars []any) fn[bool] {
		a, b := x(vars), y(vars)
		return func(p, q *packet.Packet) bool { return a(p, q) || b(p, q) }
	}
}

// map1 applies f to a value.
func map1[A, T any](x gen[A], f func(A) T) gen[T] {
	return func(vars []any) fn[T] {
		a := x(vars)
		return func(p, q *packet.Packet) T { return f(a(p, q)) }
	}
}

// map2 applies f to two values.
func map2[A, B, T any](x gen[A], y gen[B], f func(A, B) T) gen[T] {
	return func(vars []any) fn[T] {
		a, b := x(vars), y(vars)
		return func(p, q *packet.Packet) T { return f(a(p, q), b(p, q)) }
	}
}

// comparison compiles x == y and its kin.
func (n *native) comparison(e *ast.BinaryExpr) gen[bool] {
	t := n.typeOf(e.X)
	if isUntypedNil(t) || n.constant(e.X) != nil && n.constant(e.Y) == nil {
		if other := n.typeOf(e.Y); !isUntypedNil(other) {
			t = other
		}
	}
	equal := e.Op == token.EQL || e.Op == token.NEQ
	switch {
	case isUntypedNil(n.typeOf(e.Y)) && isPacket(t) && equal:
		isNil := e.Op == token.EQL
		return map1(n.packet(e.X), func(p *packet.Packet) bool { return (p == nil) == isNil })
	case isUntypedNil(n.typeOf(e.Y)) && equal:
		isNil := e.Op == token.EQL
		return map1(n.get(e.X), func(x any) bool { return (x == nil) == isNil })
	case isBasic(t, types.Bool) && equal:
		same := e.Op == token.EQL
		return map2(n.boolean(e.X), n.boolean(e.Y), func(a, b bool) bool { return (a == b) == same })
	case isBasic(t, types.Int) || isBasic(t, types.UntypedInt) || isBasic(t, types.UntypedRune):
		return n.compareInts(e)
	case isBasic(t, types.Float64) || isBasic(t, types.UntypedFloat):
		return compare(e.Op, n.float(e.X), n.float(e.Y))
	case isBasic(t, types.String) || isBasic(t, types.UntypedString):
		if g := n.sameText(e); g != nil {
			return g
		}
		return compare(e.Op, n.text(e.X), n.text(e.Y))
	}
	panic(notNative{})
}

// compareInts compares numbers; with a constant without another call.
func (n *native) compareInts(e *ast.BinaryExpr) gen[bool] {
	x := n.integer(e.X)
	if v := n.constant(e.Y); v != nil {
		k, ok := intOf(v)
		if !ok {
			panic(notNative{})
		}
		switch e.Op {
		case token.EQL:
			return map1(x, func(a int) bool { return a == k })
		case token.NEQ:
			return map1(x, func(a int) bool { return a != k })
		}
	}
	return compare(e.Op, x, n.integer(e.Y))
}

func intOf(v constant.Value) (int, bool) {
	v = constant.ToInt(v)
	if v.Kind() != constant.Int {
		return 0, false
	}
	k, exact := constant.Int64Val(v)
	return int(k), exact && int64(int(k)) == k
}

// compare compiles a comparison of ordered values.
func compare[T int | float64 | string](op token.Token, x, y gen[T]) gen[bool] {
	switch op {
	case token.EQL:
		return map2(x, y, func(a, b T) bool { return a == b })
	case token.NEQ:
		return map2(x, y, func(a, b T) bool { return a != b })
	case token.LSS:
		return map2(x, y, func(a, b T) bool { return a < b })
	case token.LEQ:
		return map2(x, y, func(a, b T) bool { return a <= b })
	case token.GTR:
		return map2(x, y, func(a, b T) bool { return a > b })
	case token.GEQ:
		return map2(x, y, func(a, b T) bool { return a >= b })
	}
	panic(notNative{})
}

// integer compiles an expression of type int.
func (n *native) integer(e ast.Expr) gen[int] {
	if v := n.constant(e); v != nil {
		if k, ok := intOf(v); ok {
			return always(k)
		}
		panic(notNative{})
	}
	if !isBasic(n.typeOf(e), types.Int) {
		panic(notNative{})
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		x := n.integer(e.X)
		switch e.Op {
		case token.SUB:
			return map1(x, func(a int) int { return -a })
		case token.XOR:
			return map1(x, func(a int) int { return ^a })
		case token.ADD:
			return x
		}
	case *ast.BinaryExpr:
		return n.arithmetic(e)
	case *ast.CallExpr:
		return n.intCall(e)
	case *ast.Ident, *ast.SelectorExpr:
		return variable[int](n, e)
	}
	panic(notNative{})
}

// arithmetic compiles an operation on numbers. A division by zero panics as it does in Go.
func (n *native) arithmetic(e *ast.BinaryExpr) gen[int] {
	x := n.integer(e.X)
	if e.Op == token.SHL || e.Op == token.SHR {
		v := n.constant(e.Y)
		if v == nil {
			panic(notNative{})
		}
		k, ok := intOf(v)
		if !ok || k < 0 {
			panic(notNative{})
		}
		if e.Op == token.SHL {
			return map1(x, func(a int) int { return a << k })
		}
		return map1(x, func(a int) int { return a >> k })
	}
	y := n.integer(e.Y)
	switch e.Op {
	case token.ADD:
		return map2(x, y, func(a, b int) int { return a + b })
	case token.SUB:
		return map2(x, y, func(a, b int) int { return a - b })
	case token.MUL:
		return map2(x, y, func(a, b int) int { return a * b })
	case token.QUO:
		return map2(x, y, func(a, b int) int { return a / b })
	case token.REM:
		return map2(x, y, func(a, b int) int { return a % b })
	case token.AND:
		return map2(x, y, func(a, b int) int { return a & b })
	case token.OR:
		return map2(x, y, func(a, b int) int { return a | b })
	case token.XOR:
		return map2(x, y, func(a, b int) int { return a ^ b })
	case token.AND_NOT:
		return map2(x, y, func(a, b int) int { return a &^ b })
	}
	panic(notNative{})
}

// float compiles an expression of type float64.
func (n *native) float(e ast.Expr) gen[float64] {
	if v := n.constant(e); v != nil {
		k, _ := constant.Float64Val(constant.ToFloat(v))
		return always(k)
	}
	if !isBasic(n.typeOf(e), types.Float64) {
		panic(notNative{})
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.SUB {
			return map1(n.float(e.X), func(a float64) float64 { return -a })
		}
	case *ast.BinaryExpr:
		x, y := n.float(e.X), n.float(e.Y)
		switch e.Op {
		case token.ADD:
			return map2(x, y, func(a, b float64) float64 { return a + b })
		case token.SUB:
			return map2(x, y, func(a, b float64) float64 { return a - b })
		case token.MUL:
			return map2(x, y, func(a, b float64) float64 { return a * b })
		case token.QUO:
			return map2(x, y, func(a, b float64) float64 { return a / b })
		}
	case *ast.CallExpr:
		if name, recv, _ := n.method(e); name == "Packet.Epoch" {
			return map1(n.packet(recv), (*packet.Packet).Epoch)
		}
		if n.l.info.Types[e.Fun].IsType() && len(e.Args) == 1 && isBasic(n.typeOf(e.Args[0]), types.Int) {
			return map1(n.integer(e.Args[0]), func(a int) float64 { return float64(a) })
		}
	case *ast.Ident, *ast.SelectorExpr:
		return variable[float64](n, e)
	}
	panic(notNative{})
}

// text compiles an expression of type string.
func (n *native) text(e ast.Expr) gen[string] {
	if v := n.constant(e); v != nil && v.Kind() == constant.String {
		return always(constant.StringVal(v))
	}
	if !isBasic(n.typeOf(e), types.String) {
		panic(notNative{})
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return map2(n.text(e.X), n.text(e.Y), func(a, b string) string { return a + b })
		}
	case *ast.CallExpr:
		return n.textCall(e)
	case *ast.Ident, *ast.SelectorExpr:
		return variable[string](n, e)
	}
	panic(notNative{})
}

// tuple compiles Tuple{x, y}.
func (n *native) tuple(e ast.Expr) gen[packet.Tuple] {
	lit, ok := ast.Unparen(e).(*ast.CompositeLit)
	if !ok {
		panic(notNative{})
	}
	var parts []gen[any]
	for _, x := range lit.Elts {
		parts = append(parts, n.any(x))
	}
	return func(vars []any) fn[packet.Tuple] {
		list := make([]fn[any], len(parts))
		for i, g := range parts {
			list[i] = g(vars)
		}
		return func(p, q *packet.Packet) packet.Tuple {
			t := make(packet.Tuple, len(list))
			for i, f := range list {
				t[i] = f(p, q)
			}
			return t
		}
	}
}

// any compiles a value that goes into an interface.
func (n *native) any(e ast.Expr) gen[any] {
	switch t := types.Default(n.typeOf(e)); {
	case isBasic(t, types.Bool):
		return map1(n.boolean(e), func(x bool) any { return x })
	case isBasic(t, types.Int):
		return map1(n.integer(e), func(x int) any { return x })
	case isBasic(t, types.Float64):
		return map1(n.float(e), func(x float64) any { return x })
	case isBasic(t, types.String):
		return map1(n.text(e), func(x string) any { return x })
	case isOwn(t, "FlagValue", false):
		return map1(n.flags(e), func(x packet.FlagValue) any { return x })
	case isOwn(t, "Tuple", false):
		return map1(n.tuple(e), func(x packet.Tuple) any { return x })
	}
	return n.get(e)
}

// textFuncs are functions of package strings of two texts.
var textFuncs = map[string]func(a, b string) bool{
	"strings.Contains": strings.Contains, "strings.HasPrefix": strings.HasPrefix, "strings.HasSuffix": strings.HasSuffix,
	"strings.EqualFold": strings.EqualFold,
}
