package bpf

import "encoding/binary"

// what says what an id is, for errors: host or net.
func (n *node) what() string { return addrNames[n.q.addr] }

// noWlan fails for the directions of 802.11 addresses.
func (n *node) noWlan(what string) {
	if n.q.dir > dSrcAndDst {
		fail(n.q.at, "'%s' is not a valid qualifier for %s", dirNames[n.q.dir], what)
	}
}

// host4 is true where an IPv4 address of the packet, under the mask, is v.
func (g *generator) host4(n *node, v, mask uint32) *cond {
	n.noWlan("addresses other than 802.11 MAC addresses")
	switch n.q.proto {
	case pDefault:
		ip := g.address4(n, etherIP, 12, 16, v, mask)
		if g.mpls > 0 {
			return ip
		}
		arp := g.address4(n, etherARP, 14, 24, v, mask)
		return or(ip, arp, g.address4(n, etherRARP, 14, 24, v, mask))
	case pIP:
		return g.address4(n, etherIP, 12, 16, v, mask)
	case pARP, pRARP:
		return g.address4(n, overLink[n.q.proto], 14, 24, v, mask)
	case pISO:
		fail(n.q.at, "ISO host filtering not implemented")
	}
	hint := ""
	if _, ok := overIP[n.q.proto]; ok {
		hint = n.q.proto.String() + " and " + n.unqualified(n.q.addr)
	}
	kind := ""
	if n.q.proto == pIP6 {
		kind, hint = "ip ", "ip "+n.unqualified(n.q.addr)
	}
	failHint(n.q.at, hint, "'%s' modifier applied to %s%s", n.q.proto, kind, n.what())
	return nil
}

func (g *generator) address4(n *node, link, src, dst, v, mask uint32) *cond {
	c := g.carries(link, n.at)
	check := func(off uint32) func() *cond {
		return func() *cond { return wordIs(g.network(off, 4), v, mask) }
	}
	return and(c, either(n.q.dir, check(src), check(dst)))
}

// wordIs is true where a value, under the mask, is k; a mask of nothing still loads it, since a packet that is cut short is rejected.
func wordIs(v value, k, mask uint32) *cond {
	if mask == 0 {
		return &cond{op: cDo, val: v}
	}
	return eq(v.masked(mask), k)
}

// host6 is true where an IPv6 address of the packet begins with the bits of a.
func (g *generator) host6(n *node, a [16]byte, bits int) *cond {
	n.noWlan("addresses other than 802.11 MAC addresses")
	switch n.q.proto {
	case pDefault, pIP6:
	case pLink:
		failHint(n.q.at, "ip6 host "+n.id.text, "link-layer modifier applied to ip6 %s", n.what())
	default:
		hint := ""
		if _, ok := overIP[n.q.proto]; ok {
			hint = n.q.proto.String() + " and " + n.unqualified(n.q.addr)
		}
		if n.q.proto == pIP {
			hint = "ip6 " + n.unqualified(n.q.addr)
		}
		failHint(n.q.at, hint, "'%s' modifier applied to ip6 %s", n.q.proto, n.what())
	}
	check := func(off uint32) func() *cond {
		return func() *cond {
			c := always
			for i := uint32(0); i < 4; i++ {
				mask := ^uint32(0) << max(0, 32*(int(i)+1)-bits)
				if mask == 0 { // nothing more to compare, but the address must be there
					return and(c, &cond{op: cDo, val: g.network(off+12, 4)})
				}
				c = and(c, wordIs(g.network(off+4*i, 4), binary.BigEndian.Uint32(a[4*i:]), mask))
			}
			return c
		}
	}
	return and(g.carries(etherIP6, n.at), either(n.q.dir, check(8), check(24)))
}

// decnet is true where a DECnet address of the packet is v, an area in 6 bits and a node in 10.
func (g *generator) decnet(n *node, v uint32) *cond {
	n.noWlan("addresses other than 802.11 MAC addresses")
	v = v&0xff<<8 | v>>8&0xff
	check := func(short, long uint32) func() *cond {
		return func() *cond {
			// a packet has a short or a long header, each perhaps with a byte of padding before it
			flags, padded := g.network(2, 1), g.network(2, 2)
			return or(
				and(eq(flags.masked(7), 2), eq(g.network(short, 2), v)),
				and(eq(padded.masked(0xff07), 0x8102), eq(g.network(short+1, 2), v)),
				and(eq(flags.masked(7), 6), eq(g.network(long, 2), v)),
				and(eq(padded.masked(0xff07), 0x8106), eq(g.network(long+1, 2), v)))
		}
	}
	return and(g.carries(etherDECnet, n.at), either(n.q.dir, check(5, 17), check(3, 9)))
}

// decnetAddress reads area.node. libpcap takes more parts as well, and makes the last two but for their limits of them.
func decnetAddress(t token, lenient bool) uint32 {
	var area, node uint32
	dots := 0
	for i := range len(t.text) {
		switch c := t.text[i]; {
		case c == '.':
			area, node, dots = node, 0, dots+1
		case !isDigit(c):
			dots = len(t.text)
		default:
			node = node*10 + uint32(c-'0')
		}
	}
	if (dots != 1 || area > 63 || node > 1023) && !lenient {
		failHint(t.at, "an area up to 63 and a node up to 1023, as in decnet host 10.123", "invalid DECnet address '%s'", t.text)
	}
	return area<<10 | node&1023
}
