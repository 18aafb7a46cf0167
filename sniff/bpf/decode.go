package bpf

// targetsOf says which instructions something jumps to from elsewhere than the one before.
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
func decode(code []Instruction) []operation {
	targets := targetsOf(code)
	ops := make([]operation, 0, len(code))
	place := make([]int32, len(code)+1) // index of the operation that an instruction became
	for pc := 0; pc < len(code); {
		place[pc] = int32(len(ops))
		o, n := fuse(code[pc:], targets[pc:])
		if n == 0 {
			i := code[pc]
			o, n = operation{op: i.Code, k: i.K}, 1
		}
		// until all places are known, the targets are those of instructions
		last := code[pc+n-1]
		next := int32(pc + n)
		switch {
		case last.Code == jump:
			o.t = next + int32(last.K)
		case last.Code&7 == classJMP:
			o.t, o.f = next+int32(last.Jt), next+int32(last.Jf)
		default:
			o.t = next
		}
		ops = append(ops, o)
		for i := 1; i < n; i++ {
			place[pc+i] = -1
		}
		pc += n
	}
	for i := range ops {
		ops[i].t, ops[i].f = place[ops[i].t], place[ops[i].f]
	}
	return ops
}

// fused are the loads that have a fused operation.
var fused = map[uint16]uint16{
	classLD | sizeB | modeABS: fuseB, classLD | sizeH | modeABS: fuseH, classLD | sizeW | modeABS: fuseW,
	classLD | sizeH | modeIND: fuseXH,
}

// fuse returns an operation for the first instructions, and how many they are, 0 when they are not to be fused.
func fuse(code []Instruction, targets []bool) (operation, int) {
	op, ok := fused[code[0].Code]
	if !ok {
		return operation{}, 0
	}
	o := operation{op: op, off: code[0].K, mask: ^uint32(0)}
	n := 1
	if n < len(code) && code[n].Code == classALU|aluAND && !targets[n] {
		o.mask = code[n].K
		n++
	}
	if n == len(code) || code[n].Code != classJMP|jmpJEQ || targets[n] {
		return operation{}, 0
	}
	o.k = code[n].K
	return o, n + 1
}
