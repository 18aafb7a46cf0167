package dialect

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"pktsh/layers/packet"
)

// newPacket calls a protocol: with keywords it makes a packet of it, with bytes it reads one.
func (r *rewriter) newPacket(x ast.Expr) ast.Expr {
	if args, ok := marked(x, "__dissect"); ok {
		return r.dissect(x, args[0], args[1])
	}
	call, ok := x.(*ast.CallExpr)
	if !ok || !r.isProto(call.Fun) {
		return nil
	}
	proto := r.s.Proto(call.Fun)
	var pairs []ast.Expr
	for _, a := range call.Args {
		kw, ok := marked(a, "__kw")
		if !ok {
			if len(call.Args) != 1 {
				r.fail(a, "a protocol takes name=value pairs, or the bytes to read", fmt.Sprintf("as in %s(field=value)", types.ExprString(call.Fun)))
				return nil
			}
			return r.tmpl(x, "__dissect(_0, _1)", call.Fun, a) // whose argument the next check types
		}
		name := unquoted(kw[0])
		v := kw[1]
		if proto != nil {
			f := proto.Field(name)
			if f == nil {
				if other := folded(name, protoFields(proto)); other != "" {
					name, f = other, proto.Field(other)
				}
			}
			if f == nil {
				r.failAt(kw[0], len(name), proto.Name()+" has no field "+name, r.fieldHelp(proto, name))
				return nil
			}
			v = r.fieldValue(f, v)
		}
		pairs = append(pairs, quoted(a, name), v)
	}
	return r.is(r.tmpl(x, "_0.New(_1)", call.Fun, pairs), r.resultOf(call.Fun, "New"))
}

// failAt records a mistake about the n bytes typed where x begins.
func (r *rewriter) failAt(x ast.Node, n int, msg, help string) {
	if r.err == nil {
		at := r.e.OffsetOf(x.Pos())
		r.err = &Error{Msg: msg, Help: help, Offset: at, End: min(at+n, len(r.e.Src))}
	}
}

// fieldValue adjusts a literal to the kind of a field.
func (r *rewriter) fieldValue(f *packet.Field, v ast.Expr) ast.Expr {
	switch f.Kind() {
	case packet.KindText, packet.KindFlags, packet.KindBytes:
		return r.letterText(v)
	}
	return v
}

// dissect reads a packet of proto from bytes, text or a packet.
func (r *rewriter) dissect(x, proto, arg ast.Expr) ast.Expr {
	t := r.typeOf(arg)
	if t == nil {
		return nil
	}
	switch {
	case isBytes(t):
	case isBasic(t, types.IsString):
		arg = r.tmpl(arg, "[]byte(_0)", arg)
	case r.isPacket(arg):
		arg = r.tmpl(arg, "_0.Build()", arg)
	default:
		r.fail(arg, fmt.Sprintf("%s reads bytes, not %s", types.ExprString(proto), describe(t)), "name the field: "+types.ExprString(proto)+"(field=value)")
		return nil
	}
	return r.is(r.tmpl(x, "_0.Dissect(_1)", proto, arg), r.resultOf(proto, "Dissect"))
}

// describe names a type as its users do.
func describe(t types.Type) string {
	return types.TypeString(types.Default(t), func(p *types.Package) string {
		if p.Path() == packetPath || p.Path() == "main" {
			return ""
		}
		return p.Name()
	})
}

// unquoted is the value of a string literal.
func unquoted(x ast.Expr) string {
	lit, ok := x.(*ast.BasicLit)
	if !ok {
		return ""
	}
	s, _ := strconv.Unquote(lit.Value)
	return s
}

// stack gathers the parts of a / b / c where one is a packet.
func (r *rewriter) stack(x ast.Expr) ast.Expr {
	b, ok := x.(*ast.BinaryExpr)
	if !ok || b.Op != token.QUO || !r.isPacket(b.X) && !r.isPacket(b.Y) {
		return nil
	}
	for _, part := range []ast.Expr{b.X, b.Y} {
		switch {
		case r.isPacket(part), isBytes(r.typeOf(part)), r.isKind(part, types.IsString):
		case r.isProto(part):
			r.fail(part, types.ExprString(part)+" is a protocol, not a packet", "write "+types.ExprString(part)+"()")
			return nil
		default:
			if t := r.typeOf(part); t != nil {
				r.fail(part, "a value of type "+describe(t)+" cannot be stacked on a packet", "packets, text and bytes can")
			}
			return nil
		}
	}
	t := r.typeOf(b.X)
	if !r.isPacket(b.X) {
		t = r.typeOf(b.Y)
	}
	parts := append(stackParts(b.X), stackParts(b.Y)...)
	return r.is(r.tmpl(x, "Stack(_0)", parts), t)
}

// stackParts lists the parts of a Stack call, or x alone.
func stackParts(x ast.Expr) []ast.Expr {
	inner := x
	if p, ok := x.(*ast.ParenExpr); ok {
		inner = p.X
	}
	if call, ok := inner.(*ast.CallExpr); ok && call.Ellipsis == token.NoPos {
		if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "Stack" {
			return call.Args
		}
	}
	return []ast.Expr{x}
}

// layer turns an index of a packet into Layer, and a protocol as index of a list into With.
func (r *rewriter) layer(x ast.Expr) ast.Expr {
	switch x := x.(type) {
	case *ast.IndexExpr:
		if r.assigned(x) {
			return nil
		}
		isIndex := r.isProto(x.Index) || r.isKind(x.Index, types.IsString)
		switch {
		case r.isPacket(x.X): // Go would not index a pointer, whatever the index
			return r.is(r.tmpl(x, "_0.Layer(_1)", x.X, x.Index), r.typeOf(x.X))
		case r.isList(x.X) && isIndex:
			return r.is(r.tmpl(x, "_0.With(_1)", x.X, x.Index), r.typeOf(x.X))
		}
	case *ast.SliceExpr:
		if r.isPacket(x.X) && x.Low != nil && x.High != nil && !x.Slice3 {
			return r.is(r.tmpl(x, "_0.Layer(_1, _2)", x.X, x.Low, x.High), r.typeOf(x.X))
		}
	}
	return nil
}

// layerWith finds a layer whose fields have values: p.getlayer(IP, ttl=64), p.haslayer(TCP, flags="S").
func (r *rewriter) layerWith(call *ast.CallExpr, plain []ast.Expr, keywords [][]ast.Expr) ast.Expr {
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !r.isPacket(sel.X) || len(plain) != 1 || len(keywords) == 0 {
		return nil
	}
	has := sel.Sel.Name == "HasLayer"
	if !has && sel.Sel.Name != "Layer" {
		return nil
	}
	if kw := keywords[0]; !has && len(keywords) == 1 && unquoted(kw[0]) == "nb" {
		return r.renewed(call, sel, []ast.Expr{plain[0], kw[1]})
	}
	proto := r.s.Proto(plain[0])
	var pairs []ast.Expr
	for _, kw := range keywords {
		name := unquoted(kw[0])
		if proto != nil && proto.Field(name) == nil {
			r.failAt(kw[0], len(name), proto.Name()+" has no field "+name, r.fieldHelp(proto, name))
			return nil
		}
		pairs = append(pairs, quoted(kw[2], name), r.letterText(kw[1]))
	}
	y := r.tmpl(call, "_0.Find(_1, _2)", sel.X, plain[0], pairs)
	if has {
		return r.is(r.tmpl(call, "_0 != nil", y), boolType)
	}
	return r.is(y, r.typeOf(sel.X))
}

// protoField is a field of a protocol itself: IP.src is its name where a text is wanted, else what it is.
func (r *rewriter) protoField(x ast.Expr) ast.Expr {
	sel, ok := x.(*ast.SelectorExpr)
	if !ok || !r.isProto(sel.X) || method(r.typeOf(sel.X), sel.Sel.Name) != nil {
		return nil
	}
	if call, ok := r.parent(0).(*ast.CallExpr); ok && call.Fun == x {
		return nil
	}
	p := r.s.Proto(sel.X)
	if p == nil || p.Field(sel.Sel.Name) == nil {
		return nil
	}
	if isBasic(r.expected(x), types.IsString) {
		return r.is(quoted(x, p.Name()+"."+sel.Sel.Name), types.Typ[types.String])
	}
	return r.is(r.tmpl(x, "_0.Field(_1)", sel.X, quoted(sel.Sel, sel.Sel.Name)), r.resultOf(sel.X, "Field"))
}
