package bpf

import (
	"sort"
	"strings"
)

// unexpected reports that the next token cannot stand where it does.
func (p *parser) unexpected() {
	t := p.peek()
	if t.kind == tEnd {
		p.unfinished()
	}
	switch {
	case t.is(")"):
		fail(t.at, "this bracket closes nothing")
	case t.kind == tAnd || t.kind == tOr:
		fail(t.at, "a test must stand on both sides of %q", t.text)
	case t.is("&") || t.is("|"):
		failHint(t.at, `tests are joined with "and", "or"; `+t.text+" works on numbers", "syntax error at %q", t.text)
	}
	failHint(t.at, p.suggestHere(t), "syntax error at %q", t.text)
}

// suggestHere says what may have been meant by a token that cannot stand where it does.
func (p *parser) suggestHere(t token) string {
	var before token
	if p.pos > 0 {
		before = p.tokens[p.pos-1]
	}
	switch {
	case t.kind == tName && before.kind == tOp && (relops[before.text] || precedence[before.text] > 0):
		return suggestConstant(t.text)
	case before.kind == tProto && (t.kind == tAddr4 || t.kind == tAddr6 || t.kind == tMAC):
		return before.text + " host " + t.text
	case before.kind == tProto && t.kind == tNum:
		return before.text + " port " + t.text
	case before.kind == tNum && t.is("/"):
		return "a network is written with its dots: net " + before.text + ".0.0.0/8"
	}
	if hint := p.suggestWord(t); hint != "" && t.kind == tName {
		return hint
	}
	if p.pos > 0 && startsTest(t) {
		return `join tests with "and" or "or"`
	}
	return ""
}

func (p *parser) unfinished() {
	t := p.peek()
	if p.pos == 0 {
		fail(t.at, "expression is empty")
	}
	last := p.tokens[p.pos-1]
	switch last.kind {
	case tAnd, tOr, tNot:
		fail(t.at, "nothing follows %q", last.text)
	}
	fail(t.at, "expression ends too early, after %q", last.text)
}

// startsTest reports whether a test may begin with the token.
func startsTest(t token) bool {
	switch t.kind {
	case tProto, tDir, tType, tWord, tName, tAddr4, tAddr6, tMAC, tNot, tNum:
		return true
	}
	return t.is("(")
}

// unexpectedAfterNumber reports a number that is compared with nothing.
func (p *parser) unexpectedAfterNumber(x *arith) {
	t := p.peek()
	switch {
	case x.isLen:
		failHint(x.at, "len > 100, or greater 100", "a length is compared with something")
	case x.isConst:
		failHint(x.at, "for a port write port "+p.textOf(x.at), "a number alone is no test")
	case t.kind != tEnd && !t.is(")") && t.kind != tAnd && t.kind != tOr:
		p.unexpected()
	}
	failHint(x.at, "as in tcp[13] & 2 != 0", "a value of the packet is compared with something")
}

func (p *parser) textOf(at span) string {
	for _, t := range p.tokens {
		if t.at.pos == at.pos {
			return t.text
		}
	}
	return "N"
}

// bareID reports an id that no qualifier says the kind of.
func (p *parser) bareID(t token) {
	switch t.kind {
	case tAddr4, tAddr6:
		hint := "host " + t.text
		if p.after(1).is("/") {
			hint = "net " + t.text + "/" + p.after(2).text
		} else if p.after(1).kind == tMask {
			hint = "net " + t.text + " mask " + p.after(2).text
		}
		failHint(t.at, hint, "an address alone is no test")
	case tMAC:
		failHint(t.at, "ether host "+t.text, "an address alone is no test")
	case tNum:
		failHint(t.at, "port "+t.text, "a number alone is no test")
	}
	hint := p.suggestWord(t)
	if next := p.after(1); strings.Contains(t.text, ".") && next.kind == tOp && relops[next.text] {
		hint = "that is a display filter of Wireshark; a capture filter says tcp port 80, src host 10.0.0.1"
	}
	if hint == "" {
		hint = "for a host's name write host " + t.text
	}
	failHint(t.at, hint, "%q is no keyword", t.text)
}

// missingID reports that no name or address follows qualifiers.
func (p *parser) missingID(q qual) {
	t := p.peek()
	after := p.tokens[max(p.pos-1, 0)].text
	switch {
	case (q.addr == aProto || q.addr == aProtoChain) && words[t.text].kind != tEnd && isLetter(t.text):
		failHint(t.at, `\`+t.text, "%q is a keyword, and must have a backslash here", t.text)
	case t.kind == tEnd:
		fail(t.at, "nothing follows %q", after)
	case t.kind == tDir:
		failHint(t.at, "direction first: "+t.text+" "+addrNames[q.addr]+" ...", "syntax error at %q", t.text)
	case t.is("-"):
		fail(t.at, "a number here has no sign")
	case t.is("[") && q.addr == aDefault:
		failHint(t.at, "tcp[0:2] is the source port", "syntax error at %q", t.text)
	case isLetter(t.text) && t.kind != tAnd && t.kind != tOr:
		failHint(t.at, `a name that is a keyword has a backslash: \`+t.text, "a name, address or number must follow %q", after)
	}
	fail(t.at, "a name, address or number must follow %q", after)
}

func isLetter(s string) bool {
	return s != "" && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z')
}

// suggestWord returns what the user may have meant by an unknown word.
func (p *parser) suggestWord(t token) string {
	low := strings.ToLower(t.text)
	if _, ok := words[low]; ok && low != t.text {
		return "keywords are written small: " + low
	}
	if w, ok := synonyms[low]; ok {
		return w
	}
	if best := nearest(low, words, func(w word) bool { return w.kind != tConst && w.kind != tLegacy }); best != "" {
		return "did you mean " + best + "?"
	}
	return ""
}

// synonyms are words of other tools.
var synonyms = map[string]string{
	"ipv4": "write ip", "ipv6": "write ip6", "icmpv6": "write icmp6", "http": "write tcp port 80", "https": "write tcp port 443",
	"dns": "write port 53", "ssh": "write tcp port 22", "dhcp": "write udp port 67 or 68", "ntp": "write udp port 123",
	"eth": "write ether", "lldp": "write ether proto 0x88cc", "raw": "write ip", "tls": "write tcp port 443",
	"atm": "ATM captures are not supported", "syn": "write tcp[tcpflags] & tcp-syn != 0",
	"dport": "write dst port", "sport": "write src port", "flags": "as in tcp[tcpflags] & tcp-syn != 0", "ip4": "write ip",
	"ack": "write tcp[tcpflags] & tcp-ack != 0", "rst": "write tcp[tcpflags] & tcp-rst != 0",
}

func suggestConstant(text string) string {
	for _, prefix := range []string{"icmp-", "tcp-", "icmp6-"} {
		if _, ok := constants[prefix+text]; ok {
			return "did you mean " + prefix + text + "?"
		}
	}
	if best := nearest(text, words, func(w word) bool { return w.kind == tConst }); best != "" {
		return "did you mean " + best + "?"
	}
	return "an offset is a number, or tcpflags, icmptype, icmpcode, icmp6type, icmp6code"
}

// nearest returns the key at the smallest edit distance, at most 2 and less than half the length, or "".
func nearest[V any](text string, of map[string]V, want func(V) bool) string {
	if len(text) > 40 || text == "" {
		return ""
	}
	best, names := min(3, len(text)/2+1), []string(nil)
	for name, v := range of {
		if d := distance(text, name, best); want(v) && d <= best && d < 3 && len(name) > 1 {
			if d < best {
				best, names = d, nil
			}
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	sort.Slice(names, func(i, j int) bool { // one that begins alike first
		a, b := names[i][0] == text[0], names[j][0] == text[0]
		return a != b && a || a == b && names[i] < names[j]
	})
	return names[0]
}

// distance is the number of letters to change, add, drop or swap to get b from a.
func distance(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	before, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(row[j]+cost, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row, next = row, next, before
	}
	return row[len(b)]
}
