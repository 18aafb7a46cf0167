package bpf

// protoID generates the number of a protocol.
func (g *generator) protoID(n *node, v uint32) *cond {
	if n.q.proto == pCLNP || n.q.proto == pESIS {
		fail(n.q.at, "'%s proto' is not supported", n.q.proto)
	}
	return g.protoOver(n.q.proto, v, n.q.at)
}

// chain is true where a protocol is in the chain of headers of an IPv4 or IPv6 packet. Its code has a loop, so the kernel takes no
// program with it; the loop ends, since each turn goes on by 8 bytes at least and a load past the packet rejects it.
func (g *generator) chain(n *node, v uint32) *cond {
	if g.pl.reg != noReg {
		fail(n.q.at, "'protochain' not supported with variable length headers")
	}
	switch n.q.proto {
	case pDefault:
		v4 := g.chain4(n, v)
		return or(v4, g.chain6(n, v))
	case pIP:
		return g.chain4(n, v)
	case pIP6:
		return g.chain6(n, v)
	}
	failHint(n.q.at, "ip protochain N, ip6 protochain N or protochain N", "bad protocol applied for 'protochain'")
	return nil
}

// skipAH goes from an authentication header to the next one: A is the protocol, X the place. It is 8 instructions and a jump.
func (g *generator) skipAH(start, temp uint32) []Instruction {
	return []Instruction{
		ins(classLD|sizeB|modeIND, start), ins(classST, temp),
		ins(classLD|sizeB|modeIND, start+1), ins(classALU|aluADD, 2), ins(classALU|aluMUL, 4), ins(classALU|aluADD|srcX, 0),
		ins(miscTAX, 0), ins(ldMEM, temp),
	}
}

// chain4 follows authentication headers only, as there are no other extensions of IPv4.
func (g *generator) chain4(n *node, v uint32) *cond {
	start := g.pl.k + g.nl
	temp := g.temp(0, n.at)
	code := []Instruction{
		ins(classLD|sizeB|modeABS, start+9), ins(ldxMSH, start),
		{Code: classJMP | jmpJEQ, K: v, Jt: 11},
		{Code: classJMP | jmpJEQ, K: 59, Jt: 10},
		{Code: classJMP | jmpJEQ, K: protoAH, Jf: 9},
	}
	code = append(append(code, g.skipAH(start, temp)...), back(11))
	return and(g.carries(etherIP, n.at), &cond{op: cCode, code: code, jump: jmpJEQ, k: v})
}

// chain6 follows hop-by-hop and destination options, routing, fragment and authentication headers.
func (g *generator) chain6(n *node, v uint32) *cond {
	start := g.pl.k + g.nl
	temp := g.temp(0, n.at)
	code := []Instruction{
		ins(classLD|sizeB|modeABS, start+6), ins(ldxIMM, 40),
		{Code: classJMP | jmpJEQ, K: v, Jt: 24},
		{Code: classJMP | jmpJEQ, K: 59, Jt: 23},
		{Code: classJMP | jmpJEQ, K: 0, Jt: 3},
		{Code: classJMP | jmpJEQ, K: 60, Jt: 2},
		{Code: classJMP | jmpJEQ, K: 43, Jt: 1},
		{Code: classJMP | jmpJEQ, K: protoFrag6, Jf: 9},
		ins(classLD|sizeB|modeIND, start), ins(classST, temp),
		ins(classLD|sizeB|modeIND, start+1), ins(classALU|aluADD, 1), ins(classALU|aluMUL, 8), ins(classALU|aluADD|srcX, 0),
		ins(miscTAX, 0), ins(ldMEM, temp), back(14),
		{Code: classJMP | jmpJEQ, K: protoAH, Jf: 9},
	}
	code = append(append(code, g.skipAH(start, temp)...), back(24))
	return and(g.carries(etherIP6, n.at), &cond{op: cCode, code: code, jump: jmpJEQ, k: v})
}

// back jumps to n instructions before itself.
func back(n int32) Instruction { return ins(jump, uint32(-n-1)) }
