package dialect

import "go/token"

// Parse reads one entry: Go, Scapy spellings, or a mixture; several declarations and statements in any order.
// The error is an *Error, or ErrIncomplete when more lines are needed.
func Parse(fset *token.FileSet, src string) (*Entry, error) { return &Entry{Src: src, fset: fset}, nil }

// Rewrite checks, applies the rules, and repeats until nothing changes. The result is plain Go. The error is an *Error.
func Rewrite(e *Entry, s Scope) error { return nil }

// Go returns the entry as gofmt-ed plain Go, as it would stand in a function body or file.
func (e *Entry) Go() string { return "" }
