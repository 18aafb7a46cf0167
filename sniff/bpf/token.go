package bpf

// A kind is what the scanner takes a word for.
type kind uint8

const (
	tEnd    kind = iota
	tOp          // operator or bracket, by its text
	tNum         // number
	tName        // name of a host, port, protocol
	tAddr4       // dotted number of two to four parts
	tAddr6       // IPv6 address
	tMAC         // Ethernet address
	tARCnet      // $ and hexadecimal digits
	tProto       // name of a protocol that is a keyword
	tDir         // src, dst, ra, ta, addr1 to addr4
	tType        // host, net, port, portrange
	tProtoQ      // proto, protochain, gateway
	tAnd
	tOr
	tNot
	tMask
	tLen
	tConst // named number, as tcpflags or icmp-echo
	tWord  // keyword with a syntax of its own, by its text
	tLegacy
)

type token struct {
	kind kind
	text string // as written, without the backslash of an escaped name
	num  uint32 // of a number or named number; proto, dir or addr of a qualifier
	at   span
}

// is reports whether the token is the operator or keyword of that text.
func (t token) is(text string) bool { return (t.kind == tOp || t.kind == tWord) && t.text == text }

type word struct {
	kind kind
	num  uint32
}

// words holds the keywords of the language.
var words = makeWords()

func makeWords() map[string]word {
	m := map[string]word{
		"and": {kind: tAnd}, "or": {kind: tOr}, "not": {kind: tNot}, "mask": {kind: tMask},
		"len": {kind: tLen}, "length": {kind: tLen},
		"host": {tType, aHost}, "net": {tType, aNet}, "port": {tType, aPort}, "portrange": {tType, aPortRange},
		"proto": {tProtoQ, aProto}, "protochain": {tProtoQ, aProtoChain}, "gateway": {tProtoQ, aGateway},
		"src": {tDir, dSrc}, "dst": {tDir, dDst}, "ra": {tDir, dRA}, "ta": {tDir, dTA},
		"addr1": {tDir, dAddr1}, "addr2": {tDir, dAddr2}, "addr3": {tDir, dAddr3}, "addr4": {tDir, dAddr4},
		"address1": {tDir, dAddr1}, "address2": {tDir, dAddr2}, "address3": {tDir, dAddr3}, "address4": {tDir, dAddr4},
	}
	for p, names := range protoWords {
		for _, n := range names {
			m[n] = word{tProto, uint32(p)}
		}
	}
	for _, n := range []string{"less", "greater", "byte", "broadcast", "multicast", "inbound", "outbound", "ifindex", "vlan",
		"mpls", "pppoed", "pppoes", "geneve", "vxlan", "llc", "type", "subtype", "dir"} {
		m[n] = word{kind: tWord}
	}
	for alias, n := range aliases {
		m[alias] = word{kind: m[n].kind}
	}
	for family, names := range legacy {
		for _, n := range names {
			m[n] = word{kind: tLegacy, num: uint32(family)}
		}
	}
	for n, v := range constants {
		m[n] = word{tConst, v}
	}
	return m
}

// aliases are other spellings of keywords that stand for themselves.
var aliases = map[string]string{"direction": "dir"}

// legacyFamilies name what legacy holds the keywords of.
var legacyFamilies = [...]string{"ATM", "SS7", "pf"}

// legacy holds keywords for link layers that hardly anyone meets any more. They stay reserved, so that their use gives a clear error.
var legacy = [...][]string{
	{"lane", "metac", "bcc", "sc", "ilmic", "oam", "oamf4", "oamf4ec", "oamf4sc", "oamf4e", "oamf4s", "vpi", "vci",
		"connectmsg", "metaconnect"},
	{"fisu", "lssu", "lsu", "msu", "hfisu", "hlssu", "hmsu", "sio", "opc", "dpc", "sls", "hsio", "hopc", "hdpc", "hsls"},
	{"on", "ifname", "rnr", "rulenum", "srnr", "subrulenum", "reason", "rset", "ruleset", "action"},
}

// constants are the named offsets and values of arithmetic expressions.
var constants = map[string]uint32{
	"icmptype": 0, "icmpcode": 1, "icmp6type": 0, "icmp6code": 1, "tcpflags": 13,
	"tcp-fin": 1, "tcp-syn": 2, "tcp-rst": 4, "tcp-push": 8, "tcp-ack": 0x10, "tcp-urg": 0x20, "tcp-ece": 0x40, "tcp-cwr": 0x80,
	"icmp-echoreply": 0, "icmp-unreach": 3, "icmp-sourcequench": 4, "icmp-redirect": 5, "icmp-echo": 8, "icmp-routeradvert": 9,
	"icmp-routersolicit": 10, "icmp-timxceed": 11, "icmp-paramprob": 12, "icmp-tstamp": 13, "icmp-tstampreply": 14,
	"icmp-ireq": 15, "icmp-ireqreply": 16, "icmp-maskreq": 17, "icmp-maskreply": 18,
	"icmp6-destinationunreach": 1, "icmp6-packettoobig": 2, "icmp6-timeexceeded": 3, "icmp6-parameterproblem": 4,
	"icmp6-echo": 128, "icmp6-echoreply": 129, "icmp6-multicastlistenerquery": 130, "icmp6-multicastlistenerreportv1": 131,
	"icmp6-multicastlistenerdone": 132, "icmp6-routersolicit": 133, "icmp6-routeradvert": 134, "icmp6-neighborsolicit": 135,
	"icmp6-neighboradvert": 136, "icmp6-redirect": 137, "icmp6-routerrenum": 138, "icmp6-nodeinformationquery": 139,
	"icmp6-nodeinformationresponse": 140, "icmp6-ineighbordiscoverysolicit": 141, "icmp6-ineighbordiscoveryadvert": 142,
	"icmp6-multicastlistenerreportv2": 143, "icmp6-homeagentdiscoveryrequest": 144, "icmp6-homeagentdiscoveryreply": 145,
	"icmp6-mobileprefixsolicit": 146, "icmp6-mobileprefixadvert": 147, "icmp6-certpathsolicit": 148,
	"icmp6-certpathadvert": 149, "icmp6-multicastrouteradvert": 151, "icmp6-multicastroutersolicit": 152,
	"icmp6-multicastrouterterm": 153,
}
