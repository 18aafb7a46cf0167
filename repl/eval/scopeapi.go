package eval

import (
	"go/ast"
	"go/types"

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

// Proto returns the protocol that an expression denotes.
func (sc scope) Proto(e ast.Expr) *packet.Proto { return nil }

// Names lists every name that an entry may use at its top, sorted: the session's own, those of the dot-imported packages,
// and the packages of the standard library.
func (s *Session) Names() []string { return s.names.all() }

// A Var is a variable, function, type or constant of the session.
type Var struct {
	Name string
	Kind string // "var", "func", "type" or "const"
	Type types.Type
}

// Vars lists what the session has defined, sorted by name.
func (s *Session) Vars() []Var {
	var list []Var
	for _, name := range s.names.all() {
		o := s.names.own[name]
		if o == nil {
			continue
		}
		v := Var{Name: name, Type: o.Type()}
		switch o.(type) {
		case *types.Var:
			v.Kind = "var"
		case *types.Func:
			v.Kind = "func"
		case *types.TypeName:
			v.Kind = "type"
		case *types.Const:
			v.Kind = "const"
		}
		list = append(list, v)
	}
	return list
}
