package bpf

// precedence of the operators of numbers. Those with highest, % and ^, have none in the grammar of libpcap, which then always
// reads on: 7%4*2 is 7%(4*2), and 2*7%4 is 2*(7%4).
var precedence = map[string]int{"|": 1, "&": 2, "<<": 3, ">>": 3, "+": 4, "-": 4, "*": 5, "/": 5, "%": greedy, "^": greedy}

const (
	negate = 6
	greedy = 7
)

// arith parses a number of operators that bind at least as tightly as least.
func (p *parser) arith(least int) *arith {
	p.deeper()
	defer func() { p.depth-- }()
	return p.arithAfter(p.unary(), least)
}

// arithAfter parses the operators after a first operand.
func (p *parser) arithAfter(left *arith, least int) *arith {
	for n := 0; ; n++ {
		t := p.peek()
		prec := precedence[t.text]
		if t.kind != tOp || prec == 0 || prec < least {
			return left
		}
		if n > maxDepth {
			fail(t.at, "more than %d operators in a row", maxDepth)
		}
		p.take()
		var right *arith
		if prec == greedy {
			right = p.arith(0)
		} else {
			right = p.arith(prec + 1)
		}
		left = &arith{text: t.text, l: left, r: right, at: left.at.to(right.at)}
	}
}

// unary parses one operand of a number.
func (p *parser) unary() *arith {
	p.deeper()
	defer func() { p.depth-- }()
	t := p.take()
	switch {
	case t.kind == tNum || t.kind == tConst:
		return &arith{isConst: true, num: t.num, at: t.at}
	case t.kind == tLen:
		return &arith{isLen: true, at: t.at}
	case t.is("-"):
		x := p.arith(negate)
		return &arith{text: "-", l: x, at: t.at.to(x.at)}
	case t.is("("):
		x := p.arith(0)
		if p.peek().kind == tEnd {
			fail(t.at, "bracket is not closed")
		}
		p.expect(")")
		return x
	case t.kind == tProto && p.peek().is("["):
		return p.load(t)
	}
	p.pos--
	if t.kind == tEnd {
		p.pos = len(p.tokens) - 1
	}
	p.unexpected()
	return nil
}

// load parses proto[index:size] after its protocol.
func (p *parser) load(t token) *arith {
	p.expect("[")
	a := &arith{proto: proto(t.num), size: 1, at: t.at}
	if n := p.peek(); n.kind == tName {
		failHint(n.at, suggestConstant(n.text), "no offset is named %q", n.text)
	}
	a.index = p.arith(0)
	if p.peek().is(":") {
		p.take()
		n := p.take()
		if n.kind != tNum {
			fail(n.at, "the size of a load is a number, 1, 2 or 4")
		}
		if n.num != 1 && n.num != 2 && n.num != 4 {
			fail(n.at, "data size must be 1, 2, or 4")
		}
		a.size = n.num
	}
	a.at = a.at.to(p.expect("]").at)
	return a
}
