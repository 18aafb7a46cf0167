package eval

import (
	"go/ast"
	"go/token"
	"go/types"
	"runtime"
)

// lateMethods takes out of decls the methods whose receiver type was declared in an earlier entry, which go/types would not
// attach to their type. Each is given to its type by its signature, and its body is checked as that of a function whose
// first parameter is the receiver.
func (c *check) lateMethods(fset *token.FileSet, decls []ast.Decl, declared map[string]bool) []ast.Decl {
	var list []ast.Decl
	for _, d := range decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv == nil || len(f.Recv.List) != 1 || declared[receiverName(f)] {
			list = append(list, d)
			continue
		}
		plain := &ast.FuncDecl{
			Name: &ast.Ident{Name: "_", NamePos: f.Name.NamePos},
			Type: &ast.FuncType{
				Func:    f.Type.Func,
				Params:  &ast.FieldList{List: append(append([]*ast.Field{}, f.Recv.List...), f.Type.Params.List...)},
				Results: f.Type.Results,
			},
			Body: f.Body,
		}
		if m := c.attach(fset, f, plain); m != nil {
			c.late[f] = m
			list = append(list, plain)
		}
	}
	return list
}

// attach adds the method f to its receiver's type; it reports why it cannot.
func (c *check) attach(fset *token.FileSet, f, plain *ast.FuncDecl) *types.Func {
	fail := func(msg string) *types.Func {
		c.errs = append(c.errs, types.Error{Fset: fset, Pos: f.Name.Pos(), Msg: msg})
		return nil
	}
	name := receiverName(f)
	o, _ := c.names.find(name)
	tn, _ := o.(*types.TypeName)
	if tn == nil {
		c.errs = append(c.errs, types.Error{Fset: fset, Pos: f.Recv.Pos(), Msg: "undefined: " + name})
		return nil
	}
	named, _ := types.Unalias(tn.Type()).(*types.Named)
	if named == nil || tn.Pkg() == nil || tn.Pkg().Path() != "main" {
		return fail("cannot define a method on " + name + ", which is not a type of this session")
	}
	if named.TypeParams().Len() > 0 {
		return fail("the methods of a generic type are declared together with it")
	}
	sig := c.signatureOf(fset, plain)
	if sig == nil {
		return nil
	}
	recv := sig.Params().At(0)
	params := make([]*types.Var, 0, sig.Params().Len()-1)
	for i := 1; i < sig.Params().Len(); i++ {
		params = append(params, sig.Params().At(i))
	}
	sig = types.NewSignatureType(recv, nil, nil, types.NewTuple(params...), sig.Results(), sig.Variadic())
	for i := range named.NumMethods() {
		if m := named.Method(i); m.Name() == f.Name.Name {
			if !types.Identical(m.Type(), sig) {
				return fail("method " + name + "." + m.Name() + " has another signature; declare the type again to change it")
			}
			return m
		}
	}
	m := types.NewFunc(f.Name.Pos(), named.Obj().Pkg(), f.Name.Name, sig)
	named.AddMethod(m)
	return m
}

// signatureOf checks the header of a function alone.
func (c *check) signatureOf(fset *token.FileSet, f *ast.FuncDecl) *types.Signature {
	header := *f
	header.Body = nil
	info := &types.Info{Defs: map[*ast.Ident]types.Object{}}
	bad := false
	conf := types.Config{Sizes: types.SizesFor("gc", runtime.GOARCH), Error: func(err error) {
		bad = true
		c.errs = append(c.errs, err.(types.Error))
	}}
	file := &ast.File{Name: ast.NewIdent("main"), Decls: []ast.Decl{&header}}
	_ = types.NewChecker(&conf, fset, c.pkg, info).Files([]*ast.File{file}) // errors went to c.errs
	fn, _ := info.Defs[f.Name].(*types.Func)
	if bad || fn == nil {
		return nil
	}
	return fn.Signature()
}

// receiverName is the name of the type in a method's receiver.
func receiverName(f *ast.FuncDecl) string {
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.ParenExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}
