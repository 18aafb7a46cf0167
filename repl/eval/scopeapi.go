package eval

import (
	"go/ast"
	"reflect"

	"pktsh/layers/packet"
	"pktsh/repl/dialect"
)

// A scope shows a session to the dialect.
type scope struct{ s *Session }

var _ dialect.Scope = scope{}

// Check type-checks an entry, which may still have other spellings in it, as the next one of the session.
func (sc scope) Check(e *dialect.Entry) *dialect.Checked {
	c := checkUnit(sc.s.fset, fromEntry(e), sc.s.names)
	return &dialect.Checked{Info: c.info, Pkg: c.pkg, Errors: c.errs}
}

// Names lists every name in scope.
func (sc scope) Names() []string { return sc.s.Names() }

// Proto returns the protocol that an expression denotes: a variable of a package or of the session that holds one now.
func (sc scope) Proto(e ast.Expr) *packet.Proto {
	var v reflect.Value
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		o, _ := sc.s.names.find(e.Name)
		v = sc.s.valueOf(o)
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok {
			if _, path := sc.s.names.find(id.Name); path != "" {
				v = sc.s.valueOf(sc.s.universe.object(path, e.Sel.Name))
			}
		}
	}
	if !v.IsValid() || !v.CanInterface() {
		return nil
	}
	p, _ := v.Interface().(*packet.Proto)
	return p
}
