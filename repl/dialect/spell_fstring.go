package dialect

import (
	"strconv"
	"strings"
)

// fstring adds the tokens of an f-string: a call of a marker with its text and values in turn, each value followed by how
// it is written. body is the text between the quotes, which begins at the offset at.
func (l *lexer) fstring(start, at int, body string, raw bool) error {
	l.synthetic(word, "__fstring", start)
	l.synthetic(op, "(", start)
	plain := func(s string) {
		if !raw {
			s = unescape(s)
		}
		l.synthetic(text, strconv.Quote(strings.NewReplacer("{{", "{", "}}", "}").Replace(s)), start)
	}
	from := 0
	for i := 0; i < len(body); i++ {
		switch {
		case strings.HasPrefix(body[i:], "{{") || strings.HasPrefix(body[i:], "}}"):
			i++
		case body[i] == '{':
			plain(body[from:i])
			value, form, n := fvalue(body[i+1:])
			if n < 0 || strings.TrimSpace(value) == "" {
				return &Error{Msg: "the braces of a text do not match", Help: "write {{ for a brace", Offset: at + i, End: at + i + 1}
			}
			l.synthetic(op, ",", at+i)
			l.synthetic(op, "(", at+i)
			inner := &lexer{src: l.src[:at+i+1+len(value)], pos: at + i + 1}
			for inner.pos < len(inner.src) {
				if err := inner.next(); err != nil {
					return err
				}
			}
			l.toks = append(l.toks, inner.toks...)
			l.synthetic(op, ")", at+i)
			l.synthetic(op, ",", at+i)
			l.synthetic(text, strconv.Quote(form), at+i)
			l.synthetic(op, ",", at+i)
			i += n
			from = i + 1
		}
	}
	plain(body[from:])
	l.synthetic(op, ")", start)
	return nil
}

// synthetic adds a token that was not typed but stands for what was typed at an offset.
func (l *lexer) synthetic(k kind, s string, off int) {
	l.toks = append(l.toks, tok{kind: k, text: s, off: off, end: l.pos})
}

// fvalue cuts the expression and its format off the text after an opening brace, and says where the closing one is.
func fvalue(s string) (value, form string, n int) {
	depth, cut := 0, -1
	var quote byte
	for i := range len(s) {
		c := s[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '(' || c == '[' || c == '{':
			depth++
		case depth > 0 && (c == ')' || c == ']' || c == '}'):
			depth--
		case depth == 0 && cut < 0 && (c == ':' || c == '!' && i+1 < len(s) && s[i+1] != '='):
			cut = i
		case c == '}':
			if cut < 0 {
				cut = i
			}
			return s[:cut], s[cut:i], i + 1
		}
	}
	return "", "", -1
}
