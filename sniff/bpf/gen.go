package bpf

// An offset is a place in the packet: a constant, and the value of a scratch register if reg is not noReg.
type offset struct {
	reg int8
	k   uint32
}

func constant(k uint32) offset { return offset{noReg, k} }

// A generator makes the condition tree of a parsed expression, from left to right. What follows is where headers lie at the point
// that it has reached in the text.
type generator struct {
	opts   Options
	tables tables
	link   linkLayer

	hdr   offset // link-layer header
	typ   offset // the field in it that names the next protocol
	pl    offset // what the link-layer header carries
	nl    uint32 // network header, from pl
	llc   uint32 // network header behind an LLC header without SNAP, from pl
	mpls  int    // MPLS headers so far
	inner bool   // within a tunnel that may carry packets without a link-layer header

	regs      int8 // scratch registers taken from the top
	radioReg  int8 // length of a radiotap header, noReg when there is none
	wlanReg   int8 // end of an 802.11 header
	usesRadio bool
	usesWlan  bool
	wild      bool // see Program
	temps     int8 // scratch registers that arithmetic uses, from the first
}

const scratchRegs = 16

func newGenerator(link int, opts Options) *generator {
	g := &generator{opts: opts, link: layerOf(link), radioReg: noReg, wlanReg: noReg}
	g.hdr = constant(0)
	l := links[g.link]
	g.typ, g.pl, g.nl, g.llc = constant(l.typ), constant(l.payload), l.network, l.networkLLC
	switch g.link {
	case linkRadio:
		g.radioReg = g.register(span{})
		g.hdr = offset{g.radioReg, 0}
		fallthrough
	case linkWlan:
		g.wlanReg = g.register(span{})
		g.pl = offset{g.wlanReg, 0}
		g.typ = offset{g.wlanReg, l.typ}
	}
	return g
}

// register takes a scratch register for the rest of the program.
func (g *generator) register(at span) int8 {
	g.regs++
	if g.regs+g.temps > scratchRegs {
		fail(at, "too many tunnels in one expression")
	}
	return scratchRegs - g.regs
}

// load returns the value of n bytes that lie add bytes behind an offset.
func (g *generator) load(o offset, add uint32, n uint8) value {
	if o.reg != noReg {
		g.usesWlan = g.usesWlan || o.reg == g.wlanReg
		g.usesRadio = g.usesRadio || o.reg == g.radioReg
	}
	return value{base: base{reg: o.reg}, off: o.k + add, size: n, mask: ^uint32(0)}
}

// header loads from the link-layer header.
func (g *generator) header(off uint32, n uint8) value { return g.load(g.hdr, off, n) }

// network loads from the network header.
func (g *generator) network(off uint32, n uint8) value { return g.load(g.pl, g.nl+off, n) }

// payload loads from behind the link-layer header.
func (g *generator) payload(off uint32, n uint8) value { return g.load(g.pl, off, n) }

// over4 loads from behind an IPv4 header of any length.
func (g *generator) over4(off uint32, n uint8) value {
	v := g.network(off, n)
	v.base.ihl, v.base.header = true, g.pl.k+g.nl
	return v
}

// over6 loads from behind an IPv6 header without extensions.
func (g *generator) over6(off uint32, n uint8) value { return g.network(40+off, n) }

// cond generates a node.
func (g *generator) cond(n *node) *cond {
	switch n.op {
	case oAnd:
		a := g.cond(n.l)
		return and(a, g.cond(n.r))
	case oOr:
		return g.anyNode(n)
	case oNot:
		return not(g.cond(n.l))
	case oID:
		return g.id(n)
	case oProto:
		return g.protocol(n.q.proto, n.at)
	case oRel:
		return g.relation(n)
	}
	return g.word(n)
}

// prologue returns what the program begins with: it finds the variable offsets of the outermost link layer.
func (g *generator) prologue() []Instruction {
	var code []Instruction
	radio := g.link0() == linkRadio
	if radio && (g.usesRadio || g.usesWlan) {
		code = append(code, ins(classLD|sizeB|modeABS, 3), ins(classALU|aluLSH, 8), ins(miscTAX, 0), ins(classLD|sizeB|modeABS, 2),
			ins(classALU|aluOR|srcX, 0), ins(classST, uint32(g.radioReg)), ins(miscTAX, 0))
	}
	if g.usesWlan {
		if !radio {
			code = append(code, ins(ldxIMM, 0))
		}
		code = append(code, wlanHeader(uint32(g.wlanReg), radio)...)
	}
	return code
}

// link0 is the outermost link layer.
func (g *generator) link0() linkLayer {
	switch {
	case g.radioReg != noReg:
		return linkRadio
	case g.wlanReg != noReg:
		return linkWlan
	}
	return g.link
}
