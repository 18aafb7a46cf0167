package dialect

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

var boolType = types.Typ[types.Bool]

// logic spells out and, or, not.
func (r *rewriter) logic(x ast.Expr) ast.Expr {
	for name, op := range map[string]token.Token{"__and": token.LAND, "__or": token.LOR} {
		args, ok := marked(x, name)
		if !ok {
			continue
		}
		a, b := r.asBool(args[0]), r.asBool(args[1])
		if a == nil || b == nil {
			return nil
		}
		return r.is(&ast.BinaryExpr{X: a, OpPos: place(x), Op: op, Y: b}, boolType)
	}
	args, ok := marked(x, "__not")
	if !ok {
		return nil
	}
	a := r.asBool(args[0])
	if a == nil {
		return nil
	}
	return r.is(negate(a), boolType)
}

// negate is not a, as one would write it.
func negate(a ast.Expr) ast.Expr {
	inner := a
	if p, ok := a.(*ast.ParenExpr); ok {
		inner = p.X
	}
	switch b := inner.(type) {
	case *ast.UnaryExpr:
		if b.Op == token.NOT {
			return b.X
		}
	case *ast.BinaryExpr:
		switch b.Op {
		case token.EQL:
			return &ast.BinaryExpr{X: b.X, OpPos: b.OpPos, Op: token.NEQ, Y: b.Y}
		case token.NEQ:
			return &ast.BinaryExpr{X: b.X, OpPos: b.OpPos, Op: token.EQL, Y: b.Y}
		}
		return &ast.UnaryExpr{OpPos: a.Pos(), Op: token.NOT, X: &ast.ParenExpr{Lparen: a.Pos(), X: b, Rparen: a.Pos()}}
	}
	return &ast.UnaryExpr{OpPos: a.Pos(), Op: token.NOT, X: a}
}

// truth removes the marker around a condition, which becomes a bool as Python would have it.
func (r *rewriter) truth(x ast.Expr) ast.Expr {
	args, ok := marked(x, "__truth")
	if !ok {
		return nil
	}
	if b := r.asBool(args[0]); b != nil {
		return r.is(b, boolType)
	}
	return nil
}

// asBool makes a condition of x: a number that is not 0, what is not nil or empty. It is nil while the type is not known.
func (r *rewriter) asBool(x ast.Expr) ast.Expr {
	t := r.typeOf(x)
	if t == nil {
		return nil
	}
	if named(t, "FlagValue") {
		return r.tmpl(x, "_0.Int() != 0", x)
	}
	if method(t, "IsZero") != nil {
		return r.tmpl(x, "!_0.IsZero()", x)
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return x
		case u.Info()&types.IsNumeric != 0:
			return r.tmpl(x, "_0 != 0", x)
		case u.Info()&types.IsString != 0:
			return r.tmpl(x, `_0 != ""`, x)
		case u.Kind() == types.UntypedNil:
			return r.tmpl(x, "false")
		}
	case *types.Slice, *types.Map:
		return r.tmpl(x, "len(_0) > 0", x)
	case *types.Pointer, *types.Interface, *types.Signature, *types.Chan:
		return r.tmpl(x, "_0 != nil", x)
	}
	return nil
}

// isNone compares with nil; with anything else, is means ==.
func (r *rewriter) isNone(x ast.Expr) ast.Expr {
	args, ok := marked(x, "__is")
	if !ok || r.typeOf(args[0]) == nil {
		return nil
	}
	if id, ok := args[1].(*ast.Ident); ok && id.Name == "nil" && isBasic(r.typeOf(args[0]), types.IsConstType) {
		return r.is(ident(args[0], "false"), boolType) // numbers and texts are never None
	}
	return r.is(&ast.BinaryExpr{X: args[0], OpPos: place(x), Op: token.EQL, Y: args[1]}, boolType)
}

// in asks a packet for a layer, or a collection for an element.
func (r *rewriter) in(x ast.Expr) ast.Expr {
	args, ok := marked(x, "__in")
	if !ok {
		return nil
	}
	a, b := args[0], args[1]
	for _, name := range []string{"__tuple", "__list"} {
		if list, ok := marked(b, name); ok {
			return r.inLiteral(x, a, list)
		}
	}
	t := r.typeOf(b)
	if t == nil || r.typeOf(a) == nil {
		return nil
	}
	y := r.inTyped(x, a, b, t)
	if y == nil {
		r.failSpan(a, b, "in does not know "+describe(t), "it looks into packets, lists, maps, text and bytes")
		return nil
	}
	return r.is(y, boolType)
}

func (r *rewriter) inTyped(x, a, b ast.Expr, t types.Type) ast.Expr {
	switch {
	case r.isPacket(b):
		return r.tmpl(x, "_0.HasLayer(_1)", b, a)
	case r.isFlags(b):
		return r.tmpl(x, "_0.Has(_1)", b, r.letterText(a))
	case isBytes(t) && r.isKind(a, types.IsString):
		return r.tmpl(x, "bytes.Contains(_0, []byte(_1))", b, a)
	case isBytes(t) && isBytes(r.typeOf(a)):
		return r.tmpl(x, "bytes.Contains(_0, _1)", b, a)
	case isBasic(t, types.IsString):
		if isBytes(r.typeOf(a)) {
			a = r.tmpl(a, "string(_0)", a)
		}
		return r.tmpl(x, "strings.Contains(_0, _1)", b, r.letterText(a))
	}
	switch u := t.Underlying().(type) {
	case *types.Map:
		return r.tmpl(x, "func() bool { _, ok := _0[_1]; return ok }()", b, a)
	case *types.Slice, *types.Array:
		e := elem(u)
		if named(e, "Packet") && r.isProto(a) {
			return r.tmpl(x, "len(_0.With(_1)) > 0", b, a)
		}
		test := ast.Expr(r.tmpl(x, "v == _0", a))
		if isBytes(e) {
			test = r.tmpl(x, "bytes.Equal(v, _0)", a)
		}
		return r.tmpl(x, "func() bool { for _, v := range _0 { if _1 { return true } }; return false }()", b, test)
	}
	return nil
}

// inLiteral compares a with each element: x in (1, 2) is x == 1 || x == 2.
func (r *rewriter) inLiteral(x, a ast.Expr, list []ast.Expr) ast.Expr {
	if r.typeOf(a) == nil {
		return nil
	}
	if len(list) == 0 {
		return r.is(r.tmpl(x, "false"), boolType)
	}
	var y ast.Expr
	for _, e := range list {
		test := ast.Expr(&ast.BinaryExpr{X: a, OpPos: place(x), Op: token.EQL, Y: r.letterTextFor(a, e)})
		if y == nil {
			y = test
		} else {
			y = &ast.BinaryExpr{X: y, OpPos: place(x), Op: token.LOR, Y: test}
		}
	}
	if len(list) > 1 {
		y = &ast.ParenExpr{Lparen: place(x), X: y, Rparen: place(x)}
	}
	return r.is(y, boolType)
}

// letterTextFor is letterText when what it is compared with is no number.
func (r *rewriter) letterTextFor(a, e ast.Expr) ast.Expr {
	if r.isKind(a, types.IsNumeric) {
		return e
	}
	return r.letterText(e)
}

// operator spells out %, * and + for text and lists.
func (r *rewriter) operator(x ast.Expr) ast.Expr {
	b, ok := x.(*ast.BinaryExpr)
	if !ok {
		return nil
	}
	switch b.Op {
	case token.REM:
		if !r.isKind(b.X, types.IsString) {
			return nil
		}
		args, ok := marked(b.Y, "__tuple")
		if !ok {
			args = []ast.Expr{b.Y}
		}
		return r.percent(x, b.X, args)
	case token.MUL:
		s, n := b.X, b.Y
		if r.isKind(s, types.IsInteger) {
			s, n = n, s
		}
		if !r.isKind(n, types.IsInteger) {
			return nil
		}
		switch {
		case r.isKind(s, types.IsString):
			return r.is(r.tmpl(x, "strings.Repeat(_0, _1)", s, n), types.Typ[types.String])
		case isBytes(r.typeOf(s)):
			return r.is(r.tmpl(x, "bytes.Repeat(_0, _1)", s, n), r.typeOf(s))
		}
		if sl, ok := under[*types.Slice](r.typeOf(s)); ok {
			return r.is(r.tmpl(x, "func() _0 { var out _0; for range _1 { out = append(out, _2...) }; return out }()",
				types.NewSlice(sl.Elem()), n, s), types.NewSlice(sl.Elem()))
		}
	case token.ADD:
		l, m := r.typeOf(b.X), r.typeOf(b.Y)
		switch {
		case named(l, "PacketList") && named(m, "PacketList"):
			return r.is(r.tmpl(x, "_0.Plus(_1)", b.X, b.Y), l)
		case isBytes(l) && isBytes(m):
			return r.is(r.tmpl(x, "append(append([]byte{}, _0...), _1...)", b.X, b.Y), l)
		case isBasic(l, types.IsString) && isBytes(m):
			return r.is(r.tmpl(x, "_0 + string(_1)", b.X, b.Y), l)
		}
		if sl, ok := under[*types.Slice](l); ok && m != nil && types.Identical(l.Underlying(), m.Underlying()) {
			return r.is(r.tmpl(x, "append(append(_0{}, _1...), _2...)", types.NewSlice(sl.Elem()), b.X, b.Y), l)
		}
	case token.LSS, token.GTR:
		if r.isPacket(b.X) && r.isPacket(b.Y) {
			answer, request := b.X, b.Y
			if b.Op == token.GTR {
				answer, request = b.Y, b.X
			}
			return r.is(r.tmpl(x, "_0.Answers(_1)", answer, request), boolType)
		}
		if a, c := r.typeOf(b.X), r.typeOf(b.Y); a != nil && c != nil && (ordered(a) || ordered(c)) {
			first, second := b.X, b.Y
			if b.Op == token.GTR {
				first, second = b.Y, b.X
			}
			return r.is(r.tmpl(x, "Less(_0, _1)", first, second), boolType)
		}
		if isStd(r.typeOf(b.X), "time", "Time") && isStd(r.typeOf(b.Y), "time", "Time") {
			return r.is(r.tmpl(x, map[token.Token]string{token.LSS: "_0.Before(_1)", token.GTR: "_0.After(_1)"}[b.Op], b.X, b.Y), boolType)
		}
	case token.SUB:
		if isStd(r.typeOf(b.X), "time", "Time") && isStd(r.typeOf(b.Y), "time", "Time") {
			return r.tmpl(x, "_0.Sub(_1)", b.X, b.Y)
		}
	}
	return nil
}

// negative counts an index or bound below zero from the end.
func (r *rewriter) negative(x ast.Expr) ast.Expr {
	switch x := x.(type) {
	case *ast.IndexExpr:
		n, ok := r.below(x.Index)
		if !ok || !r.isSequence(x.X) {
			return nil
		}
		if pure(x.X) {
			return r.tmpl(x, "_0[len(_0)-_1]", x.X, n)
		}
		e := elem(r.typeOf(x.X))
		if e == nil {
			e = types.Typ[types.Byte] // of a text
		}
		return r.is(r.tmpl(x, "func(s _0) _1 { return s[len(s)-_2] }(_3)", r.typeOf(x.X), e, n, x.X), e)
	case *ast.SliceExpr:
		low, lowNeg := r.below(x.Low)
		high, highNeg := r.below(x.High)
		if !lowNeg && !highNeg || !r.isSequence(x.X) || x.Slice3 {
			return nil
		}
		s := x.X
		if !pure(s) {
			s = ident(x, "s")
		}
		y := &ast.SliceExpr{X: s, Lbrack: x.Lbrack, Low: x.Low, High: x.High, Rbrack: x.Rbrack}
		if lowNeg {
			y.Low = r.tmpl(x, "len(_0)-_1", s, low)
		}
		if highNeg {
			y.High = r.tmpl(x, "len(_0)-_1", s, high)
		}
		if pure(x.X) {
			return y
		}
		return r.is(r.tmpl(x, "func(s _0) _0 { return _1 }(_2)", r.typeOf(x.X), y, x.X), r.typeOf(x.X))
	}
	return nil
}

// below returns the absolute value of a constant below zero.
func (r *rewriter) below(x ast.Expr) (ast.Expr, bool) {
	if x == nil {
		return nil, false
	}
	c := r.constOf(x)
	if c == nil || c.Kind() != constant.Int || constant.Sign(c) >= 0 {
		return nil, false
	}
	n := constant.UnaryOp(token.SUB, c, 0)
	return &ast.BasicLit{ValuePos: x.Pos(), Kind: token.INT, Value: n.ExactString()}, true
}

func (r *rewriter) isSequence(x ast.Expr) bool {
	if r.isKind(x, types.IsString) {
		return true
	}
	_, ok := under[*types.Slice](r.typeOf(x))
	return ok
}

// pure reports whether x may be evaluated twice: a name, or a field of one.
func pure(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.Ident:
		return true
	case *ast.SelectorExpr:
		return pure(x.X)
	case *ast.ParenExpr:
		return pure(x.X)
	}
	return false
}

// ordered reports whether Less orders values of type t, which Go does not compare: tuples, and values of any type.
func ordered(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return named(t, "Tuple") && !isPtr(t) || ok && i.Empty()
}
