package eval

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"unicode/utf8"
)

// supportPath is the import path of the functions that lowered code calls. They are methods of the session, given to
// yaegi as the symbols of a package.
const supportPath = "pktsh/repl/eval/support"

// hiddenPath is the import path of symbols that lowered code needs and no package exports.
const hiddenPath = "pktsh/repl/eval/hidden"

// ErrInterrupted is the failure of an entry that Interrupt stopped.
var ErrInterrupted = errors.New("interrupted")

// supportSymbols is the symbol table of the support package.
func (s *Session) supportSymbols() map[string]reflect.Value {
	return map[string]reflect.Value{
		"Result":    reflect.ValueOf(s.result),
		"Defined":   reflect.ValueOf(s.defined),
		"At":        reflect.ValueOf(s.at),
		"Stopped":   reflect.ValueOf(s.stoppedChan),
		"Block":     reflect.ValueOf(s.block),
		"Tick":      reflect.ValueOf(s.tick),
		"Enter":     reflect.ValueOf(s.enter),
		"Report":    reflect.ValueOf(s.report),
		"Recovered": reflect.ValueOf(recovered),
		"Text":      reflect.ValueOf(s.addText),
		"Shown":     reflect.ValueOf(s.shownAs),
		"Is":        reflect.ValueOf(isNamed),
		"Mismatch":  reflect.ValueOf(mismatch),
		"Check":     reflect.ValueOf(s.check),
		"Rune":      reflect.ValueOf(func(s string, at int) (rune, int) { return utf8.DecodeRuneInString(s[at:]) }),
		"Clear":     reflect.ValueOf(clearValue),
		"Print":     reflect.ValueOf(func(a ...any) { printTo(s.opts.Stderr, "", "", a) }),
		"Println":   reflect.ValueOf(func(a ...any) { printTo(s.opts.Stderr, " ", "\n", a) }),
	}
}

// report writes what ended a goroutine of an entry.
func (s *Session) report(r any) {
	if r != nil {
		fmt.Fprintf(s.opts.Stderr, "goroutine: %s\n", panicText(r))
	}
}

// clearValue is the builtin clear.
func clearValue(x any) { reflect.ValueOf(x).Clear() }

// printTo is print and println, which write floating-point numbers their own way.
func printTo(w io.Writer, sep, end string, args []any) {
	for i, a := range args {
		if i > 0 {
			fmt.Fprint(w, sep)
		}
		switch v := reflect.ValueOf(a); {
		case v.IsValid() && v.CanFloat():
			fmt.Fprintf(w, "%+e", v.Float())
		case v.IsValid() && v.CanComplex():
			fmt.Fprintf(w, "(%+e%+ei)", real(v.Complex()), imag(v.Complex()))
		default:
			fmt.Fprint(w, a)
		}
	}
	fmt.Fprint(w, end)
}

// isNamed reports whether yaegi's name of the type of the only element of list is name. A type that has no name of the
// session, and one from compiled code, is called by the empty name.
func isNamed(list []any, name string) bool {
	_, have, ok := unwrap(reflect.ValueOf(list[0]))
	return !ok || have == name
}

// mismatch is the panic of an assertion that fails.
func mismatch(x any, want string) {
	panic(fmt.Errorf("interface conversion: the value is not %s", want))
}
