package bpf

// An operation is what the machine runs: an instruction, or a load, mask and jump in one. What does not jump goes on to f.
type operation struct {
	op   opcode
	code uint16 // of an arithmetic instruction
	t, f int32  // indexes of the next operation
	k    uint32
	mask uint32 // or, in fuseHeaderH, the offset of the IPv4 header
	off  uint32
}

// An opcode numbers the operations closely, so that the machine finds each with one jump.
type opcode uint8

const (
	fuseB       opcode = iota // load a byte, mask it, JEQ
	fuseH                     // two bytes
	fuseW                     // four bytes
	fuseSetH                  // two bytes, JSET
	fuseXH                    // two bytes from X, JEQ
	fuseHeaderH               // X is the length of the IPv4 header, then fuseXH
	opJEQ
	opJSET
	opJGT
	opJGE
	opJEQX
	opJSETX
	opJGTX
	opJGEX
	opRet
	opRetA
	opLdW
	opLdH
	opLdB
	opLdXW
	opLdXH
	opLdXB
	opMsh
	opLen
	opImm
	opImmX
	opMem
	opMemX
	opSt
	opStX
	opTax
	opTxa
	opJump
	opALU
)

// opcodeOf returns the operation of an instruction.
func opcodeOf(code uint16) opcode {
	switch code {
	case classLD | sizeW | modeABS:
		return opLdW
	case classLD | sizeH | modeABS:
		return opLdH
	case classLD | sizeB | modeABS:
		return opLdB
	case classLD | sizeW | modeIND:
		return opLdXW
	case classLD | sizeH | modeIND:
		return opLdXH
	case classLD | sizeB | modeIND:
		return opLdXB
	case ldxMSH:
		return opMsh
	case ldLEN:
		return opLen
	case ldIMM:
		return opImm
	case ldxIMM:
		return opImmX
	case ldMEM:
		return opMem
	case ldxMEM:
		return opMemX
	case classST:
		return opSt
	case classSTX:
		return opStX
	case retK:
		return opRet
	case classRET | retA:
		return opRetA
	case miscTAX:
		return opTax
	case miscTXA:
		return opTxa
	case jump:
		return opJump
	}
	if code&7 != classJMP {
		return opALU
	}
	op := map[uint16]opcode{jmpJEQ: opJEQ, jmpJSET: opJSET, jmpJGT: opJGT, jmpJGE: opJGE}[code&0xf0]
	if code&srcX != 0 {
		op += opJEQX - opJEQ
	}
	return op
}

// targetsOf says which instructions a jump leads to.
func targetsOf(code []Instruction) []bool {
	targets := make([]bool, len(code)+1)
	for pc, i := range code {
		if i.Code&7 != classJMP {
			continue
		}
		if i.Code == jump {
			targets[uint32(pc)+1+i.K] = true
			continue
		}
		targets[pc+1+int(i.Jt)], targets[pc+1+int(i.Jf)] = true, true
	}
	return targets
}

// decode makes the operations of a program: it resolves the jumps, and fuses a load with the mask and comparison that follow it.
func decode(code []Instruction) (ops []operation, scratch bool) {
	targets := targetsOf(code)
	ops = make([]operation, 0, len(code))
	place := make([]int32, len(code)+1) // index of the operation that an instruction became
	for pc := 0; pc < len(code); {
		place[pc] = int32(len(ops))
		o, n := fuse(code[pc:], targets[pc:])
		if n == 0 {
			i := code[pc]
			o, n = operation{op: opcodeOf(i.Code), code: i.Code, k: i.K}, 1
		}
		scratch = scratch || o.op >= opMem && o.op <= opStX
		// until all places are known, the targets are those of instructions
		last := code[pc+n-1]
		next := int32(pc + n)
		switch {
		case last.Code == jump:
			o.f = next + int32(last.K)
		case last.Code&7 == classJMP:
			o.t, o.f = next+int32(last.Jt), next+int32(last.Jf)
		default:
			o.f = next
		}
		ops = append(ops, o)
		pc += n
	}
	for i := range ops {
		ops[i].t, ops[i].f = place[ops[i].t], place[ops[i].f]
	}
	return ops, scratch
}

// fuse returns an operation for the first instructions, and how many they are, 0 when they are not to be fused.
func fuse(code []Instruction, targets []bool) (operation, int) {
	o := operation{off: code[0].K, mask: ^uint32(0)}
	switch code[0].Code {
	case classLD | sizeB | modeABS:
		o.op = fuseB
	case classLD | sizeH | modeABS:
		o.op = fuseH
	case classLD | sizeW | modeABS:
		o.op = fuseW
	case classLD | sizeH | modeIND:
		o.op = fuseXH
	case ldxMSH:
		if len(code) < 3 || targets[1] || targets[2] || code[1].Code != classLD|sizeH|modeIND || code[2].Code != classJMP|jmpJEQ {
			return o, 0
		}
		return operation{op: fuseHeaderH, mask: code[0].K, off: code[1].K, k: code[2].K}, 3
	default:
		return o, 0
	}
	n := 1
	if n < len(code) && code[n].Code == classALU|aluAND && !targets[n] && o.op != fuseXH {
		o.mask = code[n].K
		n++
	}
	if n == len(code) || targets[n] {
		return o, 0
	}
	switch o.k = code[n].K; {
	case code[n].Code == classJMP|jmpJEQ:
	case code[n].Code == classJMP|jmpJSET && o.op == fuseH && n == 1:
		o.op = fuseSetH
	default:
		return o, 0
	}
	return o, n + 1
}
