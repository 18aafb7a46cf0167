package bpf

// primitive parses a keyword and what belongs to it.
func (p *parser) primitive(outer qual) operand {
	start := p.peek()
	q := qual{at: start.at}
	switch start.kind {
	case tProto:
		p.take()
		q.proto = proto(start.num)
		if t := p.peek(); t.kind != tDir && t.kind != tType && t.kind != tProtoQ && !qualifiedWord(t) {
			n := &node{op: oProto, q: q, at: start.at}
			return operand{node: n, q: qual{addr: aNone, at: start.at}}
		}
	case tDir, tType, tProtoQ:
	case tWord:
		return p.word(q)
	case tLegacy:
		failHint(start.at, "", "not supported: %q, of %s captures", start.text, legacyFamilies[start.num])
	default:
		p.unexpected()
	}
	if p.peek().kind == tWord {
		return p.word(q)
	}
	p.qualifiers(&q)
	n := p.id(q)
	n.at = start.at.to(n.at)
	return operand{node: n, q: q}
}

// qualifiedWord reports whether a keyword may follow a protocol.
func qualifiedWord(t token) bool {
	switch t.text {
	case "broadcast", "multicast", "type", "subtype", "dir", "direction":
		return t.kind == tWord
	}
	return false
}

// qualifiers parses direction and type.
func (p *parser) qualifiers(q *qual) {
	if p.peek().kind == tDir {
		p.direction(q)
	}
	switch t := p.peek(); {
	case t.kind == tType:
		q.addr = p.take().num
		q.at = q.at.to(t.at)
	case t.kind == tProtoQ:
		if q.dir != dDefault {
			fail(t.at, "%q takes no direction", t.text)
		}
		q.addr = p.take().num
		q.at = q.at.to(t.at)
	}
}

func (p *parser) direction(q *qual) {
	first := p.take()
	q.dir = first.num
	q.at = q.at.to(first.at)
	t := p.peek()
	if (t.kind != tAnd && t.kind != tOr) || first.num > dDst {
		return
	}
	second := p.after(1)
	if second.kind != tDir || second.num > dDst || second.num == first.num {
		failHint(second.at, `as in "src or dst port 53"`, "the other of src and dst must follow %q", first.text+" "+t.text)
	}
	p.pos += 2
	q.at = q.at.to(second.at)
	q.dir = dSrcAndDst
	if t.kind == tOr {
		q.dir = dSrcOrDst
	}
}

// id parses what a qualifier is about: a name, address or number, or several in brackets.
func (p *parser) id(q qual) *node {
	p.deeper()
	defer func() { p.depth-- }()
	switch t := p.peek(); {
	case t.kind == tNot:
		p.take()
		n := p.id(q)
		return &node{op: oNot, l: n, at: t.at.to(n.at)}
	case t.is("("):
		p.take()
		n := p.ids(q, p.id(q))
		p.close(t)
		return n
	case t.kind == tNum:
		p.take()
		return p.idNode(q, t)
	case t.kind == tName || t.kind == tAddr4 || t.kind == tAddr6 || t.kind == tMAC || t.kind == tARCnet:
		p.take()
		return p.netmask(p.idNode(q, t))
	}
	p.missingID(q)
	return nil
}

// ids parses the rest of a list of ids in brackets.
func (p *parser) ids(q qual, left *node) *node {
	for p.peek().kind == tAnd || p.peek().kind == tOr {
		t := p.take()
		left = join(t, left, p.id(q))
	}
	return left
}

func (p *parser) idNode(q qual, t token) *node {
	if q.addr == aNone {
		p.bareID(t)
	}
	return &node{op: oID, q: q, id: t, at: t.at}
}

// netmask parses /length or mask MASK after an address.
func (p *parser) netmask(n *node) *node {
	t := p.peek()
	addr4, addr6 := n.id.kind == tAddr4, n.id.kind == tAddr6
	switch {
	case t.is("/") && (addr4 || addr6):
		p.take()
		n.net, n.has = p.take(), true
		if n.net.kind != tNum {
			fail(n.net.at, "the length of a network's mask is a number")
		}
	case t.kind == tMask && addr4:
		p.take()
		n.net, n.has = p.take(), true
		if n.net.kind != tAddr4 {
			failHint(n.net.at, "as in mask 255.255.0.0", "a mask is written as an address")
		}
	default:
		return n
	}
	n.at = n.at.to(n.net.at)
	return n
}

// word parses a keyword with a syntax of its own.
func (p *parser) word(q qual) operand {
	t := p.take()
	n := &node{op: oWord, q: q, text: t.text, at: q.at.to(t.at)}
	switch t.text {
	case "less", "greater", "ifindex":
		n.args = append(n.args, p.number(t))
	case "byte":
		n.args = append(n.args, p.number(t), p.byteOperator())
		n.args = append(n.args, p.number(t))
	case "vlan", "mpls", "pppoes", "geneve", "vxlan":
		if id, ok := p.optionalNumber(); ok {
			n.args = append(n.args, id)
		}
	case "llc":
		if t := p.peek(); t.kind == tName || t.text == "rnr" { // which is a keyword of pf, too
			n.args = append(n.args, p.take())
		}
	case "type":
		n.args = append(n.args, p.nameOrNumber(t))
		if p.peek().is("subtype") {
			p.take()
			n.args = append(n.args, p.nameOrNumber(t))
		}
	case "subtype", "dir", "direction":
		n.args = append(n.args, p.nameOrNumber(t))
	}
	if len(n.args) > 0 {
		n.at = n.at.to(n.args[len(n.args)-1].at)
	}
	return operand{node: n, q: qual{addr: aNone, at: n.at}}
}

func (p *parser) number(after token) token {
	t := p.take()
	if t.kind != tNum {
		fail(t.at, "a number must follow %q", after.text)
	}
	return t
}

// optionalNumber takes a number, also one in brackets.
func (p *parser) optionalNumber() (token, bool) {
	if p.peek().kind == tNum {
		return p.take(), true
	}
	if p.peek().is("(") && p.after(1).kind == tNum && p.after(2).is(")") {
		p.pos += 3
		return p.tokens[p.pos-2], true
	}
	return token{}, false
}

func (p *parser) byteOperator() token {
	t := p.take()
	if t.kind == tOp {
		switch t.text {
		case "=", "==", "<", ">", "&", "|":
			return t
		}
	}
	fail(t.at, "one of = < > & | must stand between the offset and the value of \"byte\"")
	return t
}

func (p *parser) nameOrNumber(after token) token {
	t := p.take()
	if t.kind != tName && t.kind != tNum {
		fail(t.at, "a name or a number must follow %q", after.text)
	}
	return t
}
