package eval

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"

	"pktsh/layers/packet"
)

// packet compiles an expression of type *packet.Packet.
func (n *native) packet(e ast.Expr) gen[*packet.Packet] {
	if !isPacket(n.typeOf(e)) {
		panic(notNative{})
	}
	switch x := ast.Unparen(e).(type) {
	case *ast.Ident:
		for i, o := range n.params {
			if n.l.info.Uses[x] != o {
				continue
			}
			if i == 0 {
				return func([]any) fn[*packet.Packet] { return func(p, _ *packet.Packet) *packet.Packet { return p } }
			}
			return func([]any) fn[*packet.Packet] { return func(_, q *packet.Packet) *packet.Packet { return q } }
		}
		return variable[*packet.Packet](n, x)
	case *ast.CallExpr:
		name, recv, args := n.method(x)
		switch {
		case name == "Packet.Layer" && len(args) == 1 && isOwn(n.typeOf(args[0]), "Proto", true):
			return map2(n.packet(recv), n.proto(args[0]), func(p *packet.Packet, q *packet.Proto) *packet.Packet { return p.Layer(q) })
		case name == "Packet.Layer" && len(args) == 2 && isOwn(n.typeOf(args[0]), "Proto", true):
			nth := n.integer(args[1])
			of := map2(n.packet(recv), n.proto(args[0]), func(p *packet.Packet, q *packet.Proto) func(int) *packet.Packet {
				return func(i int) *packet.Packet { return p.Layer(q, i) }
			})
			return map2(of, nth, func(f func(int) *packet.Packet, i int) *packet.Packet { return f(i) })
		case name == "Packet.Layer" && len(args) == 1:
			which := n.which(args[0])
			return map1(n.packet(recv), func(p *packet.Packet) *packet.Packet { return p.Layer(which) })
		case name == "Packet.Payload" && len(args) == 0:
			return map1(n.packet(recv), (*packet.Packet).Payload)
		}
	}
	panic(notNative{})
}

// which is a constant that names a layer: a text, or how many layers up.
func (n *native) which(e ast.Expr) any {
	v := n.constant(e)
	if v == nil {
		panic(notNative{})
	}
	if v.Kind() == constant.String {
		return constant.StringVal(v)
	}
	k, ok := intOf(v)
	if !ok || !isBasic(types.Default(n.typeOf(e)), types.Int) {
		panic(notNative{})
	}
	return k
}

// proto compiles an expression of type *packet.Proto: a variable.
func (n *native) proto(e ast.Expr) gen[*packet.Proto] {
	if !isOwn(n.typeOf(e), "Proto", true) {
		panic(notNative{})
	}
	return variable[*packet.Proto](n, e)
}

// layerOf takes p.Layer(TCP) apart; ok is false for another expression.
func (n *native) layerOf(e ast.Expr) (p gen[*packet.Packet], q gen[*packet.Proto], ok bool) {
	name, recv, args := n.method(e)
	if name != "Packet.Layer" || len(args) != 1 || !isOwn(n.typeOf(args[0]), "Proto", true) {
		return nil, nil, false
	}
	return n.packet(recv), n.proto(args[0]), true
}

// refs reads a field by a Ref that is made once, for the protocol that the variable holds when the literal is made; when it
// holds another by now, that one's field is searched for.
func refs[T any](p gen[*packet.Packet], proto gen[*packet.Proto], name string, read func(packet.Ref, *packet.Packet) T) gen[T] {
	return func(vars []any) fn[T] {
		get, which := p(vars), proto(vars)
		first := which(nil, nil)
		var ref packet.Ref
		if first != nil {
			ref = first.Ref(name)
		}
		return func(p, q *packet.Packet) T {
			pkt, now := get(p, q), which(p, q)
			if now != first || first == nil {
				return read(now.Ref(name), pkt)
			}
			return read(ref, pkt)
		}
	}
}

// boolCall compiles a call with a result of type bool.
func (n *native) boolCall(e *ast.CallExpr) gen[bool] {
	if f := textFuncs[n.function(e)]; f != nil && len(e.Args) == 2 {
		return map2(n.text(e.Args[0]), n.text(e.Args[1]), f)
	}
	name, recv, args := n.method(e)
	switch {
	case name == "Packet.HasLayer" && n.constant(args[0]) != nil:
		which := n.which(args[0])
		return map1(n.packet(recv), func(p *packet.Packet) bool { return p.HasLayer(which) })
	case name == "Packet.HasLayer":
		return map2(n.packet(recv), n.proto(args[0]), func(p *packet.Packet, q *packet.Proto) bool { return p.HasLayer(q) })
	case name == "FlagValue.Is" || name == "FlagValue.Has":
		which := n.which(args[0])
		if name == "FlagValue.Is" {
			return map1(n.flags(recv), func(f packet.FlagValue) bool { return f.Is(which) })
		}
		return map1(n.flags(recv), func(f packet.FlagValue) bool { return f.Has(which) })
	}
	panic(notNative{})
}

// flags compiles an expression of type packet.FlagValue.
func (n *native) flags(e ast.Expr) gen[packet.FlagValue] {
	name, recv, args := n.method(e)
	if name != "Packet.Flags" {
		panic(notNative{})
	}
	field := n.name(args[0])
	if p, q, ok := n.layerOf(recv); ok {
		return refs(p, q, field, packet.Ref.Flags)
	}
	return map1(n.packet(recv), func(p *packet.Packet) packet.FlagValue { return p.Flags(field) })
}

// intCall compiles a call with a result of type int.
func (n *native) intCall(e *ast.CallExpr) gen[int] {
	if n.function(e) == "len" {
		switch t := n.typeOf(e.Args[0]); {
		case isBasic(t, types.String):
			return map1(n.text(e.Args[0]), func(s string) int { return len(s) })
		default:
			return map1(n.bytes(e.Args[0]), func(b []byte) int { return len(b) })
		}
	}
	name, recv, args := n.method(e)
	switch name {
	case "Packet.Int":
		field := n.name(args[0])
		if p, q, ok := n.layerOf(recv); ok {
			return refs(p, q, field, packet.Ref.Int)
		}
		return map1(n.packet(recv), func(p *packet.Packet) int { return p.Int(field) })
	case "Packet.Len":
		return map1(n.packet(recv), (*packet.Packet).Len)
	case "FlagValue.Int":
		return map1(n.flags(recv), packet.FlagValue.Int)
	}
	panic(notNative{})
}

// textCall compiles a call with a result of type string.
func (n *native) textCall(e *ast.CallExpr) gen[string] {
	switch n.function(e) {
	case "strings.ToUpper":
		return map1(n.text(e.Args[0]), strings.ToUpper)
	case "strings.ToLower":
		return map1(n.text(e.Args[0]), strings.ToLower)
	}
	if n.l.info.Types[e.Fun].IsType() && len(e.Args) == 1 { // string(bytes)
		return map1(n.bytes(e.Args[0]), func(b []byte) string { return string(b) })
	}
	name, recv, args := n.method(e)
	switch name {
	case "Packet.Str":
		field := n.name(args[0])
		if p, q, ok := n.layerOf(recv); ok {
			return refs(p, q, field, packet.Ref.Str)
		}
		return map1(n.packet(recv), func(p *packet.Packet) string { return p.Str(field) })
	case "Packet.Summary":
		return map1(n.packet(recv), (*packet.Packet).Summary)
	case "Packet.Sprintf":
		format := n.text(args[0])
		return map2(n.packet(recv), format, (*packet.Packet).Sprintf)
	case "FlagValue.String":
		return map1(n.flags(recv), packet.FlagValue.String)
	}
	panic(notNative{})
}

// sameText compares the text of a field of a layer, an address most often, without making it; nil when e is not that.
func (n *native) sameText(e *ast.BinaryExpr) gen[bool] {
	if e.Op != token.EQL && e.Op != token.NEQ {
		return nil
	}
	name, recv, args := n.method(e.X)
	if name != "Packet.Str" {
		return nil
	}
	p, q, ok := n.layerOf(recv)
	if !ok {
		return nil
	}
	same := e.Op == token.EQL
	if _, variable := ast.Unparen(e.Y).(*ast.Ident); !variable && n.constant(e.Y) == nil {
		return nil // the left side comes first: it may be what panics
	}
	is := refs(p, q, n.name(args[0]), func(r packet.Ref, p *packet.Packet) func(string) bool {
		return func(text string) bool { return r.StrIs(p, text) == same }
	})
	if v := n.constant(e.Y); v != nil {
		text := constant.StringVal(v)
		return refs(p, q, n.name(args[0]), func(r packet.Ref, p *packet.Packet) bool { return r.StrIs(p, text) == same })
	}
	return map2(is, n.text(e.Y), func(f func(string) bool, text string) bool { return f(text) })
}

// bytes compiles an expression of type []byte.
func (n *native) bytes(e ast.Expr) gen[[]byte] {
	name, recv, args := n.method(e)
	switch name {
	case "Packet.Bytes":
		field := n.name(args[0])
		return map1(n.packet(recv), func(p *packet.Packet) []byte { return p.Bytes(field) })
	case "Packet.Build":
		return map1(n.packet(recv), (*packet.Packet).Build)
	}
	panic(notNative{})
}

// get compiles p.Get(name).
func (n *native) get(e ast.Expr) gen[any] {
	name, recv, args := n.method(e)
	if name != "Packet.Get" {
		panic(notNative{})
	}
	field := n.name(args[0])
	return map1(n.packet(recv), func(p *packet.Packet) any { return p.Get(field) })
}
