package dialect

import (
	"go/ast"
	"go/types"
)

// percent is "%s %r" % (x, y): %s of what is no text becomes %v, %i is %d, and %r writes the value as the shell shows it.
func (r *rewriter) percent(x, format ast.Expr, args []ast.Expr) ast.Expr {
	lit, ok := ast.Unparen(format).(*ast.BasicLit)
	if !ok {
		return r.is(r.tmpl(x, "fmt.Sprintf(_0, _1)", format, args), types.Typ[types.String])
	}
	for _, a := range args {
		if r.typeOf(a) == nil {
			return nil
		}
	}
	text := []byte(unquoted(lit))
	next := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '%' {
			continue
		}
		for i++; i < len(text) && (text[i] >= '0' && text[i] <= '9' || text[i] == '.' || text[i] == '-' || text[i] == '+' || text[i] == '#' || text[i] == ' '); i++ {
		}
		if i == len(text) || text[i] == '%' || next >= len(args) {
			continue
		}
		a := args[next]
		switch t := r.typeOf(a); {
		case text[i] == 's' && !isBasic(t, types.IsString) && !isBytes(t):
			text[i] = 'v'
		case text[i] == 'i':
			text[i] = 'd'
		case text[i] == 'r':
			text[i] = 'v'
			args[next] = r.tmpl(a, "Repr(_0)", a)
		}
		next++
	}
	return r.is(r.tmpl(x, "fmt.Sprintf(_0, _1)", quoted(format, string(text)), args), types.Typ[types.String])
}
