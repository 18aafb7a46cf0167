package dialect

// A node of the token tree: a token, or a bracketed group with what it holds.
type node struct {
	tok        // the token; for a group, its opening bracket
	group bool // kids and close count
	kids  []node
	close tok
}

// is reports whether n is the operator or keyword s.
func (n *node) is(s string) bool { return !n.group && n.kind != text && n.tok.text == s }

// opens reports whether n is a group in the bracket b.
func (n *node) opens(b string) bool { return n.group && n.tok.text == b }

// isWord reports whether n is a name or keyword.
func (n *node) isWord() bool { return !n.group && n.kind == word }

// last returns the offset after n.
func (n *node) last() int {
	if n.group {
		return n.close.end
	}
	return n.end
}

// tree groups tokens by their brackets, which lex found balanced.
func tree(toks []tok) []node {
	nodes, _ := level(toks)
	return nodes
}

// level reads up to the closing bracket of the current level and returns the tokens after it.
func level(toks []tok) (nodes []node, rest []tok) {
	for len(toks) > 0 {
		t := toks[0]
		if t.kind == op {
			switch t.text {
			case ")", "]", "}":
				return nodes, toks
			case "(", "[", "{":
				kids, after := level(toks[1:])
				nodes = append(nodes, node{tok: t, group: true, kids: kids, close: after[0]})
				toks = after[1:]
				continue
			}
		}
		nodes = append(nodes, node{tok: t})
		toks = toks[1:]
	}
	return nodes, nil
}

// index returns where the first of the given operators or keywords stands in nodes at or after from, or -1.
// A word after a point is a member, not a keyword, and the parameters of a lambda belong to it.
func index(nodes []node, from int, words ...string) int {
	for i := from; i < len(nodes); i++ {
		if i > 0 && nodes[i-1].is(".") {
			continue
		}
		if nodes[i].is("lambda") {
			for i+1 < len(nodes) && !nodes[i].is(":") {
				i++
			}
			continue
		}
		for _, w := range words {
			if nodes[i].is(w) {
				return i
			}
		}
	}
	return -1
}

// split cuts nodes at each separator. A final separator makes no empty slot; no nodes make no slots.
func split(nodes []node, sep string) [][]node {
	var slots [][]node
	for start := 0; start < len(nodes); {
		i := index(nodes, start, sep)
		if i < 0 {
			i = len(nodes)
		}
		slots = append(slots, nodes[start:i])
		start = i + 1
	}
	return slots
}

// trim drops statement ends at both sides.
func trim(nodes []node) []node {
	for len(nodes) > 0 && !nodes[0].group && nodes[0].kind == brk {
		nodes = nodes[1:]
	}
	for len(nodes) > 0 && !nodes[len(nodes)-1].group && nodes[len(nodes)-1].kind == brk {
		nodes = nodes[:len(nodes)-1]
	}
	return nodes
}
