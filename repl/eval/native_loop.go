package eval

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"

	"pktsh/layers/packet"
)

// Loops over the packets of a list, such as
//
//	for _, p := range pkts { if !p.HasLayer(DNS) { fmt.Println(p.Summary()) } }
//
// become compiled closures as literals do (native.go), when their bodies consist of conditions, printing, calls of methods that
// show a packet, counting, and appending to lists.

// An ending is how a statement of a loop's body ends.
type ending uint8

const (
	goesOn ending = iota // with the next statement
	nextPacket
	leavesLoop
)

// A step is a compiled statement; a makeStep makes it, given pointers to the variables.
type (
	step     func(p *packet.Packet) ending
	makeStep func(vars []any) step
)

// nativeLoop writes a range over a list of packets as a call of compiled closures; nil when that cannot be.
func (l *lowerer) nativeLoop(s *ast.RangeStmt) (out []ast.Stmt) {
	value, ok := s.Value.(*ast.Ident)
	if key, isIdent := s.Key.(*ast.Ident); !ok || !isIdent || key.Name != "_" || s.Tok != token.DEFINE || value.Name == "_" {
		return nil
	}
	if l.env != nil || l.s.interpretAll || !isOwn(l.typeOf(s.X), "PacketList", false) {
		return nil
	}
	n := &native{l: l, params: []types.Object{l.info.Defs[value]}}
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(notNative); !ok {
				panic(r)
			}
			out = nil
		}
	}()
	body := n.steps(s.Body.List)
	number := l.s.keepLoop(body)
	pos := s.Pos()
	args := []ast.Expr{&ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: itoa(number)}, l.expr(s.X)}
	for _, v := range n.vars {
		args = append(args, &ast.UnaryExpr{OpPos: pos, Op: token.AND, X: l.object(v, pos)})
	}
	run := l.hidden("NativeLoop", pos, func() reflect.Value { return reflect.ValueOf(l.s.runLoop) })
	return []ast.Stmt{&ast.ExprStmt{X: &ast.CallExpr{Fun: run, Lparen: pos, Args: args, Rparen: pos}}}
}

// keepLoop keeps a loop's body in the session and returns its number.
func (s *Session) keepLoop(body makeStep) int {
	s.natives = append(s.natives, body)
	number := len(s.natives) - 1
	s.onFailure(func() { s.natives = s.natives[:number] })
	return number
}

// runLoop is what a lowered loop calls.
func (s *Session) runLoop(number int, list packet.PacketList, vars ...any) {
	do := s.natives[number].(makeStep)(vars)
	for _, p := range list {
		s.check()
		if do(p) == leavesLoop {
			return
		}
	}
}

// steps compiles statements that follow each other.
func (n *native) steps(list []ast.Stmt) makeStep {
	makes := make([]makeStep, len(list))
	for i, s := range list {
		makes[i] = n.step(s)
	}
	if len(makes) == 1 {
		return makes[0]
	}
	return func(vars []any) step {
		steps := make([]step, len(makes))
		for i, m := range makes {
			steps[i] = m(vars)
		}
		return func(p *packet.Packet) ending {
			for _, do := range steps {
				if o := do(p); o != goesOn {
					return o
				}
			}
			return goesOn
		}
	}
}

// step compiles a statement.
func (n *native) step(s ast.Stmt) makeStep {
	switch s := s.(type) {
	case *ast.BlockStmt:
		return n.steps(s.List)
	case *ast.IfStmt:
		return n.ifStep(s)
	case *ast.ExprStmt:
		if c, ok := ast.Unparen(s.X).(*ast.CallExpr); ok {
			return n.callStep(c)
		}
	case *ast.BranchStmt:
		if s.Label == nil && (s.Tok == token.CONTINUE || s.Tok == token.BREAK) {
			o := nextPacket
			if s.Tok == token.BREAK {
				o = leavesLoop
			}
			return func([]any) step { return func(*packet.Packet) ending { return o } }
		}
	case *ast.IncDecStmt:
		by := 1
		if s.Tok == token.DEC {
			by = -1
		}
		return n.addStep(s.X, always(by))
	case *ast.AssignStmt:
		return n.assignStep(s)
	}
	panic(notNative{})
}

func (n *native) ifStep(s *ast.IfStmt) makeStep {
	if s.Init != nil {
		panic(notNative{})
	}
	cond, then := n.boolean(s.Cond), n.steps(s.Body.List)
	other := n.steps(nil)
	if s.Else != nil {
		other = n.step(s.Else)
	}
	return func(vars []any) step {
		c, x, y := cond(vars), then(vars), other(vars)
		return func(p *packet.Packet) ending {
			if c(p, nil) {
				return x(p)
			}
			return y(p)
		}
	}
}

// shows are the methods of packets that print.
var shows = map[string]func(*packet.Packet){
	"Packet.Show": (*packet.Packet).Show, "Packet.Show2": (*packet.Packet).Show2, "Packet.Hexdump": (*packet.Packet).Hexdump,
}

// callStep compiles a call whose results nobody takes: fmt.Println, a method that shows a packet.
func (n *native) callStep(c *ast.CallExpr) makeStep {
	if name, recv, args := n.method(c); shows[name] != nil && len(args) == 0 {
		of, show := n.packet(recv), shows[name]
		return func(vars []any) step {
			get := of(vars)
			return func(p *packet.Packet) ending { show(get(p, nil)); return goesOn }
		}
	}
	if n.function(c) != "fmt.Println" || c.Ellipsis.IsValid() {
		panic(notNative{})
	}
	var makes []gen[any]
	for _, e := range c.Args {
		makes = append(makes, n.printed(e))
	}
	out := n.l.s.opts.Stdout
	return func(vars []any) step {
		values := make([]fn[any], len(makes))
		for i, m := range makes {
			values[i] = m(vars)
		}
		row := make([]any, len(values))
		return func(p *packet.Packet) ending {
			for i, value := range values {
				row[i] = value(p, nil)
			}
			fmt.Fprintln(out, row...) // as the fmt.Println of the session, whose result is not taken
			return goesOn
		}
	}
}

// printed compiles an argument of fmt.Println.
func (n *native) printed(e ast.Expr) gen[any] {
	if isPacket(n.typeOf(e)) {
		return map1(n.packet(e), func(p *packet.Packet) any { return p })
	}
	return n.any(e)
}

// assignStep compiles x = y and x += y, for one variable of the session that holds a number, a text, a truth value or a list.
func (n *native) assignStep(s *ast.AssignStmt) makeStep {
	if len(s.Lhs) != 1 || len(s.Rhs) != 1 {
		panic(notNative{})
	}
	x, y := s.Lhs[0], s.Rhs[0]
	t := n.typeOf(x)
	switch s.Tok {
	case token.ADD_ASSIGN:
		if isBasic(t, types.Int) {
			return n.addStep(x, n.integer(y))
		}
	case token.ASSIGN:
		switch {
		case isBasic(t, types.Int):
			return setStep(n, x, n.integer(y))
		case isBasic(t, types.String):
			return setStep(n, x, n.text(y))
		case isBasic(t, types.Bool):
			return setStep(n, x, n.boolean(y))
		case isBasic(t, types.Float64):
			return setStep(n, x, n.float(y))
		case isOwn(t, "PacketList", false):
			return n.appendStep(x, y)
		}
	}
	panic(notNative{})
}

// place is the number of the session's variable that an expression names.
func (n *native) place(e ast.Expr) int {
	id, ok := ast.Unparen(e).(*ast.Ident)
	if !ok {
		panic(notNative{})
	}
	v, ok := n.l.info.Uses[id].(*types.Var)
	if !ok || v.IsField() || compiled(v) || n.isParam(v) {
		panic(notNative{})
	}
	return n.index(v)
}

func (n *native) isParam(o types.Object) bool {
	for _, p := range n.params {
		if p == o {
			return true
		}
	}
	return false
}

func setStep[T any](n *native, x ast.Expr, y gen[T]) makeStep {
	i := n.place(x)
	return func(vars []any) step {
		to, value := vars[i].(*T), y(vars)
		return func(p *packet.Packet) ending { *to = value(p, nil); return goesOn }
	}
}

// addStep compiles x += y for numbers: of a variable, or of a map by texts or numbers.
func (n *native) addStep(x ast.Expr, y gen[int]) makeStep {
	if index, ok := ast.Unparen(x).(*ast.IndexExpr); ok {
		m, ok := n.typeOf(index.X).(*types.Map)
		switch {
		case ok && isBasic(m.Elem(), types.Int) && isBasic(m.Key(), types.String):
			return countStep(n, index, n.text(index.Index), y)
		case ok && isBasic(m.Elem(), types.Int) && isBasic(m.Key(), types.Int):
			return countStep(n, index, n.integer(index.Index), y)
		}
		panic(notNative{})
	}
	if !isBasic(n.typeOf(x), types.Int) {
		panic(notNative{})
	}
	i := n.place(x)
	return func(vars []any) step {
		to, value := vars[i].(*int), y(vars)
		return func(p *packet.Packet) ending { *to += value(p, nil); return goesOn }
	}
}

func countStep[K comparable](n *native, x *ast.IndexExpr, key gen[K], y gen[int]) makeStep {
	i := n.place(x.X)
	return func(vars []any) step {
		m, k, value := vars[i].(*map[K]int), key(vars), y(vars)
		return func(p *packet.Packet) ending { (*m)[k(p, nil)] += value(p, nil); return goesOn }
	}
}

// appendStep compiles x = append(x, p).
func (n *native) appendStep(x, y ast.Expr) makeStep {
	c, ok := ast.Unparen(y).(*ast.CallExpr)
	if !ok || n.function(c) != "append" || len(c.Args) != 2 || c.Ellipsis.IsValid() {
		panic(notNative{})
	}
	i, value := n.place(x), n.packet(c.Args[1])
	if n.place(c.Args[0]) != i {
		panic(notNative{})
	}
	return func(vars []any) step {
		to, get := vars[i].(*packet.PacketList), value(vars)
		return func(p *packet.Packet) ending { *to = append(*to, get(p, nil)); return goesOn }
	}
}
