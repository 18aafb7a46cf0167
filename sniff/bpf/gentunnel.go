package bpf

// word generates a keyword with a syntax of its own.
func (g *generator) word(n *node) *cond {
	arg := func(name string, most uint32) (uint32, bool) {
		if len(n.args) == 0 {
			return 0, false
		}
		if v := n.args[0].num; v > most {
			fail(n.args[0].at, "%s %d greater than maximum %d", name, v, most)
		}
		return n.args[0].num, true
	}
	switch n.text {
	case "less":
		return not(test(wireLength, jmpJGT, n.args[0].num))
	case "greater":
		return test(wireLength, jmpJGE, n.args[0].num)
	case "byte":
		return g.byteTest(n)
	case "broadcast":
		return g.broadcast(n)
	case "multicast":
		return g.multicast(n)
	case "inbound", "outbound":
		return g.direction(n.text == "inbound", n.at)
	case "ifindex":
		return g.ifIndex(n.args[0].num)
	case "vlan":
		return g.vlan(n, arg)
	case "mpls":
		return g.label(n, arg)
	case "pppoed":
		return g.carries(etherPPPoED, n.at)
	case "pppoes":
		return g.pppoe(n, arg)
	case "geneve":
		return g.geneve(n, arg)
	case "vxlan":
		return g.vxlan(n, arg)
	case "llc":
		return g.llcTest(n)
	}
	return g.wlanWord(n)
}

type argument func(name string, most uint32) (uint32, bool)

// vlan is true for a tagged frame, and moves what follows in the text behind the tag (IEEE 802.1Q).
func (g *generator) vlan(n *node, arg argument) *cond {
	if g.mpls > 0 {
		fail(n.at, "no VLAN match after MPLS")
	}
	if !links[g.link].vlan {
		fail(n.at, "no VLAN support for %s", links[g.link].name)
	}
	c := or(g.carries(0x8100, n.at), g.carries(0x88a8, n.at), g.carries(0x9100, n.at))
	if id, ok := arg("VLAN tag", 4095); ok {
		c = and(c, eq(g.network(0, 2).masked(0xfff), id))
	}
	g.pl.k += 4
	g.typ.k += 4
	return c
}

// label is true for an MPLS packet, and moves what follows in the text behind the label (RFC 3032).
func (g *generator) label(n *node, arg argument) *cond {
	var c *cond
	switch {
	case g.mpls > 0:
		c = eq(g.bottom(), 0)
	case g.link == linkEthernet:
		c = g.carries(etherMPLS, n.at)
	case g.link == linkPPP:
		c = g.carries(0x281, n.at)
	default:
		fail(n.at, "no MPLS support for %s", links[g.link].name)
	}
	if label, ok := arg("MPLS label", 1<<20-1); ok {
		c = and(c, eq(g.network(0, 4).masked(0xfffff000), label<<12))
	}
	g.nl += 4
	g.llc += 4
	g.mpls++
	return c
}

// bottom is the bit of the last MPLS header that says that no other follows.
func (g *generator) bottom() value { return g.network(0, 1).at(^uint32(1), 1).masked(1) }

func (g *generator) carriesMPLS(p uint32, at span) *cond {
	if p != etherIP && p != etherIP6 {
		fail(at, "unsupported protocol over mpls")
	}
	return and(eq(g.bottom(), 1), g.ipVersion(p, g.network(0, 1)))
}

// pppoe is true for a PPPoE session packet, and makes what follows in the text look at PPP within it (RFC 2516).
func (g *generator) pppoe(n *node, arg argument) *cond {
	c := g.carries(etherPPPoES, n.at)
	if id, ok := arg("PPPoE session number", 65535); ok {
		c = and(c, eq(g.network(0, 4).masked(0xffff), id))
	}
	g.hdr = offset{g.pl.reg, g.pl.k + g.nl + 6}
	g.typ = g.hdr
	g.pl = offset{g.hdr.reg, g.hdr.k + 2}
	g.nl, g.llc = 0, 0
	g.link = linkPPP
	return c
}

// UDP ports of tunnels.
const (
	portGeneve = 6081
	portVXLAN  = 4789
)

// geneve is true for a Geneve packet, and makes what follows in the text look at what it carries (RFC 8926).
func (g *generator) geneve(n *node, arg argument) *cond {
	start := g.register(n.at)
	vni, has := arg("Geneve VNI", 1<<24-1)
	outer := g.tunnel(n.at, portGeneve, start, func(v value) *cond {
		c := eq(v.at(8, 1).masked(0xc0), 0) // the version
		if has {
			c = and(c, eq(v.at(12, 4).masked(0xffffff00), vni<<8))
		}
		return c
	})
	hdr, typ, pl := g.register(n.at), g.register(n.at), g.register(n.at)
	find := []Instruction{
		ins(ldxMEM, uint32(start)), // X: UDP header
		ins(miscTXA, 0), ins(classALU|aluADD, 10), ins(classST, uint32(typ)),
		ins(classLD|sizeB|modeIND, 8), ins(classALU|aluAND, 0x3f), ins(classALU|aluMUL, 4), ins(classALU|aluADD, 16),
		ins(classALU|aluADD|srcX, 0), ins(classST, uint32(hdr)), ins(classST, uint32(pl)),
		ins(classLD|sizeH|modeIND, 10),
		{Code: classJMP | jmpJEQ, Jf: 5, K: etherTunnel},
		ins(ldMEM, uint32(hdr)), ins(classALU|aluADD, 12), ins(classST, uint32(typ)),
		ins(classALU|aluADD, 2), ins(classST, uint32(pl)),
	}
	g.enter(offset{hdr, 0}, offset{typ, 0}, offset{pl, 0})
	g.inner = true
	return and(outer, &cond{op: cDo, code: find})
}

// vxlan is true for a VXLAN packet, and makes what follows in the text look at the frame in it (RFC 7348).
func (g *generator) vxlan(n *node, arg argument) *cond {
	if g.opts.AsLibpcap {
		fail(n.at, "no vxlan in libpcap 1.10")
	}
	start := g.register(n.at)
	vni, has := arg("VXLAN VNI", 1<<24-1)
	outer := g.tunnel(n.at, portVXLAN, start, func(v value) *cond {
		c := eq(v.at(8, 1).masked(8), 8) // the VNI is valid
		if has {
			c = and(c, eq(v.at(12, 4).masked(0xffffff00), vni<<8))
		}
		return c
	})
	g.enter(offset{start, 16}, offset{start, 28}, offset{start, 30})
	g.inner = false
	return outer
}

// tunnel is true for a UDP packet to a port that passes a further check, and leaves the offset of the UDP header in a register.
func (g *generator) tunnel(at span, port uint32, reg int8, check func(udp value) *cond) *cond {
	over4, over6 := g.over4(0, 2), g.over6(0, 2)
	code4 := append(over4.base.load(), ins(miscTXA, 0), ins(classALU|aluADD, over4.off), ins(classST, uint32(reg)))
	code6 := []Instruction{ins(ldIMM, over6.off), ins(classST, uint32(reg))}
	if over6.base.reg != noReg {
		code6 = append(over6.base.load(), ins(miscTXA, 0), ins(classALU|aluADD, over6.off), ins(classST, uint32(reg)))
	}
	v4 := and(g.carries(etherIP, at), eq(g.network(9, 1), protoUDP), g.firstFragment(),
		eq(over4.at(2, 2), port), check(over4), &cond{op: cDo, code: code4})
	v6 := and(g.carries(etherIP6, at), eq(g.network(6, 1), protoUDP),
		eq(over6.at(2, 2), port), check(over6), &cond{op: cDo, code: code6})
	return or(v4, v6)
}

// enter makes what follows in the text look at an Ethernet frame within the packet.
func (g *generator) enter(hdr, typ, pl offset) {
	g.hdr, g.typ, g.pl = hdr, typ, pl
	g.nl, g.llc, g.mpls = 0, links[linkEthernet].networkLLC, 0
	g.link = linkEthernet
}

// hasHeader is true where the packet within a tunnel has a link-layer header.
func (g *generator) hasHeader() *cond {
	if !g.inner || g.link != linkEthernet {
		return always
	}
	return not(&cond{op: cCode, jump: jmpJEQ | srcX,
		code: []Instruction{ins(ldMEM, uint32(g.hdr.reg)), ins(ldxMEM, uint32(g.pl.reg))}})
}
