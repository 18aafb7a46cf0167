package dialect

// expr writes an expression, the loosest operators of Python first: lambda, if else, or, and, not, in, is.
func (w *writer) expr(ns []node) error {
	ns = trim(ns)
	if len(ns) == 0 {
		return nil
	}
	if ns[0].is("lambda") {
		return w.lambda(ns)
	}
	if i := index(ns, 1, "if"); i > 0 {
		if e := index(ns, i, "else"); e > 0 {
			return w.marker("__cond", ns[i].off, func() error {
				return w.list([][]node{ns[i+1 : e], ns[:i], ns[e+1:]}, w.expr)
			})
		}
		return errorAt(ns[i:], "if in an expression needs else", "write a if c else b")
	}
	if index(ns, 0, "or", "and", "not", "in", "is") >= 0 {
		return w.keywordExpr(ns)
	}
	return w.operands(ns, 0)
}

// keywordExpr writes an expression that has a keyword operator.
func (w *writer) keywordExpr(ns []node) error {
	binary := func(name string, i int, left, right []node) error {
		if len(left) == 0 || len(right) == 0 {
			return errorAt(ns[i:i+1], "expected a value on both sides of "+ns[i].text, "")
		}
		return w.marker(name, ns[i].off, func() error { return w.list([][]node{left, right}, w.expr) })
	}
	if i := index(ns, 0, "or", "||"); i >= 0 {
		return binary("__or", i, ns[:i], ns[i+1:])
	}
	if i := index(ns, 0, "and", "&&"); i >= 0 {
		return binary("__and", i, ns[:i], ns[i+1:])
	}
	if ns[0].is("not") {
		return w.marker("__not", ns[0].off, func() error { return w.expr(ns[1:]) })
	}
	i := index(ns, 0, "in", "not", "is")
	switch {
	case i < 0:
		return w.operands(ns, 0)
	case ns[i].is("in"):
		return binary("__in", i, ns[:i], ns[i+1:])
	case ns[i].is("not") && i+1 < len(ns) && ns[i+1].is("in"):
		return w.marker("__not", ns[i].off, func() error { return binary("__in", i+1, ns[:i], ns[i+2:]) })
	case ns[i].is("is") && i+1 < len(ns) && ns[i+1].is("not"):
		return w.marker("__not", ns[i].off, func() error { return binary("__is", i+1, ns[:i], ns[i+2:]) })
	case ns[i].is("is"):
		return binary("__is", i, ns[:i], ns[i+1:])
	}
	return errorAt(ns[i:i+1], "unexpected not", "put it in parentheses: (not x)")
}

// lambda writes lambda a, b: body as a function literal whose types are not known yet.
func (w *writer) lambda(ns []node) error {
	colon := -1
	for i := range ns {
		if ns[i].is(":") {
			colon = i
			break
		}
	}
	if colon < 0 || colon+1 == len(ns) {
		return errorAt(ns, "lambda needs a body", "write lambda p: p.summary()")
	}
	w.put(" __lambda(func(", ns[0].off)
	for i := 1; i < colon; i++ {
		switch {
		case ns[i].is(","):
			w.put(", ", ns[i].off)
		case ns[i].isWord() && !isReserved(ns[i].text):
			w.typed(ns[i].tok)
		default:
			return errorAt(ns[i:i+1], "a lambda takes plain names", "")
		}
	}
	if colon > 1 {
		w.put(" __any", ns[0].off)
	}
	w.put(") __any { return ", ns[0].off)
	if err := w.marker("__ret", ns[colon+1].off, func() error { return w.expr(ns[colon+1:]) }); err != nil {
		return err
	}
	w.put(" })", ns[0].off)
	return nil
}

// constants are the names of Python's constants in Go.
var constants = map[string]string{"None": "nil", "True": "true", "False": "false"}

// operands writes names, literals, groups and the operators between them, from i on.
func (w *writer) operands(ns []node, i int) error {
	for ; i < len(ns); i++ {
		n := &ns[i]
		member := i > 0 && ns[i-1].is(".")
		after := i > 0 && (endsOperand(&ns[i-1]) || i > 1 && ns[i-2].is("."))
		switch {
		case n.group:
			if err := w.group(ns, i, after); err != nil {
				return err
			}
		case member:
			w.member(n.tok)
		case n.is("lambda"):
			return w.lambda(ns[i:])
		case n.is("not"):
			return w.expr(ns[i:])
		case n.is("range") && i+1 < len(ns) && ns[i+1].opens("("):
			w.put(" __range", n.off)
		case (n.is("map") || n.is("struct")) && i+1 < len(ns) && (ns[i+1].opens("(") || ns[i+1].is(".")):
			w.put(" __"+n.text, n.off)
		case n.is("~"):
			w.put("^", n.off)
		case n.is("type") && i+1 < len(ns) && ns[i+1].opens("("):
			w.put(" __type", n.off)
		case n.isWord() && constants[n.text] != "":
			if n.spaced {
				w.put(" ", n.off)
			}
			w.put(constants[n.text], n.off)
		case n.kind == text && !n.group && i > 0 && !ns[i-1].group && ns[i-1].kind == text:
			w.put(" + ", n.off) // adjacent texts are one
			w.typed(n.tok)
		default:
			w.typed(n.tok)
		}
	}
	return nil
}

// member writes the name after a point; one that Go reserves is marked until it is parsed.
func (w *writer) member(t tok) {
	if isReserved(t.text) {
		w.put(memberMark, t.off)
	}
	t.spaced = false
	w.typed(t)
}

// group writes the bracketed group ns[i]; after says that an operand stands before it.
func (w *writer) group(ns []node, i int, after bool) error {
	g := &ns[i]
	switch g.text {
	case "(":
		if after {
			return w.call(g)
		}
		return w.paren(g)
	case "[":
		if after {
			return w.subscript(g)
		}
		if goType(ns, i) {
			return w.wrapped(g, func() error { return w.operands(g.kids, 0) })
		}
		return w.listLiteral(g)
	}
	if i == 0 || !after {
		return w.dictLiteral(g)
	}
	if i > 0 && isFuncBody(ns, i) {
		return w.block(g)
	}
	return w.composite(g)
}

// wrapped writes a group's brackets around what inner writes.
func (w *writer) wrapped(g *node, inner func() error) error {
	w.typed(g.tok)
	if err := inner(); err != nil {
		return err
	}
	w.put(g.close.text, g.close.off)
	return nil
}

// goType reports whether the bracket group ns[i], where an operand begins, is Go's: []T, [3]T, [...]T.
func goType(ns []node, i int) bool {
	if len(ns[i].kids) > 0 && ns[i].kids[0].is("...") {
		return true
	}
	for i++; i < len(ns); i++ {
		n := &ns[i]
		switch {
		case n.opens("["), n.is("*"):
			continue
		case n.isWord():
			switch n.text {
			case "if", "else", "for", "in", "not", "and", "or", "is":
				return false
			}
			return len(ns[i-1].kids) == 0 || !ns[i-1].is("*") || i+1 < len(ns) && ns[i+1].opens("{")
		}
		return false
	}
	return false
}

// isFuncBody reports whether the brace group ns[i] is the body of a function literal, or of a struct or interface type.
func isFuncBody(ns []node, i int) bool {
	for j := i - 1; j >= 0; j-- {
		switch {
		case ns[j].is("func"), ns[j].is("struct"), ns[j].is("interface"):
			return true
		case ns[j].opens("{"), !ns[j].group && ns[j].kind == op && !ns[j].is("*") && !ns[j].is("."):
			return false
		}
	}
	return false
}
