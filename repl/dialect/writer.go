package dialect

import "go/token"

// A writer is the output of the spelling pass: Go text, and for each of its bytes the offset in the entry it stands for.
type writer struct {
	out      []byte
	origin   []int
	isImport bool // the statement became an import declaration
	loops    int  // loop variables named so far that the loop takes apart
}

// typed writes a token as it stands in the entry.
func (w *writer) typed(t tok) {
	if t.spaced {
		w.put(" ", t.off)
	}
	if t.lit != "" {
		w.put(t.lit, t.off)
		return
	}
	for i := range len(t.text) {
		w.out = append(w.out, t.text[i])
		w.origin = append(w.origin, t.off+i)
	}
}

// put writes text that stands for what was typed at offset at.
func (w *writer) put(s string, at int) {
	w.out = append(w.out, s...)
	for range len(s) {
		w.origin = append(w.origin, at)
	}
}

// marker writes a call of a marker function around what inner writes.
func (w *writer) marker(name string, at int, inner func() error) error {
	w.put(" "+name+"(", at)
	if err := inner(); err != nil {
		return err
	}
	w.put(")", at)
	return nil
}

// list writes expressions separated by commas.
func (w *writer) list(slots [][]node, each func([]node) error) error {
	for i, s := range slots {
		if i > 0 {
			w.put(", ", s0(s))
		}
		if err := each(s); err != nil {
			return err
		}
	}
	return nil
}

// s0 is the offset where nodes begin, 0 for none.
func s0(nodes []node) int {
	if len(nodes) == 0 {
		return 0
	}
	return nodes[0].off
}

// errorAt makes an *Error about nodes.
func errorAt(nodes []node, msg, help string) error {
	e := &Error{Msg: msg, Help: help}
	if len(nodes) > 0 {
		e.Offset, e.End = nodes[0].off, nodes[len(nodes)-1].last()
	}
	return e
}

// endsOperand reports whether n, not after a point, can end an operand: what follows is then a call, index or binary
// operator, not the start of an operand.
func endsOperand(n *node) bool {
	if n.group {
		return true
	}
	switch n.kind {
	case number, text:
		return true
	case word:
		switch n.tok.text {
		case "and", "or", "not", "in", "is", "lambda":
			return false
		case "map", "struct", "interface", "func", "chan", "range":
			return true // a type or, spelled as a call, a name
		}
		return !token.IsKeyword(n.tok.text)
	}
	return false
}
