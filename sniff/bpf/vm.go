package bpf

import "encoding/binary"

// Match reports whether the program accepts a packet: the bytes that were captured, and how many it had on the wire.
func (p *Program) Match(pkt []byte, wireLen int) bool { return p.Run(pkt, wireLen) != 0 }

// An operation is what the machine runs: an instruction, or a load, mask and jump in one.
type operation struct {
	op   uint16 // an instruction's code, or one of the fused ones below
	t, f int32  // where to go next, as indexes into the operations; t for those that do not jump
	k    uint32
	mask uint32
	off  uint32
}

// Fused operations: a load at a fixed offset or from X, a mask, a comparison with a constant. Codes above all those of instructions.
const (
	fuseBase = 0x100 + iota
	fuseB    // byte, JEQ
	fuseH    // two bytes, JEQ
	fuseW    // four bytes, JEQ
	fuseXH   // two bytes from X, JEQ
)

// Run runs the program, and returns the number of bytes of the packet to keep, 0 to reject it. It allocates nothing.
func (p *Program) Run(pkt []byte, wireLen int) uint32 {
	var a, x uint32
	var mem [scratchRegs]uint32
	n := uint64(len(pkt))
	ops := p.ops
	pc := int32(0)
	for uint(pc) < uint(len(ops)) {
		o := &ops[pc]
		switch o.op {
		case fuseB:
			if uint64(o.off) >= n {
				return 0
			}
			a = uint32(pkt[o.off]) & o.mask
			if a == o.k {
				pc = o.t
			} else {
				pc = o.f
			}
			continue
		case fuseH:
			if uint64(o.off)+2 > n {
				return 0
			}
			a = uint32(binary.BigEndian.Uint16(pkt[o.off:])) & o.mask
			if a == o.k {
				pc = o.t
			} else {
				pc = o.f
			}
			continue
		case fuseW:
			if uint64(o.off)+4 > n {
				return 0
			}
			a = binary.BigEndian.Uint32(pkt[o.off:]) & o.mask
			if a == o.k {
				pc = o.t
			} else {
				pc = o.f
			}
			continue
		case fuseXH:
			off := uint64(x) + uint64(o.off)
			if off+2 > n {
				return 0
			}
			a = uint32(binary.BigEndian.Uint16(pkt[off:])) & o.mask
			if a == o.k {
				pc = o.t
			} else {
				pc = o.f
			}
			continue
		case classJMP | jmpJEQ:
			if a == o.k {
				pc = o.t
			} else {
				pc = o.f
			}
			continue
		case classJMP | jmpJSET:
			if a&o.k != 0 {
				pc = o.t
			} else {
				pc = o.f
			}
			continue
		case classJMP | jmpJGT:
			if a > o.k {
				pc = o.t
			} else {
				pc = o.f
			}
			continue
		case classJMP | jmpJGE:
			if a >= o.k {
				pc = o.t
			} else {
				pc = o.f
			}
			continue
		case classJMP | jmpJEQ | srcX:
			pc = pick(a == x, o)
			continue
		case classJMP | jmpJSET | srcX:
			pc = pick(a&x != 0, o)
			continue
		case classJMP | jmpJGT | srcX:
			pc = pick(a > x, o)
			continue
		case classJMP | jmpJGE | srcX:
			pc = pick(a >= x, o)
			continue
		case retK:
			return o.k
		case classRET | retA:
			return a
		case classLD | sizeW | modeABS:
			if uint64(o.k)+4 > n {
				return 0
			}
			a = binary.BigEndian.Uint32(pkt[o.k:])
		case classLD | sizeH | modeABS:
			if uint64(o.k)+2 > n {
				return 0
			}
			a = uint32(binary.BigEndian.Uint16(pkt[o.k:]))
		case classLD | sizeB | modeABS:
			if uint64(o.k) >= n {
				return 0
			}
			a = uint32(pkt[o.k])
		case classLD | sizeW | modeIND:
			off := uint64(x) + uint64(o.k)
			if off+4 > n {
				return 0
			}
			a = binary.BigEndian.Uint32(pkt[off:])
		case classLD | sizeH | modeIND:
			off := uint64(x) + uint64(o.k)
			if off+2 > n {
				return 0
			}
			a = uint32(binary.BigEndian.Uint16(pkt[off:]))
		case classLD | sizeB | modeIND:
			off := uint64(x) + uint64(o.k)
			if off >= n {
				return 0
			}
			a = uint32(pkt[off])
		case ldxMSH:
			if uint64(o.k) >= n {
				return 0
			}
			x = uint32(pkt[o.k]&0xf) << 2
		case ldLEN:
			a = uint32(wireLen)
		case ldIMM:
			a = o.k
		case ldxIMM:
			x = o.k
		case ldMEM:
			a = mem[o.k&(scratchRegs-1)]
		case ldxMEM:
			x = mem[o.k&(scratchRegs-1)]
		case classST:
			mem[o.k&(scratchRegs-1)] = a
		case classSTX:
			mem[o.k&(scratchRegs-1)] = x
		case miscTAX:
			x = a
		case miscTXA:
			a = x
		case jump:
		default:
			var ok bool
			if a, ok = alu(o.op, a, x, o.k); !ok {
				return 0
			}
		}
		pc = o.t
	}
	return 0
}

func pick(truth bool, o *operation) int32 {
	if truth {
		return o.t
	}
	return o.f
}

// alu does an arithmetic instruction; a division by 0 is not ok.
func alu(code uint16, a, x, k uint32) (uint32, bool) {
	if code&srcX != 0 {
		k = x
	}
	switch code &^ srcX {
	case classALU | aluDIV, classALU | aluMOD:
		if k == 0 {
			return 0, false
		}
	case classALU | aluNEG:
		return -a, true
	}
	return compute(code&0xf0, a, k), true
}
