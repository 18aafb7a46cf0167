package bpf

import "strings"

// A Program is a compiled filter. Several goroutines may use it at once.
type Program struct {
	expr string
	code []Instruction
	ops  []operation

	scratch bool // an operation uses scratch memory
	wild    bool // it may load from an offset that the kernel takes for a negative one, which means something else to it
}

// maxExpr bounds the length of an expression, and by that the time that compiling it takes.
const maxExpr = 1 << 18

// Compile compiles a filter expression for a link type (LINKTYPE_ number, as in packet.Source.Link). The empty expression matches
// everything. The error is an *Error.
func Compile(expr string, link int, opts ...Options) (prog *Program, err error) {
	var o Options
	if len(opts) > 0 {
		o = opts[0]
	}
	o.fill()
	defer catch(expr, &err)
	if len(expr) > maxExpr {
		fail(span{maxExpr, len(expr)}, "expression is longer than %d bytes", maxExpr)
	}
	g := newGenerator(link, o)
	defer g.tables.close()
	c := always
	if tree := parse(expr); tree != nil {
		c = g.cond(tree)
	}
	graph, first := newGraph(c)
	first = graph.thread(first)
	p := &Program{expr: expr, code: graph.layout(first, g.prologue(), o.SnapLen), wild: g.wild}
	p.ops, p.scratch = decode(p.code)
	return p, nil
}

// Expr returns the expression that the program was compiled from.
func (p *Program) Expr() string { return p.expr }

// Instructions returns the program.
func (p *Program) Instructions() []Instruction { return append([]Instruction(nil), p.code...) }

// String returns the program as tcpdump -d prints it.
func (p *Program) String() string {
	var b strings.Builder
	for pc, i := range p.code {
		i.print(&b, pc)
	}
	return b.String()
}
