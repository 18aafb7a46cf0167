package bpf

// maxDepth bounds how deep an expression nests.
const maxDepth = 250

type parser struct {
	tokens []token
	pos    int
	depth  int
}

// parse parses a whole expression; nil stands for the empty one, which matches everything.
func parse(expr string) *node {
	p := &parser{tokens: scan(expr)}
	if p.peek().kind == tEnd {
		return nil
	}
	n, _ := p.expr(qual{addr: aNone})
	if p.peek().kind != tEnd {
		p.unexpected()
	}
	return n
}

func (p *parser) peek() token { return p.tokens[p.pos] }

func (p *parser) after(n int) token { return p.tokens[min(p.pos+n, len(p.tokens)-1)] }

func (p *parser) take() token {
	t := p.tokens[p.pos]
	if t.kind != tEnd {
		p.pos++
	}
	return t
}

func (p *parser) deeper() {
	if p.depth++; p.depth > maxDepth {
		fail(p.peek().at, "expression nests deeper than %d", maxDepth)
	}
}

func (p *parser) expect(text string) token {
	if !p.peek().is(text) {
		p.unexpected()
	}
	return p.take()
}

// expr parses terms joined with and, or. q are the qualifiers that a bare id at the start of the expression would take; the
// result are those that a bare id after it takes.
func (p *parser) expr(q qual) (*node, qual) {
	o := p.operand(q, false)
	return p.joined(o.asNode(p), o.q)
}

// joined parses what follows a first operand.
func (p *parser) joined(left *node, q qual) (*node, qual) {
	for {
		t := p.peek()
		if t.kind != tAnd && t.kind != tOr {
			return left, q
		}
		p.take()
		o := p.operand(q, true)
		right := o.asNode(p)
		left = join(t, left, right)
		q = o.q
	}
}

func join(t token, l, r *node) *node {
	n := &node{op: oAnd, l: l, r: r, at: l.at.to(r.at)}
	if t.kind == tOr {
		n.op = oOr
	}
	return n
}

// An operand is what stands between and, or and brackets. What it is, a test, a number or an id, may only be known at its end.
type operand struct {
	node *node
	num  *arith
	isID bool // node came of ids alone
	lone *token
	q    qual // what a bare id after it takes
}

// asNode wants the operand to be a test.
func (o operand) asNode(p *parser) *node {
	if o.node == nil {
		p.unexpectedAfterNumber(o.num)
	}
	return o.node
}

// operand parses one; bare says whether it may be an id that takes its qualifiers from q.
func (p *parser) operand(q qual, bare bool) operand {
	o := p.primary(q, bare)
	if o.num == nil || (o.lone != nil && bare && !p.arithFollows()) {
		if o.lone != nil {
			return operand{node: p.idNode(q, *o.lone), isID: true, q: q}
		}
		return o
	}
	return p.relation(p.arithAfter(o.num, 0))
}

// relation parses the rest of a comparison, or returns the number when none follows.
func (p *parser) relation(x *arith) operand {
	t := p.peek()
	if t.kind != tOp || !relops[t.text] {
		return operand{num: x, q: qual{addr: aNone, at: x.at}}
	}
	p.take()
	y := p.arith(0)
	at := x.at.to(y.at)
	return operand{node: &node{op: oRel, text: t.text, x: x, y: y, at: at}, q: qual{addr: aNone, at: at}}
}

var relops = map[string]bool{">": true, "<": true, ">=": true, "<=": true, "=": true, "==": true, "!=": true}

// arithFollows reports whether the next token continues a number.
func (p *parser) arithFollows() bool {
	t := p.peek()
	return t.kind == tOp && (relops[t.text] || precedence[t.text] > 0)
}

// primary parses an operand without what may follow a number.
func (p *parser) primary(q qual, bare bool) operand {
	p.deeper()
	defer func() { p.depth-- }()
	t := p.peek()
	switch t.kind {
	case tNot:
		return p.negation(q, bare)
	case tNum:
		p.take()
		return operand{num: &arith{isConst: true, num: t.num, at: t.at}, lone: &t, q: q}
	case tName, tAddr4, tAddr6, tMAC, tARCnet:
		if !bare {
			p.bareID(t)
		}
		return operand{node: p.id(q), isID: true, q: q}
	case tConst, tLen:
		return operand{num: p.unary()}
	case tOp:
		switch t.text {
		case "(":
			return p.group(q, bare)
		case "-":
			return operand{num: p.unary()}
		}
	case tProto:
		if p.after(1).is("[") {
			return operand{num: p.unary()}
		}
	}
	return p.primitive(q)
}

func (p *parser) negation(q qual, bare bool) operand {
	not := p.take()
	o := p.operand(q, bare)
	n := o.asNode(p)
	return operand{node: &node{op: oNot, l: n, at: not.at.to(n.at)}, isID: o.isID, q: o.q}
}

// group parses what is in brackets: a test, a number, or ids that take their qualifiers from q.
func (p *parser) group(q qual, bare bool) operand {
	open := p.take()
	o := p.primary(q, bare)
	switch {
	case o.lone != nil && bare && (p.peek().kind == tAnd || p.peek().kind == tOr):
		o = operand{node: p.idNode(q, *o.lone), isID: true, q: q}
	case o.num != nil && p.arithFollows():
		o = p.relation(p.arithAfter(o.num, 0))
	}
	if o.node != nil {
		if o.isID {
			o.node = p.ids(q, o.node)
		} else {
			o.node, _ = p.joined(o.node, o.q)
			o.q = q
		}
	}
	p.close(open)
	return o
}

func (p *parser) close(open token) {
	if p.peek().kind == tEnd {
		fail(open.at, "bracket is not closed")
	}
	p.expect(")")
}
