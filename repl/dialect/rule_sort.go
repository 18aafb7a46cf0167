package dialect

import (
	"go/ast"
	"go/types"
)

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

// extreme is min(list, key=f) or max(list, key=f).
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
