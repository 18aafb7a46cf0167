package bpf

// Match reports whether the program accepts a packet: the bytes that were captured, and how many it had on the wire. It allocates
// nothing.
func (p *Program) Match(pkt []byte, wireLen int) bool { return p.Run(pkt, wireLen) != 0 }

// Run runs the program, and returns the number of bytes of the packet to keep, 0 to reject it. A load past the captured bytes and a
// division by 0 reject it.
func (p *Program) Run(pkt []byte, wireLen int) uint32 {
	if !p.scratch {
		return run(p.ops, pkt, uint32(wireLen), nil)
	}
	var mem [scratchRegs]uint32
	return run(p.ops, pkt, uint32(wireLen), &mem)
}

// run is the machine. mem may be nil where no operation uses it.
func run(ops []operation, pkt []byte, wireLen uint32, mem *[scratchRegs]uint32) uint32 {
	var a, x uint32
	var ok bool
	pc := int32(0)
	for uint(pc) < uint(len(ops)) {
		o := &ops[pc]
		truth := false
		switch o.op {
		case fuseB:
			if a, ok = load1(pkt, uint64(o.off)); !ok {
				return 0
			}
			a &= o.mask
			truth = a == o.k
		case fuseH:
			if a, ok = load2(pkt, uint64(o.off)); !ok {
				return 0
			}
			a &= o.mask
			truth = a == o.k
		case fuseW:
			if a, ok = load4(pkt, uint64(o.off)); !ok {
				return 0
			}
			a &= o.mask
			truth = a == o.k
		case fuseSetH:
			if a, ok = load2(pkt, uint64(o.off)); !ok {
				return 0
			}
			truth = a&o.k != 0
		case fuseHeaderH:
			if x, ok = load1(pkt, uint64(o.mask)); !ok {
				return 0
			}
			x = x & 0xf << 2
			fallthrough
		case fuseXH:
			if a, ok = load2(pkt, uint64(x)+uint64(o.off)); !ok {
				return 0
			}
			truth = a == o.k
		case opJEQ:
			truth = a == o.k
		case opJSET:
			truth = a&o.k != 0
		case opJGT:
			truth = a > o.k
		case opJGE:
			truth = a >= o.k
		case opJEQX:
			truth = a == x
		case opJSETX:
			truth = a&x != 0
		case opJGTX:
			truth = a > x
		case opJGEX:
			truth = a >= x
		case opRet:
			return o.k
		case opRetA:
			return a
		case opLdW, opLdXW:
			off := uint64(o.k)
			if o.op == opLdXW {
				off += uint64(x)
			}
			if a, ok = load4(pkt, off); !ok {
				return 0
			}
		case opLdH, opLdXH:
			off := uint64(o.k)
			if o.op == opLdXH {
				off += uint64(x)
			}
			if a, ok = load2(pkt, off); !ok {
				return 0
			}
		case opLdB, opLdXB:
			off := uint64(o.k)
			if o.op == opLdXB {
				off += uint64(x)
			}
			if a, ok = load1(pkt, off); !ok {
				return 0
			}
		case opMsh:
			if x, ok = load1(pkt, uint64(o.k)); !ok {
				return 0
			}
			x = x & 0xf << 2
		case opLen:
			a = wireLen
		case opImm:
			a = o.k
		case opImmX:
			x = o.k
		case opMem:
			a = mem[o.k%scratchRegs]
		case opMemX:
			x = mem[o.k%scratchRegs]
		case opSt:
			mem[o.k%scratchRegs] = a
		case opStX:
			mem[o.k%scratchRegs] = x
		case opTax:
			x = a
		case opTxa:
			a = x
		case opJump:
		default:
			if a, ok = alu(o.code, a, x, o.k); !ok {
				return 0
			}
		}
		if truth {
			pc = o.t
		} else {
			pc = o.f
		}
	}
	return 0
}

func load1(pkt []byte, off uint64) (uint32, bool) {
	if off >= uint64(len(pkt)) {
		return 0, false
	}
	return uint32(pkt[off]), true
}

func load2(pkt []byte, off uint64) (uint32, bool) {
	if off+1 >= uint64(len(pkt)) {
		return 0, false
	}
	return uint32(pkt[off])<<8 | uint32(pkt[off+1]), true
}

func load4(pkt []byte, off uint64) (uint32, bool) {
	if off+3 >= uint64(len(pkt)) {
		return 0, false
	}
	return uint32(pkt[off])<<24 | uint32(pkt[off+1])<<16 | uint32(pkt[off+2])<<8 | uint32(pkt[off+3]), true
}

// alu does an arithmetic instruction; a division by 0 is not ok.
func alu(code uint16, a, x, k uint32) (uint32, bool) {
	if code&srcX != 0 {
		k = x
	}
	switch code & 0xf0 {
	case aluDIV, aluMOD:
		if k == 0 {
			return 0, false
		}
	case aluNEG:
		return -a, true
	}
	return compute(code&0xf0, a, k), true
}
