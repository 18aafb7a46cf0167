package bpf

import (
	"fmt"
	"strings"
)

// An Error says which word of a filter expression is wrong, why, and what would be right.
type Error struct {
	Expr   string // the whole expression
	Pos    int    // where the word begins, in bytes
	Len    int    // of the word, in bytes; 0 at the end of the expression
	Reason string // what is wrong
	Hint   string // what to write instead, or ""
}

func (e *Error) Error() string {
	text := "filter: " + e.Reason
	if e.Hint != "" {
		text += " (" + e.Hint + ")"
	}
	return text
}

// Caret returns two lines: the expression, and a mark below the wrong word.
func (e *Error) Caret() string {
	line := strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, e.Expr)
	pos := min(e.Pos, len(line))
	return line + "\n" + strings.Repeat(" ", len([]rune(line[:pos]))) + "^" + strings.Repeat("~", max(e.Len-1, 0))
}

// failure is how the scanner, parser and generator give up; Compile turns it into an *Error.
type failure struct {
	at           span
	reason, hint string
}

// A span is a part of the expression: its first byte and the one after its last.
type span struct{ pos, end int }

// to returns what reaches from s to the end of t.
func (s span) to(t span) span { return span{s.pos, max(s.end, t.end)} }

func fail(at span, format string, args ...any) {
	panic(failure{at: at, reason: fmt.Sprintf(format, args...)})
}

func failHint(at span, hint, format string, args ...any) {
	panic(failure{at: at, reason: fmt.Sprintf(format, args...), hint: hint})
}

// catch turns a failure into the *Error that Compile returns.
func catch(expr string, err *error) {
	switch f := recover().(type) {
	case nil:
	case failure:
		*err = &Error{Expr: expr, Pos: f.at.pos, Len: f.at.end - f.at.pos, Reason: f.reason, Hint: f.hint}
	default:
		panic(f)
	}
}
