package dialect

// forStmt writes a for statement of either language.
func (w *writer) forStmt(st []node) error {
	at, python, err := body(st)
	if err != nil {
		return err
	}
	header := st[1:at]
	if in := index(header, 0, "in"); in > 0 && index(header[:in], 0, ":=", "=", "range") < 0 {
		err = w.forIn(header[:in], header[in+1:])
	} else {
		w.put("for ", st[0].off)
		err = w.forHeader(header)
	}
	if err != nil {
		return err
	}
	if python {
		return w.oneLine(st[at+1:])
	}
	return w.block(&st[at])
}

// forHeader writes the header of a Go loop.
func (w *writer) forHeader(header []node) error {
	if r := index(header, 0, "range"); r >= 0 && !(r+1 < len(header) && header[r+1].opens("(") && index(header, 0, ";") >= 0) {
		if err := w.operands(header[:r], 0); err != nil {
			return err
		}
		w.put(" range ", header[r].off)
		return w.expr(header[r+1:])
	}
	if index(header, 0, ";") < 0 {
		if len(header) == 0 {
			return nil
		}
		return w.marker("__truth", s0(header), func() error { return w.expr(header) })
	}
	for i := 0; ; i++ {
		semi := index(header, 0, ";")
		part := header
		if semi >= 0 {
			part = header[:semi]
		}
		if len(part) > 0 {
			if err := w.simple(part); err != nil {
				return err
			}
		}
		if semi < 0 {
			return nil
		}
		w.put("; ", header[semi].off)
		header = header[semi+1:]
	}
}

// forIn writes the header for targets in x: one target takes the elements, several take them apart.
func (w *writer) forIn(targets, x []node) error {
	at := s0(targets)
	if len(targets) == 1 && targets[0].opens("(") {
		targets = targets[0].kids
	}
	slots := split(targets, ",")
	blank := true
	for _, s := range slots {
		if len(s) != 1 || !s[0].isWord() {
			return errorAt(s, "a loop variable must be a name", "")
		}
		blank = blank && s[0].text == "_"
	}
	assign, iter := " := range ", "__iter"
	if blank {
		assign = " = range "
	}
	switch len(slots) {
	case 1:
		w.put("for _, ", at)
	case 2:
		w.put("for ", at)
		iter = "__pairs"
	default:
		return errorAt(targets, "a loop takes at most two variables", "take one, and index it in the loop")
	}
	if err := w.list(slots, w.expr); err != nil {
		return err
	}
	w.put(assign, at)
	return w.marker(iter, s0(x), func() error { return w.expr(x) })
}

// comprehension writes elt for x in y if c as a function literal of the loops, whose innermost statement is yield(elt).
func (w *writer) comprehension(name, yield string, nodes []node) error {
	at := s0(nodes)
	first := index(nodes, 0, "for")
	elt, rest := nodes[:first], nodes[first:]
	w.put(" "+name+"(func() {", at)
	depth := 0
	for len(rest) > 0 {
		next := index(rest, 1, "for", "if")
		if next < 0 {
			next = len(rest)
		}
		clause := rest[:next]
		rest = rest[next:]
		if clause[0].is("if") {
			w.put(" if ", clause[0].off)
			if err := w.marker("__truth", s0(clause[1:]), func() error { return w.expr(clause[1:]) }); err != nil {
				return err
			}
		} else {
			in := index(clause, 0, "in")
			if in < 0 {
				return errorAt(clause, "for needs in", "write [f(x) for x in list]")
			}
			if err := w.forIn(clause[1:in], clause[in+1:]); err != nil {
				return err
			}
		}
		w.put(" {", at)
		depth++
	}
	slots := [][]node{elt}
	if colon := index(elt, 0, ":"); colon > 0 {
		slots = [][]node{elt[:colon], elt[colon+1:]}
	}
	if err := w.marker(yield, at, func() error { return w.list(slots, w.expr) }); err != nil {
		return err
	}
	for range depth {
		w.put("}", at)
	}
	w.put("})", at)
	return nil
}

// defStmt writes def f(a): return x, on one line, as a lambda with a name.
func (w *writer) defStmt(st []node) error {
	at, python, err := body(st)
	if err != nil {
		return err
	}
	rest := trim(st[at+1:])
	if !python || at != 3 || !st[1].isWord() || !st[2].opens("(") || !rest[0].is("return") || index(rest, 0, ";") >= 0 {
		return errorAt(st, "a function is written in Go here", blockHelp(st, at))
	}
	w.typed(st[1].tok)
	w.put(" = ", st[0].off)
	lambda := append([]node{{tok: st[0].tok}}, st[2].kids...)
	return w.lambda(append(append(lambda, st[at]), rest[1:]...))
}
