package dialect

import (
	"go/ast"
	"go/types"
	"strings"
)

// textMethods are the methods of Python's text and bytes as Go expressions of the receiver _0 and the arguments _1, ...
// The package strings serves text, bytes serves bytes. The number after the name is that of the arguments.
var textMethods = map[string]string{
	"upper/0": "strings.ToUpper(_0)", "lower/0": "strings.ToLower(_0)", "strip/0": "strings.TrimSpace(_0)",
	"strip/1": "strings.Trim(_0, _1)", "lstrip/1": "strings.TrimLeft(_0, _1)", "rstrip/1": "strings.TrimRight(_0, _1)",
	"rstrip/0": `strings.TrimRight(_0, " \t\r\n")`, "lstrip/0": `strings.TrimLeft(_0, " \t\r\n")`,
	"split/0": "strings.Fields(_0)", "split/1": "strings.Split(_0, _1)", "split/2": "strings.SplitN(_0, _1, _2+1)",
	"splitlines/0": `strings.Split(strings.TrimSuffix(_0, "\n"), "\n")`,
	"startswith/1": "strings.HasPrefix(_0, _1)", "endswith/1": "strings.HasSuffix(_0, _1)",
	"replace/2": "strings.ReplaceAll(_0, _1, _2)", "find/1": "strings.Index(_0, _1)", "rfind/1": "strings.LastIndex(_0, _1)",
	"index/1": "strings.Index(_0, _1)", "count/1": "strings.Count(_0, _1)", "title/0": "strings.Title(_0)",
	"isdigit/0": `_0 != "" && strings.Trim(_0, "0123456789") == ""`,
	"isalpha/0": `_0 != "" && strings.IndexFunc(_0, func(r rune) bool { return !unicode.IsLetter(r) }) < 0`,
	"isalnum/0": `_0 != "" && strings.IndexFunc(_0, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) < 0`,
	"isupper/0": "_0 != strings.ToLower(_0) && _0 == strings.ToUpper(_0)", "islower/0": "_0 != strings.ToUpper(_0) && _0 == strings.ToLower(_0)",
	"isspace/0": `_0 != "" && strings.TrimSpace(_0) == ""`, "capitalize/0": "strings.ToUpper(_0[:min(1, len(_0))]) + strings.ToLower(_0[min(1, len(_0)):])",
	"ljust/1": `fmt.Sprintf("%-*s", _1, _0)`, "rjust/1": `fmt.Sprintf("%*s", _1, _0)`,
	"center/1": `fmt.Sprintf("%-*s", _1, fmt.Sprintf("%*s", (_1+len(_0))/2, _0))`,
	"rsplit/1": "strings.Split(_0, _1)", "partition/1": "func() Tuple { before, after, ok := strings.Cut(_0, _1); if !ok { return Tuple{before, \"\", after} }; return Tuple{before, _1, after} }()",
	"zfill/1":  `strings.Repeat("0", max(0, _1-len(_0))) + _0`,
	"encode/0": "[]byte(_0)", "encode/1": "[]byte(_0)",
}

// bytesMethods are those of bytes alone.
var bytesMethods = map[string]string{
	"hex/0": "hex.EncodeToString(_0)", "decode/0": "string(_0)", "decode/1": "string(_0)", "decode/2": "string(_0)",
}

// textMethod gives Python's methods of text and bytes their Go form.
func (r *rewriter) textMethod(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if id, ok := sel.X.(*ast.Ident); ok && id.Name == "bytes" && sel.Sel.Name == "fromhex" && len(call.Args) == 1 {
		return r.call(r.tmpl(x, "hex.DecodeString(_0)", call.Args))
	}
	t := r.typeOf(sel.X)
	isText, ofBytes := isBasic(t, types.IsString), isBytes(t)
	if !isText && !ofBytes || method(t, sel.Sel.Name) != nil {
		return nil
	}
	key := sel.Sel.Name + "/" + itoa(len(call.Args))
	if key == "join/1" {
		return r.join(x, sel.X, call.Args[0], ofBytes)
	}
	tmpl := textMethods[key]
	if ofBytes {
		if own := bytesMethods[key]; own != "" {
			tmpl = own
		} else {
			tmpl = strings.ReplaceAll(tmpl, "strings.", "bytes.")
		}
	}
	if tmpl == "" {
		return nil
	}
	args := []any{sel.X}
	for _, a := range call.Args {
		if ofBytes && strings.HasPrefix(tmpl, "bytes.") && bytesLiteral(a) == nil && r.isKind(a, types.IsString) {
			a = r.tmpl(a, "[]byte(_0)", a)
		}
		args = append(args, a)
	}
	return r.tmpl(x, tmpl, args...)
}

// join is sep.join(list).
func (r *rewriter) join(x, sep, list ast.Expr, ofBytes bool) ast.Expr {
	e := elem(r.typeOf(list))
	switch {
	case e == nil:
		return nil
	case ofBytes && isBytes(e):
		return r.tmpl(x, "bytes.Join(_0, _1)", list, sep)
	case !ofBytes && isBasic(e, types.IsString):
		return r.tmpl(x, "strings.Join(_0, _1)", list, sep)
	}
	return nil
}

// component indexes a pair, which is a struct, and a call of several results, by a constant.
func (r *rewriter) component(x ast.Expr) ast.Expr {
	ix, ok := x.(*ast.IndexExpr)
	if !ok {
		return nil
	}
	c := r.constOf(ix.Index)
	if c == nil {
		return nil
	}
	i, err := atoi(c.ExactString())
	if err != nil || i < 0 {
		return nil
	}
	if st, ok := under[*types.Struct](r.typeOf(ix.X)); ok {
		if i >= st.NumFields() || !st.Field(i).Exported() {
			return nil
		}
		return r.is(&ast.SelectorExpr{X: ix.X, Sel: ident(x, st.Field(i).Name())}, st.Field(i).Type())
	}
	results, ok := r.resultsOf(ix.X).(*types.Tuple)
	if !ok || i >= results.Len() || results.Len() < 2 {
		return nil
	}
	before, fails := r.errorTuple(ix.X)
	if fails && (len(before) < 2 || i >= len(before)) {
		return nil
	}
	lhs := make([]string, results.Len())
	for j := range lhs {
		lhs[j] = "_"
	}
	check := ""
	if fails {
		lhs[len(lhs)-1], check = "err", "; if err != nil { panic(err) }"
	}
	t := results.At(i).Type()
	if v := r.walk.ahead; v != nil && r.canHoist(x) {
		name := r.temp(x, baseName(t))
		if fails {
			r.e.addTemp("err")
		}
		lhs[i] = name.Name
		*v = append(*v, r.tmplStmts(x, strings.Join(lhs, ", ")+" := _0"+check, ix.X)...)
		return r.is(name, t)
	}
	lhs[i] = "v"
	return r.is(r.tmpl(x, "func() _0 { "+strings.Join(lhs, ", ")+" := _1"+check+"; return v }()", t, ix.X), t)
}
