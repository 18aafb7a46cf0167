package packet

// Unbind takes back what Bind, given the same, did.
func Unbind(lower, upper *Proto, pairs ...any) {
	UnbindUp(lower, upper, pairs...)
	UnbindDown(lower, upper, pairs...)
}

// UnbindUp takes back what BindUp, given the same, did.
func UnbindUp(lower, upper *Proto, pairs ...any) {
	defer generation.Add(1)
	list := lower.pairs(pairs)
	if len(list) == 0 && lower.rest == upper {
		lower.rest = nil
	}
	for i, p := range list {
		t := lower.table(p.field)
		if t == nil {
			continue
		}
		conds := append(append([]fixed(nil), list[:i]...), list[i+1:]...)
		t.remove(p.num, func(e *upEntry) bool { return e.upper == upper && sameFixed(e.conds, conds) })
	}
}

// UnbindDown takes back what BindDown, given the same, did.
func UnbindDown(lower, upper *Proto, pairs ...any) {
	if sameFixed(lower.down[upper], lower.pairs(pairs)) {
		delete(lower.down, upper)
	}
}

// sameFixed reports whether two lists give the same fields the same values, in any order.
func sameFixed(a, b []fixed) bool {
	if len(a) != len(b) {
		return false
	}
	for _, x := range a {
		found := false
		for _, y := range b {
			found = found || x == y
		}
		if !found {
			return false
		}
	}
	return true
}
