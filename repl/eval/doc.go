// Package eval runs entries of the shell: Go declarations, statements and expressions, one after another, in one session.
//
// yaegi runs them, and is never shown what was typed. An entry is parsed and rewritten to plain Go by package dialect,
// type-checked here by go/types against what the session knows (check.go), and written again in the part of Go that yaegi
// gets right (lower*.go): declarations, and one function that holds the statements. Session variables are package
// variables under internal names; a name defined anew with another type gets a new one.
//
// Types of compiled packages come from yaegi's symbol tables by reflection, when an entry first mentions them
// (universe.go). Generic functions of the standard library are in std, in source (stdsource.go).
//
// What no lowering has mended:
//
//   - Values in an interface know their types by name only as far as yaegi keeps it: a compiled function that hands such
//     a value back, errors.Is on values of session types, and comparisons of interfaces that hold them see the structure
//     alone. A nil pointer of a session type in an interface is a nil interface.
//   - %T, reflect and encoding/json see the unnamed structure of session types: unexported fields have an X before their
//     names, and there are no methods.
//   - A method declared again with the same signature is new for calls by its name; through an interface the first one
//     answers. With another signature the type must be declared again. Functions written earlier keep calling the
//     function that they were written with when it is declared again.
//   - A defer in the body of a range over a function runs at the end of the iteration. The operands of one expression are
//     evaluated as yaegi pleases where Go leaves it open, and sometimes where it does not.
//   - unsafe has its constants only; a run-time error points to the statement of the entry, not into a function.
//   - An entry stuck in compiled code that does not watch Context is left behind by Interrupt.
package eval
