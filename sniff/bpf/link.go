package bpf

// A linkLayer is a kind of link-layer header.
type linkLayer int

const (
	linkOther linkLayer = iota // only its bytes and its length can be asked for
	linkEthernet
	linkWlan
	linkRadio
	linkSLL
	linkSLL2
	linkLoop
	linkNull
	linkPPP
	linkRaw
	linkIPv4
	linkIPv6
)

// links describes the link layers: where the type of the payload lies, where the payload does, and where in that the network header
// is, usually and behind an LLC header without SNAP.
var links = [...]struct {
	name                         string
	typ, payload                 uint32
	network, networkLLC          uint32
	ethernetAddresses, vlan, llc bool
}{
	linkOther:    {name: "this link type"},
	linkEthernet: {name: "Ethernet", typ: 12, payload: 14, networkLLC: 3, ethernetAddresses: true, vlan: true, llc: true},
	linkWlan:     {name: "802.11", typ: 6, network: 8, networkLLC: 3, ethernetAddresses: true, vlan: true, llc: true},
	linkRadio: {name: "802.11 plus radiotap header", typ: 6, network: 8, networkLLC: 3, ethernetAddresses: true, vlan: true,
		llc: true},
	linkSLL:  {name: "Linux cooked v1", typ: 14, payload: 16},
	linkSLL2: {name: "Linux cooked v2", typ: 0, payload: 20},
	linkLoop: {name: "OpenBSD loopback", typ: 0, payload: 4},
	linkNull: {name: "BSD loopback", typ: 0, payload: 4},
	linkPPP:  {name: "PPP", typ: 2, payload: 4},
	linkRaw:  {name: "Raw IP"},
	linkIPv4: {name: "Raw IPv4"},
	linkIPv6: {name: "Raw IPv6"},
}

// layerOf returns the link layer of a LINKTYPE number; 12 and 14 are what some systems call raw IP.
func layerOf(link int) linkLayer {
	switch link {
	case 0:
		return linkNull
	case 1:
		return linkEthernet
	case 9:
		return linkPPP
	case 12, 14, 101:
		return linkRaw
	case 105:
		return linkWlan
	case 108:
		return linkLoop
	case 113:
		return linkSLL
	case 127:
		return linkRadio
	case 228:
		return linkIPv4
	case 229:
		return linkIPv6
	case 276:
		return linkSLL2
	}
	return linkOther
}

// Numbers that name what a link layer carries: Ethernet types, and LLC access points below 256.
const (
	etherIP     = 0x0800
	etherARP    = 0x0806
	etherRARP   = 0x8035
	etherIP6    = 0x86dd
	etherMPLS   = 0x8847
	etherPPPoED = 0x8863
	etherPPPoES = 0x8864
	etherDECnet = 0x6003
	etherAtalk  = 0x809b
	etherAARP   = 0x80f3
	etherIPX    = 0x8137
	etherXNS    = 0x0600
	etherTunnel = 0x6558 // an Ethernet frame within (transparent Ethernet bridging)

	sapSTP     = 0x42
	sapIPX     = 0xe0
	sapNetBEUI = 0xf0
	sapISO     = 0xfe

	maxLength = 1500 // larger values of an Ethernet header's field are types
)

// carries is true where the link layer carries a protocol.
func (g *generator) carries(p uint32, at span) *cond {
	if g.mpls > 0 {
		return g.carriesMPLS(p, at)
	}
	switch g.link {
	case linkEthernet:
		return g.carriesEthernet(p)
	case linkWlan, linkRadio:
		return and(not(test(g.header(0, 1), jmpJSET, 4)), test(g.header(0, 1), jmpJSET, 8), g.carriesLLC(p))
	case linkSLL:
		return g.carriesSLL(p)
	case linkPPP:
		return eq(g.load(g.typ, 0, 2), pppType(p))
	case linkLoop, linkNull:
		return g.carriesNull(p)
	case linkRaw:
		return g.ipVersion(p, g.network(0, 1))
	case linkIPv4:
		return truth(p == etherIP)
	case linkIPv6:
		return truth(p == etherIP6)
	case linkSLL2:
		return eq(g.load(g.typ, 0, 2), p)
	}
	failHint(at, "only link[...], len, less and greater work there", "protocols are not known on %s", links[g.link].name)
	return nil
}

// ipVersion tells IPv4 and IPv6 apart by the first half byte of their headers; nothing else can be.
func (g *generator) ipVersion(p uint32, first value) *cond {
	switch p {
	case etherIP:
		return eq(first.masked(0xf0), 0x40)
	case etherIP6:
		return eq(first.masked(0xf0), 0x60)
	}
	return never
}

// isLength is true where an Ethernet header holds a length, not a type.
func (g *generator) isLength() *cond { return not(test(g.load(g.typ, 0, 2), jmpJGT, maxLength)) }

// snap is true where a SNAP header names the type p of an organisation.
func (g *generator) snap(org, p uint32) *cond {
	return and(eq(g.payload(4, 4), org<<16|p), eq(g.payload(0, 4), 0xaaaa0300|org>>16))
}

func (g *generator) carriesEthernet(p uint32) *cond {
	typ := g.load(g.typ, 0, 2)
	switch {
	case p == sapISO || p == sapNetBEUI:
		return and(g.isLength(), eq(g.payload(0, 2), p<<8|p))
	case p == sapIPX:
		return or(eq(typ, etherIPX),
			and(g.isLength(), or(g.snap(0, etherIPX), eq(g.payload(0, 1), sapIPX), eq(g.payload(0, 2), 0xffff))))
	case p == etherAtalk:
		return or(eq(typ, p), and(g.isLength(), g.snap(0x080007, p)))
	case p == etherAARP:
		return or(eq(typ, p), and(g.isLength(), g.snap(0, p)))
	case p <= maxLength:
		return and(g.isLength(), eq(g.payload(0, 1), p))
	}
	return eq(typ, p)
}

// carriesLLC is for link layers whose payload always begins with an LLC header.
func (g *generator) carriesLLC(p uint32) *cond {
	switch {
	case p == sapISO || p == sapNetBEUI:
		return eq(g.payload(0, 2), p<<8|p)
	case p == etherAtalk:
		return g.snap(0x080007, p)
	case p <= maxLength:
		return eq(g.payload(0, 1), p)
	}
	return eq(g.load(g.typ, 0, 2), p)
}

// carriesSLL is for Linux cooked captures, where the type 4 stands for an LLC header and 1 for Novell's raw 802.3.
func (g *generator) carriesSLL(p uint32) *cond {
	typ := g.load(g.typ, 0, 2)
	llc := eq(typ, 4)
	switch {
	case p == sapISO || p == sapNetBEUI:
		return and(llc, eq(g.payload(0, 2), p<<8|p))
	case p == sapIPX:
		return or(eq(typ, etherIPX), eq(typ, 1), and(llc, or(eq(g.payload(0, 1), sapIPX), g.snap(0, etherIPX))))
	case p == etherAtalk:
		return or(eq(typ, p), and(llc, g.snap(0x080007, p)))
	case p == etherAARP:
		return or(eq(typ, p), and(llc, g.snap(0, p)))
	case p <= maxLength:
		return and(llc, eq(g.payload(0, 1), p))
	}
	return eq(typ, p)
}

// carriesNull is for BSD loopback, whose header is an address family: in the byte order of the capturing machine for linkNull, that of
// the network for linkLoop. The families are those of Linux.
func (g *generator) carriesNull(p uint32) *cond {
	family := map[uint32]uint32{etherIP: 2, etherIP6: 10}[p]
	if family == 0 {
		return never
	}
	if g.link == linkNull {
		family <<= 24
	}
	return eq(g.load(g.typ, 0, 4), family)
}

// pppType returns the number that PPP has for a protocol (RFC 1661 and its family), p itself when there is none.
func pppType(p uint32) uint32 {
	switch p {
	case etherIP:
		return 0x21
	case etherIP6:
		return 0x57
	case etherDECnet:
		return 0x27
	case etherAtalk:
		return 0x29
	case etherXNS:
		return 0x25
	case sapISO:
		return 0x23
	case sapSTP:
		return 0x31
	case sapIPX:
		return 0x2b
	}
	return p
}
