package dialect

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
)

// lambda takes its types from the function type that its place expects.
func (r *rewriter) lambda(x ast.Expr) ast.Expr {
	args, ok := marked(x, "__lambda")
	if !ok {
		return nil
	}
	fn := args[0].(*ast.FuncLit)
	sig, ok := under[*types.Signature](r.expected(x))
	if !ok {
		return nil
	}
	names := paramNames(fn)
	if len(names) != sig.Params().Len() {
		r.fail(x, fmt.Sprintf("the lambda takes %s, but is called with %d", count(len(names), "parameter"), sig.Params().Len()), "")
		return nil
	}
	var in []ast.Expr
	for i := range names {
		in = append(in, r.typeExpr(names[i], sig.Params().At(i).Type()))
	}
	var out []types.Type
	for i := range sig.Results().Len() {
		out = append(out, sig.Results().At(i).Type())
	}
	if len(out) == 0 {
		ret := fn.Body.List[0].(*ast.ReturnStmt)
		if inner, ok := marked(ret.Results[0], "__ret"); ok {
			fn.Body.List = []ast.Stmt{&ast.ExprStmt{X: inner[0]}}
		}
	}
	r.setTypes(fn, in, out)
	return r.is(fn, sig)
}

// count is "1 parameter" or "2 parameters".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return itoa(n) + " " + what + "s"
}

func paramNames(fn *ast.FuncLit) (names []*ast.Ident) {
	for _, f := range fn.Type.Params.List {
		names = append(names, f.Names...)
	}
	return names
}

// setTypes writes the types of a function literal. Neighbours of one type share it.
func (r *rewriter) setTypes(fn *ast.FuncLit, in []ast.Expr, out []types.Type) {
	names := paramNames(fn)
	fn.Type.Params = &ast.FieldList{Opening: fn.Type.Params.Opening, Closing: fn.Type.Params.Closing}
	for i, name := range names {
		if n := len(fn.Type.Params.List); i > 0 && types.ExprString(in[i]) == types.ExprString(in[i-1]) {
			f := fn.Type.Params.List[n-1]
			f.Names = append(f.Names, name)
			continue
		}
		fn.Type.Params.List = append(fn.Type.Params.List, &ast.Field{Names: []*ast.Ident{name}, Type: in[i]})
	}
	fn.Type.Results = nil
	if len(out) > 0 {
		fn.Type.Results = &ast.FieldList{}
		for _, t := range out {
			fn.Type.Results.List = append(fn.Type.Results.List, &ast.Field{Type: r.typeExpr(fn, t)})
		}
	}
}

// typed reports whether the parameters of a lambda have types already.
func typed(fn *ast.FuncLit) bool {
	for _, f := range fn.Type.Params.List {
		if id, ok := f.Type.(*ast.Ident); ok && id.Name == "__any" {
			return false
		}
	}
	return true
}

// inferredLambda finishes a lambda whose parameters are typed, when the type of its body is known.
func (r *rewriter) inferredLambda(x ast.Expr) ast.Expr {
	args, ok := marked(x, "__lambda")
	if !ok || !typed(args[0].(*ast.FuncLit)) {
		return nil
	}
	fn := args[0].(*ast.FuncLit)
	ret, ok := fn.Body.List[0].(*ast.ReturnStmt)
	if !ok {
		return nil
	}
	inner, ok := marked(ret.Results[0], "__ret")
	if !ok {
		return nil
	}
	if tv, ok := r.chk.Info.Types[inner[0]]; ok && tv.IsVoid() {
		fn.Type.Results = nil
		fn.Body.List = []ast.Stmt{&ast.ExprStmt{X: inner[0]}}
		return fn
	}
	t := r.typeOf(inner[0])
	if t == nil {
		return nil
	}
	if lit := immediate(inner[0]); lit != nil {
		fn.Type.Results, fn.Body.List = lit.Type.Results, lit.Body.List
		return fn
	}
	fn.Type.Results = &ast.FieldList{List: []*ast.Field{{Type: r.typeExpr(fn, r.settled(t))}}}
	fn.Body.List = []ast.Stmt{&ast.ReturnStmt{Return: ret.Return, Results: inner}}
	return fn
}

// immediate returns the function literal that x calls where it stands, without arguments; nil when x is something else.
func immediate(x ast.Expr) *ast.FuncLit {
	if call, ok := x.(*ast.CallExpr); ok && len(call.Args) == 0 {
		if lit, ok := call.Fun.(*ast.FuncLit); ok && len(lit.Type.Params.List) == 0 {
			return lit
		}
	}
	return nil
}

// lambdaReturn returns the value of a lambda's body as the function's result type has it: a call without a value is a
// statement of its own, and a test may be of anything.
func (r *rewriter) lambdaReturn(s ast.Stmt) []ast.Stmt {
	ret, ok := s.(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return nil
	}
	inner, ok := marked(ret.Results[0], "__ret")
	if !ok {
		return nil
	}
	want := r.resultAt(0, 0)
	if want == nil {
		return nil
	}
	x := inner[0]
	if args, ok := marked(x, "__cond"); ok {
		return r.tmplStmts(s, "if __truth(_0) { return __ret(_1) }; return __ret(_2)", args[0], args[1], args[2])
	}
	if tv, ok := r.chk.Info.Types[x]; ok && tv.IsVoid() {
		zero := ast.Expr(ident(s, "nil"))
		switch {
		case isBasic(want, types.IsBoolean):
			zero = ident(s, "false")
		case isBasic(want, types.IsString):
			zero = quoted(s, "")
		case isBasic(want, types.IsNumeric):
			zero = &ast.BasicLit{ValuePos: s.Pos(), Kind: token.INT, Value: "0"}
		}
		return []ast.Stmt{&ast.ExprStmt{X: x}, &ast.ReturnStmt{Return: ret.Return, Results: []ast.Expr{zero}}}
	}
	t := r.typeOf(x)
	if t == nil {
		return nil
	}
	if lit := immediate(x); lit != nil && types.Identical(t, want) {
		return lit.Body.List
	}
	if isBasic(want, types.IsBoolean) && !isBasic(t, types.IsBoolean) {
		if b := r.asBool(x); b != nil {
			x = b
		}
	} else if isBasic(want, types.IsString) && !isBasic(t, types.IsString) {
		x = r.text(x, t)
	}
	return []ast.Stmt{&ast.ReturnStmt{Return: ret.Return, Results: []ast.Expr{x}}}
}

// freeLambda guesses the parameters of a lambda in a place that expects nothing, from what its body does with them.
func (r *rewriter) freeLambda(x ast.Expr) ast.Expr {
	args, ok := marked(x, "__lambda")
	if !ok {
		return nil
	}
	fn := args[0].(*ast.FuncLit)
	if typed(fn) {
		return nil
	}
	guess := map[string]string{"packet": "*Packet", "number": "int", "": "any"}
	var in []ast.Expr
	for _, name := range paramNames(fn) {
		in = append(in, r.tmpl(name, guess[useOf(fn.Body, name.Name)]))
	}
	out := fn.Type.Results
	r.setTypes(fn, in, nil)
	fn.Type.Results = out
	return x
}

// useOf tells what a body does with a name: it reads members or layers of a packet, or calculates.
func useOf(body ast.Node, name string) (use string) {
	is := func(x ast.Expr) bool {
		id, ok := x.(*ast.Ident)
		return ok && id.Name == name
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if is(n.X) {
				use = "packet"
			}
		case *ast.IndexExpr:
			if is(n.X) {
				use = "packet"
			}
		case *ast.CallExpr:
			name := markerName(n)
			if id, ok := n.Fun.(*ast.Ident); ok && name == "" {
				name = id.Name
			}
			switch name {
			case "__in", "raw", "bytes", "len", "hexdump", "ls":
				if is(n.Args[len(n.Args)-1]) {
					use = "packet"
				}
			}
		case *ast.BinaryExpr:
			if n.Op != token.QUO && use == "" && (is(n.X) || is(n.Y)) {
				use = "number"
			}
		}
		return true
	})
	return use
}
