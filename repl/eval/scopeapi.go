package eval

import (
	"go/ast"

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
