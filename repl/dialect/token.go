package dialect

import (
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A kind says what a token of the spelling pass is.
type kind uint8

const (
	word   kind = iota // a name or a keyword, of Go or of Python
	number             // a number as Go writes it
	text               // a text literal of either language; tok.lit is the Go literal
	op                 // operator or punctuation
	brk                // end of a statement: a semicolon, or a line end where Go would put one
)

// A tok is one token, between the offsets off and end of the entry.
type tok struct {
	kind     kind
	text     string // as typed
	lit      string // for text: the same value as a Go literal, "" when the typed one is fine
	off, end int
	spaced   bool // white space stands before it
	indent   int  // bytes of the line before it
}

// operators, longest first, as a scanner must try them.
var operators = strings.Fields(`<<= >>= &^= ... && || <- ++ -- == != <= >= := += -= *= /= %= &= |= ^= << >> &^ ** ->`)

// A lexer turns an entry into tokens. It knows both languages' literals and comments.
type lexer struct {
	src  string
	pos  int
	toks []tok
	open []byte // brackets not yet closed
}

// lex returns the tokens of src. It returns ErrIncomplete when a literal, comment or bracket is open at the end.
func lex(src string) ([]tok, error) {
	l := &lexer{src: src}
	for l.pos < len(src) {
		if err := l.next(); err != nil {
			return nil, err
		}
	}
	if len(l.open) > 0 {
		return nil, ErrIncomplete
	}
	return l.toks, nil
}

func (l *lexer) next() error {
	start := l.pos
	c := l.src[start]
	switch {
	case c == '\n':
		l.pos++
		l.lineEnd(start)
	case c == ' ' || c == '\t' || c == '\r':
		l.pos++
	case c == '\\' && (strings.HasPrefix(l.src[start:], "\\\n") || start+1 == len(l.src)):
		if start+1 == len(l.src) {
			return ErrIncomplete
		}
		l.pos += 2
	case c == '#' || strings.HasPrefix(l.src[start:], "//"):
		l.pos += lineLength(l.src[start:])
	case strings.HasPrefix(l.src[start:], "/*"):
		n := strings.Index(l.src[start+2:], "*/")
		if n < 0 {
			return ErrIncomplete
		}
		l.pos += n + 4
	case c == '"' || c == '\'' || c == '`':
		return l.literal(start)
	case c >= '0' && c <= '9' || c == '.' && start+1 < len(l.src) && isDigit(l.src[start+1]):
		l.number()
	default:
		return l.wordOrOperator()
	}
	return nil
}

func (l *lexer) wordOrOperator() error {
	start := l.pos
	r, size := utf8.DecodeRuneInString(l.src[start:])
	if r == '_' || unicode.IsLetter(r) {
		for l.pos < len(l.src) {
			r, size = utf8.DecodeRuneInString(l.src[l.pos:])
			if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				break
			}
			l.pos += size
		}
		if l.pos < len(l.src) && (l.src[l.pos] == '"' || l.src[l.pos] == '\'') && isPrefix(l.src[start:l.pos]) {
			return l.literal(start)
		}
		l.add(word, start)
		return nil
	}
	for _, o := range operators {
		if strings.HasPrefix(l.src[start:], o) {
			l.pos += len(o)
			l.add(op, start)
			return nil
		}
	}
	if !strings.ContainsRune("+-*/%&|^<>=!()[]{},;.:~@?$", r) {
		return &Error{Msg: "unexpected character " + string(r), Offset: start, End: start + size}
	}
	l.pos += size
	switch r {
	case '(', '[', '{':
		l.open = append(l.open, byte(r))
	case ')', ']', '}':
		if len(l.open) == 0 || closer(l.open[len(l.open)-1]) != byte(r) {
			return &Error{Msg: "unexpected " + string(r), Help: mismatch(l.open), Offset: start, End: l.pos}
		}
		l.open = l.open[:len(l.open)-1]
	case ';':
		l.add(brk, start)
		return nil
	}
	l.add(op, start)
	return nil
}

// lineEnd adds a statement end where Go would insert a semicolon, but not inside ( or [, where Python has none.
func (l *lexer) lineEnd(at int) {
	if n := len(l.open); n > 0 && l.open[n-1] != '{' || len(l.toks) == 0 {
		return
	}
	last := l.toks[len(l.toks)-1]
	switch {
	case last.kind == op && !strings.Contains(" ) ] } ++ -- ", " "+last.text+" "):
		// A Python block header ends its line with a colon; the statement pass sees the line end and says so.
		if last.text != ":" || len(l.open) > 0 {
			return
		}
	case last.kind == brk, last.kind == word && continues(last.text):
		return
	}
	l.toks = append(l.toks, tok{kind: brk, text: "\n", off: at, end: at + 1})
}

// continues reports whether a line that ends in this keyword goes on in the next.
func continues(w string) bool {
	switch w {
	case "break", "continue", "fallthrough", "return", "pass":
		return false
	case "and", "or", "not", "in", "is", "lambda":
		return true
	}
	return token.IsKeyword(w)
}

func (l *lexer) add(k kind, start int) {
	spaced := start > 0 && strings.ContainsRune(" \t\r\n", rune(l.src[start-1]))
	indent := start - 1 - strings.LastIndexByte(l.src[:start], '\n')
	l.toks = append(l.toks, tok{kind: k, text: l.src[start:l.pos], off: start, end: l.pos, spaced: spaced, indent: indent})
}

// number takes digits, letters, points and signed exponents; Go's own parser judges it.
func (l *lexer) number() {
	start := l.pos
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		sign := (c == '+' || c == '-') && strings.ContainsRune("eEpP", rune(l.src[l.pos-1])) && !strings.HasPrefix(strings.ToLower(l.src[start:]), "0x")
		if c != '.' && c != '_' && !isDigit(c) && !isLetter(c) && !sign {
			break
		}
		l.pos++
	}
	l.add(number, start)
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func lineLength(s string) int {
	if n := strings.IndexByte(s, '\n'); n >= 0 {
		return n
	}
	return len(s)
}

func closer(open byte) byte {
	switch open {
	case '(':
		return ')'
	case '[':
		return ']'
	}
	return '}'
}

func mismatch(open []byte) string {
	if len(open) == 0 {
		return "no bracket is open here"
	}
	return "expected " + string(closer(open[len(open)-1])) + " first"
}
