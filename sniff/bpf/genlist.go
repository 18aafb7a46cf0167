package bpf

import "slices"

// list generates a chain of "or" whose ids all have the same qualifiers as one test, when there are several in it: a list of ports or
// of addresses then costs an instruction or two for each.
func (g *generator) list(n *node) *cond {
	ids := collect(nil, n)
	if len(ids) < 2 {
		return nil
	}
	first := ids[0]
	var ranges []portRange
	var hosts []uint32
	for _, id := range ids {
		if !sameQual(id.q, first.q) || id.has || id.q.dir > dSrcOrDst {
			return nil
		}
		switch {
		case id.q.addr == aPort && id.id.kind == tNum && id.id.num <= 65535 && portProto(id.q.proto):
			ranges = append(ranges, portRange{id.id.num, id.id.num})
		case (id.q.addr == aHost || id.q.addr == aDefault) && id.id.kind == tAddr4 && (id.q.proto == pDefault || id.q.proto == pIP):
			v, bits := parseDotted(id.id)
			if bits != 32 {
				return nil
			}
			hosts = append(hosts, v)
		default:
			return nil
		}
	}
	switch {
	case len(ranges) == len(ids):
		return g.portsOf(first, first.transports(), ranges)
	case len(hosts) == len(ids):
		return g.hosts4(first, hosts)
	}
	return nil
}

func portProto(p proto) bool { return p == pDefault || p == pTCP || p == pUDP || p == pSCTP }

func sameQual(a, b qual) bool { return a.proto == b.proto && a.dir == b.dir && a.addr == b.addr }

// collect returns the ids that an "or" joins, nil if it joins anything else.
func collect(ids []*node, n *node) []*node {
	for n.op == oOr { // the tree leans to the left
		if n.r.op != oID {
			return nil
		}
		ids = append(ids, n.r)
		n = n.l
	}
	if n.op != oID {
		return nil
	}
	ids = append(ids, n)
	for i, j := 0, len(ids)-1; i < j; i, j = i+1, j-1 {
		ids[i], ids[j] = ids[j], ids[i]
	}
	return ids
}

// hosts4 is true where an IPv4 address of the packet is in a list.
func (g *generator) hosts4(n *node, list []uint32) *cond {
	addresses := func(link, src, dst uint32) *cond {
		return and(g.carries(link, n.at), spread(n.q.dir, g.network(src, 4), g.network(dst, 4), list))
	}
	ip := addresses(etherIP, 12, 16)
	if n.q.proto == pIP || g.mpls > 0 {
		return ip
	}
	arp := addresses(etherARP, 14, 24)
	return or(ip, arp, addresses(etherRARP, 14, 24))
}

// spread is true where source, destination or either is in a list. The first of the list is tried on both before the others are, so
// that a packet cut short between the two is rejected just as when each had a test of its own.
func spread(dir uint32, src, dst value, list []uint32) *cond {
	switch dir {
	case dSrc:
		return src.oneOf(sorted(list))
	case dDst:
		return dst.oneOf(sorted(list))
	}
	first := eq(src, list[0])
	return or(first, dst.oneOf(sorted(list)), src.oneOf(sorted(list[1:])))
}

func sorted(list []uint32) []uint32 {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// oneOf is true where the value is in a sorted list. A long list is halved.
func (v value) oneOf(list []uint32) *cond {
	if len(list) <= 8 {
		return anyOf(v, list...)
	}
	half := len(list) / 2
	upper := test(v, jmpJGE, list[half])
	return or(and(upper, v.oneOf(list[half:])), and(not(upper), v.oneOf(list[:half])))
}
