package bpf

// A fact is the outcome of a comparison that the code has made on its way to a block. Facts form a tree: a block knows those from
// its own up to the root.
type fact struct {
	up    int32
	depth int32
	val   value
	jump  uint16
	k     uint32
	truth bool
}

// How far to look back for facts, and how many jumps to follow: bounds on the time that compiling takes.
const (
	maxLook   = 96
	maxThread = 64
	maxFacts  = 512
)

// thread lets each jump skip the tests whose outcome is known where it comes from, and notes what the registers hold on entry to
// each block. A skipped load was made before on the same way, so nothing changes for packets that were cut short.
func (g *graph) thread(first int32) int32 {
	if first <= acceptBlock {
		return first
	}
	g.blocks[first].seen = true
	for i := first; i > acceptBlock; i-- {
		b := &g.blocks[i]
		if !b.seen {
			continue
		}
		a, inA, x, inX := b.leaves()
		b.t = g.follow(b, b.t, true, a, inA, x, inX)
		if b.c.op == cDo {
			b.f = b.t
			continue
		}
		b.f = g.follow(b, b.f, false, a, inA, x, inX)
	}
	return first
}

// leaves says what A and X hold after a block.
func (b *block) leaves() (a value, inA bool, x base, inX bool) {
	if b.c.code != nil {
		return a, false, x, false
	}
	a, x, inX = b.c.val, b.x, b.inX
	if bs := a.base; bs.ihl || bs.reg != noReg {
		x, inX = bs, true
	}
	return a, true, x, inX
}

// follow returns where a jump of b leads once tests with known outcome are skipped, and merges what is known into that block.
func (g *graph) follow(b *block, to int32, truth bool, a value, inA bool, x base, inX bool) int32 {
	known := b.fact
	if b.c.op == cTest {
		known = g.add(b.fact, b.c, truth)
	}
	for range maxThread {
		t := &g.blocks[to]
		if to <= acceptBlock || t.c.op != cTest {
			break
		}
		truth, ok := g.outcome(known, t.c)
		if !ok {
			break
		}
		if truth {
			to = t.t
		} else {
			to = t.f
		}
	}
	t := &g.blocks[to]
	if to <= acceptBlock {
		t.seen = true
		return to
	}
	if !t.seen {
		t.seen, t.fact, t.a, t.inA, t.x, t.inX = true, known, a, inA, x, inX
		return to
	}
	t.fact = g.common(t.fact, known)
	t.inA = t.inA && inA && t.a == a
	t.inX = t.inX && inX && t.x == x
	return to
}

// add notes the outcome of a test.
func (g *graph) add(up int32, c *cond, truth bool) int32 {
	if g.facts[up].depth == maxFacts {
		up = 0
	}
	g.facts = append(g.facts, fact{up: up, depth: g.facts[up].depth + 1, val: c.val, jump: c.jump, k: c.k, truth: truth})
	return int32(len(g.facts) - 1)
}

// common returns the nearest fact that two ways share.
func (g *graph) common(i, j int32) int32 {
	for i != j {
		if g.facts[i].depth >= g.facts[j].depth {
			i = g.facts[i].up
		} else {
			j = g.facts[j].up
		}
	}
	return i
}

// outcome says how a test ends, where facts decide that.
func (g *graph) outcome(at int32, c *cond) (truth, ok bool) {
	for n := 0; at != 0 && n < maxLook; n++ {
		f := &g.facts[at]
		if f.val == c.val {
			if truth, ok := f.decides(c); ok {
				return truth, true
			}
		}
		at = f.up
	}
	return false, false
}

// decides says how a test of the same value ends, given the fact.
func (f *fact) decides(c *cond) (truth, ok bool) {
	switch {
	case f.jump == jmpJEQ && f.truth:
		return holds(c.jump, f.k, c.k), true
	case f.jump == c.jump && f.k == c.k:
		return f.truth, true
	case f.jump == jmpJGT && !f.truth && c.jump == jmpJEQ && c.k > f.k:
		return false, true
	case f.jump == jmpJGT && f.truth && c.jump == jmpJEQ && c.k <= f.k:
		return false, true
	}
	return false, false
}
