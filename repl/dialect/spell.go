package dialect

import (
	"go/token"
	"strings"
)

// parseSpelled reads the entry with the spelling pass: a statement that Go accepts is still read as Go, any other is
// written as Go with marker calls, whose positions map back to what was typed.
func (e *Entry) parseSpelled() error {
	src := stripPrompts(e.Src)
	toks, err := lex(src)
	if err != nil {
		return err
	}
	if open(toks) {
		return ErrIncomplete
	}
	if len(toks) > 0 && toks[0].text == "package" {
		return e.spellProgram(src, tree(toks))
	}
	for _, st := range statements(tree(toks)) {
		if goesOn(src, st) {
			return ErrIncomplete
		}
		if err := e.parseStatement(src, st); err != nil {
			return err
		}
	}
	return nil
}

// parseStatement reads one statement of the entry.
func (e *Entry) parseStatement(src string, st []node) error {
	start, end := st[0].off, st[len(st)-1].last()
	first, second := goToken(st[0]), token.ILLEGAL
	if len(st) > 1 {
		second = goToken(st[1])
	}
	pieces := len(e.pieces)
	goErr := e.parseChunk(src[start:end], start, nil, first, second)
	if goErr == nil {
		return nil
	}
	e.pieces = e.pieces[:pieces]
	e.spelled = true
	w := &writer{}
	if err := w.stmt(st); err != nil {
		return err
	}
	text := string(w.out)
	if trimmed := strings.TrimSpace(text); trimmed == "" {
		return nil
	} else if trimmed == strings.TrimSpace(src[start:end]) {
		return goErr // nothing here is a known spelling
	}
	if w.isImport {
		first = token.IMPORT
	} else if first == token.TYPE && strings.HasPrefix(strings.TrimSpace(text), "__") {
		first = token.IDENT
	}
	return e.parseChunk(text, start, w.origin, first, second)
}

// spellProgram reads a whole file with a package clause in which some statement is not Go.
func (e *Entry) spellProgram(src string, nodes []node) error {
	e.spelled = true
	w := &writer{}
	if err := w.stmts(nodes); err != nil {
		return err
	}
	return e.parseProgram(string(w.out), 0, w.origin)
}

// goToken returns the Go token of a node's first token.
func goToken(n node) token.Token {
	if n.opens("(") {
		return token.LPAREN
	}
	return token.Lookup(n.text)
}

// open reports whether the last token asks for more: an operator, a comma, a point.
func open(toks []tok) bool {
	if len(toks) == 0 || toks[0].text == "from" {
		return false
	}
	last := toks[len(toks)-1]
	switch {
	case last.kind == op:
		return !strings.Contains(" ) ] } ++ -- : ... ", " "+last.text+" ")
	case last.kind == word:
		switch last.text {
		case "and", "or", "not", "in", "is":
			return !(len(toks) > 1 && toks[len(toks)-2].text == ".")
		}
	}
	return false
}

// stripPrompts blanks the prompts of a pasted session, keeping every offset.
func stripPrompts(src string) string {
	if !strings.HasPrefix(strings.TrimLeft(src, " \t\r\n"), ">>>") {
		return src
	}
	lines := strings.SplitAfter(src, "\n")
	for i, l := range lines {
		indent := len(l) - len(strings.TrimLeft(l, " \t"))
		if rest := l[indent:]; strings.HasPrefix(rest, ">>>") || strings.HasPrefix(rest, "...") {
			lines[i] = l[:indent] + "   " + rest[3:]
		}
	}
	return strings.Join(lines, "")
}

// statements cuts nodes at statement ends. A statement with a header keeps the semicolons before its block; a Python
// one-liner (for x in y: a; b) keeps everything to the end of the line.
func statements(nodes []node) [][]node {
	var list [][]node
	for nodes = trim(nodes); len(nodes) > 0; nodes = trim(nodes) {
		n := statementLength(nodes)
		list = append(list, nodes[:n])
		nodes = nodes[n:]
	}
	return list
}

// statementLength returns how many nodes the first statement takes.
func statementLength(nodes []node) int {
	isEnd := func(i int) bool { return i >= len(nodes) || !nodes[i].group && nodes[i].kind == brk }
	if n := classLength(nodes); n > 0 {
		return n
	}
	switch nodes[0].text {
	case "for", "if", "switch", "while", "def", "class", "with", "select":
		for i := 1; i < len(nodes); i++ {
			switch {
			case nodes[i].is(":"):
				for !isEnd(i) || i < len(nodes) && nodes[i].text == ";" {
					i++
				}
				return i
			case nodes[i].opens("{") && isEnd(i+1):
				return i + 1
			case nodes[i].opens("{") && nodes[i+1].is("else"):
				continue
			case isEnd(i) && nodes[i].text != ";":
				return i
			case nodes[i].is("lambda"):
				if i = index(nodes, i, ":"); i < 0 {
					return len(nodes)
				}
			}
		}
		return len(nodes)
	}
	for i := range nodes {
		if isEnd(i) {
			return i
		}
	}
	return len(nodes)
}
