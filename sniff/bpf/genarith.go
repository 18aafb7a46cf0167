package bpf

// A number32 is a generated arithmetic expression: a constant, a part of the packet, or code that leaves it in A.
type number32 struct {
	isConst bool
	k       uint32
	val     *value
	code    []Instruction
	temps   int8   // scratch registers that the code uses, from the first
	most    uint64 // no value of it is larger
	guard   *cond  // what must be true of the packet for the number to be there
}

// emit returns code that leaves the number in A.
func (x number32) emit() []Instruction {
	switch {
	case x.isConst:
		return []Instruction{ins(ldIMM, x.k)}
	case x.val != nil:
		w := &writer{}
		w.load(&block{c: &cond{val: *x.val}})
		out := make([]Instruction, 0, len(w.out))
		for i := len(w.out) - 1; i >= 0; i-- {
			out = append(out, w.out[i])
		}
		return out
	}
	return x.code
}

// relation generates a comparison of two numbers.
func (g *generator) relation(n *node) *cond {
	x, y := g.number(n.x), g.number(n.y)
	op := n.text
	if x.isConst && !y.isConst {
		x, y = y, x
		op = map[string]string{">": "<", "<": ">", ">=": "<=", "<=": ">="}[op]
		if op == "" {
			op = n.text
		}
	}
	jump, negated := relation(op)
	guard := and(x.guard, y.guard)
	var c *cond
	switch {
	case x.isConst:
		c = truth(holds(jump, x.k, y.k))
	case y.isConst && x.val != nil:
		c = test(*x.val, jump, y.k)
	case y.isConst:
		c = &cond{op: cCode, code: x.code, jump: jump, k: y.k}
	default:
		code, _ := g.both(x, y, n.at)
		c = &cond{op: cCode, code: code, jump: jump | srcX}
	}
	if negated {
		c = not(c)
	}
	return and(guard, c)
}

// relation returns the jump of a comparison, and whether its outcome is to be turned round.
func relation(op string) (jump uint16, negated bool) {
	switch op {
	case ">":
		return jmpJGT, false
	case ">=":
		return jmpJGE, false
	case "<":
		return jmpJGE, true
	case "<=":
		return jmpJGT, true
	case "!=":
		return jmpJEQ, true
	}
	return jmpJEQ, false
}

// both returns code that leaves x in A and y in X, and how many scratch registers it uses. What uses more of them comes first, so
// that sixteen are enough for any expression that fits into a program.
func (g *generator) both(x, y number32, at span) ([]Instruction, int8) {
	if x.isConst {
		return append(y.emit(), ins(miscTAX, 0), ins(ldIMM, x.k)), y.temps
	}
	if y.temps >= x.temps {
		t, used := g.temp(x.temps, at), max(y.temps, x.temps+1)
		code := append(append(y.emit(), ins(classST, t)), x.emit()...)
		return append(code, ins(ldxMEM, t)), used
	}
	t := g.temp(y.temps, at)
	code := append(append(x.emit(), ins(classST, t)), y.emit()...)
	return append(code, ins(miscTAX, 0), ins(ldMEM, t)), x.temps
}

// temp returns scratch register i, counted from the first.
func (g *generator) temp(i int8, at span) uint32 {
	g.temps = max(g.temps, i+1)
	if g.regs+g.temps > scratchRegs {
		fail(at, "expression is too complex: out of scratch registers")
	}
	return uint32(i)
}

// number generates a number.
func (g *generator) number(a *arith) number32 {
	switch {
	case a.isConst:
		return number32{isConst: true, k: a.num, most: uint64(a.num), guard: always}
	case a.isLen:
		v := wireLength
		return number32{val: &v, most: anything, guard: always}
	case a.index != nil:
		return g.packetLoad(a)
	case a.r == nil:
		x := g.number(a.l)
		if x.isConst {
			x.k = -x.k
			x.most = uint64(x.k)
			return x
		}
		return number32{code: append(x.emit(), ins(classALU|aluNEG, 0)), temps: x.temps, most: anything, guard: x.guard}
	}
	return g.binary(a)
}

var aluOps = map[string]uint16{"+": aluADD, "-": aluSUB, "*": aluMUL, "/": aluDIV, "%": aluMOD, "&": aluAND, "|": aluOR,
	"^": aluXOR, "<<": aluLSH, ">>": aluRSH}

// binary generates an operator between two numbers.
func (g *generator) binary(a *arith) number32 {
	x, y := g.number(a.l), g.number(a.r)
	op := aluOps[a.text]
	if k, ok := g.divisor(a.r); ok {
		switch {
		case (op == aluDIV || op == aluMOD) && k == 0:
			fail(a.r.at, "division by zero")
		case (op == aluLSH || op == aluRSH) && k > 31:
			fail(a.r.at, "shift by more than 31 bits")
		}
	}
	guard := and(x.guard, y.guard)
	if g.opts.AsLibpcap {
		guard = x.guard
	}
	most := mostOf(op, x.most, y)
	switch {
	case x.isConst && y.isConst:
		if (op == aluDIV || op == aluMOD) && y.k == 0 { // the packet is rejected, as when a part of it is 0
			return number32{code: []Instruction{ins(retK, 0)}, guard: guard}
		}
		k := compute(op, x.k, y.k)
		return number32{isConst: true, k: k, most: uint64(k), guard: guard}
	case y.isConst && op == aluAND && x.val != nil && x.val.size != 0:
		v := x.val.masked(y.k)
		return number32{val: &v, most: most, guard: guard}
	case y.isConst && (op == aluDIV || op == aluMOD) && y.k == 0:
		return number32{code: append(x.emit(), ins(retK, 0)), temps: x.temps, guard: guard}
	case y.isConst && (op == aluLSH || op == aluRSH) && y.k > 31:
		return number32{code: append(x.emit(), ins(classALU|aluAND, 0)), temps: x.temps, guard: guard}
	case y.isConst:
		return number32{code: append(x.emit(), ins(classALU|op, y.k)), temps: x.temps, most: most, guard: guard}
	}
	code, temps := g.both(x, y, a.at)
	return number32{code: append(code, ins(classALU|op|srcX, 0)), temps: temps, most: most, guard: guard}
}

const anything = 1<<32 - 1

// mostOf returns a bound of what an operator makes of a number that is at most x and of y.
func mostOf(op uint16, x uint64, y number32) uint64 {
	most := uint64(anything)
	switch {
	case op == aluADD:
		most = x + y.most
	case op == aluMUL:
		most = x * y.most
	case op == aluAND:
		most = min(x, y.most)
	case op == aluRSH && y.isConst:
		most = x >> min(y.k, 32)
	case op == aluLSH && y.isConst:
		most = x << min(y.k, 31)
	case op == aluRSH, op == aluDIV, op == aluMOD:
		most = x
	}
	if most > anything { // it wraps around
		return anything
	}
	return most
}

// divisor returns the constant that the right-hand side of a division or shift is. libpcap takes the first constant in it for that.
func (g *generator) divisor(a *arith) (uint32, bool) {
	for g.opts.AsLibpcap && !a.isConst && !a.isLen {
		if a.index != nil {
			a = a.index
		} else {
			a = a.l
		}
	}
	return a.num, a.isConst
}

// compute does at once what the machine would do. A shift by more than 31 bits leaves nothing.
func compute(op uint16, a, b uint32) uint32 {
	switch op {
	case aluADD:
		return a + b
	case aluSUB:
		return a - b
	case aluMUL:
		return a * b
	case aluDIV:
		return a / b
	case aluMOD:
		return a % b
	case aluAND:
		return a & b
	case aluOR:
		return a | b
	case aluXOR:
		return a ^ b
	case aluLSH:
		return a << b
	}
	return a >> b
}

// packetLoad generates proto[index:size].
func (g *generator) packetLoad(a *arith) number32 {
	v, guard := g.loadBase(a)
	v.size = uint8(a.size)
	index := g.number(a.index)
	switch {
	case a.proto == pLink || a.proto == pRadio:
		guard = and(index.guard, guard)
	default:
		guard = g.insideGuard(a.proto, index.guard, guard, a.at)
	}
	if index.isConst {
		v.off = uint32(min(uint64(v.off)+uint64(index.k), maxLoad+1)) // there a load rejects
		return number32{val: &v, most: 1<<(8*a.size) - 1, guard: guard}
	}
	g.wild = g.wild || index.most+uint64(v.off)+1<<16 > maxLoad
	code, temps := index.emit(), index.temps
	if v.base.reg != noReg || v.base.ihl {
		t := g.temp(0, a.at)
		temps = max(temps, 1)
		code = append(append(code, ins(classST, t)), v.base.load()...)
		code = append(code, ins(ldMEM, t), ins(classALU|aluADD|srcX, 0))
	}
	code = append(code, ins(miscTAX, 0), ins(classLD|sizeCode(a.size)|modeIND, v.off))
	return number32{code: code, temps: temps, most: 1<<(8*a.size) - 1, guard: guard}
}

// insideGuard puts the guards of a load and of its index in the order that libpcap tries them: for what is over IPv4 that is IP, the
// index, the protocol.
func (g *generator) insideGuard(p proto, index, own *cond, at span) *cond {
	if ip, ok := overIP[p]; ok && ip.over != pIP6 {
		return and(g.carries(etherIP, at), index, own)
	}
	return and(index, own)
}

// loadBase returns the value at offset 0 of a protocol's header, and what must be true for the header to be there.
func (g *generator) loadBase(a *arith) (value, *cond) {
	switch a.proto {
	case pRadio:
		if g.link0() != linkRadio {
			fail(a.at, "radio information not present in capture")
		}
		return fixed(0, 1), always
	case pLink:
		return g.header(0, 1), always
	case pICMP6:
		return g.over6(0, 1), and(g.carries(etherIP6, a.at), eq(g.network(6, 1), protoICMP6))
	case pIP, pIP6, pARP, pRARP, pAtalk, pDECnet, pLAT, pSCA, pMOPRC, pMOPDL:
		return g.network(0, 1), g.carries(overLink[a.proto], a.at)
	}
	if ip, ok := overIP[a.proto]; ok && a.proto != pAH && a.proto != pESP {
		return g.over4(0, 1), and(g.carries(etherIP, a.at), eq(g.network(9, 1), ip.number), g.firstFragment())
	}
	failHint(a.at, "", "unsupported index operation: %s has no offsets", a.proto)
	return value{}, nil
}
