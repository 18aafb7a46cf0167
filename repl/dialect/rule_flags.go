package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// flags gives comparisons, operators and letters of flags values their methods.
func (r *rewriter) flags(x ast.Expr) ast.Expr {
	switch x := x.(type) {
	case *ast.SelectorExpr:
		if !r.isFlags(x.X) || r.chk.Info.Selections[x] != nil || method(r.typeOf(x.X), x.Sel.Name) != nil {
			return nil
		}
		if folded(x.Sel.Name, members(r.typeOf(x.X))) != "" && len(x.Sel.Name) > 2 {
			return nil // a method in another case
		}
		if call, ok := r.parent(0).(*ast.CallExpr); ok && call.Fun == x {
			return nil
		}
		return r.is(r.tmpl(x, "_0.Has(_1)", x.X, quoted(x.Sel, x.Sel.Name)), types.Typ[types.Bool])
	case *ast.BinaryExpr:
		left, right := r.isFlags(x.X), r.isFlags(x.Y)
		if left == right {
			return nil // both: Go compares them
		}
		f, other := x.X, x.Y
		if right {
			f, other = x.Y, x.X
		}
		other = r.letterText(other)
		isText := r.isText(other)
		if !isText && !r.isKind(other, types.IsInteger) {
			return nil
		}
		switch x.Op {
		case token.EQL:
			return r.is(r.tmpl(x, "_0.Is(_1)", f, other), types.Typ[types.Bool])
		case token.NEQ:
			return r.is(r.tmpl(x, "!_0.Is(_1)", f, other), types.Typ[types.Bool])
		}
		if !isText {
			n := r.tmpl(x, "_0.Int()", f)
			if right {
				return &ast.BinaryExpr{X: other, OpPos: x.OpPos, Op: x.Op, Y: n}
			}
			return &ast.BinaryExpr{X: n, OpPos: x.OpPos, Op: x.Op, Y: other}
		}
		if left {
			switch x.Op {
			case token.AND:
				return r.tmpl(x, "_0.And(_1)", f, other)
			case token.OR, token.ADD:
				return r.tmpl(x, "_0.With(_1)", f, other)
			case token.SUB, token.AND_NOT:
				return r.tmpl(x, "_0.Without(_1)", f, other)
			}
		}
	}
	return nil
}

// isText reports whether x is text, or a letter that a rule made text.
func (r *rewriter) isText(x ast.Expr) bool {
	lit, ok := x.(*ast.BasicLit)
	return r.isKind(x, types.IsString) || ok && lit.Kind == token.STRING
}

// compareName compares a number field with a text by its name: arp.op == "who-has".
func (r *rewriter) compareName(x ast.Expr) ast.Expr {
	b, ok := x.(*ast.BinaryExpr)
	if !ok || b.Op != token.EQL && b.Op != token.NEQ {
		return nil
	}
	if y := r.asName(b.X, b.Y); y != nil {
		return &ast.BinaryExpr{X: y, OpPos: b.OpPos, Op: b.Op, Y: b.Y}
	}
	if y := r.asName(b.Y, b.X); y != nil {
		return &ast.BinaryExpr{X: b.X, OpPos: b.OpPos, Op: b.Op, Y: y}
	}
	return nil
}

// asName turns p.Int("op"), compared with the text other, into p.Str("op").
func (r *rewriter) asName(x, other ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok || !r.isKind(other, types.IsString) {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !r.isPacket(sel.X) || sel.Sel.Name != "Int" && sel.Sel.Name != "Get" {
		return nil
	}
	return r.is(r.tmpl(x, "_0.Str(_1)", sel.X, call.Args), types.Typ[types.String])
}

// compareBytes compares bytes with a text, or with bytes.
func (r *rewriter) compareBytes(x ast.Expr) ast.Expr {
	b, ok := x.(*ast.BinaryExpr)
	if !ok || b.Op != token.EQL && b.Op != token.NEQ {
		return nil
	}
	l, m := isBytes(r.typeOf(b.X)), isBytes(r.typeOf(b.Y))
	text := func(x ast.Expr) ast.Expr {
		if lit := bytesLiteral(x); lit != nil {
			return lit
		}
		return r.is(r.tmpl(x, "string(_0)", x), types.Typ[types.String])
	}
	y := &ast.BinaryExpr{X: b.X, OpPos: b.OpPos, Op: b.Op, Y: b.Y}
	switch {
	case l && m && bytesLiteral(b.X) == nil && bytesLiteral(b.Y) == nil:
		if b.Op == token.NEQ {
			return r.is(r.tmpl(x, "!bytes.Equal(_0, _1)", b.X, b.Y), types.Typ[types.Bool])
		}
		return r.is(r.tmpl(x, "bytes.Equal(_0, _1)", b.X, b.Y), types.Typ[types.Bool])
	case l && m:
		y.X, y.Y = text(b.X), text(b.Y)
	case l && r.isKind(b.Y, types.IsString):
		y.X = text(b.X)
	case m && r.isKind(b.X, types.IsString):
		y.Y = text(b.Y)
	default:
		return nil
	}
	return r.is(y, types.Typ[types.Bool])
}

// bytesLiteral returns the text within []byte("text"), nil when x is something else.
func bytesLiteral(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	if at, ok := call.Fun.(*ast.ArrayType); !ok || at.Len != nil {
		return nil
	}
	lit, ok := call.Args[0].(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	return lit
}

// letter turns a text of one letter, compared with a number, into Go's letter: b[0] == "G".
func (r *rewriter) letter(x ast.Expr) ast.Expr {
	b, ok := x.(*ast.BinaryExpr)
	if !ok || b.Op.Precedence() != token.EQL.Precedence() {
		return nil
	}
	if c := r.asLetter(b.X); c != nil && r.isKind(b.Y, types.IsInteger) {
		return &ast.BinaryExpr{X: c, OpPos: b.OpPos, Op: b.Op, Y: b.Y}
	}
	if c := r.asLetter(b.Y); c != nil && r.isKind(b.X, types.IsInteger) {
		return &ast.BinaryExpr{X: b.X, OpPos: b.OpPos, Op: b.Op, Y: c}
	}
	return nil
}

func (r *rewriter) asLetter(x ast.Expr) ast.Expr {
	lit, ok := x.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil || len(s) != 1 {
		return nil
	}
	return &ast.BasicLit{ValuePos: lit.ValuePos, Kind: token.CHAR, Value: strconv.QuoteRune(rune(s[0]))}
}

// textOfLetter gives the text literal of a letter literal.
func textOfLetter(lit string) string {
	s, err := strconv.Unquote(lit)
	if err != nil {
		return lit
	}
	return strconv.Quote(s)
}
