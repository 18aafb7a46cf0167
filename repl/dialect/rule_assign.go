package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// define turns x = e into x := e when x does not exist yet.
func (r *rewriter) define(s ast.Stmt) []ast.Stmt {
	a, ok := s.(*ast.AssignStmt)
	if !ok || a.Tok != token.ASSIGN && a.Tok != token.DEFINE {
		return nil
	}
	if len(a.Lhs) == 1 && len(a.Rhs) > 1 { // x = 1, 2
		pair := &ast.CallExpr{Fun: ident(a.Rhs[0], "__tuple"), Args: a.Rhs}
		return []ast.Stmt{&ast.AssignStmt{Lhs: a.Lhs, TokPos: a.TokPos, Tok: a.Tok, Rhs: []ast.Expr{pair}}}
	}
	if a.Tok == token.DEFINE {
		return nil
	}
	if id, ok := a.Lhs[0].(*ast.Ident); ok && len(a.Lhs) == 1 && r.topLevel() && literalMarker(a.Rhs[0]) && types.IsInterface(orInvalid(r.typeOf(id))) {
		return []ast.Stmt{&ast.AssignStmt{Lhs: a.Lhs, TokPos: a.TokPos, Tok: token.DEFINE, Rhs: a.Rhs}} // with the literal's own type
	}
	unknown := false
	for _, l := range a.Lhs {
		id, ok := l.(*ast.Ident)
		if !ok {
			return nil
		}
		unknown = unknown || r.undefined(id) && id.Name != "_" || r.notVariable(id)
	}
	if !unknown {
		return nil
	}
	r.fresh = nil
	for i, x := range a.Rhs {
		if id, ok := x.(*ast.Ident); ok && id.Name == "nil" && r.undefined(a.Lhs[min(i, len(a.Lhs)-1)].(*ast.Ident)) {
			a.Rhs[i] = r.tmpl(x, "any(nil)")
		}
	}
	return []ast.Stmt{&ast.AssignStmt{Lhs: a.Lhs, TokPos: a.TokPos, Tok: token.DEFINE, Rhs: a.Rhs}}
}

// literalMarker reports whether x is a literal that Go does not have, whose type its place would decide.
func literalMarker(x ast.Expr) bool {
	switch markerName(x) {
	case "__list", "__tuple", "__dict", "__listof", "__dictof", "__lambda", "__cond":
		return true
	}
	return false
}

// orInvalid is t, or the invalid type for none.
func orInvalid(t types.Type) types.Type {
	if t == nil {
		return types.Typ[types.Invalid]
	}
	return t
}

// notVariable reports whether id names a builtin, package, type or function, which an assignment hides.
func (r *rewriter) notVariable(id *ast.Ident) bool {
	switch r.chk.Info.Uses[id].(type) {
	case *types.Builtin, *types.PkgName, *types.TypeName, *types.Func:
		return true
	}
	return false
}

// redefine turns x = e into x := e when e has a type that the session's x cannot hold.
func (r *rewriter) redefine(s ast.Stmt) []ast.Stmt {
	a, ok := s.(*ast.AssignStmt)
	if !ok || a.Tok != token.ASSIGN || !r.topLevel() {
		return nil
	}
	given := r.assignedTypes(a)
	mismatch := false
	for i, l := range a.Lhs {
		id, ok := l.(*ast.Ident)
		if !ok || given == nil {
			return nil
		}
		lt, rt := r.typeOf(id), given[i]
		if id.Name == "_" {
			continue
		}
		if lt == nil || rt == nil {
			return nil
		}
		mismatch = mismatch || !types.AssignableTo(rt, lt) && r.failsWithin(a)
	}
	if !mismatch {
		return nil
	}
	return []ast.Stmt{&ast.AssignStmt{Lhs: a.Lhs, TokPos: a.TokPos, Tok: token.DEFINE, Rhs: a.Rhs}}
}

// assignedTypes are the types of what an assignment gives each variable, nil when it does not fit: those of its values, or
// of the results of a call, of which a trailing error may be left out.
func (r *rewriter) assignedTypes(a *ast.AssignStmt) []types.Type {
	var list []types.Type
	if len(a.Lhs) == len(a.Rhs) {
		for _, x := range a.Rhs {
			list = append(list, r.typeOf(x))
		}
		return list
	}
	if len(a.Rhs) != 1 {
		return nil
	}
	results, ok := r.resultsOf(a.Rhs[0]).(*types.Tuple)
	if !ok {
		return nil
	}
	for i := range results.Len() {
		list = append(list, results.At(i).Type())
	}
	if len(list) == len(a.Lhs)+1 && types.Identical(list[len(a.Lhs)], types.Universe.Lookup("error").Type()) {
		list = list[:len(a.Lhs)]
	}
	if len(list) != len(a.Lhs) {
		return nil
	}
	return list
}

// assignOperator spells out an operator that Go does not have for the type: pkts += more, p /= TCP().
func (r *rewriter) assignOperator(s ast.Stmt) []ast.Stmt {
	a, ok := s.(*ast.AssignStmt)
	if !ok || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
		return nil
	}
	switch {
	case a.Tok == token.ADD_ASSIGN && r.isList(a.Lhs[0]):
	case a.Tok == token.QUO_ASSIGN && r.isPacket(a.Lhs[0]):
	default:
		return nil
	}
	x := &ast.BinaryExpr{X: a.Lhs[0], OpPos: a.TokPos, Op: binary[a.Tok], Y: a.Rhs[0]}
	return []ast.Stmt{&ast.AssignStmt{Lhs: a.Lhs, TokPos: a.TokPos, Tok: token.ASSIGN, Rhs: []ast.Expr{x}}}
}

// binary gives the operator within an assignment operator.
var binary = map[token.Token]token.Token{
	token.ADD_ASSIGN: token.ADD, token.SUB_ASSIGN: token.SUB, token.MUL_ASSIGN: token.MUL, token.QUO_ASSIGN: token.QUO,
	token.REM_ASSIGN: token.REM, token.AND_ASSIGN: token.AND, token.OR_ASSIGN: token.OR, token.XOR_ASSIGN: token.XOR,
	token.SHL_ASSIGN: token.SHL, token.SHR_ASSIGN: token.SHR, token.AND_NOT_ASSIGN: token.AND_NOT,
}

// unpack takes a slice, array or tuple literal apart: a, b = pair; a, b = (1, 2).
func (r *rewriter) unpack(s ast.Stmt) []ast.Stmt {
	a, ok := s.(*ast.AssignStmt)
	if !ok || len(a.Lhs) < 2 || len(a.Rhs) != 1 {
		return nil
	}
	for _, name := range []string{"__tuple", "__list"} {
		if args, ok := marked(a.Rhs[0], name); ok && len(args) == len(a.Lhs) {
			return []ast.Stmt{&ast.AssignStmt{Lhs: a.Lhs, TokPos: a.TokPos, Tok: a.Tok, Rhs: args}}
		}
	}
	t := r.typeOf(a.Rhs[0])
	if t == nil {
		return nil
	}
	parts := r.parts(a.Rhs[0], t, len(a.Lhs))
	if parts == nil {
		return nil
	}
	list := []ast.Stmt{&ast.AssignStmt{Lhs: a.Lhs, TokPos: a.TokPos, Tok: a.Tok, Rhs: parts}}
	if _, ok := a.Rhs[0].(*ast.Ident); ok {
		return list
	}
	v := r.temp(s, "pair")
	head := &ast.AssignStmt{Lhs: []ast.Expr{v}, TokPos: a.TokPos, Tok: token.DEFINE, Rhs: a.Rhs}
	return []ast.Stmt{head, &ast.AssignStmt{Lhs: a.Lhs, TokPos: a.TokPos, Tok: a.Tok, Rhs: r.parts(v, t, len(a.Lhs))}}
}

// parts lists the n components of x, nil when its type t has not that many.
func (r *rewriter) parts(x ast.Expr, t types.Type, n int) (list []ast.Expr) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	switch u := t.Underlying().(type) {
	case *types.Slice:
	case *types.Array:
		if int(u.Len()) != n {
			return nil
		}
	case *types.Struct:
		if u.NumFields() != n {
			return nil
		}
		for i := range n {
			list = append(list, &ast.SelectorExpr{X: x, Sel: ident(x, u.Field(i).Name())})
		}
		return list
	default:
		return nil
	}
	for i := range n {
		list = append(list, r.tmpl(x, "_0["+itoa(i)+"]", x))
	}
	return list
}

// temp makes the name of a variable that a rule introduces, unlike every name in scope and in the entry.
func (r *rewriter) temp(at ast.Node, base string) *ast.Ident {
	used := map[string]bool{}
	for _, n := range r.s.Names() {
		used[n] = true
	}
	for _, n := range r.e.Nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				used[id.Name] = true
			}
			return true
		})
	}
	for _, n := range r.e.Temps {
		used[n] = true
	}
	name := base
	for i := 2; used[name]; i++ {
		name = base + itoa(i)
	}
	r.e.Temps = append(r.e.Temps, name)
	return ident(at, name)
}

// errorTuple returns the results before a trailing error of the call x; ok is false when x has none.
func (r *rewriter) errorTuple(x ast.Expr) (before []types.Type, ok bool) {
	t := r.resultsOf(x)
	if t == nil {
		return nil, false
	}
	tuple, isTuple := t.(*types.Tuple)
	if !isTuple {
		return nil, isError(t)
	}
	n := tuple.Len() - 1
	if n < 0 || !isError(tuple.At(n).Type()) {
		return nil, false
	}
	for i := range n {
		before = append(before, tuple.At(i).Type())
	}
	return before, true
}

func isError(t types.Type) bool { return types.Identical(t, types.Universe.Lookup("error").Type()) }

// checkedAssign gives the error result of x = f() a variable, and raises it.
func (r *rewriter) checkedAssign(s ast.Stmt) []ast.Stmt {
	a, ok := s.(*ast.AssignStmt)
	if !ok || len(a.Rhs) != 1 || a.Tok != token.ASSIGN && a.Tok != token.DEFINE {
		return nil
	}
	before, ok := r.errorTuple(a.Rhs[0])
	if !ok || len(before) == 0 || len(before) != len(a.Lhs) {
		return nil
	}
	var list []ast.Stmt
	switch {
	case a.Tok == token.DEFINE:
		r.e.addTemp("err")
		list = []ast.Stmt{&ast.AssignStmt{Lhs: append(append([]ast.Expr{}, a.Lhs...), ident(s, "err")), TokPos: a.TokPos, Tok: token.DEFINE, Rhs: a.Rhs}}
		return append(list, r.tmplStmts(s, "if err != nil { panic(err) }")...)
	case len(a.Lhs) > 1 && r.topLevel() && r.cannotHold(a.Lhs, before):
		return []ast.Stmt{&ast.AssignStmt{Lhs: a.Lhs, TokPos: a.TokPos, Tok: token.DEFINE, Rhs: a.Rhs}} // as redefine does
	case len(a.Lhs) == 1:
		return nil // checkedValue hoists it, so that a failure leaves the variable as it was
	}
	err := r.temp(s, "err")
	list = r.tmplStmts(s, "var _0 error", err)
	list = append(list, &ast.AssignStmt{Lhs: append(append([]ast.Expr{}, a.Lhs...), err), TokPos: a.TokPos, Tok: a.Tok, Rhs: a.Rhs})
	return append(list, r.tmplStmts(s, "if _0 != nil { panic(_0) }", err)...)
}

// cannotHold reports whether one of the session's variables in lhs has a type that its new value does not fit.
func (r *rewriter) cannotHold(lhs []ast.Expr, values []types.Type) (mismatch bool) {
	for i, l := range lhs {
		id, ok := l.(*ast.Ident)
		if !ok {
			return false
		}
		if t := r.typeOf(id); id.Name != "_" && t != nil && !types.AssignableTo(values[i], t) {
			mismatch = true
		}
	}
	return mismatch
}

// addTemp records a variable that a rule introduced.
func (e *Entry) addTemp(name string) {
	for _, t := range e.Temps {
		if t == name {
			return
		}
	}
	e.Temps = append(e.Temps, name)
}

// raising wraps a call whose only result is an error: the error is raised.
func (r *rewriter) raising(call ast.Expr) ast.Stmt {
	return r.tmplStmts(call, "if err := _0; err != nil { panic(err) }", call)[0]
}

// checkedValue handles a call with a value and an error where one value is expected: the call moves before the statement,
// or, where it cannot, into a function literal.
func (r *rewriter) checkedValue(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok || r.known[x] != nil {
		return nil
	}
	before, ok := r.errorTuple(call)
	if !ok || len(before) != 1 || r.takesTuple(call) {
		return nil
	}
	if v := r.walk.ahead; v != nil && r.canHoist(x) {
		name := r.temp(x, baseName(before[0]))
		r.e.addTemp("err")
		*v = append(*v, r.tmplStmts(x, "_0, err := _1; if err != nil { panic(err) }", name, call)...)
		return r.is(name, before[0])
	}
	return r.is(r.tmpl(x, "func() _0 { v, err := _1; if err != nil { panic(err) }; return v }()", before[0], call), before[0])
}

// takesTuple reports whether the parent of a call takes all its results, as Go allows.
func (r *rewriter) takesTuple(x *ast.CallExpr) bool {
	switch p := r.parent(0).(type) {
	case nil, *ast.ExprStmt, *ast.GoStmt, *ast.DeferStmt:
		return true
	case *ast.AssignStmt:
		return len(p.Rhs) == 1 && len(p.Lhs) == 2
	case *ast.ValueSpec:
		return len(p.Values) == 1 && len(p.Names) == 2
	case *ast.ReturnStmt:
		return !r.failsWithin(p)
	case *ast.CallExpr:
		return len(p.Args) == 1 && p.Args[0] == x && markerName(p) == "" && !r.made[x] && !r.failsWithin(p)
	}
	return false
}

// baseName proposes a name for a value of type t.
func baseName(t types.Type) string {
	switch {
	case named(t, "PacketList"):
		return "pkts"
	case named(t, "Packet"):
		return "p"
	}
	return "v"
}

// canHoist reports whether what x computes may be computed before the statement it stands in.
func (r *rewriter) canHoist(x ast.Expr) bool {
	var below ast.Node = x
	for i := 0; ; i++ {
		switch p := r.parent(i).(type) {
		case *ast.BinaryExpr:
			if p.Op == token.LAND || p.Op == token.LOR {
				return false
			}
		case *ast.ExprStmt, *ast.AssignStmt, *ast.ReturnStmt, *ast.SendStmt, *ast.DeclStmt:
			return r.inList(i + 1)
		case *ast.RangeStmt:
			return p.X == below && r.inList(i+1)
		case *ast.IfStmt:
			return p.Cond == below && p.Init == nil && r.inList(i+1)
		case *ast.CallExpr:
			switch name := markerName(p); name {
			case "__and", "__or", "__cond", "__ret", "__yield", "__put", "__lambda":
				return false
			}
		case ast.Expr, *ast.GenDecl, *ast.ValueSpec:
		default:
			return false
		}
		below = r.parent(i)
	}
}

// inList reports whether the node i levels up holds a list of statements (or is the top).
func (r *rewriter) inList(i int) bool {
	switch r.parent(i).(type) {
	case nil, *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
		return true
	}
	return false
}

// checkErrorResults raises the error results of calls that a rule renamed or made and that stand alone as statements. Go
// drops those, but what was typed was not Go.
func (r *rewriter) checkErrorResults() (changed bool) {
	sole := len(r.e.Nodes) == 1 && r.e.IsExpr
	v := &visitor{}
	v.stmt = func(s ast.Stmt) ([]ast.Stmt, bool) {
		x, ok := s.(*ast.ExprStmt)
		if !ok || !r.made[x.X] {
			return nil, false
		}
		if sole && len(v.stack) == 0 || r.e.IsExpr && s == r.e.Nodes[len(r.e.Nodes)-1] {
			return nil, false // the shell shows its values
		}
		before, ok := r.errorTuple(x.X)
		if !ok {
			return nil, false
		}
		delete(r.made, x.X)
		changed = true
		lhs := strings.Repeat("_, ", len(before)) + "err"
		return r.tmplStmts(s, "if "+lhs+" := _0; err != nil { panic(err) }", x.X), true
	}
	r.e.Nodes = v.list(r.e.Nodes)
	return changed
}
