package dialect

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
)

// splitArgs separates the positional arguments of a call from its keywords.
func splitArgs(call *ast.CallExpr) (plain []ast.Expr, keywords [][]ast.Expr) {
	for _, a := range call.Args {
		if kw, ok := marked(a, "__kw"); ok {
			keywords = append(keywords, append(kw, a))
		} else {
			plain = append(plain, a)
		}
	}
	return plain, keywords
}

// keywordStruct gives keyword arguments to a function: to a trailing struct of options, to parameters by name, or, where
// the last parameter takes anything, as pairs. Positional arguments beyond the parameters fill the options in order.
func (r *rewriter) keywordStruct(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok || markerName(x) != "" || call.Ellipsis.IsValid() {
		return nil
	}
	sig := r.signature(call.Fun)
	if sig == nil {
		return nil
	}
	plain, keywords := splitArgs(call)
	if y := r.layerWith(call, plain, keywords); y != nil {
		return y
	}
	n := sig.Params().Len()
	fixed := n
	var options types.Type
	if n > 0 {
		last := sig.Params().At(n - 1).Type()
		if sig.Variadic() {
			last, fixed = elem(last), n-1
		}
		if _, ok := under[*types.Struct](last); ok && (sig.Variadic() || len(keywords) > 0) {
			options, fixed = last, n-1
		} else if _, ok := under[*types.Interface](last); ok && sig.Variadic() && len(keywords) > 0 {
			return r.keywordPairs(call, plain, keywords)
		}
	}
	if len(keywords) == 0 && (options == nil || len(plain) <= fixed || r.takes(plain[fixed], options)) {
		return nil
	}
	f := &filled{r: r, call: call, sig: sig, fixed: fixed, options: options}
	for i, a := range plain {
		if i < fixed {
			f.args = append(f.args, a)
		} else if !f.addPositional(a, i-fixed) {
			return nil
		}
	}
	for _, kw := range keywords {
		if !f.addKeyword(kw[0], kw[1]) {
			return nil
		}
	}
	return f.build()
}

// takes reports whether x may be a value of the options struct itself, or is not known well enough to say.
func (r *rewriter) takes(x ast.Expr, options types.Type) bool {
	t := r.typeOf(x)
	if t == nil {
		return markerName(x) != "__lambda"
	}
	return types.AssignableTo(t, options)
}

// keywordPairs passes keywords on as name, value pairs.
func (r *rewriter) keywordPairs(call *ast.CallExpr, args []ast.Expr, keywords [][]ast.Expr) ast.Expr {
	args = append([]ast.Expr{}, args...)
	for _, kw := range keywords {
		args = append(args, quoted(kw[2], unquoted(kw[0])), r.letterText(kw[1]))
	}
	return r.renewed(call, call.Fun, args)
}

// renewed is a call that takes the place of another, and of its record.
func (r *rewriter) renewed(call *ast.CallExpr, fun ast.Expr, args []ast.Expr) ast.Expr {
	y := &ast.CallExpr{Fun: fun, Lparen: call.Lparen, Args: args, Ellipsis: call.Ellipsis, Rparen: call.Rparen}
	return r.call(y)
}

// filled is a call whose arguments are being put in place.
type filled struct {
	r       *rewriter
	call    *ast.CallExpr
	sig     *types.Signature
	fixed   int        // parameters before the options
	options types.Type // nil without
	args    []ast.Expr
	elts    []ast.Expr
}

// addPositional fills the i-th option.
func (f *filled) addPositional(a ast.Expr, i int) bool {
	s, ok := under[*types.Struct](f.options)
	if !ok || i >= s.NumFields() {
		return false
	}
	return f.set(a, s.Field(i), a)
}

// addKeyword fills an option, or a parameter of that name.
func (f *filled) addKeyword(name, v ast.Expr) bool {
	word := unquoted(name)
	if s, ok := under[*types.Struct](f.options); ok {
		for i := range s.NumFields() {
			if s.Field(i).Exported() && fold(s.Field(i).Name()) == fold(word) {
				return f.set(name, s.Field(i), v)
			}
		}
	}
	for i := range f.fixed {
		if p := f.sig.Params().At(i); fold(p.Name()) == fold(word) && i == len(f.args) {
			f.args = append(f.args, v)
			return true
		}
	}
	if n := f.fixed; f.sig.Variadic() && f.options == nil && word == "n" && len(f.args) == n { // the session knows no names of parameters
		f.args = append(f.args, v)
		return true
	}
	help := didYouMean(word, f.words())
	if help == "" && len(f.words()) == 0 {
		help = "it takes no name=value arguments"
	}
	f.r.failAt(name, len(word), fmt.Sprintf("%s has no option %s", types.ExprString(f.call.Fun), word), help)
	return false
}

// words lists the keywords that the call knows, as Scapy users spell them.
func (f *filled) words() (list []string) {
	if s, ok := under[*types.Struct](f.options); ok {
		for i := range s.NumFields() {
			if s.Field(i).Exported() {
				list = append(list, snake(s.Field(i).Name()))
			}
		}
	}
	for i := range f.fixed {
		list = append(list, f.sig.Params().At(i).Name())
	}
	return list
}

// set adds an option; false when the type of its value must be known first.
func (f *filled) set(at ast.Node, field *types.Var, v ast.Expr) bool {
	switch t := field.Type(); {
	case isDuration(t):
		if v = f.r.seconds(v); v == nil {
			return false
		}
	case isPtr(t) && isBasic(t.Underlying().(*types.Pointer).Elem(), types.IsBoolean|types.IsNumeric|types.IsString):
		v = f.r.tmpl(at, "func() *_0 { var v _0 = _1; return &v }()", t.Underlying().(*types.Pointer).Elem(), v)
	}
	f.elts = append(f.elts, &ast.KeyValueExpr{Key: ident(at, field.Name()), Colon: at.Pos(), Value: v})
	return true
}

func (f *filled) build() ast.Expr {
	args := f.args
	if len(f.elts) > 0 {
		args = append(args, &ast.CompositeLit{Type: f.r.typeExpr(f.call, f.options), Lbrace: f.call.Lparen, Elts: f.elts, Rbrace: f.call.Lparen})
	}
	return f.r.renewed(f.call, f.call.Fun, args)
}

// snake writes an exported name as Python would: StopFilter is stop_filter.
func snake(name string) string {
	var out []byte
	for i := range len(name) {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			if i > 0 && (name[i-1] < 'A' || name[i-1] > 'Z') {
				out = append(out, '_')
			}
			c |= 0x20
		}
		out = append(out, c)
	}
	return string(out)
}

// seconds turns a number of seconds into a duration, nil while the type of v is not known.
func (r *rewriter) seconds(v ast.Expr) ast.Expr {
	if c := r.constOf(v); c != nil && (c.Kind() == constant.Int || c.Kind() == constant.Float) {
		for _, unit := range []struct {
			per  int64
			name string
		}{{1, "Second"}, {1000, "Millisecond"}, {1000000, "Microsecond"}, {1000000000, "Nanosecond"}} {
			n := constant.ToInt(constant.BinaryOp(c, token.MUL, constant.MakeInt64(unit.per)))
			if n.Kind() != constant.Int {
				continue
			}
			if constant.Compare(n, token.EQL, constant.MakeInt64(0)) {
				return v
			}
			return r.tmpl(v, "_0 * time."+unit.name, &ast.BasicLit{ValuePos: v.Pos(), Kind: token.INT, Value: n.ExactString()})
		}
	}
	t := r.typeOf(v)
	switch {
	case t == nil:
		return nil
	case isBasic(t, types.IsInteger) && !isDuration(t):
		return r.tmpl(v, "time.Duration(_0) * time.Second", v)
	case isBasic(t, types.IsFloat):
		return r.tmpl(v, "time.Duration(_0 * float64(time.Second))", v)
	}
	return v
}

// dumpText turns dump=True into the function or method that returns the text: ShowText for Show.
func (r *rewriter) dumpText(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return nil
	}
	plain, keywords := splitArgs(call)
	if len(keywords) != 1 || unquoted(keywords[0][0]) != "dump" {
		return nil
	}
	v := r.constOf(keywords[0][1])
	dump := v == nil || v.Kind() != constant.Bool || constant.BoolVal(v)
	switch fun := call.Fun.(type) {
	case *ast.SelectorExpr:
		if t := r.typeOf(fun.X); t != nil && method(t, fun.Sel.Name+"Text") != nil {
			if !dump {
				return r.renewed(call, fun, plain)
			}
			return r.renewed(call, &ast.SelectorExpr{X: fun.X, Sel: ident(fun.Sel, fun.Sel.Name+"Text")}, plain)
		}
	case *ast.Ident:
		for _, name := range r.s.Names() {
			if fun.Name == "Linehexdump" && name == "HexStr" && dump {
				return r.renewed(call, ident(fun, name), plain)
			}
			if name == fun.Name+"Text" {
				if !dump {
					return r.renewed(call, fun, plain)
				}
				return r.renewed(call, ident(fun, name), plain)
			}
		}
	}
	return nil
}
