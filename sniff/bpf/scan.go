package bpf

import (
	"net/netip"
	"strconv"
	"strings"
	"unicode/utf8"
)

// scan splits an expression into tokens; the last is tEnd. Each takes the longest text that is something, as lex would.
func scan(expr string) []token {
	tokens := make([]token, 0, 8+len(expr)/5)
	for i := 0; ; {
		for i < len(expr) && strings.IndexByte(" \t\r\n", expr[i]) >= 0 {
			i++
		}
		if i == len(expr) {
			return append(tokens, token{kind: tEnd, at: span{i, i}})
		}
		t := next(expr, i)
		tokens = append(tokens, t)
		i = t.at.end
	}
}

// next scans the token that begins at i.
func next(expr string, i int) token {
	c := expr[i]
	switch {
	case c == '\\':
		return escaped(expr, i)
	case c == '$':
		if n := leading(expr[i+1:], isHex); n == 1 || n == 2 {
			return token{kind: tARCnet, text: expr[i : i+1+n], at: span{i, i + 1 + n}}
		}
	case isWordByte(c) || c == ':':
		if t, ok := address(expr, i); ok {
			return t
		}
		if c != ':' {
			return nameOrNumber(expr, i)
		}
	}
	return operator(expr, i)
}

// escaped scans \name, which is never a keyword.
func escaped(expr string, i int) token {
	n := strings.IndexAny(expr[i+1:], " !()\n\t\r")
	if n < 0 {
		n = len(expr) - i - 1
	}
	if n == 0 {
		fail(span{i, i + 1}, "a name must follow the backslash")
	}
	return token{kind: tName, text: expr[i+1 : i+1+n], at: span{i, i + 1 + n}}
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// leading counts the leading bytes of s that are of a class.
func leading(s string, class func(byte) bool) int {
	n := 0
	for n < len(s) && class(s[n]) {
		n++
	}
	return n
}

// wordEnd returns the length of the name at the start of s: letters and digits, and inside also "-", "_" and ".".
func wordEnd(s string) int {
	n := leading(s, func(c byte) bool { return isWordByte(c) || c == '-' || c == '_' || c == '.' })
	for n > 1 && (s[n-1] == '-' || s[n-1] == '_') {
		n--
	}
	return n
}

// nameOrNumber scans what begins with a letter or digit and is no address with colons.
func nameOrNumber(expr string, i int) token {
	text := expr[i : i+wordEnd(expr[i:])]
	t := token{text: text, at: span{i, i + len(text)}}
	if w, ok := words[text]; ok {
		t.kind, t.num = w.kind, w.num
		return t
	}
	switch {
	case isNumber(text):
		t.kind, t.num = tNum, number(text, t.at)
	case dotted(text):
		t.kind = tAddr4
	case isMAC(text):
		t.kind = tMAC
	default:
		t.kind = tName
	}
	return t
}

func isNumber(s string) bool {
	if len(s) > 2 && (s[:2] == "0x" || s[:2] == "0X") {
		return leading(s[2:], isHex) == len(s)-2
	}
	return leading(s, isDigit) == len(s)
}

// number reads a number as C does: 0x is hexadecimal, a leading 0 octal.
func number(s string, at span) uint32 {
	base, digits := 10, s
	switch {
	case len(s) > 2 && (s[1] == 'x' || s[1] == 'X'):
		base, digits = 16, s[2:]
	case len(s) > 1 && s[0] == '0':
		base, digits = 8, s[1:]
		if strings.ContainsAny(digits, "89") {
			failHint(at, "a leading 0 makes a number octal", "number %s contains non-octal digit", s)
		}
	}
	v, err := strconv.ParseUint(digits, base, 32)
	if err != nil {
		fail(at, "number %s overflows 32 bits", s)
	}
	return uint32(v)
}

// dotted reports whether s is two to four numbers with dots between them.
func dotted(s string) bool {
	parts := strings.Count(s, ".")
	if parts < 1 || parts > 3 {
		return false
	}
	for p := range strings.SplitSeq(s, ".") {
		if p == "" || !isNumber(p) {
			return false
		}
	}
	return true
}

// The longest Ethernet address, and what is looked at for one of IPv6, which has 45 bytes at most.
const (
	maxMAC     = 17
	maxAddress = 48
)

// address scans what has a colon in it: an Ethernet or IPv6 address. One that is nearly that is an error, as for libpcap.
func address(expr string, i int) (token, bool) {
	rest := expr[i:min(len(expr), i+maxAddress)]
	n := leading(rest, func(c byte) bool { return isHex(c) || c == ':' || c == '.' || c == '-' })
	s := rest[:n]
	if strings.Count(s, ":") < 2 {
		return token{}, false
	}
	if t, ok := longestAddress(s, i); ok && t.at.end-t.at.pos >= wordEnd(rest) && !strings.HasPrefix(expr[t.at.end:], ":") {
		return t, true
	}
	// two or more groups that each end with a colon are no address, and nothing else
	if s[0] != ':' {
		end := 0
		for groups := 0; end < len(s); groups++ {
			g := leading(s[end:], isHex)
			if g == 0 || g > 2 || end+g >= len(s) || s[end+g] != ':' {
				if groups < 2 {
					return token{}, false
				}
				break
			}
			end += g + leading(s[end+g:], func(c byte) bool { return c == ':' })
		}
		if end == 0 {
			return token{}, false
		}
		failHint(span{i, i + n}, "an Ethernet address has six groups, an IPv6 address eight, or :: once", "bogus ethernet address %s", s)
	}
	return token{}, false
}

// longestAddress finds the longest beginning of s that is an address.
func longestAddress(s string, i int) (token, bool) {
	for n := len(s); n > 1; n-- {
		t := token{text: s[:n], at: span{i, i + n}}
		if n <= maxMAC && isMAC(s[:n]) {
			t.kind = tMAC
			return t, true
		}
		if a, err := netip.ParseAddr(s[:n]); err == nil && a.Is6() {
			t.kind = tAddr6
			return t, true
		}
	}
	return token{}, false
}

// isMAC reports whether s is an Ethernet address in one of the ways pcap-filter(7) lists.
func isMAC(s string) bool {
	_, ok := parseMAC(s)
	return ok
}

func parseMAC(s string) (mac [6]byte, ok bool) {
	sep := strings.IndexAny(s, ":.-")
	if sep < 0 {
		if len(s) != 12 || leading(s, isHex) != 12 {
			return mac, false
		}
		for i := range mac {
			v, _ := strconv.ParseUint(s[2*i:2*i+2], 16, 8)
			mac[i] = byte(v)
		}
		return mac, true
	}
	groups := strings.FieldsFunc(s, func(r rune) bool { return r == ':' || r == '.' || r == '-' })
	seps := strings.Count(s, ":") + strings.Count(s, ".") + strings.Count(s, "-")
	if seps != len(groups)-1 || (len(groups) != 6 && len(groups) != 3) {
		return mac, false
	}
	size := 6 / len(groups) // bytes in a group
	if size == 2 && strings.Count(s, ".") != 2 {
		return mac, false
	}
	for i, g := range groups {
		v, err := strconv.ParseUint(g, 16, 8*size)
		if err != nil || len(g) > 2*size {
			return mac, false
		}
		if size == 1 {
			mac[i] = byte(v)
		} else {
			mac[2*i], mac[2*i+1] = byte(v>>8), byte(v)
		}
	}
	return mac, true
}

var twoByte = [...]string{">=", "<=", "!=", "==", "<<", ">>", "&&", "||"}

// operator scans what is neither name, number nor address.
func operator(expr string, i int) token {
	rest := expr[i:]
	for _, op := range twoByte {
		if strings.HasPrefix(rest, op) {
			return opToken(op, i)
		}
	}
	if strings.IndexByte("|&!<>()[]+-*/%^:=", rest[0]) >= 0 {
		return opToken(rest[:1], i)
	}
	r, size := utf8.DecodeRuneInString(rest)
	hint := ""
	switch r {
	case ',':
		hint = `join a list with "or": port 80 or 443`
	case ';', '#':
		hint = "an expression ends with its last word"
	case '"', '\'', '“', '”', '‘', '’':
		hint = "names and addresses stand without quotes"
	case '~':
		hint = `negate with "not" or "!"`
	}
	failHint(span{i, i + size}, hint, "illegal character %q", r)
	return token{}
}

func opToken(op string, i int) token {
	t := token{kind: tOp, text: op, at: span{i, i + len(op)}}
	switch op {
	case "&&":
		t.kind = tAnd
	case "||":
		t.kind = tOr
	case "!":
		t.kind = tNot
	}
	return t
}
