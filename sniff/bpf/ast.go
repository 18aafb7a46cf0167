package bpf

// An op is what a node of the parsed expression is.
type op uint8

const (
	oAnd   op = iota // l and r
	oOr              // l or r
	oNot             // not l
	oID              // an id with its qualifiers
	oProto           // a protocol alone
	oRel             // comparison of x and y by text
	oWord            // a keyword with a syntax of its own, its arguments in args
)

// A node is a part of the parsed expression that is true or false.
type node struct {
	op   op
	l, r *node
	at   span

	q   qual
	id  token
	net token // the mask or prefix length of a network
	has bool  // net is there

	text string // comparison operator or keyword
	args []token
	x, y *arith
}

// An arith is a part of the parsed expression that is a number.
type arith struct {
	text string // operator; "" for a leaf
	l, r *arith // r is nil for a negation
	at   span

	isConst bool
	num     uint32
	isLen   bool
	proto   proto  // of a packet load
	index   *arith // of a packet load, nil for the other leaves
	size    uint32
}
