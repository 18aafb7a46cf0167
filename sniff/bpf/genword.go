package bpf

var wireLength = value{base: base{reg: noReg}, mask: ^uint32(0)}

// fixed is a value at an offset from the start of the packet.
func fixed(off uint32, n uint8) value {
	return value{base: base{reg: noReg}, off: off, size: n, mask: ^uint32(0)}
}

// byteTest is an old form of link[n] op v. libpcap forgets to load the byte for & and |; here they look at it.
func (g *generator) byteTest(n *node) *cond {
	v, k := g.header(n.args[0].num, 1), n.args[2].num
	switch n.args[1].text {
	case "<":
		return not(test(v, jmpJGE, k))
	case ">":
		return test(v, jmpJGT, k)
	case "&":
		return test(v, jmpJSET, k)
	case "|":
		if k != 0 {
			return &cond{op: cDo, val: v}
		}
		return not(eq(v, 0))
	}
	return eq(v, k)
}

// ethernetLink fails where link-layer addresses are not those of Ethernet.
func (g *generator) ethernetLink(at span, format string) {
	if !links[g.link].ethernetAddresses {
		fail(at, format, links[g.link].name)
	}
}

// broadcast is true for packets to everyone.
func (g *generator) broadcast(n *node) *cond {
	switch n.q.proto {
	case pDefault, pLink:
		g.ethernetLink(n.at, "not a broadcast link: %s")
		return g.mac([6]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}, dDst, n.at)
	case pIP:
		if g.opts.Netmask == 0 {
			failHint(n.at, "ether broadcast", "netmask not known, so 'ip broadcast' not supported")
		}
		host := g.network(16, 4).masked(^g.opts.Netmask)
		return and(g.carries(etherIP, n.at), or(eq(host, 0), eq(host, ^g.opts.Netmask)))
	}
	failHint(n.at, "ether broadcast, ip broadcast", "only link-layer/IP broadcast filters supported")
	return nil
}

// multicast is true for packets to a group.
func (g *generator) multicast(n *node) *cond {
	switch n.q.proto {
	case pDefault, pLink:
		g.ethernetLink(n.at, "link-layer multicast filters are not supported for %s")
		if g.link == linkEthernet {
			return and(g.hasHeader(), test(g.header(0, 1), jmpJSET, 1))
		}
		return g.wlanTo(func(off uint32) *cond { return test(g.header(off, 1), jmpJSET, 1) })
	case pIP:
		return and(g.carries(etherIP, n.at), test(g.network(16, 1), jmpJGE, 224))
	case pIP6:
		return and(g.carries(etherIP6, n.at), eq(g.network(24, 1), 255))
	}
	failHint(n.at, "ether multicast, ip multicast, ip6 multicast", "multicast filters are for the link layer, ip and ip6")
	return nil
}

// direction is true for packets that came in, or went out. The kind 4 of Linux is a packet that this host sent.
func (g *generator) direction(inbound bool, at span) *cond {
	var c *cond
	switch g.link0() {
	case linkSLL:
		c = eq(fixed(0, 2), 4)
	case linkSLL2:
		c = eq(fixed(10, 1), 4)
	default:
		c = eq(fixed(adPktType, 2), 4)
	}
	if inbound {
		return not(c)
	}
	return c
}

func (g *generator) ifIndex(index uint32) *cond {
	if g.link0() == linkSLL2 {
		return eq(fixed(4, 4), index)
	}
	return eq(fixed(adIfIndex, 4), index)
}

// llcKinds are the types of LLC frames, in the control field, with the bits of it that say so (IEEE 802.2).
var llcKinds = map[string]struct{ mask, value uint32 }{
	"s": {3, 1}, "u": {3, 3}, "rr": {0xf, 1}, "rnr": {0xf, 5}, "rej": {0xf, 9},
	"ui": {0xef, 0x03}, "ua": {0xef, 0x63}, "disc": {0xef, 0x43}, "dm": {0xef, 0x0f}, "sabme": {0xef, 0x6f},
	"test": {0xef, 0xe3}, "xid": {0xef, 0xaf}, "frmr": {0xef, 0x87},
}

// llcTest is true for frames with an LLC header, of a type if one is named.
func (g *generator) llcTest(n *node) *cond {
	var c *cond
	switch {
	case g.link == linkEthernet:
		c = and(g.isLength(), not(eq(g.payload(0, 2), 0xffff)))
	case links[g.link].llc:
		c = and(not(test(g.header(0, 1), jmpJSET, 4)), test(g.header(0, 1), jmpJSET, 8))
	default:
		fail(n.at, "'llc' not supported for %s", links[g.link].name)
	}
	if len(n.args) == 0 {
		return c
	}
	control := g.payload(2, 1)
	if n.args[0].text == "i" {
		return and(c, not(test(control, jmpJSET, 1)))
	}
	kind, ok := llcKinds[n.args[0].text]
	if !ok {
		failHint(n.args[0].at, "i, s, u, rr, rnr, rej, ui, ua, disc, dm, sabme, test, xid, frmr", "unknown LLC type name %q",
			n.args[0].text)
	}
	return and(c, eq(control.masked(kind.mask), kind.value))
}
