package eval

import (
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// textMethod has the session told of a String or Error method, before the entry runs.
func (l *lowerer) textMethod(fn *types.Func, o *types.TypeName) {
	sig := fn.Signature()
	if fn.Name() != "String" && fn.Name() != "Error" || sig.Params().Len() > 0 || sig.Results().Len() != 1 ||
		!types.Identical(sig.Results().At(0).Type(), types.Typ[types.String]) {
		return
	}
	name := l.globalName(o)
	l.s.byName[name] = o
	pos := fn.Pos()
	pointer := isPointer(sig.Recv().Type())
	var t ast.Expr = ident(name, pos)
	if pointer {
		t = &ast.StarExpr{Star: pos, X: t}
	}
	call := &ast.CallExpr{Fun: &ast.SelectorExpr{X: ident("v", pos), Sel: ident(fn.Name(), pos)}, Lparen: pos, Rparen: pos}
	if again, ok := l.s.redefined[fn]; ok {
		call.Fun, call.Args = ident(again, pos), []ast.Expr{ident("v", pos)}
	}
	lit := &ast.FuncLit{
		Type: &ast.FuncType{
			Func:    pos,
			Params:  &ast.FieldList{Opening: pos, Closing: pos, List: []*ast.Field{{Names: []*ast.Ident{ident("v", pos)}, Type: t}}},
			Results: &ast.FieldList{Opening: pos, Closing: pos, List: []*ast.Field{{Type: ident("string", pos)}}},
		},
		Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{returns(pos, call)}},
	}
	text := &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(name)}
	l.out.setup = append(l.out.setup, &ast.ExprStmt{X: l.runtimeCall("Text", pos, text, ident(strconv.FormatBool(pointer), pos), lit)})
	l.s.hasTexts = true
}

// showArgs replaces the arguments of a call of package fmt that may have a text method of the session by their twins.
func (l *lowerer) showArgs(e *ast.CallExpr, out *ast.CallExpr) {
	if !l.s.hasTexts || e.Ellipsis.IsValid() {
		return
	}
	sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr)
	if !ok {
		return
	}
	fn, ok := l.info.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "fmt" || !strings.Contains(fn.Name(), "rint") || !fn.Signature().Variadic() {
		return
	}
	for i := fn.Signature().Params().Len() - 1; i < len(out.Args); i++ {
		t := l.typeOf(e.Args[i])
		if _, tuple := t.(*types.Tuple); tuple || isUntypedNil(t) || !l.ownInside(t, map[types.Type]bool{}) {
			continue
		}
		pos := e.Args[i].Pos()
		l.s.shown = append(l.s.shown, types.Default(t))
		empty := &ast.InterfaceType{Interface: pos, Methods: &ast.FieldList{Opening: pos, Closing: pos}}
		list := &ast.CompositeLit{Type: &ast.ArrayType{Lbrack: pos, Elt: empty}, Lbrace: pos, Elts: []ast.Expr{out.Args[i]}, Rbrace: pos}
		out.Args[i] = l.runtimeCall("Shown", pos, list, number(len(l.s.shown)-1, pos))
	}
}

// ownInside reports whether values of t may hold values of types of the session.
func (l *lowerer) ownInside(t types.Type, seen map[types.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	if n, ok := types.Unalias(t).(*types.Named); ok && n.Obj().Pkg() != nil {
		return !compiled(n.Obj())
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return true
	case *types.Pointer:
		return l.ownInside(u.Elem(), seen)
	case *types.Slice:
		return l.ownInside(u.Elem(), seen)
	case *types.Array:
		return l.ownInside(u.Elem(), seen)
	case *types.Map:
		return l.ownInside(u.Key(), seen) || l.ownInside(u.Elem(), seen)
	case *types.Struct:
		for i := range u.NumFields() {
			if l.ownInside(u.Field(i).Type(), seen) {
				return true
			}
		}
	}
	return false
}
