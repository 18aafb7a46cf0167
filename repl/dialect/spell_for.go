package dialect

// forStmt writes a for statement of either language.
func (w *writer) forStmt(st []node) error {
	at, python, err := body(st)
	if err != nil {
		return err
	}
	header := st[1:at]
	var apart []unpacked
	if in := index(header, 0, "in"); in > 0 && index(header[:in], 0, ":=", "=", "range") < 0 {
		apart, err = w.forIn(header[:in], header[in+1:])
	} else {
		w.put("for ", st[0].off)
		err = w.forHeader(header)
	}
	if err != nil {
		return err
	}
	nodes := st[at+1:]
	if !python {
		nodes = st[at].kids
	}
	w.put(" {\n", s0(st[at:]))
	if err := w.unpack(apart); err != nil {
		return err
	}
	if err := w.stmts(nodes); err != nil {
		return err
	}
	w.put("}", st[len(st)-1].off)
	return nil
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

// unpacked is a loop variable that is taken apart at the beginning of the loop.
type unpacked struct {
	name    string
	targets [][]node
}

// unpack writes the statements that take loop variables apart.
func (w *writer) unpack(apart []unpacked) error {
	for _, u := range apart {
		at := s0(u.targets[0])
		if err := w.list(u.targets, w.expr); err != nil {
			return err
		}
		w.put(" := "+u.name+";", at)
	}
	return nil
}

// forIn writes the header for targets in x: one target takes the elements, two take them apart, and so does the beginning
// of the loop with more.
func (w *writer) forIn(targets, x []node) (apart []unpacked, err error) {
	at := s0(targets)
	if len(targets) == 1 && targets[0].opens("(") {
		targets = targets[0].kids
	}
	slots := split(targets, ",")
	if len(slots) > 2 {
		slots = [][]node{{{tok: tok{kind: op, text: "(", off: at}, group: true, kids: targets, close: tok{off: at}}}}
	}
	if len(slots) == 0 {
		return nil, errorAt(x, "a loop needs a variable", "")
	}
	blank := true
	for i, s := range slots {
		if len(s) == 1 && s[0].opens("(") && len(split(s[0].kids, ",")) > 0 {
			name := tok{kind: word, text: "part" + itoa(w.loops), off: s[0].off, end: s[0].last()}
			w.loops++
			apart = append(apart, unpacked{name.text, split(s[0].kids, ",")})
			slots[i] = []node{{tok: name}}
			s = slots[i]
		}
		if len(s) != 1 || !s[0].isWord() {
			return nil, errorAt(s, "a loop variable must be a name", "")
		}
		blank = blank && s[0].text == "_"
	}
	assign, iter := " := range ", "__iter"
	if blank {
		assign = " = range "
	}
	if len(slots) == 1 {
		w.put("for _, ", at)
	} else {
		w.put("for ", at)
		iter = "__pairs"
	}
	if err := w.list(slots, w.expr); err != nil {
		return nil, err
	}
	w.put(assign, at)
	return apart, w.marker(iter, s0(x), func() error { return w.expr(x) })
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
		var apart []unpacked
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
			var err error
			if apart, err = w.forIn(clause[1:in], clause[in+1:]); err != nil {
				return err
			}
		}
		w.put(" {", at)
		if err := w.unpack(apart); err != nil {
			return err
		}
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
