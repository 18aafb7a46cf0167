package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// ident makes a name at the position of at.
func ident(at ast.Node, name string) *ast.Ident { return &ast.Ident{NamePos: at.Pos(), Name: name} }

// undefined reports whether Go knows no variable, function or type of this name.
func (r *rewriter) undefined(id *ast.Ident) bool {
	err, ok := r.errAt[id.Pos()]
	return ok && strings.HasPrefix(err.Msg, "undefined: ") && r.chk.Info.Uses[id] == nil && r.chk.Info.Defs[id] == nil
}

// assigned reports whether x, whose parent is the current node, is assigned to rather than read.
func (r *rewriter) assigned(x ast.Expr) bool {
	switch p := r.parent(0).(type) {
	case *ast.AssignStmt:
		for _, l := range p.Lhs {
			if l == x {
				return true
			}
		}
	case *ast.IncDecStmt:
		return true
	case *ast.UnaryExpr:
		return p.Op == token.AND
	case *ast.RangeStmt:
		return p.Key == x || p.Value == x
	case *ast.CallExpr:
		return isDel(p)
	}
	return false
}

// caseFree replaces a name that does not exist by the exported one that matches without case and underscores.
func (r *rewriter) caseFree(x ast.Expr) ast.Expr {
	switch x := x.(type) {
	case *ast.Ident:
		if call, ok := r.parent(0).(*ast.CallExpr); ok && call.Fun == x && builtins[x.Name] != nil {
			return nil
		}
		if r.isPython(x) {
			return nil
		}
		if !r.undefined(x) || r.assigned(x) || r.willDefine(x.Name) || strings.HasPrefix(x.Name, "__") || r.isKey(x) {
			return nil
		}
		name := functionNames[x.Name]
		if name == "" {
			name = folded(x.Name, r.s.Names())
		}
		if name == "" || !ast.IsExported(name) {
			return nil
		}
		r.touchCall(x)
		return ident(x, name)
	case *ast.SelectorExpr:
		return r.caseFreeMember(x)
	}
	return nil
}

// LastValue is the session variable for the value shown last, which Python's shell calls _.
const LastValue = "last"

// lastValue reads _, which Go only lets be written.
func (r *rewriter) lastValue(x ast.Expr) ast.Expr {
	id, ok := x.(*ast.Ident)
	if !ok || id.Name != "_" || r.assigned(x) {
		return nil
	}
	if err, ok := r.errAt[id.Pos()]; !ok || !strings.HasPrefix(err.Msg, "cannot use _ as value") {
		return nil
	}
	for _, name := range r.s.Names() {
		if name == LastValue {
			return ident(x, LastValue)
		}
	}
	r.fail(x, "no value was shown yet", "")
	return nil
}

// touchCall records the call of x, when x is what it calls: its error result is checked.
func (r *rewriter) touchCall(x ast.Expr) {
	if call, ok := r.parent(0).(*ast.CallExpr); ok && call.Fun == x {
		r.call(call)
	}
}

// isKey reports whether x is the field name in a composite literal.
func (r *rewriter) isKey(x ast.Expr) bool {
	kv, ok := r.parent(0).(*ast.KeyValueExpr)
	return ok && kv.Key == x
}

// functionNames are Scapy's names of functions that pktsh calls otherwise.
var functionNames = map[string]string{
	"bind_layers": "Bind", "bind_bottom_up": "BindUp", "bind_top_down": "BindDown", "split_layers": "Unbind",
	"split_bottom_up": "UnbindUp", "split_top_down": "UnbindDown",
}

// methodNames are Scapy's names of methods that pktsh calls otherwise.
var methodNames = map[string]string{
	"getlayer": "Layer", "getfieldval": "Get", "setfieldval": "Set", "delfieldval": "Del", "__name__": "Name", "_name": "Name",
}

// caseFreeMember replaces a method or struct field that does not exist. Fields of packets come first: see readField.
func (r *rewriter) caseFreeMember(x *ast.SelectorExpr) ast.Expr {
	t := r.typeOf(x.X)
	if t == nil || r.isPacket(x.X) && r.assigned(x) || r.chk.Info.Selections[x] != nil || method(t, x.Sel.Name) != nil {
		return nil
	}
	names := members(t)
	name := methodNames[x.Sel.Name]
	if name == "" || method(t, name) == nil {
		name = folded(x.Sel.Name, names)
	}
	if name == "" || r.ownDuration(x, t) {
		return nil
	}
	r.touchCall(x)
	y := &ast.SelectorExpr{X: x.X, Sel: ident(x.Sel, name)}
	if x.Sel.Name == "__name__" || r.isRead(x, method(t, name)) {
		return r.tmpl(x, "_0()", y)
	}
	return y
}

// isRead reports whether x, a method without parameters of a type of pktsh, is read as a field is: f.name, conf.iface.
func (r *rewriter) isRead(x *ast.SelectorExpr, o types.Object) bool {
	f, ok := o.(*types.Func)
	if !ok || !isOwn(r.typeOf(x.X)) || r.assigned(x) {
		return false
	}
	if call, ok := r.parent(0).(*ast.CallExpr); ok && call.Fun == x {
		return false
	}
	if _, wanted := under[*types.Signature](r.expected(x)); wanted {
		return false
	}
	sig := f.Type().(*types.Signature)
	return sig.Params().Len() == 0 && sig.Results().Len() == 1 && !isError(sig.Results().At(0).Type())
}

// capital tries the exported spelling of a member of a package.
func (r *rewriter) capital(x ast.Expr) ast.Expr {
	sel, ok := x.(*ast.SelectorExpr)
	if !ok || ast.IsExported(sel.Sel.Name) {
		return nil
	}
	id, ok := sel.X.(*ast.Ident)
	if !ok {
		return nil
	}
	if _, ok := r.chk.Info.Uses[id].(*types.PkgName); !ok {
		return nil
	}
	name := ""
	for _, part := range strings.Split(sel.Sel.Name, "_") {
		if part != "" {
			name += strings.ToUpper(part[:1]) + part[1:]
		}
	}
	r.touchCall(x)
	return &ast.SelectorExpr{X: sel.X, Sel: ident(sel.Sel, name)}
}

// constructor calls New<T> where a type is called with what it cannot convert.
func (r *rewriter) constructor(x ast.Expr) ast.Expr {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return nil
	}
	id, ok := call.Fun.(*ast.Ident)
	if !ok || !r.chk.Info.Types[id].IsType() || !r.failsWithin(call) {
		return nil
	}
	if named(r.typeOf(id), "PacketList") && len(call.Args) == 1 && r.isPacket(call.Args[0]) {
		return r.tmpl(x, "_0.Expand()", call.Args[0])
	}
	for _, name := range r.s.Names() {
		if name == "New"+id.Name {
			return r.call(&ast.CallExpr{Fun: ident(id, name), Lparen: call.Lparen, Args: call.Args, Rparen: call.Rparen})
		}
	}
	return nil
}

// failsWithin reports whether the last check found an error inside n.
func (r *rewriter) failsWithin(n ast.Node) bool {
	from, to := r.e.OffsetOf(n.Pos()), r.e.endOf(n)
	for _, err := range r.hard {
		if at := r.e.OffsetOf(err.Pos); at >= from && at < to {
			return true
		}
	}
	return false
}

// willDefine reports whether an assignment of the entry will define name, so that other uses of it wait.
func (r *rewriter) willDefine(name string) bool {
	if r.fresh == nil {
		r.fresh = make(map[string]bool)
		for _, n := range r.e.Nodes {
			ast.Inspect(n, func(n ast.Node) bool {
				if a, ok := n.(*ast.AssignStmt); ok && a.Tok == token.ASSIGN {
					for _, l := range a.Lhs {
						if id, ok := l.(*ast.Ident); ok && (r.undefined(id) || r.notVariable(id)) {
							r.fresh[id.Name] = true
						}
					}
				}
				return true
			})
		}
	}
	return r.fresh[name]
}
