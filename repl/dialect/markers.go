package dialect

import (
	"go/ast"
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

// marked returns the arguments of x when it calls the named marker.
func marked(x ast.Expr, name string) ([]ast.Expr, bool) {
	if !isMarker(x, name) {
		return nil, false
	}
	return x.(*ast.CallExpr).Args, true
}
