package bpf

import "slices"

// wlanHeader returns code that finds where an 802.11 header ends and leaves that in a register. X holds where the header begins. A
// QoS data frame has two bytes more, and radiotap says whether the header is padded to four.
func wlanHeader(reg uint32, radio bool) []Instruction {
	code := []Instruction{
		ins(miscTXA, 0), ins(classALU|aluADD, 24), ins(classST, reg),
		ins(classLD|sizeB|modeIND, 0),
		{Code: classJMP | jmpJSET, K: 0x08, Jf: 5},
		{Code: classJMP | jmpJSET, K: 0x04, Jt: 4},
		{Code: classJMP | jmpJSET, K: 0x80, Jf: 3},
		ins(ldMEM, reg), ins(classALU|aluADD, 2), ins(classST, reg),
	}
	if !radio {
		return code
	}
	// the jumps over the frame control go past the padding, but for a data frame without QoS
	code[4].Jf, code[5].Jt = 5+12, 4+12
	return append(code,
		ins(classLD|sizeW|modeABS, 4), // radiotap's first word of what is present, its bytes swapped
		Instruction{Code: classJMP | jmpJSET, K: 0x2000000, Jf: 10},
		Instruction{Code: classJMP | jmpJSET, K: 0x80, Jt: 9}, // more such words: not followed
		Instruction{Code: classJMP | jmpJSET, K: 0x1000000, Jf: 2},
		ins(classLD|sizeB|modeABS, 16), Instruction{Code: classJMP | jmpJSET, K: 0x20, Jt: 2, Jf: 6},
		ins(classLD|sizeB|modeABS, 8), Instruction{Code: classJMP | jmpJSET, K: 0x20, Jf: 4},
		ins(ldMEM, reg), ins(classALU|aluADD, 3), ins(classALU|aluAND, 0xfffffffc), ins(classST, reg),
	)
}

// Bits of the first byte of an 802.11 header.
const (
	wlanType    = 0x0c
	wlanSubtype = 0xf0
	wlanControl = 0x04
	wlanData    = 0x08
)

// bit is true where a bit of a byte of the 802.11 header is set.
func (g *generator) bit(off, mask uint32) *cond { return test(g.header(off, 1), jmpJSET, mask) }

// wlanTo is true where a check holds of the destination address, whose place depends on the way a frame takes.
func (g *generator) wlanTo(check func(off uint32) *cond) *cond {
	toDS := g.bit(1, 1)
	return and(not(g.bit(0, wlanControl)),
		or(and(not(g.bit(0, wlanData)), check(4)),
			and(g.bit(0, wlanData), or(and(not(toDS), check(4)), and(toDS, check(16))))))
}

// wlanFrom is true where a check holds of the source address.
func (g *generator) wlanFrom(check func(off uint32) *cond) *cond {
	toDS, fromDS := g.bit(1, 1), g.bit(1, 2)
	return and(not(g.bit(0, wlanControl)),
		or(and(not(g.bit(0, wlanData)), check(10)),
			and(g.bit(0, wlanData), or(and(not(fromDS), check(10)),
				and(fromDS, or(and(not(toDS), check(16)), and(toDS, check(24))))))))
}

// ctsOrAck is true for the two control frames that have one address only.
func (g *generator) ctsOrAck() *cond {
	first := g.header(0, 1)
	return and(eq(first.masked(wlanType), wlanControl), anyOf(first.masked(wlanSubtype), 0xc0, 0xd0))
}

// wlanMAC is true where an address of an 802.11 frame is the one given.
func (g *generator) wlanMAC(dir uint32, check func(off uint32) *cond) *cond {
	switch dir {
	case dRA:
		return and(g.bit(0, wlanData), check(4))
	case dTA:
		return and(g.bit(0, wlanData), not(g.ctsOrAck()), check(10))
	case dAddr1:
		return check(4)
	case dAddr2:
		return and(not(g.ctsOrAck()), check(10))
	case dAddr3:
		return and(not(eq(g.header(0, 1).masked(wlanType), wlanControl)), check(16))
	case dAddr4:
		return and(eq(g.header(1, 1).masked(3), 3), check(24))
	}
	return either(dir, func() *cond { return g.wlanFrom(check) }, func() *cond { return g.wlanTo(check) })
}

var wlanTypes = [...][]string{{"mgt", "management"}, {"ctl", "control"}, {"data"}}

// wlanSubtypes are the subtypes of each type (IEEE 802.11); the first name is the usual one.
var wlanSubtypes = [...]map[string]uint32{
	{"assocreq": 0, "assoc-req": 0, "assocresp": 1, "assoc-resp": 1, "reassocreq": 2, "reassoc-req": 2, "reassocresp": 3,
		"reassoc-resp": 3, "probereq": 4, "probe-req": 4, "proberesp": 5, "probe-resp": 5, "beacon": 8, "atim": 9,
		"disassoc": 10, "disassociation": 10, "auth": 11, "authentication": 11, "deauth": 12, "deauthentication": 12},
	{"ps-poll": 10, "rts": 11, "cts": 12, "ack": 13, "cf-end": 14, "cf-end-ack": 15},
	{"data": 0, "data-cf-ack": 1, "data-cf-poll": 2, "data-cf-ack-poll": 3, "null": 4, "cf-ack": 5, "cf-poll": 6,
		"cf-ack-poll": 7, "qos-data": 8, "qos-data-cf-ack": 9, "qos-data-cf-poll": 10, "qos-data-cf-ack-poll": 11, "qos": 12,
		"qos-cf-poll": 14, "qos-cf-ack-poll": 15},
}

var wlanDirs = map[string]uint32{"nods": 0, "tods": 1, "fromds": 2, "dstods": 3}

// wlanWord generates type, subtype and dir.
func (g *generator) wlanWord(n *node) *cond {
	wlan := g.link == linkWlan || g.link == linkRadio
	if n.text == "dir" || n.text == "direction" {
		if !wlan {
			failHint(n.at, "src and dst say which way a packet goes", "frame direction supported only with 802.11 headers")
		}
		return eq(g.header(1, 1).masked(3), g.wlanDir(n.args[0]))
	}
	if !wlan {
		fail(n.at, "802.11 link-layer types supported only on 802.11")
	}
	first := g.header(0, 1)
	if n.text == "subtype" {
		kind, sub := g.anySubtype(n.args[0])
		return eq(first.masked(wlanType|wlanSubtype), kind<<2|sub<<4)
	}
	kind := g.wlanKind(n.args[0])
	if len(n.args) == 1 {
		return eq(first.masked(wlanType), kind<<2)
	}
	sub := n.args[1]
	if sub.kind == tNum {
		return eq(first.masked(wlanType|wlanSubtype), kind<<2|sub.num&wlanSubtype)
	}
	if kind < uint32(len(wlanSubtypes)) {
		if v, ok := wlanSubtypes[kind][sub.text]; ok {
			return eq(first.masked(wlanType|wlanSubtype), kind<<2|v<<4)
		}
	}
	fail(sub.at, "unknown 802.11 subtype name %q", sub.text)
	return nil
}

// wlanKind returns the type in two bits; a number is the byte of the header.
func (g *generator) wlanKind(t token) uint32 {
	if t.kind == tNum {
		if t.num&^wlanType != 0 {
			fail(t.at, "invalid 802.11 type value %s", t.text)
		}
		return t.num >> 2
	}
	for kind, names := range wlanTypes {
		if slices.Contains(names, t.text) {
			return uint32(kind)
		}
	}
	failHint(t.at, "mgt, ctl or data", "unknown 802.11 type name %q", t.text)
	return 0
}

// anySubtype returns the type and subtype of a name that stands alone; a number is the byte of the header.
func (g *generator) anySubtype(t token) (kind, sub uint32) {
	if t.kind == tNum {
		return t.num & wlanType >> 2, t.num >> 4
	}
	for kind, names := range wlanSubtypes {
		if v, ok := names[t.text]; ok {
			return uint32(kind), v
		}
	}
	fail(t.at, "unknown 802.11 type name %q", t.text)
	return 0, 0
}

func (g *generator) wlanDir(t token) uint32 {
	if t.kind == tNum {
		return t.num
	}
	v, ok := wlanDirs[t.text]
	if !ok {
		failHint(t.at, "nods, tods, fromds or dstods", "unknown 802.11 direction %q", t.text)
	}
	return v
}
