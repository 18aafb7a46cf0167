package bpf

import "slices"

// layout writes the graph's blocks as instructions, prologue first. It works from the end, where every target's place is known, and
// puts a jump of its own behind a test whose target is more than 255 instructions away.
func (g *graph) layout(first int32, prologue []Instruction, accept uint32) []Instruction {
	w := &writer{at: make([]int32, len(g.blocks))}
	if g.blocks[rejectBlock].seen || first == rejectBlock {
		w.put(ins(retK, 0))
		w.at[rejectBlock] = w.len()
	}
	if g.blocks[acceptBlock].seen || first == acceptBlock {
		w.put(ins(retK, accept))
		w.at[acceptBlock] = w.len()
	}
	for i := int32(2); i <= first; i++ {
		if b := &g.blocks[i]; b.seen {
			w.block(b)
			w.at[i] = w.len()
		}
	}
	if n := w.len() - w.at[first]; n > 0 && len(w.out) > 0 { // only when the whole condition is known
		w.put(ins(jump, uint32(n)))
	}
	for i := len(prologue) - 1; i >= 0; i-- {
		w.put(prologue[i])
	}
	slices.Reverse(w.out)
	return w.out
}

// A writer holds instructions in reverse. Places count from the end of the program.
type writer struct {
	out []Instruction
	at  []int32         // place of each block's first instruction
	far map[int32]int32 // place of the last jump to a block
}

func (w *writer) put(i Instruction) { w.out = append(w.out, i) }

func (w *writer) len() int32 { return int32(len(w.out)) }

func (w *writer) block(b *block) {
	if b.c.op == cDo {
		if n := w.len() - w.at[b.t]; n > 0 {
			w.put(ins(jump, uint32(n)))
		}
	} else {
		w.jumps(b)
	}
	if b.c.code != nil {
		for i := len(b.c.code) - 1; i >= 0; i-- {
			w.put(b.c.code[i])
		}
		return
	}
	w.load(b)
}

// jumps writes the test at the end of a block. A target that is too far away is reached by a jump of its own, which later tests share
// as long as they are near it.
func (w *writer) jumps(b *block) {
	for far := true; far; {
		far = w.reach(b.f, 254) || w.reach(b.t, 255)
	}
	w.put(Instruction{Code: classJMP | b.c.jump, Jt: uint8(w.away(b.t)), Jf: uint8(w.away(b.f)), K: b.c.k})
}

// away is how far a block, or the last jump to it, is from the instruction to be written next.
func (w *writer) away(to int32) int32 {
	n := w.len() - w.at[to]
	if place, ok := w.far[to]; ok && n > 255 {
		n = w.len() - place
	}
	return n
}

// reach puts a jump to a block here if it is further away than most, and reports whether it did. What comes before never runs into
// that jump, since it is the test that is written next.
func (w *writer) reach(to int32, most int32) bool {
	if w.away(to) <= most {
		return false
	}
	w.put(ins(jump, uint32(w.len()-w.at[to])))
	if w.far == nil {
		w.far = make(map[int32]int32)
	}
	w.far[to] = w.len()
	return true
}

// load writes what brings a block's value into A, as far as A and X do not hold it already.
func (w *writer) load(b *block) {
	v := b.c.val
	if b.inA && b.a == v {
		return
	}
	if v.mask != ^uint32(0) {
		w.put(ins(classALU|aluAND, v.mask))
		full := v
		full.mask = ^uint32(0)
		if b.inA && b.a == full {
			return
		}
	}
	switch {
	case v.size == 0:
		w.put(ins(ldLEN, 0))
		return
	case v.off > maxLoad && v.off < ancillary:
		w.put(ins(retK, 0)) // no packet reaches there, and the kernel takes such an offset for another thing
		return
	case v.base.reg == noReg && !v.base.ihl:
		w.put(ins(classLD|sizeCode(uint32(v.size))|modeABS, v.off))
		return
	}
	w.put(ins(classLD|sizeCode(uint32(v.size))|modeIND, v.off))
	if b.inX && b.x == v.base {
		return
	}
	code := v.base.load()
	for i := len(code) - 1; i >= 0; i-- {
		w.put(code[i])
	}
}

// load returns what brings the base into X.
func (b base) load() []Instruction {
	switch {
	case b.reg == noReg && b.ihl:
		return []Instruction{ins(ldxMSH, b.header)}
	case !b.ihl:
		return []Instruction{ins(ldxMEM, uint32(b.reg))}
	}
	return []Instruction{
		ins(ldxMEM, uint32(b.reg)),
		ins(classLD|sizeB|modeIND, b.header), ins(classALU|aluAND, 0xf), ins(classALU|aluLSH, 2),
		ins(classALU|aluADD|srcX, 0), ins(miscTAX, 0),
	}
}
