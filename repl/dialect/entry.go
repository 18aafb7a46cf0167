// Package dialect gives meaning to what Go rejects: the spellings that a Scapy user's fingers type.
//
// One entry of the shell goes through two steps:
//
//	e, err := dialect.Parse(fset, text) // text -> Go syntax tree, with sugar nodes where the text was not Go
//	err = dialect.Rewrite(e, scope)     // type-directed rules until the tree is plain Go
//
// Parse takes valid Go as it is. Only a statement that Go rejects is read again by the spelling pass, which knows keyword
// arguments, text in single quotes, lambda, in, not, lists, tuples and comprehensions, and writes them as calls of marker
// functions whose names begin with two underscores. Rewrite asks the Scope for types, applies the table in rules.go, and
// asks again until nothing changes. A node that type-checks is never rewritten, so every valid Go line means what Go says.
//
// What the evaluator must know about the result:
//
//   - Entry.Nodes is plain Go: statements of a function body and declarations, in the order typed. An import that a rule
//     needs (fmt, time, strings, bytes) stands first.
//   - A failure is raised by panic(err), written out as an if statement. The evaluator shows the error without a stack.
//   - When Entry.IsExpr is set, what was typed is one expression and the last node is an *ast.ExprStmt whose value is
//     shown. Statements before it were hoisted out of it. A call with several results keeps them all: the evaluator shows
//     those before a trailing error, and raises the error when it is not nil.
//   - Names in Entry.Temps were introduced by a rule (err, for instance). They need not outlive the entry.
//   - A top-level := may name variables that all exist already, of the same or another type: that is a redefinition.
package dialect

import (
	"errors"
	"go/ast"
	"go/token"
	"go/types"
	"sort"

	"pktsh/layers/packet"
)

// ErrIncomplete is returned by Parse for text that a following line may complete: an open bracket, a trailing operator,
// an open raw string.
var ErrIncomplete = errors.New("entry is incomplete")

// An Error is a mistake in what was typed, between the byte offsets Offset and End of Entry.Src.
type Error struct {
	Msg    string // what is wrong, in the words of what was typed
	Help   string // one line: the nearest name, or the known fix; empty when there is none
	Offset int
	End    int
}

// Error returns the message alone; the shell adds the line, the caret and the help.
func (e *Error) Error() string { return e.Msg }

// An Entry is one entry of the shell as a syntax tree.
type Entry struct {
	Src    string
	Nodes  []ast.Node // top level, in order: ast.Stmt or ast.Decl (import, func, type, const, var)
	IsExpr bool       // one expression was typed: its value is shown
	Temps  []string   // variables that Rewrite introduced
	// Package is the name in the package clause of a whole program, or empty.
	Package string

	fset    *token.FileSet
	spelled bool    // some of it was not Go
	pieces  []piece // by position, ascending
}

// A piece is one parsed stretch of the entry: a file of the FileSet whose text, after a prefix, came from Src.
type piece struct {
	file   *token.File
	prefix int   // bytes the parser needed before the text
	start  int   // offset in Src of the text, when origin is nil
	length int   // bytes of the text
	origin []int // offset in Src of each byte of the text, when the spelling pass wrote it
}

// OffsetOf returns the byte offset in Src of a position of any node; 0 for a node that has none.
func (e *Entry) OffsetOf(p token.Pos) int {
	i := sort.Search(len(e.pieces), func(i int) bool {
		f := e.pieces[i].file
		return token.Pos(f.Base()+f.Size()) >= p
	})
	if !p.IsValid() || i == len(e.pieces) {
		return 0
	}
	pc := &e.pieces[i]
	at := int(p) - pc.file.Base() - pc.prefix
	at = max(0, min(at, pc.length))
	if pc.origin == nil {
		return pc.start + at
	}
	if at < len(pc.origin) {
		return pc.origin[at]
	}
	return pc.start
}

// A Scope is what the session knows.
type Scope interface {
	// Check type-checks e as the next entry of the session.
	Check(e *Entry) *Checked
	// Names lists every name in scope, for case-free matching and suggestions.
	Names() []string
	// Proto returns the protocol an expression denotes when it is a variable holding one, else nil.
	Proto(e ast.Expr) *packet.Proto
}

// A Checked is the outcome of type-checking an entry. Info has Types, Defs, Uses and Selections.
type Checked struct {
	Info   *types.Info
	Pkg    *types.Package
	Errors []types.Error
}
