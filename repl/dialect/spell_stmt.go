package dialect

import (
	"fmt"
	"go/token"
	"strings"
)

// stmts writes statements, one a line.
func (w *writer) stmts(nodes []node) error {
	for _, st := range statements(nodes) {
		if err := w.stmt(st); err != nil {
			return err
		}
		w.put("\n", s0(st))
	}
	return nil
}

// stmt writes one statement as Go.
func (w *writer) stmt(st []node) error {
	if len(st) == 0 {
		return nil
	}
	if st[0].isWord() && !(st[0].is("type") && len(st) > 1 && st[1].opens("(") && !declares(st[1])) {
		if write, ok := statementWriters[st[0].text]; ok {
			return write(w, st)
		}
	}
	if len(st) > 1 && st[0].isWord() && st[1].is(":") { // a label
		w.typed(st[0].tok)
		w.typed(st[1].tok)
		return w.stmt(st[2:])
	}
	return w.simple(st)
}

// declares reports whether the parentheses after type hold Go's declarations, not the argument of type(x).
func declares(g node) bool {
	return len(g.kids) == 0 || len(g.kids) > 1 && g.kids[0].isWord() && g.kids[1].isWord()
}

// statementWriters are the statements that begin with a keyword of either language.
var statementWriters map[string]func(*writer, []node) error

func init() {
	statementWriters = map[string]func(*writer, []node) error{
		"if": (*writer).ifStmt, "for": (*writer).forStmt, "while": (*writer).whileStmt, "def": (*writer).defStmt,
		"class": (*writer).classStmt,
		"del":   (*writer).delStmt, "import": (*writer).importStmt, "from": (*writer).fromStmt, "return": (*writer).returnStmt,
		"assert": (*writer).assertStmt,
		"pass":   func(*writer, []node) error { return nil },
	}
	for _, w := range strings.Fields("func type var const package switch select case default go defer break continue goto fallthrough") {
		statementWriters[w] = (*writer).goStmt
	}
	for w, help := range pythonOnly {
		statementWriters[w] = func(_ *writer, st []node) error {
			return errorAt(st[:1], st[0].text+" is not known here", help)
		}
	}
}

// pythonOnly are statements of Python that have no spelling here, with the Go for them.
var pythonOnly = map[string]string{
	"with":   "open it, and write defer f.Close()",
	"try":    "check the error: if err != nil { ... }",
	"except": "check the error: if err != nil { ... }",
	"raise":  "write panic(err)",
	"elif":   "write } else if cond { ... }",
}

// assignments are the operators that make a statement an assignment.
var assignments = strings.Fields("= := += -= *= /= %= &= |= ^= <<= >>= &^=")

// simple writes an assignment or an expression statement.
func (w *writer) simple(st []node) error {
	at := index(st, 0, assignments...)
	if at < 0 {
		if slots := split(st, ","); len(slots) > 1 {
			return w.marker("__tuple", st[0].off, func() error { return w.list(slots, w.expr) })
		}
		return w.expr(st)
	}
	if next := index(st, at+1, "="); next > 0 && st[at].is("=") { // x = y = 1
		last := next
		for i := next; i > 0; i = index(st, i+1, "=") {
			last = i
		}
		from := at + 1
		for i := next; i < last; i = index(st, i+1, "=") {
			from = i + 1
		}
		if err := w.simple(st[from:]); err != nil {
			return err
		}
		w.put("; ", st[at].off)
		return w.simple(st[:last])
	}
	left := st[:at]
	if len(left) == 1 && left[0].opens("(") && index(left[0].kids, 0, ",") > 0 { // (x, y) = ...
		left = left[0].kids
	}
	lhs, rhs := split(left, ","), split(st[at+1:], ",")
	if len(rhs) == 0 {
		return errorAt(st[at:at+1], "expected a value after "+st[at].text, "")
	}
	if err := w.list(lhs, w.expr); err != nil {
		return err
	}
	w.typed(st[at].tok)
	w.put(" ", st[at].off)
	if len(lhs) == 1 && len(rhs) > 1 {
		return w.marker("__tuple", s0(rhs[0]), func() error { return w.list(rhs, w.expr) })
	}
	return w.list(rhs, w.expr)
}

// goStmt writes a statement of Go, with spellings in its expressions and blocks.
func (w *writer) goStmt(st []node) error {
	w.typed(st[0].tok)
	if colon := index(st, 1, ":"); colon > 0 && (st[0].is("case") || st[0].is("default")) {
		if err := w.list(split(st[1:colon], ","), w.expr); err != nil {
			return err
		}
		w.put(":\n", st[colon].off)
		return w.stmt(trim(st[colon+1:]))
	}
	return w.goNodes(st, 1)
}

// goNodes writes the nodes from i on as Go wrote them, spelling out only what stands in brackets.
func (w *writer) goNodes(st []node, i int) error {
	if at := index(st, i, assignments...); at > 0 && !st[0].is("type") {
		if err := w.operands(st[:at], i); err != nil {
			return err
		}
		w.typed(st[at].tok)
		w.put(" ", st[at].off)
		slots := split(st[at+1:], ",")
		return w.list(slots, w.expr)
	}
	return w.operands(st, i)
}

// block writes { statements }.
func (w *writer) block(g *node) error {
	w.put(" {\n", g.off)
	if err := w.stmts(g.kids); err != nil {
		return err
	}
	w.put("}", g.close.off)
	return nil
}

// body finds where the header of a for, if or while ends: at the last block, or at a Python colon.
func body(st []node) (at int, python bool, err error) {
	if i := index(st, 1, ":"); i > 0 {
		if rest := trim(st[i+1:]); len(rest) == 0 {
			return 0, false, errorAt(st, "an indented block is not known here", blockHelp(st, i))
		}
		return i, true, nil
	}
	for i := 1; i < len(st); i++ {
		if st[i].opens("{") && (i+1 == len(st) || st[i+1].is("else")) {
			return i, false, nil
		}
	}
	return 0, false, errorAt(st[:1], st[0].text+" has no block", "write "+st[0].text+" ... { ... }")
}

// blockHelp shows the Go form of a Python block header.
func blockHelp(st []node, colon int) string {
	header := source(st[1:colon])
	switch st[0].text {
	case "for":
		if in := index(st, 1, "in"); in > 0 {
			targets := split(st[1:in], ",")
			if len(targets) == 1 {
				return fmt.Sprintf("in Go: for _, %s := range %s { ... }", source(st[1:in]), source(st[in+1:colon]))
			}
			return fmt.Sprintf("in Go: for %s := range %s { ... }", source(st[1:in]), source(st[in+1:colon]))
		}
	case "while":
		return fmt.Sprintf("in Go: for %s { ... }", header)
	case "def":
		return fmt.Sprintf("in Go: func %s { ... }", header)
	}
	return fmt.Sprintf("in Go: %s %s { ... }", st[0].text, header)
}

// source joins the tokens of nodes as they were typed.
func source(nodes []node) string {
	var b strings.Builder
	for i, n := range nodes {
		if n.spaced && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(n.tok.text)
		if n.group {
			b.WriteString(source(n.kids))
			b.WriteString(n.close.text)
		}
	}
	return b.String()
}

func (w *writer) ifStmt(st []node) error {
	at, python, err := body(st)
	if err != nil {
		return err
	}
	w.put("if ", st[0].off)
	header := st[1:at]
	if semi := index(header, 0, ";"); semi >= 0 {
		if err := w.simple(header[:semi]); err != nil {
			return err
		}
		w.put("; ", header[semi].off)
		header = header[semi+1:]
	}
	if err := w.marker("__truth", s0(header), func() error { return w.expr(header) }); err != nil {
		return err
	}
	if python {
		return w.oneLine(st[at+1:])
	}
	if err := w.block(&st[at]); err != nil {
		return err
	}
	if at+1 == len(st) {
		return nil
	}
	w.put(" else ", st[at+1].off)
	rest := st[at+2:]
	if len(rest) > 0 && rest[0].is("if") {
		return w.ifStmt(rest)
	}
	if len(rest) != 1 || !rest[0].opens("{") {
		return errorAt(st[at+1:], "else needs a block", "")
	}
	return w.block(&rest[0])
}

// oneLine writes what stands after a Python colon as a block.
func (w *writer) oneLine(nodes []node) error {
	w.put(" {\n", s0(nodes))
	if err := w.stmts(nodes); err != nil {
		return err
	}
	w.put("}", s0(nodes))
	return nil
}

func (w *writer) whileStmt(st []node) error {
	at, python, err := body(st)
	if err != nil {
		return err
	}
	w.put("for ", st[0].off)
	if err := w.marker("__truth", s0(st[1:]), func() error { return w.expr(st[1:at]) }); err != nil {
		return err
	}
	if python {
		return w.oneLine(st[at+1:])
	}
	return w.block(&st[at])
}

// assertStmt writes assert cond, message as if !cond { panic(message) }.
func (w *writer) assertStmt(st []node) error {
	parts := split(st[1:], ",")
	if len(parts) == 0 {
		return errorAt(st[:1], "assert needs a condition", "")
	}
	w.put("if ", st[0].off)
	if err := w.marker("__not", s0(parts[0]), func() error { return w.expr(parts[0]) }); err != nil {
		return err
	}
	w.put(" { panic(", st[0].off)
	if len(parts) > 1 {
		if err := w.expr(parts[1]); err != nil {
			return err
		}
	} else {
		w.put(`"the assertion does not hold"`, st[0].off)
	}
	w.put(") }", st[0].off)
	return nil
}

func (w *writer) returnStmt(st []node) error {
	w.typed(st[0].tok)
	w.put(" ", st[0].off)
	return w.list(split(st[1:], ","), w.expr)
}

// delStmt writes del a, b.c as marker calls; del(x) is already a call.
func (w *writer) delStmt(st []node) error {
	rest := st[1:]
	if len(rest) == 1 && rest[0].opens("(") {
		rest = rest[0].kids
	}
	for _, s := range split(rest, ",") {
		if err := w.marker("__del", s0(s), func() error { return w.expr(s) }); err != nil {
			return err
		}
		w.put(";", s0(s))
	}
	return nil
}

// importStmt writes Python's import a, b as Go's. What the shell has anyway is left out.
func (w *writer) importStmt(st []node) error {
	if len(st) < 2 || !st[1].isWord() || index(st, 1, ".", ",") < 0 && len(st) != 2 {
		w.isImport = true
		return w.goNodes(st, 0)
	}
	for _, s := range split(st[1:], ",") {
		if len(s) == 0 || strings.HasPrefix(s[0].text, "scapy") || isModule(source(s)) {
			continue
		}
		w.isImport = true
		w.put(fmt.Sprintf("import %q;", source(s)), s[0].off)
	}
	return nil
}

// fromStmt drops from scapy.all import *, which opens every Scapy program.
func (w *writer) fromStmt(st []node) error {
	if len(st) > 1 && strings.HasPrefix(st[1].text, "scapy") {
		return nil
	}
	if len(st) > 3 && isModule(st[1].text) && st[1].is("collections") && index(st, 3, "Counter", "defaultdict") > 0 {
		return nil // it is known without
	}
	return errorAt(st, "Python's modules are not known here", `import a Go package: import "strings"`)
}

// isReserved reports whether Go reserves the word.
func isReserved(s string) bool { return token.IsKeyword(s) }
