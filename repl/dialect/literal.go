package dialect

import (
	"strconv"
	"strings"
)

// isPrefix reports whether w, written before a quote, is a Python literal prefix.
func isPrefix(w string) bool {
	switch strings.ToLower(w) {
	case "b", "r", "u", "f", "br", "rb", "fr", "rf":
		return true
	}
	return false
}

// literal scans a text literal of either language. What Go would not read the same way gets its Go form in tok.lit:
// a bytes literal becomes []byte("..."), every other a quoted string.
func (l *lexer) literal(start int) error {
	q := start
	for isLetter(l.src[q]) {
		q++
	}
	prefix := strings.ToLower(l.src[start:q])
	quote := l.src[q : q+1]
	if quote == "`" {
		n := strings.IndexByte(l.src[q+1:], '`')
		if n < 0 {
			return ErrIncomplete
		}
		l.pos = q + n + 2
		l.add(text, start)
		return nil
	}
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(l.src[q:], triple) {
		quote = triple
	}
	body := q + len(quote)
	end := body
	for !strings.HasPrefix(l.src[end:], quote) {
		switch {
		case end < len(l.src) && l.src[end] == '\\':
			end++
		case end >= len(l.src) && len(quote) == 3:
			return ErrIncomplete
		case end >= len(l.src) || len(quote) == 1 && l.src[end] == '\n':
			return &Error{Msg: "text is not closed", Help: "close it with " + quote, Offset: start, End: min(end, len(l.src))}
		}
		end++
		if end > len(l.src) {
			end = len(l.src)
		}
	}
	l.pos = end + len(quote)
	if strings.Contains(prefix, "f") {
		return l.fstring(start, body, l.src[body:end], strings.Contains(prefix, "r"))
	}
	l.add(text, start)
	t := &l.toks[len(l.toks)-1]
	if _, err := strconv.Unquote(t.text); err == nil && quote == `"` {
		return nil // Go reads it
	}
	value := l.src[body:end]
	if !strings.Contains(prefix, "r") {
		value = unescape(value)
	}
	t.lit = strconv.Quote(value)
	if strings.Contains(prefix, "b") {
		t.lit = "[]byte(" + t.lit + ")"
	}
	return nil
}

// simple maps the letter after a backslash to the byte both languages mean by it.
var simple = map[byte]byte{'n': '\n', 't': '\t', 'r': '\r', '\\': '\\', '\'': '\'', '"': '"', 'a': '\a', 'b': '\b', 'f': '\f', 'v': '\v'}

// unescape reads Python's escapes; one that it does not know stays as typed. \xNN is a byte, as in Go.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		i++
		c, rest := s[i], s[i+1:]
		if v, ok := simple[c]; ok {
			b.WriteByte(v)
			continue
		}
		switch {
		case c == '\n': // a continued line
		case c >= '0' && c <= '7':
			n := 1
			for n < 3 && i+n < len(s) && s[i+n] >= '0' && s[i+n] <= '7' {
				n++
			}
			v, _ := strconv.ParseUint(s[i:i+n], 8, 16) // digits only: cannot fail
			b.WriteByte(byte(v))
			i += n - 1
		case c == 'x' && hexValue(rest, 2) >= 0:
			b.WriteByte(byte(hexValue(rest, 2)))
			i += 2
		case c == 'u' && hexValue(rest, 4) >= 0:
			b.WriteRune(rune(hexValue(rest, 4)))
			i += 4
		case c == 'U' && hexValue(rest, 8) >= 0:
			b.WriteRune(rune(hexValue(rest, 8)))
			i += 8
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
	}
	return b.String()
}

// hexValue reads the first n hexadecimal digits of s, or returns -1.
func hexValue(s string, n int) int64 {
	if len(s) < n {
		return -1
	}
	v, err := strconv.ParseInt(s[:n], 16, 64)
	if err != nil {
		return -1
	}
	return v
}
