package bpf

// kernelMax is the most instructions that the kernel takes (BPF_MAXINSNS).
const kernelMax = 4096

// Kernel reports whether the kernel of Linux takes [Program.KernelInstructions] on a packet socket, and then says the same of each
// packet as Match does. It does not for a program that is too long, one with a loop (protochain), and one that looks into a tunnel
// at places found while it runs.
func (p *Program) Kernel() bool {
	if len(p.code)+len(vlanGuard) > kernelMax {
		return false
	}
	for pc, i := range p.code {
		switch {
		case i.Code == jump && int32(i.K) < 0:
			return false // a loop
		case i.Code == classALU|aluLSH|srcX, i.Code == classALU|aluRSH|srcX:
			return false // a shift by more than 31 bits differs there
		case i.Code == ldMEM || i.Code == ldxMEM:
			if !p.stored(pc, i.K) {
				return false // it refuses to read what may not have been written
			}
		}
	}
	return true
}

// stored reports whether every way to pc writes the scratch register first. It is enough to look for a write in straight code before it,
// as the generator makes it, or in the prologue.
func (p *Program) stored(pc int, reg uint32) bool {
	targets := targetsOf(p.code)
	for i := pc - 1; i >= 0; i-- {
		if c := p.code[i]; (c.Code == classST || c.Code == classSTX) && c.K == reg {
			return true
		}
		if targets[i+1] {
			break
		}
	}
	for _, c := range p.code { // the prologue writes before it first jumps
		if c.Code&7 == classJMP || c.Code&7 == classRET {
			break
		}
		if c.Code == classST && c.K == reg {
			return true
		}
	}
	return false
}

// vlanGuard accepts whole each frame that the kernel took a VLAN tag out of; others go on to the program.
var vlanGuard = []Instruction{
	ins(classLD|sizeW|modeABS, adVLANThere),
	{Code: classJMP | jmpJEQ, K: 0, Jt: 1},
	ins(retK, 0x7fffffff),
}

// KernelInstructions returns the program for a packet socket: it lets pass every frame that the kernel took a VLAN tag out of, since
// such a frame looks different from the one on the wire. Of a frame with TP_STATUS_VLAN_VALID the caller asks Match, with the tag put
// back in place; of all others the kernel's answer is that of Match.
func (p *Program) KernelInstructions() []Instruction {
	return append(append([]Instruction(nil), vlanGuard...), p.code...)
}
