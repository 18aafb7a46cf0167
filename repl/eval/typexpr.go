package eval

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"strconv"
)

// typeExpr writes a type as an expression for yaegi.
func (l *lowerer) typeExpr(t types.Type, pos token.Pos) ast.Expr {
	switch t := t.(type) {
	case *types.Alias:
		return l.typeExpr(types.Unalias(t), pos)
	case *types.TypeParam:
		if a, ok := l.env[t]; ok {
			return l.typeExpr(a, pos)
		}
		panic(l.unable(pos, "type parameter %s outside of its function", t))
	case *types.Basic:
		switch t.Kind() {
		case types.UnsafePointer:
			return l.imported("unsafe", "Pointer", pos)
		case types.UntypedNil:
			return ident("any", pos)
		}
		return ident(types.Default(t).(*types.Basic).Name(), pos)
	case *types.Named:
		return l.namedExpr(t, pos)
	case *types.Pointer:
		return &ast.StarExpr{Star: pos, X: l.typeExpr(t.Elem(), pos)}
	case *types.Slice:
		return &ast.ArrayType{Lbrack: pos, Elt: l.typeExpr(t.Elem(), pos)}
	case *types.Array:
		n := &ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: strconv.FormatInt(t.Len(), 10)}
		return &ast.ArrayType{Lbrack: pos, Len: n, Elt: l.typeExpr(t.Elem(), pos)}
	case *types.Map:
		return &ast.MapType{Map: pos, Key: l.typeExpr(t.Key(), pos), Value: l.typeExpr(t.Elem(), pos)}
	case *types.Chan:
		dir := ast.SEND | ast.RECV
		switch t.Dir() {
		case types.SendOnly:
			dir = ast.SEND
		case types.RecvOnly:
			dir = ast.RECV
		}
		return &ast.ChanType{Begin: pos, Dir: dir, Value: l.typeExpr(t.Elem(), pos)}
	case *types.Signature:
		return l.funcType(t, pos, nil)
	case *types.Struct:
		return l.structType(t, pos)
	case *types.Interface:
		return l.interfaceType(t, pos)
	}
	panic(l.unable(pos, "type %s", t))
}

// namedExpr names a defined type: one of the session, an instance of a generic one, or one of a compiled package.
func (l *lowerer) namedExpr(t *types.Named, pos token.Pos) ast.Expr {
	o := t.Obj()
	if o.Pkg() == nil {
		return ident(o.Name(), pos) // error, comparable
	}
	if rt, ok := l.s.universe.back[o]; ok {
		return l.compiledType(o, rt, pos)
	}
	if t.TypeArgs().Len() > 0 {
		return ident(l.typeInstance(t, pos), pos)
	}
	if name, ok := l.types[o]; ok {
		return ident(name, pos)
	}
	return ident(l.globalName(o), pos)
}

// structType writes a struct type. Embedded fields become plain ones: selections through them are written in full, and
// defined types get their promoted methods by forward.
func (l *lowerer) structType(t *types.Struct, pos token.Pos) ast.Expr {
	list := &ast.FieldList{Opening: pos, Closing: pos}
	for i := range t.NumFields() {
		f := t.Field(i)
		field := &ast.Field{Type: l.typeExpr(f.Type(), pos)}
		field.Names = []*ast.Ident{ident(f.Name(), pos)}
		if tag := t.Tag(i); tag != "" {
			field.Tag = &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(tag)}
		}
		list.List = append(list.List, field)
	}
	return &ast.StructType{Struct: pos, Fields: list}
}

// interfaceType writes an interface type by its explicit methods and embedded interfaces.
func (l *lowerer) interfaceType(t *types.Interface, pos token.Pos) ast.Expr {
	if t.NumMethods() == 0 {
		return &ast.InterfaceType{Interface: pos, Methods: &ast.FieldList{Opening: pos, Closing: pos}}
	}
	list := &ast.FieldList{Opening: pos, Closing: pos}
	for i := range t.NumMethods() {
		m := t.Method(i)
		list.List = append(list.List, &ast.Field{
			Names: []*ast.Ident{ident(m.Name(), pos)},
			Type:  l.funcType(m.Signature(), pos, nil),
		})
	}
	return &ast.InterfaceType{Interface: pos, Methods: list}
}

// funcType writes a func type. When names is not nil it gives the parameter names.
func (l *lowerer) funcType(sig *types.Signature, pos token.Pos, names []string) *ast.FuncType {
	params := &ast.FieldList{Opening: pos, Closing: pos}
	for i := range sig.Params().Len() {
		f := &ast.Field{}
		t := sig.Params().At(i).Type()
		if sig.Variadic() && i == sig.Params().Len()-1 {
			elem := types.Type(types.Typ[types.Byte]) // append([]byte, string...) has no slice there
			if s, ok := t.Underlying().(*types.Slice); ok {
				elem = s.Elem()
			}
			f.Type = &ast.Ellipsis{Ellipsis: pos, Elt: l.typeExpr(elem, pos)}
		} else {
			f.Type = l.typeExpr(t, pos)
		}
		if names != nil {
			f.Names = []*ast.Ident{ident(names[i], pos)}
		}
		params.List = append(params.List, f)
	}
	ft := &ast.FuncType{Func: pos, Params: params}
	if n := sig.Results().Len(); n > 0 {
		ft.Results = &ast.FieldList{Opening: pos, Closing: pos}
		for i := range n {
			ft.Results.List = append(ft.Results.List, &ast.Field{Type: l.typeExpr(sig.Results().At(i).Type(), pos)})
		}
	}
	return ft
}

// zero writes the zero value of a type.
func (l *lowerer) zero(t types.Type, pos token.Pos) ast.Expr {
	t = l.subst(t)
	switch u := t.Underlying().(type) {
	case *types.Basic:
		var x ast.Expr
		switch info := u.Info(); {
		case info&types.IsBoolean != 0:
			x = ident("false", pos)
		case info&types.IsString != 0:
			x = &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: `""`}
		case info&types.IsNumeric != 0:
			x = &ast.BasicLit{ValuePos: pos, Kind: token.INT, Value: "0"}
		default:
			return ident("nil", pos)
		}
		return &ast.CallExpr{Fun: l.typeExpr(t, pos), Lparen: pos, Args: []ast.Expr{x}, Rparen: pos}
	case *types.Struct, *types.Array:
		return &ast.CompositeLit{Type: l.typeExpr(t, pos), Lbrace: pos, Rbrace: pos}
	}
	return ident("nil", pos)
}

func ident(name string, pos token.Pos) *ast.Ident { return &ast.Ident{Name: name, NamePos: pos} }

// compiledType names a type of a compiled package. One that has no name outside of its package gets a symbol of its own.
func (l *lowerer) compiledType(o *types.TypeName, t reflect.Type, pos token.Pos) ast.Expr {
	path := o.Pkg().Path()
	if sym, ok := l.s.universe.tables[path].syms[o.Name()]; ok && sym.Type() == reflect.PointerTo(t) {
		return l.imported(path, o.Name(), pos)
	}
	name := "T" + mark + strconv.Itoa(len(path)) + o.Name()
	return l.hidden(name, pos, func() reflect.Value { return reflect.Zero(reflect.PointerTo(t)) })
}
