package eval

import (
	"errors"
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/traefik/yaegi/interp"

	"pktsh/repl/dialect"
)

// fileName is what yaegi thinks every entry is from. It keeps imports by the name of the file.
const fileName = "pktsh"

// nameFiles gives the files of the file set from base on the name that yaegi is to see, and line numbers that start at
// the base of the file, so that a line that yaegi reports tells the file.
func nameFiles(fset *token.FileSet, base int) {
	for base < fset.Base() {
		f := fset.File(token.Pos(base))
		if f == nil {
			return
		}
		f.AddLineColumnInfo(0, fileName, f.Base(), 1)
		base = f.Base() + f.Size() + 1
	}
}

// positionAt is the position of a line and column that yaegi reported.
func positionAt(fset *token.FileSet, line, col int) token.Pos {
	f := fset.File(token.Pos(line))
	if f == nil {
		return token.NoPos
	}
	n := line - f.Base() + 1
	if n < 1 || n > f.LineCount() {
		return token.NoPos
	}
	return f.LineStart(n) + token.Pos(col-1)
}

// pattern is a regular expression compiled when first asked for: most sessions start without an error.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// internalName matches an internal name, of which the typed name is the first part.
var internalName = pattern(`([\pL_][\pL\d_]*)?` + mark + `\d*`)

// typedNames puts the names that were typed where msg has internal ones.
func typedNames(msg string) string {
	return internalName().ReplaceAllStringFunc(msg, func(n string) string {
		if i := strings.Index(n, mark); i > 0 {
			return n[:i]
		}
		return "value"
	})
}

// firstError is the first type error of an entry, as typed.
func (c *check) firstError() error {
	first := c.errs[0]
	for _, e := range c.errs {
		if c.unit.offsetOf(e.Pos) < c.unit.offsetOf(first.Pos) && !e.Soft {
			first = e
		}
	}
	at := c.unit.offsetOf(first.Pos)
	return &dialect.Error{Msg: cleanType(first.Msg), Offset: at, End: wordEnd(c.unit.src, at)}
}

// cleanType takes the package of the session out of a message of go/types.
func cleanType(msg string) string { return strings.ReplaceAll(msg, "main.", "") }

// wordEnd is the end of the word or sign at offset at.
func wordEnd(src string, at int) int {
	end := at
	for end < len(src) && (src[end] == '_' || src[end] >= 0x80 || '0' <= src[end] && src[end] <= '9' || 'A' <= src[end]&^0x20 && src[end]&^0x20 <= 'Z') {
		end++
	}
	return min(max(end, at+1), len(src))
}

var yaegiPosition = pattern(`^(?:[^:\s]*:)?(\d+):(\d+): |^-: `)

// compileError is the error of yaegi's compiler for something that go/types found right: a limit of yaegi.
func (s *Session) compileError(u *unit, err error) error {
	msg := err.Error()
	at := 0
	if m := yaegiPosition().FindStringSubmatch(msg); m != nil {
		msg = msg[len(m[0]):]
		if m[1] != "" {
			line, _ := strconv.Atoi(m[1]) // the pattern admits digits only
			col, _ := strconv.Atoi(m[2])
			at = u.offsetOf(positionAt(s.fset, line, col))
		}
	}
	return &dialect.Error{Msg: "the interpreter cannot run this: " + typedNames(msg), Offset: at, End: wordEnd(u.src, at)}
}

// runError is what stopped the entry while it ran.
func (s *Session) runError(u *unit, r *run, err error) error {
	var p interp.Panic
	if !errors.As(err, &p) {
		return s.compileError(u, err)
	}
	start, end := u.statementAt(r.statement)
	return &dialect.Error{Msg: panicText(p.Value), Offset: start, End: end}
}

// statementAt is where statement i of the entry stands in the text: up to the next one.
func (u *unit) statementAt(i int) (start, end int) {
	var starts []int
	for _, n := range u.nodes {
		if _, decl := topDecl(n); !decl {
			starts = append(starts, u.offsetOf(n.Pos()))
		}
	}
	end = len(u.src)
	if i < len(starts) && len(starts) > 1 {
		start = starts[i]
		if i+1 < len(starts) && starts[i+1] > start {
			end = starts[i+1]
		}
	}
	return start, start + len(strings.TrimRight(u.src[start:end], " \t\n;"))
}

// panicValue takes yaegi's wrapping off a recovered value.
func panicValue(r any) any {
	for {
		v, ok := r.(reflect.Value)
		if !ok || !v.IsValid() || !v.CanInterface() {
			return r
		}
		r = v.Interface()
	}
}

// panicText says what was panicked with: an error by its message, anything else as a panic.
func panicText(r any) string {
	switch v := panicValue(r).(type) {
	case error:
		return runtimeText(v.Error())
	case string:
		if t := runtimeText(v); t != v {
			return t
		}
		return "panic: " + v
	default:
		return fmt.Sprintf("panic: %v", v)
	}
}

// A runtimeError is what code that recovers gets in place of a panic of reflect.
type runtimeError string

func (e runtimeError) Error() string { return "runtime error: " + string(e) }

// RuntimeError marks e as a runtime.Error.
func (e runtimeError) RuntimeError() {}

// recovered is the value of recover(): what was panicked with, without what yaegi puts around it.
func recovered(r any) any {
	r = panicValue(r)
	msg, ok := r.(string)
	if err, isValue := r.(*reflect.ValueError); isValue {
		msg, ok = err.Error(), true
	}
	if ok {
		if t := runtimeText(msg); t != msg {
			return runtimeError(t)
		}
	}
	return r
}

// runtimeWords are messages of reflect, through which yaegi works, and what Go says instead.
var runtimeWords = []struct {
	is   func() *regexp.Regexp
	says string
}{
	{pattern(`^runtime error: `), ""},
	{pattern(`^reflect: (slice|array|string) index out of range.*`), "index out of range"},
	{pattern(`^reflect.Value.Slice: .*|^reflect: slice bounds out of range.*`), "slice bounds out of range"},
	{pattern(`^reflect\.Value\.Call: call of nil function|^reflect: Method on nil interface value`), "invalid memory address or nil pointer dereference"},
	{pattern(`^reflect: call of reflect\.Value\.\w+ on zero Value`), "invalid memory address or nil pointer dereference"},
	{pattern(`^reflect: call of reflect\.Value\.\w+ on (\w+) Value`), "invalid use of a $1 value"},
}

func runtimeText(msg string) string {
	for _, w := range runtimeWords {
		msg = w.is().ReplaceAllString(msg, w.says)
	}
	return typedNames(msg)
}

// exprType is the type of the expression that the entry is, or nil when it has no value.
func (c *check) exprType() types.Type {
	tv := c.info.Types[lastExpr(c.unit)]
	if tv.IsVoid() || tv.IsNil() || tv.IsType() {
		return nil
	}
	return tv.Type
}
