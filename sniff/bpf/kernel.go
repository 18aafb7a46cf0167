package bpf

// kernelMax is the most instructions that the kernel takes (BPF_MAXINSNS).
const kernelMax = 4096

// Kernel reports whether the kernel of Linux takes [Program.KernelInstructions] on a packet socket, and then says the same of each
// packet as Match does. It does not for a program that is too long, one with a loop (protochain), and one whose arithmetic the
// kernel might do differently.
func (p *Program) Kernel() bool {
	if len(p.code)+len(vlanGuard) > kernelMax {
		return false
	}
	for _, i := range p.code {
		switch {
		case i.Code == jump && int32(i.K) < 0:
			return false // a loop
		case i.Code == classALU|aluLSH|srcX, i.Code == classALU|aluRSH|srcX:
			return false // a shift by more than 31 bits differs there
		}
	}
	return storesFirst(p.code) && !p.wild
}

// storesFirst reports whether every way through code without loops writes a scratch register before it reads it, which the kernel
// demands.
func storesFirst(code []Instruction) bool {
	written := uint16(0)                   // registers, where code is straight
	missing := make([]uint16, len(code)+1) // those that a jump to an instruction leaves unwritten
	for pc, i := range code {
		written &^= missing[pc]
		switch bit := uint16(1) << (i.K % scratchRegs); {
		case i.Code == classST || i.Code == classSTX:
			written |= bit
		case i.Code == ldMEM || i.Code == ldxMEM:
			if written&bit == 0 {
				return false
			}
		case i.Code == jump:
			missing[pc+1+int(i.K)] |= ^written
			written = ^uint16(0)
		case i.Code&7 == classJMP:
			missing[pc+1+int(i.Jt)] |= ^written
			missing[pc+1+int(i.Jf)] |= ^written
			written = ^uint16(0)
		}
	}
	return true
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
