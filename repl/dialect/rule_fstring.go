package dialect

import (
	"go/ast"
	"go/types"
	"strings"
)

// fstring is f"{p.src:>15} {n}": fmt.Sprintf("%15s %v", ...).
func (r *rewriter) fstring(x ast.Expr) ast.Expr {
	args, ok := marked(x, "__fstring")
	if !ok {
		return nil
	}
	format := ""
	var values []ast.Expr
	for i := 0; i < len(args); i += 3 {
		format += strings.ReplaceAll(unquoted(args[i]), "%", "%%")
		if i+1 == len(args) {
			break
		}
		v := args[i+1]
		if p, ok := v.(*ast.ParenExpr); ok {
			v = p.X
		}
		t := r.typeOf(v)
		if t == nil {
			return nil
		}
		verb, ok := formatVerb(unquoted(args[i+2]), t)
		if !ok {
			r.fail(v, "the format "+unquoted(args[i+2])+" is not known here", "formats such as :>15, :<15, :04x, :d and :.2f are")
			return nil
		}
		if strings.HasSuffix(verb, "v") && strings.HasPrefix(unquoted(args[i+2]), "!r") {
			v = r.tmpl(v, "Repr(_0)", v)
		}
		format += verb
		values = append(values, v)
	}
	if len(values) == 0 {
		return r.is(quoted(x, strings.ReplaceAll(format, "%%", "%")), types.Typ[types.String])
	}
	return r.is(r.tmpl(x, "fmt.Sprintf(_0, _1)", quoted(x, format), values), types.Typ[types.String])
}

// formatVerb is the verb of fmt for what follows a value of type t in the braces of an f-string: "", ":>15", ":04x", "!r".
func formatVerb(form string, t types.Type) (verb string, ok bool) {
	form = strings.TrimPrefix(strings.TrimPrefix(form, "!r"), "!s")
	form = strings.TrimPrefix(form, ":")
	flags, width, kind := "", "", "v"
	number := isBasic(t, types.IsNumeric)
	switch {
	case strings.HasPrefix(form, "<"):
		flags, form = "-", form[1:]
	case strings.HasPrefix(form, ">"):
		form = form[1:]
	case !number && form != "" && form[0] >= '1' && form[0] <= '9':
		flags = "-" // text stands at the left
	}
	for form != "" && strings.IndexByte("+#0 ", form[0]) >= 0 {
		flags, form = flags+form[:1], form[1:]
	}
	n := 0
	for n < len(form) && (form[n] >= '0' && form[n] <= '9' || form[n] == '.') {
		n++
	}
	width, form = form[:n], form[n:]
	switch form {
	case "":
		if strings.Contains(width, ".") && number {
			kind = "g"
		} else if strings.Contains(width, ".") {
			kind = "s"
		}
	case "d", "x", "X", "o", "b", "f", "e", "g", "s":
		kind = form
	default:
		return "", false
	}
	return "%" + flags + width + kind, true
}
