package dialect

import (
	"go/ast"
	"go/token"
	"strings"
)

// isMarker reports whether x is a call of the named marker function.
func isMarker(x ast.Expr, name string) bool { return markerName(x) == name }

// markerName returns the marker function that x calls, "" when x is something else.
func markerName(x ast.Expr) string {
	if call, ok := x.(*ast.CallExpr); ok {
		if id, ok := call.Fun.(*ast.Ident); ok && strings.HasPrefix(id.Name, "__") {
			return id.Name
		}
	}
	return ""
}

// place is where what a rule makes of x stands: at the first argument of a marker call, which was typed, else at x.
func place(x ast.Node) token.Pos {
	if x, ok := x.(ast.Expr); ok && markerName(x) != "" {
		if args := x.(*ast.CallExpr).Args; len(args) > 0 {
			return place(args[0])
		}
	}
	return x.Pos()
}

// marked returns the arguments of x when it calls the named marker.
func marked(x ast.Expr, name string) ([]ast.Expr, bool) {
	if !isMarker(x, name) {
		return nil, false
	}
	return x.(*ast.CallExpr).Args, true
}
