package bpf

// transports returns the numbers of the protocols whose ports an id with these qualifiers is about.
func (n *node) transports() []uint32 {
	switch n.q.proto {
	case pDefault:
		return []uint32{protoSCTP, protoTCP, protoUDP}
	case pSCTP:
		return []uint32{protoSCTP}
	case pTCP:
		return []uint32{protoTCP}
	case pUDP:
		return []uint32{protoUDP}
	}
	hint := "ports are those of tcp, udp and sctp"
	if n.q.proto == pIP || n.q.proto == pIP6 {
		hint = n.q.proto.String() + " and " + n.unqualified(n.q.addr)
	}
	failHint(n.q.at, hint, "illegal qualifier of 'port'")
	return nil
}

// port is true where a port of the packet is from a to b.
func (g *generator) port(n *node, a, b uint32) *cond {
	protos := n.transports()
	for _, p := range [...]uint32{a, b} {
		if p > 65535 {
			fail(n.id.at, "illegal port number %d > 65535", p)
		}
	}
	n.noWlan("ports")
	return g.portsOf(n, protos, []portRange{{a, b}})
}

// A portRange is a range of port numbers, both included.
type portRange struct{ from, to uint32 }

// portsOf is true where a port of the packet is in one of the ranges, over one of the protocols.
func (g *generator) portsOf(n *node, protos []uint32, ranges []portRange) *cond {
	v6 := and(g.carries(etherIP6, n.at), anyOf(g.network(6, 1), protos...), portCheck(n.q.dir, g.over6(0, 2), ranges))
	v4 := and(g.carries(etherIP, n.at), anyOf(g.network(9, 1), protos...), g.firstFragment(),
		portCheck(n.q.dir, g.over4(0, 2), ranges))
	return or(v6, v4)
}

// portCheck compares source and destination port with ranges.
func portCheck(dir uint32, src value, ranges []portRange) *cond {
	dst := src.at(2, 2)
	if len(ranges) > 1 {
		ports := make([]uint32, len(ranges))
		for i, r := range ranges {
			ports[i] = r.from
		}
		return spread(dir, src, dst, ports)
	}
	return either(dir, func() *cond { return src.in(ranges[0]) }, func() *cond { return dst.in(ranges[0]) })
}

// in is true where the value is in a range.
func (v value) in(r portRange) *cond {
	if r.from == r.to {
		return eq(v, r.from)
	}
	return and(test(v, jmpJGE, r.from), not(test(v, jmpJGT, r.to)))
}
