package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// pythonFunctions are functions of Python as Go expressions of their arguments, by the kind of the first one and the number
// of all: n is a number, i an integer, f a floating-point number, s a text, l a list, x anything. _9 is the type of the
// first, _8 that of its elements, _7 that of the second.
var pythonFunctions = map[string]string{
	"abs/i1": "func(x _9) _9 { if x < 0 { return -x }; return x }(_0)", "abs/f1": "math.Abs(_0)",
	"round/f1": "int(math.RoundToEven(_0))", "round/f2": "math.Round(_0*math.Pow10(_1)) / math.Pow10(_1)",
	"divmod/i2": "func(a, b _9) Tuple { return Tuple{a / b, a % b} }(_0, _1)",
	"pow/i2":    "func(x, n _9) _9 { v := _9(1); for ; n > 0; n-- { v *= x }; return v }(_0, _1)", "pow/f2": "math.Pow(_0, _1)",
	"bin/i1": `fmt.Sprintf("%#b", _0)`, "oct/i1": `fmt.Sprintf("%O", _0)`,
	"chr/i1": "string(rune(_0))", "ord/s1": "int([]rune(_0)[0])",
	"float/s1": "strconv.ParseFloat(_0, 64)", "float/i1": "float64(_0)", "float/f1": "_0",
	"int/s2": "strconv.ParseInt(_0, _1, 64)", "bool/x1": "__truth(_0)",
	"reversed/l1":  "func(s _9) _9 { var list _9; for i := len(s) - 1; i >= 0; i-- { list = append(list, s[i]) }; return list }(_0)",
	"set/l1":       "func() _9 { seen := map[_8]bool{}; var list _9; for _, v := range _0 { if !seen[v] { seen[v] = true; list = append(list, v) } }; return list }()",
	"tuple/l1":     "func() Tuple { var list Tuple; for _, v := range _0 { list = append(list, v) }; return list }()",
	"zip/l2":       "func(a _9, b _7) []Tuple { var list []Tuple; for i, v := range a[:min(len(a), len(b))] { list = append(list, Tuple{v, b[i]}) }; return list }(_0, _1)",
	"enumerate/l1": "func() []Tuple { var list []Tuple; for i, v := range _0 { list = append(list, Tuple{i, v}) }; return list }()",
	"enumerate/l2": "func() []Tuple { var list []Tuple; for i, v := range _0 { list = append(list, Tuple{i + _1, v}) }; return list }()",
}

// pythonModules are functions of Python's modules, in the same way.
var pythonModules = map[string]string{
	"time.time/0": "float64(time.Now().UnixNano()) / 1e9", "time.perf_counter/0": "float64(time.Now().UnixNano()) / 1e9",
	"random.randint/i2": "func(a, b int) int { return a + rand.Intn(b-a+1) }(_0, _1)", "random.random/0": "rand.Float64()", "random.choice/l1": "func(s _9) _8 { return s[rand.Intn(len(s))] }(_0)",
	"os.path.exists/s1": "func() bool { _, err := os.Stat(_0); return err == nil }()", "os.path.basename/s1": "filepath.Base(_0)",
	"os.path.join/s2": "filepath.Join(_0, _1)", "os.path.getsize/s1": "func() int { info, err := os.Stat(_0); if err != nil { panic(err) }; return int(info.Size()) }()",
	"os.listdir/s1": "func() []string { list, err := os.ReadDir(_0); if err != nil { panic(err) }; var names []string; for _, f := range list { names = append(names, f.Name()) }; return names }()",
	"sys.exit/0":    "os.Exit(0)", "sys.exit/i1": "os.Exit(_0)",
	"re.findall/s2": "regexp.MustCompile(_0).FindAllString(_1, -1)", "re.search/s2": "regexp.MustCompile(_0).MatchString(_1)",
	"re.sub/s3": "regexp.MustCompile(_0).ReplaceAllString(_2, _1)", "re.split/s2": "regexp.MustCompile(_0).Split(_1, -1)",
	"binascii.hexlify/l1": "hex.EncodeToString(_0)", "binascii.unhexlify/s1": "hex.DecodeString(_0)",
	"base64.b64encode/l1": "base64.StdEncoding.EncodeToString(_0)", "base64.b64decode/s1": "base64.StdEncoding.DecodeString(_0)",
	"json.dumps/x1":        "func() string { text, err := json.Marshal(_0); if err != nil { panic(err) }; return string(text) }()",
	"socket.gethostname/0": "os.Hostname()", "itertools.product/l2": "func() []Tuple { var list []Tuple; for _, v := range _0 { for _, w := range _1 { list = append(list, Tuple{v, w}) } }; return list }()",
	"copy.deepcopy/x1": "_0.Copy()", "copy.copy/x1": "_0.Copy()",
}

// isModule reports whether Python has a module of which pythonModules, or a rule of its own, knows functions: import does
// nothing then.
func isModule(name string) bool {
	switch name {
	case "struct", "collections":
		return true
	}
	for key := range pythonModules {
		if strings.HasPrefix(key, name+".") && name != "time" && name != "os" {
			return true
		}
	}
	return false
}

// pythonFunction gives a function of Python its Go form.
func (r *rewriter) pythonFunction(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok || len(call.Args) > 4 {
		return nil
	}
	table, name := pythonFunctions, ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		if name = strings.TrimPrefix(f.Name, "__"); !r.foreign(f) {
			return nil
		}
		if y := r.isInstance(call, f.Name); y != nil {
			return y
		}
		if kind, ok := defaultKind(call); ok && name == "defaultdict" {
			return r.tmpl(x, "map[any]"+kind+"{}")
		}
	case *ast.SelectorExpr:
		if table, name = pythonModules, types.ExprString(f); !r.foreignMember(f) {
			return nil
		}
		name = strings.TrimPrefix(name, "__")
		if y := r.structOf(call, name); y != nil {
			return y
		}
	}
	if name == "bool" && (len(call.Args) != 1 || r.isKind(call.Args[0], types.IsBoolean)) {
		return nil // Go's conversion
	}
	tmpl := table[name+"/"+r.kindOf(call)]
	if tmpl == "" {
		tmpl = table[name+"/x"+itoa(len(call.Args))]
	}
	if tmpl == "" {
		return nil
	}
	args := make([]any, 10)
	for i, a := range call.Args {
		if r.typeOf(a) == nil {
			return nil
		}
		args[i] = a
	}
	if len(call.Args) > 0 {
		t := r.settled(r.typeOf(call.Args[0]))
		args[9] = t
		if len(call.Args) > 1 {
			args[7] = r.settled(r.typeOf(call.Args[1]))
		}
		if e := elem(t); e != nil {
			args[8] = r.settled(e)
			if name == "set" && !types.Comparable(e) {
				return call.Args[0] // what cannot be compared is all there
			}
		}
	}
	return r.call(r.tmpl(x, tmpl, args...))
}

// isPython reports whether id, which Go does not know, is a function of Python that is called, or a module of it.
func (r *rewriter) isPython(id *ast.Ident) bool {
	switch p := r.parent(0).(type) {
	case *ast.SelectorExpr:
		return p.X == id && isModule(id.Name)
	case *ast.CallExpr:
		return p.Fun == id && (pythonFunctions[id.Name+"/l1"] != "" || id.Name == "defaultdict")
	}
	return false
}

// foreign reports whether a function that is called does not exist, or is a package or type of Go.
func (r *rewriter) foreign(id *ast.Ident) bool {
	switch o := r.chk.Info.Uses[id].(type) {
	case nil:
		return r.undefined(id) || r.chk.Info.Types[id].Type == nil
	case *types.PkgName:
		return true
	case *types.TypeName:
		return o.Parent() == types.Universe
	}
	return false
}

// foreignMember reports whether a selector of a package that is called does not exist.
func (r *rewriter) foreignMember(sel *ast.SelectorExpr) bool {
	root := sel.X
	if inner, ok := root.(*ast.SelectorExpr); ok { // os.path
		root = inner.X
	}
	id, ok := root.(*ast.Ident)
	if !ok || r.chk.Info.Selections[sel] != nil {
		return false
	}
	switch r.chk.Info.Uses[id].(type) {
	case nil, *types.TypeName, *types.Func:
		return true
	case *types.PkgName:
		return true // its own functions have capitals
	}
	return false
}

// kindOf is the kind of the first argument of a call and the number of all.
func (r *rewriter) kindOf(call *ast.CallExpr) string {
	n := itoa(len(call.Args))
	if len(call.Args) == 0 {
		return n
	}
	t := r.typeOf(call.Args[0])
	switch {
	case t == nil:
		return ""
	case isBasic(t, types.IsInteger):
		return "i" + n
	case isBasic(t, types.IsFloat):
		return "f" + n
	case isBasic(t, types.IsString):
		return "s" + n
	}
	if _, ok := under[*types.Slice](t); ok {
		return "l" + n
	}
	return "x" + n
}

// defaultKind is the type of the values of a defaultdict, whose keys may be anything.
func defaultKind(call *ast.CallExpr) (string, bool) {
	if len(call.Args) != 1 {
		return "", false
	}
	id, _ := call.Args[0].(*ast.Ident)
	if id == nil {
		return "", false
	}
	kind, ok := map[string]string{"int": "int", "float": "float64", "str": "string", "list": "[]any"}[id.Name]
	return kind, ok
}

// isInstance is isinstance(p, TCP), of the layer that p stands at, and isinstance(x, int).
func (r *rewriter) isInstance(call *ast.CallExpr, name string) ast.Expr {
	if name != "isinstance" || len(call.Args) != 2 {
		return nil
	}
	if r.isPacket(call.Args[0]) && r.isProto(call.Args[1]) {
		return r.is(r.tmpl(call, "_0.Proto() == _1", call.Args[0], call.Args[1]), boolType)
	}
	id, ok := call.Args[1].(*ast.Ident)
	if !ok || r.typeOf(call.Args[0]) == nil {
		return nil
	}
	t := map[string]string{"int": "int", "str": "string", "float": "float64", "bool": "bool", "bytes": "[]byte"}[id.Name]
	if t == "" {
		return nil
	}
	return r.is(r.tmpl(call, "func() bool { _, ok := any(_0).("+t+"); return ok }()", call.Args[0]), boolType)
}

// structFormats are the letters of struct.pack: bytes, and how Go writes and reads them.
var structFormats = map[byte]struct {
	size       int
	write, get string
}{
	'B': {1, "append(_0, byte(_1))", "int(_0[_1])"}, 'H': {2, "binary.ORDER.AppendUint16(_0, uint16(_1))", "int(binary.ORDER.Uint16(_0[_1:]))"},
	'I': {4, "binary.ORDER.AppendUint32(_0, uint32(_1))", "int(binary.ORDER.Uint32(_0[_1:]))"},
	'L': {4, "binary.ORDER.AppendUint32(_0, uint32(_1))", "int(binary.ORDER.Uint32(_0[_1:]))"},
	'Q': {8, "binary.ORDER.AppendUint64(_0, uint64(_1))", "int(binary.ORDER.Uint64(_0[_1:]))"},
}

// structOf is struct.pack("!HB", x, y) and struct.unpack of constant formats.
func (r *rewriter) structOf(call *ast.CallExpr, name string) ast.Expr {
	if name != "struct.pack" && name != "struct.unpack" || len(call.Args) < 2 {
		return nil
	}
	format := unquoted(call.Args[0])
	order := "BigEndian"
	switch {
	case strings.HasPrefix(format, "<"):
		order, format = "LittleEndian", format[1:]
	case strings.HasPrefix(format, "!"), strings.HasPrefix(format, ">"):
		format = format[1:]
	}
	var out ast.Expr = ident(call, "nil")
	if len(format) != len(call.Args)-1 && name == "struct.pack" || name == "struct.unpack" && (len(call.Args) != 2 || !isBytes(r.typeOf(call.Args[1]))) {
		return nil
	}
	var parts []ast.Expr
	offset := 0
	for i := range len(format) {
		f, ok := structFormats[format[i]]
		if !ok {
			return nil
		}
		if name == "struct.pack" {
			if i == 0 && f.size == 1 {
				out = r.tmpl(call, "[]byte{}")
			}
			out = r.tmpl(call, strings.ReplaceAll(f.write, "ORDER", order), out, call.Args[i+1])
			continue
		}
		at := &ast.BasicLit{ValuePos: call.Pos(), Kind: token.INT, Value: itoa(offset)}
		parts = append(parts, r.tmpl(call, strings.ReplaceAll(f.get, "ORDER", order), call.Args[1], at))
		offset += f.size
	}
	if name == "struct.pack" {
		return out
	}
	return r.tmpl(call, "Tuple{_0}", parts)
}
