package dialect

import "fmt"

// call writes the arguments of a call. name=value becomes a marker, and so does a lone generator.
func (w *writer) call(g *node) error {
	return w.wrapped(g, func() error {
		slots := split(g.kids, ",")
		if len(slots) == 1 && index(slots[0], 1, "for") > 0 {
			return w.comprehension("__listof", "__yield", slots[0])
		}
		return w.list(slots, w.argument)
	})
}

// argument writes one argument of a call.
func (w *writer) argument(s []node) error {
	s = trim(s)
	if len(s) == 0 {
		return nil
	}
	switch {
	case len(s) > 1 && s[0].isWord() && s[1].is("="):
		if len(s) == 2 {
			return errorAt(s, "expected a value after "+s[0].text+"=", "")
		}
		w.put(fmt.Sprintf("__kw(%q, ", s[0].text), s[0].off)
		if err := w.expr(s[2:]); err != nil {
			return err
		}
		w.put(")", s[0].off)
		return nil
	case s[0].is("**"):
		return errorAt(s, "** is not known here", "name each argument")
	case index(s, 1, "for") > 0:
		return w.comprehension("__listof", "__yield", s)
	}
	return w.expr(s)
}

// paren writes parentheses where an operand begins: an expression, a tuple or a generator.
func (w *writer) paren(g *node) error {
	slots := split(g.kids, ",")
	switch {
	case len(slots) == 1 && index(slots[0], 1, "for") > 0:
		return w.comprehension("__listof", "__yield", slots[0])
	case len(slots) == 1 && index(g.kids, 0, ",") < 0:
		return w.wrapped(g, func() error { return w.expr(g.kids) })
	}
	return w.marker("__tuple", g.off, func() error { return w.list(slots, w.expr) })
}

// subscript writes an index or slice.
func (w *writer) subscript(g *node) error {
	return w.wrapped(g, func() error {
		if index(g.kids, 0, ":") < 0 {
			return w.list(split(g.kids, ","), w.expr)
		}
		if parts := steps(g.kids); parts != nil {
			return w.stepped(g, parts)
		}
		rest := g.kids
		for {
			i := index(rest, 0, ":")
			if i < 0 {
				return w.expr(rest)
			}
			if err := w.expr(rest[:i]); err != nil {
				return err
			}
			w.put(":", rest[i].off)
			rest = rest[i+1:]
		}
	})
}

// steps takes a:b:c apart when Go has no such slice: a part is missing, or c counts backwards.
func steps(kids []node) [][]node {
	i := index(kids, 0, ":")
	k := index(kids, i+1, ":")
	if i < 0 || k < 0 {
		return nil
	}
	parts := [][]node{kids[:i], kids[i+1 : k], kids[k+1:]}
	if len(parts[1]) > 0 && len(parts[2]) > 0 && !parts[2][0].is("-") {
		return nil
	}
	return parts
}

// stepped writes the parts of a slice in steps as the arguments of a marker.
func (w *writer) stepped(g *node, parts [][]node) error {
	return w.marker("__step", g.off, func() error {
		for i, part := range parts {
			if i > 0 {
				w.put(", ", g.off)
			}
			if len(part) == 0 {
				w.put([]string{"__none()", "__none()", "1"}[i], g.off)
			} else if err := w.expr(part); err != nil {
				return err
			}
		}
		return nil
	})
}

// listLiteral writes [a, b] or a comprehension.
func (w *writer) listLiteral(g *node) error {
	if index(g.kids, 1, "for") > 0 {
		return w.comprehension("__listof", "__yield", g.kids)
	}
	return w.marker("__list", g.off, func() error { return w.list(split(g.kids, ","), w.expr) })
}

// dictLiteral writes {k: v}, {a, b} or a comprehension of either.
func (w *writer) dictLiteral(g *node) error {
	isDict := index(g.kids, 0, ":") > 0 || len(g.kids) == 0
	if index(g.kids, 1, "for") > 0 {
		if isDict {
			return w.comprehension("__dictof", "__put", g.kids)
		}
		return w.marker("__set", g.off, func() error { return w.comprehension("__listof", "__yield", g.kids) })
	}
	if !isDict {
		return w.marker("__list", g.off, func() error { return w.list(split(g.kids, ","), w.expr) })
	}
	return w.marker("__dict", g.off, func() error {
		return w.list(split(g.kids, ","), func(s []node) error {
			i := index(s, 0, ":")
			if i <= 0 {
				return errorAt(s, "expected key: value", "")
			}
			return w.list([][]node{s[:i], s[i+1:]}, w.expr)
		})
	})
}

// composite writes the braces of a Go composite literal.
func (w *writer) composite(g *node) error {
	return w.wrapped(g, func() error {
		return w.list(split(g.kids, ","), func(s []node) error {
			s = trim(s)
			if i := index(s, 0, ":"); i > 0 {
				if err := w.element(s[:i]); err != nil {
					return err
				}
				w.put(": ", s[i].off)
				s = s[i+1:]
			}
			return w.element(s)
		})
	})
}

// element writes a key or value of a composite literal, whose own braces may elide their type.
func (w *writer) element(s []node) error {
	s = trim(s)
	if len(s) == 1 && s[0].opens("{") {
		return w.composite(&s[0])
	}
	return w.expr(s)
}
