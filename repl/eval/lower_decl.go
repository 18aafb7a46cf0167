package eval

import (
	"go/ast"
	"go/token"
	"go/types"
)

// decl writes a declaration of the entry.
func (l *lowerer) decl(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		l.declareFunc(d)
	case *ast.GenDecl:
		for _, sp := range d.Specs {
			switch sp := sp.(type) {
			case *ast.TypeSpec:
				l.typeDecl(sp)
			case *ast.ValueSpec:
				if d.Tok == token.VAR {
					l.packageVar(sp)
				}
			}
		}
	}
}

// declareFunc writes a function or a method, or keeps it for its instances when it is generic.
func (l *lowerer) declareFunc(d *ast.FuncDecl) {
	fn := l.c.funcOf(d)
	if d.Body == nil {
		panic(l.unable(d.Pos(), "function %s has no body", d.Name.Name))
	}
	if d.Recv == nil {
		switch {
		case d.Name.Name == "_":
			return
		case fn == nil || d.Name.Name == "init": // has no object in its scope
			name := l.s.newName("init")
			l.out.inits = append(l.out.inits, name)
			l.funcDecl(d, name)
		case fn.Signature().TypeParams().Len() > 0:
			l.s.sources[fn] = &source{fun: d, info: l.info, check: l.c}
		default:
			l.funcDecl(d, l.globalName(fn))
		}
		return
	}
	o := receiverType(fn)
	if o.Type().(*types.Named).TypeParams().Len() > 0 {
		src := l.s.sourceOf(l.c, o)
		src.methods = append(src.methods, d)
		return
	}
	if l.s.implemented[fn] { // yaegi cannot replace a method: calls by its name go to a function instead
		before, again := l.s.redefined[fn]
		l.s.redefined[fn] = l.s.newName(fn.Name())
		l.s.onFailure(func() {
			if delete(l.s.redefined, fn); again {
				l.s.redefined[fn] = before
			}
		})
		l.methodDecl(d, l.globalName(o), l.s.redefined[fn])
	} else {
		l.s.implemented[fn] = true
		l.s.onFailure(func() { delete(l.s.implemented, fn) })
		l.methodDecl(d, l.globalName(o), "")
	}
	l.textMethod(fn, o)
}

// signatureOf is the signature of a declared function.
func (l *lowerer) signatureOf(d *ast.FuncDecl) *types.Signature {
	if fn := l.c.funcOf(d); fn != nil {
		return fn.Signature()
	}
	return types.NewSignatureType(nil, nil, nil, nil, nil, false) // init
}

// funcDecl writes a function under an internal name.
func (l *lowerer) funcDecl(d *ast.FuncDecl, name string) {
	sig := l.signatureOf(d)
	out := &ast.FuncDecl{Name: ident(name, d.Name.NamePos)}
	l.inFunction(sig, func() {
		out.Type = l.header(d.Type, sig)
		out.Body = l.body(d.Body, l.recursive(d))
	})
	l.out.decls = append(l.out.decls, out)
}

// methodDecl writes a method of the type with the given internal name, or the function name in its place when there is one.
func (l *lowerer) methodDecl(d *ast.FuncDecl, typeName, name string) {
	sig := l.signatureOf(d)
	out := &ast.FuncDecl{Name: ident(d.Name.Name, d.Name.NamePos)}
	l.inFunction(sig, func() {
		field := d.Recv.List[0]
		pos := field.Type.Pos()
		param := ""
		if len(field.Names) > 0 && field.Names[0].Name != "_" {
			recv := sig.Recv()
			if o := l.info.Defs[field.Names[0]]; o != nil {
				recv = o.(*types.Var)
			}
			param = l.localName(recv)
		} else {
			param = l.temp()
		}
		var t ast.Expr = ident(typeName, pos)
		if isPointer(sig.Recv().Type()) {
			t = &ast.StarExpr{Star: pos, X: t}
		}
		recv := &ast.Field{Names: []*ast.Ident{ident(param, pos)}, Type: t}
		out.Type = l.header(d.Type, sig)
		if name == "" {
			out.Recv = &ast.FieldList{Opening: pos, List: []*ast.Field{recv}, Closing: pos}
		} else {
			out.Name.Name = name
			out.Type.Params.List = append([]*ast.Field{recv}, out.Type.Params.List...)
		}
		out.Body = l.body(d.Body, l.recursive(d))
	})
	l.out.decls = append(l.out.decls, out)
}

// typeDecl writes a type declaration, wherever it stands, as one of the package.
func (l *lowerer) typeDecl(sp *ast.TypeSpec) {
	o, _ := l.info.Defs[sp.Name].(*types.TypeName)
	if o == nil || o.IsAlias() {
		return // typeExpr sees through an alias
	}
	named := o.Type().(*types.Named)
	if named.TypeParams().Len() > 0 {
		l.s.sourceOf(l.c, o).typ = sp
		return
	}
	name := ""
	if l.types != nil { // declared in an instance of a generic function
		name = l.s.newName(o.Name())
		l.types[o] = name
	} else {
		name = l.globalName(o)
	}
	l.writeType(sp, name, l.subst(named.Underlying()))
	l.promote(named, name, sp.Pos())
}

// writeType writes `type name T`.
func (l *lowerer) writeType(sp *ast.TypeSpec, name string, t types.Type) {
	spec := &ast.TypeSpec{Name: ident(name, sp.Name.NamePos), Type: l.typeExpr(t, sp.Type.Pos())}
	if named, ok := l.info.Defs[sp.Name].Type().(*types.Named); ok && named.TypeParams().Len() == 0 {
		l.s.addType(named)
	}
	l.out.decls = append(l.out.decls, &ast.GenDecl{Tok: token.TYPE, TokPos: sp.Pos(), Specs: []ast.Spec{spec}})
}

// promote writes the methods that a struct type has from its embedded fields as methods of its own.
func (l *lowerer) promote(named *types.Named, name string, pos token.Pos) {
	if _, ok := named.Underlying().(*types.Struct); !ok {
		return
	}
	values := types.NewMethodSet(named)
	set := types.NewMethodSet(types.NewPointer(named))
	for i := range set.Len() {
		sel := set.At(i)
		if len(sel.Index()) < 2 {
			continue
		}
		m := sel.Obj().(*types.Func)
		sig := l.subst(m.Type()).(*types.Signature)
		l.inFunction(sig, func() {
			r := l.temp()
			var t ast.Expr = ident(name, pos)
			if values.Lookup(m.Pkg(), m.Name()) == nil {
				t = &ast.StarExpr{Star: pos, X: t}
			}
			path := sel.Index()
			x := l.fieldPath(ident(r, pos), named, path[:len(path)-1], pos)
			lit := l.forwarder(sig, pos, nil, &ast.SelectorExpr{X: x, Sel: ident(m.Name(), pos)}).(*ast.FuncLit)
			l.out.decls = append(l.out.decls, &ast.FuncDecl{
				Recv: &ast.FieldList{Opening: pos, List: []*ast.Field{{Names: []*ast.Ident{ident(r, pos)}, Type: t}}, Closing: pos},
				Name: ident(m.Name(), pos),
				Type: lit.Type,
				Body: lit.Body,
			})
		})
	}
}

// packageVar declares the variables of a whole program; initialize gives them their values.
func (l *lowerer) packageVar(sp *ast.ValueSpec) {
	for _, id := range sp.Names {
		if o := l.info.Defs[id]; o != nil && id.Name != "_" {
			l.declareVar(l.globalName(o), o.Type(), id.Pos())
		}
	}
}

// entry writes the function that runs: the statements of an entry, or the initialization and main of a program.
func (l *lowerer) entry() {
	pos := token.Pos(1)
	if len(l.c.unit.nodes) > 0 {
		pos = l.c.unit.nodes[0].Pos()
	}
	body := &ast.BlockStmt{Lbrace: pos, Rbrace: pos}
	l.inFunction(types.NewSignatureType(nil, nil, nil, nil, nil, false), func() {
		body.List = append(body.List, l.out.setup...)
		for _, in := range l.info.InitOrder {
			body.List = append(body.List, l.initialize(in)...)
		}
		for _, name := range l.out.inits {
			body.List = append(body.List, &ast.ExprStmt{X: &ast.CallExpr{Fun: ident(name, pos), Lparen: pos, Rparen: pos}})
		}
		body.List = append(body.List, l.topLevel(l.c.stmts)...)
		if main := l.mainFunc(); main != nil {
			body.List = append(body.List, &ast.ExprStmt{X: &ast.CallExpr{Fun: ident(l.globalName(main), pos), Lparen: pos, Rparen: pos}})
		}
		body.List = append(l.returnVars(pos), body.List...)
	})
	if len(body.List) == 0 {
		return
	}
	l.out.decls = append(l.out.decls, &ast.FuncDecl{
		Name: ident("init", pos),
		Type: &ast.FuncType{Func: pos, Params: &ast.FieldList{Opening: pos, Closing: pos}},
		Body: body,
	})
}

// mainFunc is the main function of a whole program.
func (l *lowerer) mainFunc() types.Object {
	if l.c.unit.pkg == "" {
		return nil
	}
	return l.c.names.own["main"]
}

// initialize writes the initialization of variables of a program.
func (l *lowerer) initialize(in *types.Initializer) []ast.Stmt {
	pos := in.Rhs.Pos()
	out := &ast.AssignStmt{TokPos: pos, Tok: token.ASSIGN, Rhs: []ast.Expr{l.expr(in.Rhs)}}
	if len(in.Lhs) == 1 {
		if in.Lhs[0].Name() == "_" {
			out.Lhs = []ast.Expr{ident("_", pos)}
		} else {
			out.Lhs = []ast.Expr{ident(l.globalName(in.Lhs[0]), pos)}
		}
		return []ast.Stmt{out}
	}
	var after []ast.Stmt
	out.Tok = token.DEFINE
	for _, v := range in.Lhs {
		if v.Name() == "_" {
			out.Lhs = append(out.Lhs, ident("_", pos))
			continue
		}
		t := l.temp()
		out.Lhs = append(out.Lhs, ident(t, pos))
		after = append(after, assignTo(ident(l.globalName(v), pos), ident(t, pos)))
	}
	if len(after) == 0 {
		out.Tok = token.ASSIGN
	}
	return append([]ast.Stmt{out}, after...)
}

// result hands the values of the expression that the entry is to the session.
func (l *lowerer) result(s *ast.ExprStmt) []ast.Stmt {
	x := l.expr(s.X)
	pos := s.Pos()
	tv := l.info.Types[s.X]
	switch {
	case tv.IsVoid():
		return []ast.Stmt{&ast.ExprStmt{X: x}}
	case tv.IsNil() || tv.IsType():
		return nil
	}
	args := []ast.Expr{number(l.s.runs, pos)}
	tuple, ok := tv.Type.(*types.Tuple)
	if !ok {
		return []ast.Stmt{&ast.ExprStmt{X: l.runtimeCall("Result", pos, append(args, x)...)}}
	}
	values := &ast.AssignStmt{TokPos: pos, Tok: token.DEFINE, Rhs: []ast.Expr{x}}
	for range tuple.Len() {
		name := l.temp()
		values.Lhs = append(values.Lhs, ident(name, pos))
		args = append(args, ident(name, pos))
	}
	return []ast.Stmt{values, &ast.ExprStmt{X: l.runtimeCall("Result", pos, args...)}}
}

// topLevel writes the statements of an entry. The session is told before each: an error is in that one,
// and a run that was left behind ends there.
func (l *lowerer) topLevel(list []ast.Stmt) []ast.Stmt {
	var out []ast.Stmt
	for i, s := range list {
		if i > 0 {
			out = append(out, &ast.ExprStmt{X: l.runtimeCall("At", s.Pos(), number(l.s.runs, s.Pos()), number(i, s.Pos()))})
		}
		if x, ok := s.(*ast.ExprStmt); ok && l.c.unit.isExpr && i == len(list)-1 {
			out = append(out, l.result(x)...)
			continue
		}
		out = append(out, l.stmt(s)...)
	}
	return out
}

// recursive reports whether a call of the function may lead back to it.
func (l *lowerer) recursive(d *ast.FuncDecl) bool {
	fn := l.c.funcOf(d)
	return fn != nil && l.s.calls.cyclic(fn)
}
