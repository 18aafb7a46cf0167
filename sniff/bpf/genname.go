package bpf

import (
	"net/netip"
	"strings"
)

// name generates a name: of a host, network, port or protocol.
func (g *generator) name(n *node) *cond {
	switch n.q.addr {
	case aNet:
		return g.netName(n)
	case aDefault, aHost:
		return g.hostName(n)
	case aPort:
		number, protos := g.service(n, n.id.text)
		return g.portsOf(n, protos, []portRange{{number, number}})
	case aPortRange:
		return g.rangeName(n)
	case aProto:
		return g.protoID(n, g.protoNumber(n))
	case aProtoChain:
		return g.chain(n, g.protoNumber(n))
	}
	failHint(n.q.at, "ether host MAC and not host "+n.id.text, "'gateway' not supported in this configuration")
	return nil
}

func (g *generator) hostName(n *node) *cond {
	switch n.q.proto {
	case pLink:
		mac, ok := g.tables.etherName(n.id.text)
		if !ok {
			fail(n.id.at, "unknown ether host '%s'", n.id.text)
		}
		return g.mac(mac, n.q.dir, n.at)
	case pDECnet:
		failHint(n.id.at, "as in decnet host 10.123", "not supported: DECnet names, '%s' cannot be translated", n.id.text)
	case pDefault, pIP, pIP6, pARP, pRARP:
	default:
		return g.host4(n, 0, 0) // reports the qualifier
	}
	c := never
	for _, a := range g.resolve(n) {
		switch {
		case a.Is4() && n.q.proto != pIP6:
			b := a.As4()
			c = or(c, g.host4(n, uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8|uint32(b[3]), ^uint32(0)))
		case a.Is6() && (n.q.proto == pDefault || n.q.proto == pIP6):
			c = or(c, g.host6(n, a.As16(), 128))
		}
	}
	if c == never {
		fail(n.id.at, "host '%s' has no address that '%s' could have", n.id.text, n.q.proto)
	}
	return c
}

func (g *generator) netName(n *node) *cond {
	if n.q.proto == pLink {
		fail(n.id.at, "illegal link layer address")
	}
	v, mask, ok := g.tables.networkName(n.id.text)
	if !ok {
		failHint(n.id.at, "as in net 192.168.0.0/16", "unknown network '%s'", n.id.text)
	}
	return g.host4(n, v, mask)
}

// service returns the port of a service, and the protocols that it is asked for over.
func (g *generator) service(n *node, name string) (port uint32, protos []uint32) {
	protos = n.transports()
	tcp, udp := g.tables.servicePort(name)
	found := func(number int, over uint32, not string) []uint32 {
		if n.q.proto != pDefault && protos[0] != over {
			failHint(n.id.at, "", "port '%s' is %s", name, not)
		}
		return []uint32{over}
	}
	switch {
	case tcp < 0 && udp < 0:
		failHint(n.id.at, g.tables.suggestService(name), "unknown port '%s'", name)
	case tcp == udp:
		return uint32(tcp), protos
	case tcp >= 0 && udp >= 0 && n.q.proto == pUDP:
		return uint32(udp), protos
	case tcp >= 0 && udp >= 0 && n.q.proto == pDefault:
		return uint32(tcp), []uint32{protoTCP}
	case tcp >= 0:
		return uint32(tcp), found(tcp, protoTCP, "tcp")
	}
	return uint32(udp), found(udp, protoUDP, "udp")
}

// rangeName generates a range of ports, each a number or a name.
func (g *generator) rangeName(n *node) *cond {
	from, to, ok := strings.Cut(n.id.text, "-")
	protos := n.transports()
	var a, b uint32
	var over []uint32
	switch {
	case ok && isNumber(from) && from != "" && isNumber(to) && to != "":
		return g.orderedPorts(n, number(from, n.id.at), number(to, n.id.at), protos)
	}
	// a name may have a "-" itself, so every place is tried
	for i, c := range n.id.text {
		if c != '-' {
			continue
		}
		p, okA := g.portOf(n.id.text[:i], n)
		q, okB := g.portOf(n.id.text[i+1:], n)
		if okA && okB {
			a, over = p()
			var overB []uint32
			b, overB = q()
			if len(overB) < len(over) {
				over = overB
			} else if len(over) == 1 && len(overB) == 1 && over[0] != overB[0] {
				over = protos
			}
			return g.orderedPorts(n, a, b, over)
		}
	}
	hint := "as in portrange 6000-6008"
	if _, ok := g.portOf(n.id.text, n); ok {
		hint = "port " + n.id.text
	}
	failHint(n.id.at, hint, "unknown port in range '%s'", n.id.text)
	return nil
}

// portOf returns what finds the port that a part of a range names, if it names one.
func (g *generator) portOf(text string, n *node) (func() (uint32, []uint32), bool) {
	if text == "" || len(n.id.text) > 2*maxName {
		return nil, false
	}
	if isNumber(text) {
		return func() (uint32, []uint32) { return number(text, n.id.at), n.transports() }, true
	}
	if tcp, udp := g.tables.servicePort(text); tcp < 0 && udp < 0 {
		return nil, false
	}
	return func() (uint32, []uint32) { return g.service(n, text) }, true
}

func (g *generator) orderedPorts(n *node, a, b uint32, protos []uint32) *cond {
	for _, p := range [...]uint32{a, b} {
		if p > 65535 {
			fail(n.id.at, "illegal port number %d > 65535", p)
		}
	}
	n.noWlan("port ranges")
	return g.portsOf(n, protos, []portRange{{min(a, b), max(a, b)}})
}

// protoNumber returns the number of a protocol that is named.
func (g *generator) protoNumber(n *node) uint32 {
	name := n.id.text
	switch n.q.proto {
	case pDefault, pIP, pIP6:
		if v, ok := g.tables.ipProtocol(name); ok {
			return v
		}
		hint := ""
		if name == "icmp6" || name == "icmpv6" {
			hint = "ipv6-icmp"
		}
		failHint(n.id.at, hint, "unknown ip proto '%s'", name)
	case pLink:
		if v, ok := etherProtocol(name); ok {
			return v
		}
		hint := "a number, as in ether proto 0x88cc"
		if v, ok := moreEtherProtocols[name]; ok {
			hint = v
		}
		failHint(n.id.at, hint, "unknown ether proto '%s'", name)
	case pISO:
		for p, v := range overISO {
			if p.String() == name || words[name].kind == tProto && proto(words[name].num) == p {
				return v
			}
		}
		failHint(n.id.at, "esis, isis or clnp", "unknown osi proto '%s'", name)
	}
	fail(n.id.at, "unknown protocol: %s", name)
	return 0
}

// moreEtherProtocols are names that libpcap 1.10 does not know after "ether proto".
var moreEtherProtocols = map[string]string{"lldp": "ether proto 0x88cc", "slow": "ether proto 0x8809", "vlan": "ether proto 0x8100",
	"mpls": "ether proto 0x8847", "eapol": "ether proto 0x888e"}

// resolve returns the addresses of a host name.
func (g *generator) resolve(n *node) []netip.Addr {
	found, err := g.tables.lookup(g.opts, n.id.text)
	if err != nil || len(found) == 0 {
		hint := ""
		if strings.Count(n.id.text, ".") == 4 && strings.Trim(n.id.text, "0123456789.") == "" {
			hint = "an IPv4 address has four parts"
		} else if strings.Contains(n.id.text, "-") && n.q.addr == aDefault && strings.Trim(n.id.text, "0123456789-") == "" {
			hint = "portrange " + n.id.text
		}
		failHint(n.id.at, hint, "unknown host '%s'", n.id.text)
	}
	return found
}
