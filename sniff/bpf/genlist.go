package bpf

import (
	"slices"
	"strings"
)

// anyNode generates a chain of "or". Neighbours in it that are ports or addresses with the same qualifiers become one test: a list then
// costs an instruction or two for each of them.
func (g *generator) anyNode(n *node) *cond {
	var operands []*node
	for ; n.op == oOr; n = n.l { // the tree leans to the left
		operands = append(operands, n.r)
	}
	operands = append(operands, n)
	slices.Reverse(operands)
	var parts []*cond
	for len(operands) > 0 {
		same := 1
		for same < len(operands) && mergeable(operands[0]) && mergeable(operands[same]) && sameKind(operands[0], operands[same]) {
			same++
		}
		if same > 1 {
			parts = append(parts, g.list(operands[:same]))
		} else {
			parts = append(parts, g.cond(operands[0]))
		}
		operands = operands[same:]
	}
	return balanced(parts)
}

// balanced joins conditions with "or", tried from left to right, in a tree that is not deep.
func balanced(parts []*cond) *cond {
	if len(parts) == 1 {
		return parts[0]
	}
	half := len(parts) / 2
	return or(balanced(parts[:half]), balanced(parts[half:]))
}

// mergeable reports whether an operand is a port's number or a whole IPv4 address.
func mergeable(n *node) bool {
	if n.op != oID || n.has || n.q.dir > dSrcOrDst {
		return false
	}
	switch n.q.addr {
	case aPort:
		return n.id.kind == tNum && n.id.num <= 65535 && portProto(n.q.proto)
	case aHost, aDefault:
		return n.id.kind == tAddr4 && strings.Count(n.id.text, ".") == 3 && (n.q.proto == pDefault || n.q.proto == pIP)
	}
	return false
}

// sameKind reports whether two operands differ in their ids alone.
func sameKind(a, b *node) bool {
	return a.q.proto == b.q.proto && a.q.dir == b.q.dir && a.q.addr == b.q.addr && a.id.kind == b.id.kind
}

// list generates mergeable operands of the same kind.
func (g *generator) list(ids []*node) *cond {
	if ids[0].q.addr == aPort {
		ranges := make([]portRange, len(ids))
		for i, id := range ids {
			ranges[i] = portRange{id.id.num, id.id.num}
		}
		return g.portsOf(ids[0], ids[0].transports(), ranges)
	}
	hosts := make([]uint32, len(ids))
	for i, id := range ids {
		hosts[i], _ = parseDotted(id.id)
	}
	return g.hosts4(ids[0], hosts)
}

func portProto(p proto) bool { return p == pDefault || p == pTCP || p == pUDP || p == pSCTP }

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
