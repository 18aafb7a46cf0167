package dialect

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strconv"
	"strings"
)

// expr makes an expression from Go text in which _0, _1, ... stand for args: expressions, lists of them (in a call or
// literal), statements (as a statement), types, or names. Its positions are those of at.
func (r *rewriter) tmpl(at ast.Node, text string, args ...any) ast.Expr {
	x, err := parser.ParseExpr(text)
	if err != nil {
		panic(fmt.Sprintf("dialect: template %q: %v", text, err)) // a bug of a rule, found by its test
	}
	anchor(x, place(at))
	return r.fill(&ast.ParenExpr{X: x}, at, args).(*ast.ParenExpr).X
}

// tmplStmts is tmpl for statements.
func (r *rewriter) tmplStmts(at ast.Node, text string, args ...any) []ast.Stmt {
	f, err := parser.ParseFile(token.NewFileSet(), "", "package p;func _(){"+text+"\n}", parser.SkipObjectResolution)
	if err != nil {
		panic(fmt.Sprintf("dialect: template %q: %v", text, err))
	}
	body := f.Decls[0].(*ast.FuncDecl).Body
	anchor(body, place(at))
	return r.fill(body, at, args).(*ast.BlockStmt).List
}

// fill puts args in the place of _0, _1, ... below n; what it makes of types and names stands at the position of at.
func (r *rewriter) fill(n, at ast.Node, args []any) ast.Node {
	filled := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case types.Type:
			filled[i] = r.typeExpr(at, a)
		case string:
			filled[i] = ident(at, a)
		default:
			filled[i] = a
		}
	}
	arg := func(x ast.Node) any {
		if id, ok := x.(*ast.Ident); ok && strings.HasPrefix(id.Name, "_") {
			if i, err := strconv.Atoi(id.Name[1:]); err == nil && i < len(filled) {
				return filled[i]
			}
		}
		return nil
	}
	splice := func(list []ast.Expr) []ast.Expr {
		var out []ast.Expr
		for _, x := range list {
			if many, ok := arg(x).([]ast.Expr); ok {
				out = append(out, many...)
			} else {
				out = append(out, x)
			}
		}
		return out
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			n.Args = splice(n.Args)
		case *ast.CompositeLit:
			n.Elts = splice(n.Elts)
		case *ast.SelectorExpr:
			if id, ok := arg(n.Sel).(*ast.Ident); ok {
				n.Sel = id
			}
		case *ast.Field:
			rename(n.Names, arg)
		case *ast.ValueSpec:
			rename(n.Names, arg)
		}
		return true
	})
	v := &visitor{
		stmt: func(s ast.Stmt) ([]ast.Stmt, bool) {
			if x, ok := s.(*ast.ExprStmt); ok {
				switch a := arg(x.X).(type) {
				case []ast.Stmt:
					return a, true
				case ast.Stmt:
					return []ast.Stmt{a}, true
				}
			}
			return nil, false
		},
		expr: func(x ast.Expr) ast.Expr {
			if a, ok := arg(x).(ast.Expr); ok {
				return a
			}
			return x
		},
	}
	v.children(n)
	closeAfter(n)
	return n
}

// closeAfter moves closing brackets behind what they hold, so that a node ends after it begins though its parts were typed
// in another order.
func closeAfter(n ast.Node) {
	v := &visitor{expr: func(x ast.Expr) ast.Expr {
		switch x := x.(type) {
		case *ast.CallExpr:
			x.Rparen = max(x.Rparen, x.Fun.Pos(), lastPos(x.Args))
		case *ast.CompositeLit:
			x.Rbrace = max(x.Rbrace, x.Lbrace, lastPos(x.Elts))
		case *ast.ParenExpr:
			x.Rparen = max(x.Rparen, x.X.Pos())
		}
		return x
	}}
	v.children(n)
}

// lastPos is where the last of the expressions begins: their ends mean nothing, as a rule writes other text than was typed.
func lastPos(list []ast.Expr) (last token.Pos) {
	for _, x := range list {
		last = max(last, x.Pos())
	}
	return last
}

// typeExpr writes a type as the session would: names of dot-imported packages stand alone.
func (r *rewriter) typeExpr(at ast.Node, t types.Type) ast.Expr {
	text := types.TypeString(types.Default(t), func(p *types.Package) string {
		if r.chk.Pkg != nil && p == r.chk.Pkg || p.Path() == packetPath || r.isDot(p) {
			return ""
		}
		return p.Name()
	})
	x, err := parser.ParseExpr(strings.ReplaceAll(text, "interface{}", "any"))
	if err != nil {
		return &ast.Ident{NamePos: at.Pos(), Name: "any"}
	}
	anchor(x, at.Pos())
	return x
}

// rename fills names that a template declares.
func rename(names []*ast.Ident, arg func(ast.Node) any) {
	for i, name := range names {
		if id, ok := arg(name).(*ast.Ident); ok {
			names[i] = id
		}
	}
}
