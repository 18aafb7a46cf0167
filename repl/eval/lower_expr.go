package eval

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
)

// expr writes an expression.
func (l *lowerer) expr(e ast.Expr) ast.Expr {
	tv, ok := l.info.Types[e]
	if ok && tv.Value != nil {
		return l.constant(tv.Value, l.subst(tv.Type), e.Pos())
	}
	if ok && tv.IsType() {
		return l.typeExpr(tv.Type, e.Pos())
	}
	switch e := e.(type) {
	case *ast.Ident:
		return l.identExpr(e)
	case *ast.BasicLit:
		return &ast.BasicLit{ValuePos: e.ValuePos, Kind: e.Kind, Value: e.Value}
	case *ast.ParenExpr:
		return &ast.ParenExpr{Lparen: e.Lparen, X: l.expr(e.X), Rparen: e.Rparen}
	case *ast.UnaryExpr:
		if e.Op == token.ARROW {
			return l.receive(e)
		}
		return &ast.UnaryExpr{OpPos: e.OpPos, Op: e.Op, X: l.expr(e.X)}
	case *ast.StarExpr:
		return &ast.StarExpr{Star: e.Star, X: l.expr(e.X)}
	case *ast.BinaryExpr:
		return l.binary(e)
	case *ast.SelectorExpr:
		return l.selector(e)
	case *ast.IndexExpr:
		if id := instantiated(e.X); id != nil {
			if inst, ok := l.info.Instances[id]; ok {
				return l.instance(id, inst)
			}
		}
		return &ast.IndexExpr{X: l.expr(e.X), Lbrack: e.Lbrack, Index: l.indexOf(e), Rbrack: e.Rbrack}
	case *ast.IndexListExpr:
		if id := instantiated(e.X); id != nil {
			return l.instance(id, l.info.Instances[id])
		}
	case *ast.SliceExpr:
		s := &ast.SliceExpr{X: l.expr(e.X), Lbrack: e.Lbrack, Slice3: e.Slice3, Rbrack: e.Rbrack}
		s.Low, s.High, s.Max = l.opt(e.Low), l.opt(e.High), l.opt(e.Max)
		return s
	case *ast.TypeAssertExpr:
		return l.assert(e)
	case *ast.CallExpr:
		return l.call(e)
	case *ast.FuncLit:
		return l.funcLit(e)
	case *ast.CompositeLit:
		return l.composite(e)
	}
	panic(l.unable(e.Pos(), "cannot evaluate this expression (%T)", e))
}

func (l *lowerer) opt(e ast.Expr) ast.Expr {
	if e == nil {
		return nil
	}
	return l.expr(e)
}

func (l *lowerer) exprs(list []ast.Expr) []ast.Expr {
	out := make([]ast.Expr, len(list))
	for i, e := range list {
		out[i] = l.expr(e)
	}
	return out
}

// identExpr writes a name for what it means.
func (l *lowerer) identExpr(id *ast.Ident) ast.Expr {
	if id.Name == "_" {
		return ident("_", id.NamePos)
	}
	if inst, ok := l.info.Instances[id]; ok {
		return l.instance(id, inst)
	}
	o := l.info.Uses[id]
	if o == nil {
		o = l.info.Defs[id]
	}
	switch o := o.(type) {
	case nil:
		return ident(id.Name, id.NamePos)
	case *types.Nil, *types.Builtin:
		return ident(o.Name(), id.NamePos)
	default:
		return l.object(o, id.NamePos)
	}
}

// object names a variable or a function.
func (l *lowerer) object(o types.Object, pos token.Pos) ast.Expr {
	if o.Pkg() == nil {
		return ident(o.Name(), pos)
	}
	if compiled(o) {
		return l.imported(o.Pkg().Path(), o.Name(), pos)
	}
	if l.isGlobal(o) {
		return ident(l.globalName(o), pos)
	}
	return ident(l.localName(o), pos)
}

// compiled reports whether o is of a package that exists in compiled form, rather than in source.
func compiled(o types.Object) bool {
	return o.Pkg() != nil && o.Pkg().Path() != "main" && !stdSources[o.Pkg().Path()]
}

// constant writes a constant of a type. Numbers of another type than int are written as conversions.
func (l *lowerer) constant(v constant.Value, t types.Type, pos token.Pos) ast.Expr {
	t = types.Default(t)
	x := literal(v, t, pos)
	if b, ok := types.Unalias(t).(*types.Basic); ok {
		switch b.Kind() {
		case types.Int, types.Bool, types.String, types.Float64:
			return x
		}
	}
	if _, ok := t.Underlying().(*types.Basic); !ok {
		return x // a constant where an interface is wanted
	}
	return &ast.CallExpr{Fun: l.typeExpr(t, pos), Lparen: pos, Args: []ast.Expr{x}, Rparen: pos}
}

// literal writes a constant as a literal of its kind.
func literal(v constant.Value, t types.Type, pos token.Pos) ast.Expr {
	basic := func(kind token.Token, text string) ast.Expr {
		x := &ast.BasicLit{ValuePos: pos, Kind: kind, Value: text}
		if text[0] == '-' {
			x.Value = text[1:]
			return &ast.ParenExpr{Lparen: pos, X: &ast.UnaryExpr{OpPos: pos, Op: token.SUB, X: x}, Rparen: pos}
		}
		return x
	}
	float := func(v constant.Value) ast.Expr {
		f, _ := constant.Float64Val(v)
		text := strconv.FormatFloat(f, 'e', -1, 64)
		return basic(token.FLOAT, text)
	}
	info := types.BasicInfo(0)
	if b, ok := t.Underlying().(*types.Basic); ok {
		info = b.Info()
	}
	switch {
	case v.Kind() == constant.Bool:
		return ident(strconv.FormatBool(constant.BoolVal(v)), pos)
	case v.Kind() == constant.String:
		return &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(constant.StringVal(v))}
	case info&types.IsComplex != 0 || v.Kind() == constant.Complex:
		args := []ast.Expr{float(constant.Real(v)), float(constant.Imag(v))}
		return &ast.CallExpr{Fun: ident("complex", pos), Lparen: pos, Args: args, Rparen: pos}
	case info&types.IsFloat != 0:
		return float(v)
	default:
		return basic(token.INT, constant.ToInt(v).ExactString())
	}
}

// binary writes a binary expression. A constant beside a variable takes the variable's type by itself.
func (l *lowerer) binary(e *ast.BinaryExpr) ast.Expr {
	return &ast.BinaryExpr{X: l.operand(e.X, e.Y, e.Op), OpPos: e.OpPos, Op: e.Op, Y: l.operand(e.Y, e.X, e.Op)}
}

func (l *lowerer) operand(e, other ast.Expr, op token.Token) ast.Expr {
	tv := l.info.Types[e]
	if tv.Value == nil {
		return l.expr(e)
	}
	shift := op == token.SHL || op == token.SHR
	_, basic := l.typeOf(other).Underlying().(*types.Basic)
	if shift && l.info.Types[other].Value == nil && e.Pos() > other.Pos() || !shift && basic && l.info.Types[other].Value == nil {
		return literal(tv.Value, l.subst(tv.Type), e.Pos())
	}
	return l.constant(tv.Value, l.subst(tv.Type), e.Pos())
}

// indexOf writes an index: of a map by the key's type, of anything else as it is.
func (l *lowerer) indexOf(e *ast.IndexExpr) ast.Expr { return l.expr(e.Index) }

// composite writes a composite literal with every elided type in its place.
func (l *lowerer) composite(e *ast.CompositeLit) ast.Expr {
	t := l.typeOf(e)
	pos := e.Pos()
	ptr, isPtr := t.Underlying().(*types.Pointer)
	if isPtr { // an elided &T
		t = ptr.Elem()
	}
	lit := &ast.CompositeLit{Type: l.typeExpr(t, pos), Lbrace: e.Lbrace, Rbrace: e.Rbrace}
	_, isStruct := t.Underlying().(*types.Struct)
	for _, elt := range e.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			lit.Elts = append(lit.Elts, l.expr(elt))
			continue
		}
		var key ast.Expr
		if id, ok := kv.Key.(*ast.Ident); ok && isStruct {
			key = ident(id.Name, id.NamePos)
		} else {
			key = l.expr(kv.Key)
		}
		lit.Elts = append(lit.Elts, &ast.KeyValueExpr{Key: key, Colon: kv.Colon, Value: l.expr(kv.Value)})
	}
	if isPtr {
		return &ast.UnaryExpr{OpPos: pos, Op: token.AND, X: lit}
	}
	return lit
}

// funcLit writes a function literal.
func (l *lowerer) funcLit(e *ast.FuncLit) ast.Expr {
	sig := l.info.TypeOf(e).(*types.Signature)
	if x := l.native(e, sig); x != nil {
		return x
	}
	lit := &ast.FuncLit{}
	l.inFunction(sig, func() {
		lit.Type = l.header(e.Type, sig)
		lit.Body = l.body(e.Body, literalRecurs(l.info, e))
	})
	return lit
}

// header writes the type of a function with the names of its parameters and results.
func (l *lowerer) header(t *ast.FuncType, sig *types.Signature) *ast.FuncType {
	ft := &ast.FuncType{Func: t.Pos(), Params: l.fields(t.Params, sig.Params(), sig.Variadic(), true)}
	if t.Results != nil {
		ft.Results = l.fields(t.Results, sig.Results(), false, false)
		for _, f := range ft.Results.List {
			for _, id := range f.Names {
				l.fn.result = append(l.fn.result, id.Name)
			}
		}
	}
	return ft
}

// fields writes parameters or results, one by one. Blank ones get a name when others have one; parameters always do, since
// yaegi puts a parameter without a name in the wrong place.
func (l *lowerer) fields(list *ast.FieldList, vars *types.Tuple, variadic, params bool) *ast.FieldList {
	out := &ast.FieldList{Opening: list.Pos(), Closing: list.End()}
	i := 0
	for _, f := range list.List {
		for k := range max(1, len(f.Names)) {
			v := vars.At(i)
			i++
			field := &ast.Field{}
			pos := f.Type.Pos()
			if variadic && i == vars.Len() {
				field.Type = &ast.Ellipsis{Ellipsis: pos, Elt: l.typeExpr(v.Type().(*types.Slice).Elem(), pos)}
			} else {
				field.Type = l.typeExpr(v.Type(), pos)
			}
			switch {
			case len(f.Names) > 0 && f.Names[k].Name != "_":
				if own, ok := l.info.Defs[f.Names[k]].(*types.Var); ok {
					v = own // of a method of an earlier type, whose signature was checked by itself
				}
				field.Names = []*ast.Ident{ident(l.localName(v), f.Names[k].NamePos)}
			case len(f.Names) > 0 || params:
				field.Names = []*ast.Ident{ident(l.temp(), pos)}
			}
			out.List = append(out.List, field)
		}
	}
	return out
}
