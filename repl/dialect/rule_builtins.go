package dialect

import (
	"go/ast"
	"go/types"
)

// builtins are the functions of Python that have no function of the same name here. Each returns nil for arguments that
// it does not know, and waits for their types.
var builtins map[string]func(r *rewriter, call *ast.CallExpr, args []ast.Expr, keywords [][]ast.Expr) ast.Expr

func init() {
	builtins = map[string]func(*rewriter, *ast.CallExpr, []ast.Expr, [][]ast.Expr) ast.Expr{
		"raw": (*rewriter).rawOf, "bytes": (*rewriter).rawOf, "len": (*rewriter).lenOf, "str": (*rewriter).strOf,
		"print": (*rewriter).print, "int": (*rewriter).intOf, "list": (*rewriter).listOfX, "hex": (*rewriter).hexOf,
		"sum": (*rewriter).sumOf, "sorted": (*rewriter).sortedOf, "min": (*rewriter).extreme, "max": (*rewriter).extreme,
		"dict": (*rewriter).dictOf, "__type": (*rewriter).typeName, "any": (*rewriter).anyOf, "all": (*rewriter).anyOf,
	}
}

// builtin gives Python's functions their Go form, where Go rejects the call.
func (r *rewriter) builtin(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return nil
	}
	id, ok := call.Fun.(*ast.Ident)
	if !ok {
		return nil
	}
	f, ok := builtins[id.Name]
	if !ok {
		return nil
	}
	switch o := r.chk.Info.Uses[id].(type) {
	case nil:
		if !r.undefined(id) && r.chk.Info.Types[id].Type != nil {
			return nil
		}
	case *types.Builtin, *types.PkgName:
	case *types.TypeName:
		if o.Parent() != types.Universe {
			return nil
		}
	default:
		return nil // the session's own
	}
	args, keywords := splitArgs(call)
	return f(r, call, args, keywords)
}

// printsPacket reports whether the entry prints packets with Go's print, which shows their address: the one call that
// type-checks and is rewritten all the same.
func (r *rewriter) printsPacket() (found bool) {
	for _, n := range r.e.Nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				found = found || r.isPrint(call)
			}
			return !found
		})
	}
	return found
}

func (r *rewriter) isPrint(call *ast.CallExpr) bool {
	id, ok := call.Fun.(*ast.Ident)
	if !ok || id.Name != "print" {
		return false
	}
	if _, ok := r.chk.Info.Uses[id].(*types.Builtin); !ok {
		return false
	}
	if r.e.spelled {
		return true
	}
	for _, a := range call.Args {
		if t := r.typeOf(a); t != nil && r.isEngine(t) {
			return true
		}
	}
	return false
}

// isEngine reports whether t is a type of the engine.
func (r *rewriter) isEngine(t types.Type) bool {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == packetPath
}

func (r *rewriter) print(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if !r.isPrint(call) && !r.failsWithin(call) {
		return nil
	}
	return r.tmpl(call, "fmt.Println(_0)", args)
}

func (r *rewriter) rawOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) != 1 {
		return nil
	}
	t := r.typeOf(args[0])
	switch {
	case r.isPacket(args[0]):
		return r.is(r.tmpl(call, "_0.Build()", args[0]), r.resultOf(args[0], "Build"))
	case isBytes(t):
		return r.is(args[0], t)
	case isBasic(t, types.IsString):
		return r.is(r.tmpl(call, "[]byte(_0)", args[0]), types.NewSlice(types.Typ[types.Byte]))
	}
	return nil
}

func (r *rewriter) lenOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) == 1 && r.typeOf(args[0]) != nil && method(r.typeOf(args[0]), "Len") != nil {
		if _, ok := under[*types.Slice](r.typeOf(args[0])); !ok {
			return r.is(r.tmpl(call, "_0.Len()", args[0]), types.Typ[types.Int])
		}
	}
	return nil
}

func (r *rewriter) strOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) != 1 || r.typeOf(args[0]) == nil {
		return nil
	}
	return r.is(r.text(args[0], r.typeOf(args[0])), types.Typ[types.String])
}

// text is x as text.
func (r *rewriter) text(x ast.Expr, t types.Type) ast.Expr {
	switch {
	case isBasic(t, types.IsString):
		return x
	case isBytes(t):
		return r.tmpl(x, "string(_0)", x)
	case method(t, "String") != nil:
		return r.tmpl(x, "_0.String()", x)
	}
	return r.tmpl(x, "fmt.Sprint(_0)", x)
}

func (r *rewriter) intOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) == 0 || len(args) > 2 {
		return nil
	}
	switch {
	case r.isFlags(args[0]):
		return r.is(r.tmpl(call, "_0.Int()", args[0]), types.Typ[types.Int])
	case r.isKind(args[0], types.IsString) && len(args) == 1:
		return r.call(r.tmpl(call, "strconv.Atoi(_0)", args[0]))
	case isStd(r.typeOf(args[0]), "time", "Time"):
		return r.tmpl(call, "int(_0.Unix())", args[0])
	}
	return nil
}

// typeName is type(x): the protocol of a packet, else the name of the type.
func (r *rewriter) typeName(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) != 1 || r.typeOf(args[0]) == nil {
		return nil
	}
	if r.isPacket(args[0]) {
		return r.tmpl(call, "_0.Proto()", args[0])
	}
	return r.is(r.tmpl(call, `fmt.Sprintf("%T", _0)`, args[0]), types.Typ[types.String])
}

func (r *rewriter) hexOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) != 1 {
		return nil
	}
	return r.is(r.tmpl(call, `fmt.Sprintf("%#x", _0)`, args[0]), types.Typ[types.String])
}

func (r *rewriter) listOfX(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) != 1 {
		return nil
	}
	if numbers, ok := marked(args[0], "__range"); ok {
		return r.tmpl(call, "__listof(func() { for _, i := range __iter(__range(_0)) { __yield(i) } })", numbers)
	}
	x := args[0]
	t := r.typeOf(x)
	switch {
	case t == nil:
		return nil
	case r.isPacket(x):
		return r.is(r.tmpl(call, "_0.Expand()", x), r.resultOf(x, "Expand"))
	case method(t, "Addrs") != nil:
		return r.is(r.tmpl(call, "_0.Addrs()", x), r.resultOf(x, "Addrs"))
	}
	switch t.Underlying().(type) {
	case *types.Slice:
		return r.is(x, t)
	case *types.Map, *types.Chan:
		return r.tmpl(call, "__listof(func() { for _, v := range __iter(_0) { __yield(v) } })", x)
	}
	return nil
}

// dictOf makes a map of options: pairs of a name and a value.
func (r *rewriter) dictOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) != 1 || !named(elem(r.typeOf(args[0])), "Tuple") {
		return nil
	}
	t := types.NewMap(anyType, anyType)
	return r.is(r.tmpl(call, "func() _0 { m := _0{}; for _, o := range _1 { if len(o) > 1 { m[o[0]] = o[1] } }; return m }()", t, args[0]), t)
}

func (r *rewriter) sumOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) != 1 {
		return nil
	}
	if loops, yield, elems := r.loopsOf(args[0]); yield != nil && isBasic(elems[0], types.IsNumeric) {
		step := r.tmplStmts(yield, "sum += _0", yield.Args[0])
		return r.is(r.loopFunc(call, elems[0], "var sum _0", loops, yield, step, "sum"), elems[0])
	}
	e := elem(r.typeOf(args[0]))
	if !isBasic(e, types.IsNumeric) {
		return nil
	}
	return r.is(r.tmpl(call, "func() _0 { var sum _0; for _, v := range _1 { sum += v }; return sum }()", e, args[0]), e)
}

// keyFunc returns what is compared of the element v: v itself, or what key=f makes of it.
func (r *rewriter) keyFunc(keywords [][]ast.Expr, v string, at ast.Node) (head []ast.Stmt, key string, ok bool) {
	for _, kw := range keywords {
		switch unquoted(kw[0]) {
		case "key":
			return r.tmplStmts(at, "key := _0", kw[1]), "key(" + v + ")", true
		case "reverse":
		default:
			return nil, "", false
		}
	}
	return nil, v, true
}

// typedKey gives a key function the element type as parameter type; builtin names become lambdas.
func (r *rewriter) typedKey(keywords [][]ast.Expr, e types.Type) {
	for _, kw := range keywords {
		if unquoted(kw[0]) != "key" {
			continue
		}
		if id, ok := kw[1].(*ast.Ident); ok && builtins[id.Name] != nil && id.Name != "print" {
			kw[1] = r.tmpl(id, "__lambda(func(v __any) __any { return __ret(_0(v)) })", id.Name)
		}
		if args, ok := marked(kw[1], "__lambda"); ok {
			if fn := args[0].(*ast.FuncLit); !typed(fn) && len(paramNames(fn)) == 1 {
				out := fn.Type.Results
				r.setTypes(fn, []ast.Expr{r.typeExpr(fn, e)}, nil)
				fn.Type.Results = out
			}
		}
	}
}

func (r *rewriter) sortedOf(call *ast.CallExpr, args []ast.Expr, keywords [][]ast.Expr) ast.Expr {
	if len(args) != 1 {
		return nil
	}
	t := r.typeOf(args[0])
	if _, ok := under[*types.Map](t); ok {
		list := r.tmpl(call, "__listof(func() { for _, v := range __iter(_0) { __yield(v) } })", args[0])
		return r.tmpl(call, "sorted(_0)", append([]ast.Expr{list}, call.Args[1:]...))
	}
	sort := r.sorting(call, "list", elem(t), keywords)
	if sort == nil {
		return nil
	}
	return r.is(r.tmpl(call, "func() _0 { list := append(_0{}, _1...); _2; return list }()", t, args[0], sort), t)
}

// sorting is the statements that sort the list called list of elements of type e; nil when a keyword is not known.
func (r *rewriter) sorting(at ast.Node, list string, e types.Type, keywords [][]ast.Expr) []ast.Stmt {
	if e == nil {
		return nil
	}
	r.typedKey(keywords, e)
	head, _, ok := r.keyFunc(keywords, "v", at)
	if !ok {
		return nil
	}
	a, b := list+"[i]", list+"[j]"
	for _, kw := range keywords {
		if unquoted(kw[0]) == "reverse" {
			a, b = b, a
		}
	}
	if head != nil {
		a, b = "key("+a+")", "key("+b+")"
	}
	less := r.tmplStmts(at, "sort.SliceStable("+list+", func(i, j int) bool { return "+a+" < "+b+" })")
	return append(head, less...)
}

// sortInPlace is list.sort(key=f, reverse=True).
func (r *rewriter) sortInPlace(s ast.Stmt) []ast.Stmt {
	x, ok := s.(*ast.ExprStmt)
	if !ok {
		return nil
	}
	call, ok := x.X.(*ast.CallExpr)
	if !ok {
		return nil
	}
	args, keywords := splitArgs(call)
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "sort" || len(args) > 0 || method(r.typeOf(sel.X), "sort") != nil {
		return nil
	}
	id, isName := sel.X.(*ast.Ident)
	if _, ok := under[*types.Slice](r.typeOf(sel.X)); !ok || !isName {
		return nil
	}
	list := r.sorting(s, id.Name, elem(r.typeOf(id)), keywords)
	if len(list) == 1 {
		return list
	}
	return []ast.Stmt{&ast.BlockStmt{Lbrace: s.Pos(), List: list, Rbrace: s.Pos()}}
}

// pop takes an element off a list: the last one, or the first with pop(0).
func (r *rewriter) pop(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok || len(call.Args) > 1 {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "pop" || !pure(sel.X) || method(r.typeOf(sel.X), "pop") != nil {
		return nil
	}
	sl, ok := under[*types.Slice](r.typeOf(sel.X))
	if !ok {
		return nil
	}
	body := "v := _1[len(_1)-1]; _1 = _1[:len(_1)-1]"
	if len(call.Args) == 1 {
		c := r.constOf(call.Args[0])
		switch {
		case c != nil && c.ExactString() == "-1":
		case c != nil && c.ExactString() == "0":
			body = "v := _1[0]; _1 = _1[1:]"
		default:
			return nil
		}
	}
	return r.is(r.tmpl(x, "func() _0 { "+body+"; return v }()", sl.Elem(), sel.X), sl.Elem())
}

func (r *rewriter) extreme(call *ast.CallExpr, args []ast.Expr, keywords [][]ast.Expr) ast.Expr {
	if len(args) != 1 {
		return nil
	}
	t := r.typeOf(args[0])
	e := elem(t)
	if e == nil {
		return nil
	}
	r.typedKey(keywords, e)
	head, v, ok := r.keyFunc(keywords, "v", call)
	if !ok {
		return nil
	}
	best, op := "best", " < "
	if head != nil {
		best = "key(best)"
	}
	if call.Fun.(*ast.Ident).Name == "max" {
		op = " > "
	}
	return r.is(r.tmpl(call, "func() _0 { list := _1; _2; best := list[0]; for _, v := range list[1:] { if "+v+op+best+" { best = v } }; return best }()", e, args[0], head), e)
}

// anyOf answers any(list) and all(list).
func (r *rewriter) anyOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) != 1 {
		return nil
	}
	test, found, otherwise := "__truth(_0)", "true", "false"
	if call.Fun.(*ast.Ident).Name == "all" {
		test, found, otherwise = "__not(_0)", "false", "true"
	}
	step := "if " + test + " { return " + found + " }"
	if loops, yield, _ := r.loopsOf(args[0]); yield != nil {
		return r.is(r.loopFunc(call, boolType, "", loops, yield, r.tmplStmts(yield, step, yield.Args[0]), otherwise), boolType)
	}
	if elem(r.typeOf(args[0])) == nil {
		return nil
	}
	body := r.tmplStmts(call, step, "v")
	return r.is(r.tmpl(call, "func() bool { for _, v := range _0 { _1 }; return "+otherwise+" }()", args[0], body), boolType)
}
