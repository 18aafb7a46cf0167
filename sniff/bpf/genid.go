package bpf

import (
	"net/netip"
	"strings"
)

// id generates an id with its qualifiers.
func (g *generator) id(n *node) *cond {
	switch n.id.kind {
	case tNum:
		return g.numberID(n, n.id.num, 32)
	case tAddr4:
		return g.dottedID(n)
	case tAddr6:
		return g.address6(n)
	case tMAC:
		return g.macID(n)
	case tARCnet:
		fail(n.id.at, "not supported: %q, an ARCnet address", n.id.text)
	}
	return g.name(n)
}

// numberID generates a number, or the bits of a dotted one that are there.
func (g *generator) numberID(n *node, v uint32, bits int) *cond {
	switch q := n.q; q.addr {
	case aDefault, aHost, aNet:
		if q.proto == pDECnet {
			return g.decnet(n, v)
		}
		if q.proto == pLink {
			failHint(n.id.at, "as in ether host 0:1:2:3:4:5", "illegal link layer address")
		}
		mask := ^uint32(0)
		if bits == 32 && n.id.kind == tNum && q.addr == aNet {
			for v != 0 && v>>24 == 0 {
				v, mask = v<<8, mask<<8
			}
		}
		return g.host4(n, v<<(32-bits), mask<<(32-bits))
	case aPort:
		return g.port(n, v, v)
	case aPortRange:
		return g.port(n, v, v)
	case aProto:
		return g.protoID(n, v)
	case aProtoChain:
		return g.chain(n, v)
	}
	failHint(n.id.at, "", "'gateway' requires a name")
	return nil
}

// dottedID generates an IPv4 address or the beginning of one.
func (g *generator) dottedID(n *node) *cond {
	if n.q.addr > aNet {
		failHint(n.id.at, n.as(aHost), "'%s' modifier applied to ip host", addrNames[n.q.addr])
	}
	if n.q.proto == pDECnet && !n.has {
		return g.decnet(n, decnetAddress(n.id, g.opts.AsLibpcap))
	}
	v, bits := parseDotted(n.id)
	if n.has {
		return g.masked4(n, v<<(32-bits))
	}
	return g.numberID(n, v, bits)
}

// parseDotted reads the parts of a dotted address, and returns how many bits they are.
func parseDotted(t token) (v uint32, bits int) {
	part := uint32(0)
	add := func() {
		if part > 255 {
			fail(t.at, "invalid IPv4 address '%s'", t.text)
		}
		v, bits, part = v<<8|part, bits+8, 0
	}
	for i := range len(t.text) {
		switch c := t.text[i]; {
		case c == '.':
			add()
		case !isDigit(c):
			fail(t.at, "invalid IPv4 address '%s'", t.text)
		case part < 256:
			part = part*10 + uint32(c-'0')
		}
	}
	add()
	return v, bits
}

// masked4 generates an address with a prefix length or a mask.
func (g *generator) masked4(n *node, v uint32) *cond {
	var mask uint32
	if n.net.kind == tNum {
		if n.net.num > 32 {
			fail(n.net.at, "mask length must be <= 32")
		}
		mask = ^uint32(0) << (32 - n.net.num)
	} else {
		m, bits := parseDotted(n.net)
		mask = m << (32 - bits)
	}
	if v&^mask != 0 {
		failHint(n.at, "net "+netip.AddrFrom4(bytes4(v&mask)).String()+n.suffix(), "non-network bits set in %q", n.id.text+n.suffix())
	}
	if n.q.addr != aNet {
		failHint(n.at, n.as(aNet), "Mask syntax for networks only")
	}
	return g.host4(n, v, mask)
}

func (n *node) suffix() string {
	switch {
	case !n.has:
		return ""
	case n.net.kind == tNum:
		return "/" + n.net.text
	}
	return " mask " + n.net.text
}

// as writes the id and its qualifiers with another type.
func (n *node) as(addr uint32) string {
	words := make([]string, 0, 4)
	if n.q.proto != pDefault {
		words = append(words, n.q.proto.String())
	}
	return strings.Join(append(words, n.unqualified(addr)), " ")
}

// unqualified is as without the protocol.
func (n *node) unqualified(addr uint32) string {
	dir := dirNames[n.q.dir]
	if dir != "" {
		dir += " "
	}
	return dir + addrNames[addr] + " " + n.id.text + n.suffix()
}

func bytes4(v uint32) [4]byte { return [4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)} }

// address6 generates an IPv6 address or network.
func (g *generator) address6(n *node) *cond {
	if n.q.addr != aDefault && n.q.addr != aHost && n.q.addr != aNet {
		fail(n.id.at, "invalid qualifier against IPv6 address")
	}
	a := netip.MustParseAddr(n.id.text)
	bits := 128
	if n.has {
		if n.net.num > 128 {
			fail(n.net.at, "mask length must be <= 128")
		}
		bits = int(n.net.num)
	}
	if net := netip.PrefixFrom(a, bits).Masked(); net.Addr() != a {
		failHint(n.at, "net "+net.String(), "non-network bits set in %q", n.id.text+"/"+n.net.text)
	}
	if n.q.addr != aNet && bits != 128 {
		failHint(n.at, n.as(aNet), "Mask syntax for networks only")
	}
	return g.host6(n, a.As16(), bits)
}

// macID generates an Ethernet address.
func (g *generator) macID(n *node) *cond {
	if n.q.proto != pLink || n.q.addr != aDefault && n.q.addr != aHost {
		failHint(n.id.at, "ether host "+n.id.text, "ethernet address used in non-ether expression")
	}
	mac, _ := parseMAC(n.id.text)
	return g.mac(mac, n.q.dir, n.at)
}

// mac is true where an address of the link layer is the one given.
func (g *generator) mac(mac [6]byte, dir uint32, at span) *cond {
	g.ethernetLink(at, "ethernet addresses are not supported for %s")
	high := uint32(mac[0])<<8 | uint32(mac[1])
	low := uint32(mac[2])<<24 | uint32(mac[3])<<16 | uint32(mac[4])<<8 | uint32(mac[5])
	check := func(off uint32) *cond { return and(eq(g.header(off+2, 4), low), eq(g.header(off, 2), high)) }
	if g.link != linkEthernet {
		return g.wlanMAC(dir, check)
	}
	if dir > dSrcAndDst {
		fail(at, "'%s' is only supported on 802.11", dirNames[dir])
	}
	return and(g.hasHeader(), either(dir, func() *cond { return check(6) }, func() *cond { return check(0) }))
}

// either generates what a direction asks for, source first.
func either(dir uint32, src, dst func() *cond) *cond {
	switch dir {
	case dSrc:
		return src()
	case dDst:
		return dst()
	case dSrcAndDst:
		s := src()
		return and(s, dst())
	}
	s := src()
	return or(s, dst())
}
