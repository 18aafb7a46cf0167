package dialect

import (
	"go/ast"
	"go/types"
	"strings"
)

// builtins are the functions of Python that have no function of the same name here. Each returns nil for arguments that
// it does not know, and waits for their types.
var builtins map[string]func(r *rewriter, call *ast.CallExpr, args []ast.Expr, keywords [][]ast.Expr) ast.Expr

func init() {
	builtins = map[string]func(*rewriter, *ast.CallExpr, []ast.Expr, [][]ast.Expr) ast.Expr{
		"raw": (*rewriter).rawOf, "bytes": (*rewriter).rawOf, "len": (*rewriter).lenOf, "str": (*rewriter).strOf,
		"print": (*rewriter).print, "int": (*rewriter).intOf, "list": (*rewriter).listOfX, "hex": (*rewriter).hexOf,
		"sum": (*rewriter).sumOf, "sorted": (*rewriter).sortedOf, "min": (*rewriter).extreme, "max": (*rewriter).extreme,
		"dict": (*rewriter).dictOf, "Counter": (*rewriter).counterOf, "__type": (*rewriter).typeName, "any": (*rewriter).anyOf, "__map": (*rewriter).mapOf, "filter": (*rewriter).mapOf, "all": (*rewriter).anyOf,
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

func (r *rewriter) print(call *ast.CallExpr, args []ast.Expr, keywords [][]ast.Expr) ast.Expr {
	if !r.isPrint(call) && !r.failsWithin(call) {
		return nil
	}
	sep, end := " ", "\n"
	for _, kw := range keywords {
		lit, ok := kw[1].(*ast.BasicLit)
		switch name := unquoted(kw[0]); {
		case ok && name == "sep":
			sep = unquoted(lit)
		case ok && name == "end":
			end = unquoted(lit)
		}
	}
	if sep != " " || end != "\n" {
		verbs := strings.TrimSuffix(strings.Repeat("%v"+strings.ReplaceAll(sep, "%", "%%"), len(args)), strings.ReplaceAll(sep, "%", "%%"))
		return r.tmpl(call, "fmt.Printf(_0, _1)", quoted(call, verbs+strings.ReplaceAll(end, "%", "%%")), args)
	}
	return r.tmpl(call, "fmt.Println(_0)", args)
}

func (r *rewriter) rawOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) != 1 {
		return nil
	}
	t := r.typeOf(args[0])
	switch {
	case r.isPacket(args[0]) && isPayload(args[0]):
		return r.is(r.tmpl(call, "Wire(_0)", args[0]), r.resultOf(args[0], "Build"))
	case r.isPacket(args[0]):
		return r.is(r.tmpl(call, "_0.Build()", args[0]), r.resultOf(args[0], "Build"))
	case isBytes(t):
		return r.is(args[0], t)
	case isBasic(t, types.IsString):
		return r.is(r.tmpl(call, "[]byte(_0)", args[0]), types.NewSlice(types.Typ[types.Byte]))
	}
	return nil
}

// isPayload reports whether x reads a payload, which may be absent: it then has no bytes.
func isPayload(x ast.Expr) bool {
	call, ok := x.(*ast.CallExpr)
	if !ok || len(call.Args) > 0 {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && sel.Sel.Name == "Payload"
}

func (r *rewriter) lenOf(call *ast.CallExpr, args []ast.Expr, _ [][]ast.Expr) ast.Expr {
	if len(args) == 1 && r.isPacket(args[0]) && isPayload(args[0]) {
		return r.is(r.tmpl(call, "len(Wire(_0))", args[0]), types.Typ[types.Int])
	}
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
func (r *rewriter) dictOf(call *ast.CallExpr, args []ast.Expr, keywords [][]ast.Expr) ast.Expr {
	if len(args) == 0 && len(keywords) == 0 {
		return r.tmpl(call, "__dict()")
	}
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
