package bpf

// A block is straight code that ends in a jump to two others. Blocks lie in reverse order: one jumps only to lower indexes.
type block struct {
	c    *cond // a cTest, cCode or cDo; nil for the two ends
	t, f int32

	seen bool // something jumps here
	fact int32
	a    value // what A is known to hold on entry, with inA
	inA  bool
	x    base // what X is known to hold, with inX
	inX  bool
}

// The blocks that every graph ends with.
const (
	rejectBlock = 0
	acceptBlock = 1
)

type graph struct {
	blocks []block
	facts  []fact
}

// newGraph makes the graph of a condition, and returns the index of its first block.
func newGraph(c *cond) (*graph, int32) {
	g := &graph{blocks: make([]block, 2, 64), facts: make([]fact, 1, 64)}
	return g, g.lay(c, acceptBlock, rejectBlock)
}

// lay adds the blocks of c, which go on to t where it is true and else to f.
func (g *graph) lay(c *cond, t, f int32) int32 {
	switch c.op {
	case cTrue:
		return t
	case cFalse:
		return f
	case cNot:
		return g.lay(c.a, f, t)
	case cAnd:
		return g.lay(c.a, g.lay(c.b, t, f), f)
	case cOr:
		return g.lay(c.a, t, g.lay(c.b, t, f))
	case cDo:
		f = t
	}
	g.blocks = append(g.blocks, block{c: c, t: t, f: f})
	return int32(len(g.blocks) - 1)
}
