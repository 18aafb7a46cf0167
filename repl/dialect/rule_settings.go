package dialect

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// Settings: what belongs to a value of pktsh's own packages is read and written as Python's properties are. A method
// without parameters is read, a pair of methods X and SetX is written, and a field takes numbers of seconds for a duration
// and 0 or 1 for what is on or off.

// ownPrefix begins the paths of pktsh's own packages.
const ownPrefix = "pktsh/"

// isOwn reports whether t is a type of one of pktsh's own packages.
func isOwn(t types.Type) bool { return ownName(t) != "" }

// ownName is the name of a type of pktsh's own packages, "" for others.
func ownName(t types.Type) string {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || !strings.HasPrefix(n.Obj().Pkg().Path(), ownPrefix) {
		return ""
	}
	return n.Obj().Name()
}

// writeSetting turns an assignment to a setting into the call of its Set method, which is checked, or gives the field's
// value the field's type.
func (r *rewriter) writeSetting(s ast.Stmt) []ast.Stmt {
	a, ok := s.(*ast.AssignStmt)
	if !ok || a.Tok != token.ASSIGN || len(a.Lhs) != 1 || len(a.Rhs) != 1 {
		return nil
	}
	sel, ok := a.Lhs[0].(*ast.SelectorExpr)
	if !ok || r.isPacket(sel.X) {
		return nil
	}
	t := r.typeOf(sel.X)
	if t == nil || !isOwn(t) {
		return nil
	}
	if set := setter(t, sel.Sel.Name); set != nil {
		call := r.tmpl(s, "_0._1(_2)", sel.X, set.Name(), a.Rhs[0])
		if res := set.Type().(*types.Signature).Results(); res.Len() == 1 && isError(res.At(0).Type()) {
			return []ast.Stmt{r.raising(call)}
		}
		return []ast.Stmt{&ast.ExprStmt{X: call}}
	}
	if r.chk.Info.Selections[sel] != nil {
		return nil // Go's own spelling takes what Go takes
	}
	field := foldedField(t, sel.Sel.Name)
	if field == nil {
		return nil
	}
	v := r.settingValue(a.Rhs[0], field.Type())
	if v == nil {
		return nil
	}
	lhs := &ast.SelectorExpr{X: sel.X, Sel: ident(sel.Sel, field.Name())}
	return []ast.Stmt{&ast.AssignStmt{Lhs: []ast.Expr{lhs}, TokPos: a.TokPos, Tok: a.Tok, Rhs: []ast.Expr{v}}}
}

// settingValue is v as a field of type t takes it, nil while the type of v is not known.
func (r *rewriter) settingValue(v ast.Expr, t types.Type) ast.Expr {
	if isDuration(t) {
		return r.seconds(v)
	}
	if c := r.constOf(v); isBasic(t, types.IsBoolean) && c != nil && c.Kind() == constant.Int {
		if constant.Sign(c) == 0 {
			return ident(v, "false")
		}
		return ident(v, "true")
	}
	return v
}

// setter is the method SetX of t for a setting spelled in any way as x, nil when there is none.
func setter(t types.Type, name string) *types.Func {
	for _, m := range members(t) {
		if strings.HasPrefix(m, "Set") && fold(m) == "set"+fold(name) {
			f, _ := method(t, m).(*types.Func)
			if f != nil && f.Type().(*types.Signature).Params().Len() == 1 {
				return f
			}
		}
	}
	return nil
}

// hasSettings reports whether t is the type of conf, whose members are called settings.
func hasSettings(t types.Type) bool { return ownName(t) == "Config" }

// settings are the names of t's settings as Python's users spell them.
func settings(t types.Type) (list []string) {
	for _, m := range members(t) {
		if !strings.HasPrefix(m, "Set") {
			list = append(list, snake(m))
		}
	}
	return list
}

// foldedField is the exported field of t that is spelled in any way as name, nil when there is none.
func foldedField(t types.Type, name string) *types.Var {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	for i := range s.NumFields() {
		if f := s.Field(i); f.Exported() && fold(f.Name()) == fold(name) {
			return f
		}
	}
	return nil
}

// ownDuration reports whether x is assigned to and is a duration, whose number of seconds writeSetting turns into one.
func (r *rewriter) ownDuration(x *ast.SelectorExpr, t types.Type) bool {
	if a, ok := r.parent(0).(*ast.AssignStmt); !ok || a.Tok != token.ASSIGN || !r.assigned(x) || !isOwn(t) {
		return false
	}
	f := foldedField(t, x.Sel.Name)
	return f != nil && isDuration(f.Type())
}

// constant gives the names of Python's constants their meaning in lines that are Go otherwise.
func (r *rewriter) constant(x ast.Expr) ast.Expr {
	id, ok := x.(*ast.Ident)
	if !ok || constants[id.Name] == "" || !r.undefined(id) || r.assigned(id) {
		return nil
	}
	return ident(id, constants[id.Name])
}
