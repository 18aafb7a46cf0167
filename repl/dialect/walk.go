package dialect

import (
	"go/ast"
	"go/token"
	"reflect"
)

// A visitor replaces nodes of a tree. Statements are offered before what they hold, expressions after.
type visitor struct {
	stmt  func(ast.Stmt) ([]ast.Stmt, bool) // what takes the statement's place
	expr  func(ast.Expr) ast.Expr           // what takes the expression's place, or the same
	stack []ast.Node                        // the nodes above the current one, outermost first
	ahead *[]ast.Stmt                       // what a rule moves before the current statement
}

var (
	exprType = reflect.TypeFor[ast.Expr]()
	stmtType = reflect.TypeFor[ast.Stmt]()
	nodeType = reflect.TypeFor[ast.Node]()
	callType = reflect.TypeFor[*ast.CallExpr]()
)

// list walks the top level of an entry.
func (v *visitor) list(nodes []ast.Node) []ast.Node {
	var out []ast.Node
	for _, n := range nodes {
		s, ok := n.(ast.Stmt)
		if !ok {
			v.children(n)
			out = append(out, n)
			continue
		}
		for _, s := range v.oneStmt(s) {
			out = append(out, s)
		}
	}
	return out
}

// oneStmt replaces a statement, or walks below it when it stays.
func (v *visitor) oneStmt(s ast.Stmt) []ast.Stmt {
	if v.stmt != nil {
		if list, ok := v.stmt(s); ok {
			return list
		}
	}
	outer, ahead := v.ahead, []ast.Stmt(nil)
	v.ahead = &ahead
	v.children(s)
	v.ahead = outer
	return append(ahead, s)
}

// oneExpr walks below an expression and then replaces it.
func (v *visitor) oneExpr(x ast.Expr) ast.Expr {
	v.children(x)
	if v.expr != nil {
		return v.expr(x)
	}
	return x
}

// children walks the fields of a node.
func (v *visitor) children(n ast.Node) {
	v.stack = append(v.stack, n)
	defer func() { v.stack = v.stack[:len(v.stack)-1] }()
	val := reflect.ValueOf(n).Elem()
	for i := range val.NumField() {
		v.field(val.Field(i))
	}
}

func (v *visitor) field(f reflect.Value) {
	switch f.Kind() {
	case reflect.Slice:
		switch f.Type().Elem() {
		case stmtType:
			var out []ast.Stmt
			for _, s := range f.Interface().([]ast.Stmt) {
				out = append(out, v.oneStmt(s)...)
			}
			f.Set(reflect.ValueOf(out))
		default:
			for i := range f.Len() {
				v.field(f.Index(i))
			}
		}
	case reflect.Interface, reflect.Pointer:
		if f.IsNil() || !f.Type().Implements(nodeType) {
			return
		}
		switch {
		case f.Type() == exprType:
			f.Set(reflect.ValueOf(v.oneExpr(f.Interface().(ast.Expr))))
		case f.Type() == stmtType:
			if list := v.oneStmt(f.Interface().(ast.Stmt)); len(list) == 1 {
				f.Set(reflect.ValueOf(list[0]))
			} else {
				f.Set(reflect.ValueOf(&ast.BlockStmt{List: list}))
			}
		case f.Type() == callType: // go f(), defer f()
			x := v.oneExpr(f.Interface().(ast.Expr))
			call, ok := x.(*ast.CallExpr)
			if !ok {
				lit := &ast.FuncLit{Type: &ast.FuncType{Params: &ast.FieldList{}}, Body: &ast.BlockStmt{List: []ast.Stmt{&ast.ExprStmt{X: x}}}}
				call = &ast.CallExpr{Fun: lit}
			}
			f.Set(reflect.ValueOf(call))
		default:
			v.children(f.Interface().(ast.Node))
		}
	}
}

// anchor moves every position below n to at, so that errors in what a rule made point at what was typed.
// Positions that are absent stay so: their absence has a meaning.
func anchor(n ast.Node, at token.Pos) {
	if !at.IsValid() {
		at = 1 // some position: it maps to the beginning of the entry
	}
	ast.Inspect(n, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		val := reflect.ValueOf(n).Elem()
		for i := range val.NumField() {
			if f := val.Field(i); f.Type() == reflect.TypeFor[token.Pos]() && f.Int() != 0 {
				f.SetInt(int64(at))
			}
		}
		return true
	})
}
