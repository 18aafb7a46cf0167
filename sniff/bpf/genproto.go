package bpf

// Numbers of protocols over IP.
const (
	protoICMP  = 1
	protoIGMP  = 2
	protoTCP   = 6
	protoIGRP  = 9
	protoUDP   = 17
	protoFrag6 = 44
	protoESP   = 50
	protoAH    = 51
	protoICMP6 = 58
	protoPIM   = 103
	protoVRRP  = 112
	protoSCTP  = 132
)

// overIP are the protocols that a keyword finds over IPv4, IPv6 or both.
var overIP = map[proto]struct {
	number uint32
	over   proto // pDefault for both
}{
	pSCTP: {protoSCTP, pDefault}, pTCP: {protoTCP, pDefault}, pUDP: {protoUDP, pDefault}, pPIM: {protoPIM, pDefault},
	pAH: {protoAH, pDefault}, pESP: {protoESP, pDefault}, pICMP: {protoICMP, pIP}, pIGMP: {protoIGMP, pIP},
	pIGRP: {protoIGRP, pIP}, pVRRP: {protoVRRP, pIP}, pCARP: {protoVRRP, pIP}, pICMP6: {protoICMP6, pIP6},
}

// overLink are the protocols that a link layer carries.
var overLink = map[proto]uint32{
	pIP: etherIP, pARP: etherARP, pRARP: etherRARP, pIP6: etherIP6, pAtalk: etherAtalk, pAARP: etherAARP, pDECnet: etherDECnet,
	pLAT: 0x6004, pSCA: 0x6007, pMOPRC: 0x6002, pMOPDL: 0x6001, pISO: sapISO, pSTP: sapSTP, pIPX: sapIPX, pNetBEUI: sapNetBEUI,
}

// Numbers of OSI protocols (ISO 9577).
var overISO = map[proto]uint32{pESIS: 0x82, pISIS: 0x83, pCLNP: 0x81}

// pduTypes are the IS-IS packet types that a keyword stands for (ISO 10589).
var pduTypes = map[proto][]uint32{
	pL1: {26, 24, 18, 15, 17}, pL2: {27, 25, 20, 16, 17}, pIIH: {17, 15, 16}, pLSP: {18, 20}, pSNP: {27, 26, 24, 25},
	pCSNP: {24, 25}, pPSNP: {26, 27},
}

// protocol generates a protocol's keyword alone.
func (g *generator) protocol(p proto, at span) *cond {
	if ip, ok := overIP[p]; ok {
		return g.protoOver(ip.over, ip.number, at)
	}
	if n, ok := overLink[p]; ok {
		return g.carries(n, at)
	}
	if n, ok := overISO[p]; ok {
		return g.protoOver(pISO, n, at)
	}
	if types := pduTypes[p]; types != nil {
		return and(g.protocol(pISIS, at), anyOf(g.isisType(), types...))
	}
	if p == pRadio {
		failHint(at, "as in radio[0:2]", "'radio' is not a valid protocol type")
	}
	failHint(at, "as in ether host 0:1:2:3:4:5", "link layer applied in wrong context")
	return nil
}

func (g *generator) isisType() value { return g.payload(g.llc+4, 1) }

// protoOver is true where a protocol, by its number, is carried by another.
func (g *generator) protoOver(over proto, number uint32, at span) *cond {
	switch over {
	case pDefault:
		v4 := g.protoOver(pIP, number, at)
		return or(v4, g.protoOver(pIP6, number, at))
	case pIP:
		return and(g.carries(etherIP, at), eq(g.network(9, 1), number))
	case pIP6:
		next := g.network(6, 1)
		return and(g.carries(etherIP6, at), or(eq(next, number), and(eq(next, protoFrag6), eq(g.over6(0, 1), number))))
	case pLink:
		return g.carries(number, at)
	case pISO:
		return and(g.carries(sapISO, at), eq(g.payload(g.llc, 1), number))
	case pISIS:
		return and(g.protocol(pISIS, at), eq(g.isisType(), number))
	}
	if _, carried := overIP[over]; carried {
		failHint(at, `ip proto N, ip6 proto N or proto N`, "'%s proto' is bogus", over)
	}
	failHint(at, "", "%s does not encapsulate another protocol", over)
	return nil
}

// firstFragment is true for IPv4 packets that begin a datagram, or are all of it.
func (g *generator) firstFragment() *cond { return not(test(g.network(6, 2), jmpJSET, 0x1fff)) }
