package bpf

// A base is what a load's offset counts from: the start of the packet, and what a register and an IPv4 header add to that.
type base struct {
	reg    int8   // scratch register that holds the first part, or noReg
	ihl    bool   // the length of the IPv4 header at offset header (from the register's value) is added
	header uint32 //
}

const noReg int8 = -1

// A value is a part of the packet that is loaded, and masked unless mask is all ones.
type value struct {
	base base
	off  uint32
	size uint8 // 1, 2 or 4 bytes; 0 is the length on the wire
	mask uint32
}

// A cond is a node of the tree that code is made of.
type cond struct {
	op   condOp
	a, b *cond

	val  value         // of a cTest
	code []Instruction // of a cCode and a cDo: what is done first; jumps in it stay within it
	jump uint16        // condition bits, with srcX for a comparison of A and X
	k    uint32
}

type condOp uint8

const (
	cFalse condOp = iota
	cTrue
	cTest // val compared with k
	cCode // code run, then A compared with k or X
	cDo   // code run, or val loaded if there is none; then true
	cAnd
	cOr
	cNot
)

var (
	always = &cond{op: cTrue}
	never  = &cond{op: cFalse}
)

func truth(b bool) *cond {
	if b {
		return always
	}
	return never
}

// and is true where all are, tried from left to right.
func and(cs ...*cond) *cond {
	left := cs[0]
	for _, c := range cs[1:] {
		switch {
		case left.op == cFalse:
			return never
		case left.op == cTrue:
			left = c
		case c.op != cTrue:
			left = &cond{op: cAnd, a: left, b: c}
		}
	}
	return left
}

// or is true where one is, tried from left to right.
func or(cs ...*cond) *cond {
	left := cs[0]
	for _, c := range cs[1:] {
		switch {
		case left.op == cTrue:
			return always
		case left.op == cFalse:
			left = c
		case c.op != cFalse:
			left = &cond{op: cOr, a: left, b: c}
		}
	}
	return left
}

func not(c *cond) *cond {
	switch c.op {
	case cTrue:
		return never
	case cFalse:
		return always
	case cNot:
		return c.a
	}
	return &cond{op: cNot, a: c}
}

// test compares a value with a constant.
func test(v value, jump uint16, k uint32) *cond { return &cond{op: cTest, val: v, jump: jump, k: k} }

func eq(v value, k uint32) *cond { return test(v, jmpJEQ, k) }

// anyOf is true where v is one of the constants.
func anyOf(v value, ks ...uint32) *cond {
	c := never
	for _, k := range ks {
		c = or(c, eq(v, k))
	}
	return c
}

// masked returns the value with only some bits of it.
func (v value) masked(mask uint32) value {
	v.mask &= mask
	return v
}

// at returns the value at other bytes, counted from the same base.
func (v value) at(off uint32, size uint8) value {
	v.off, v.size, v.mask = v.off+off, size, ^uint32(0)
	return v
}

// holds says whether a comparison is true.
func holds(jump uint16, a, k uint32) bool {
	switch jump {
	case jmpJEQ:
		return a == k
	case jmpJGT:
		return a > k
	case jmpJGE:
		return a >= k
	default:
		return a&k != 0
	}
}
