package repl

import (
	"go/scanner"
	"go/token"

	"pktsh/layers/packet"
)

// highlight colours a line as it is typed: protocols, text, numbers, keywords. What does not scan stays as it is.
func (s *Shell) highlight(text []rune) []rune { return []rune(s.highlighted(string(text), nil)) }

// highlighted colours a line and the names in it that are misspelt.
func (s *Shell) highlighted(src string, wrong []misspelling) string {
	if s.colors == (palette{}) || src == "" {
		return src
	}
	var sc scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(src))
	sc.Init(file, []byte(src), func(token.Position, string) {}, scanner.ScanComments)
	out, done := "", 0
	for {
		pos, tok, lit := sc.Scan()
		if tok == token.EOF {
			break
		}
		color := s.colorOf(tok, lit)
		from := file.Offset(pos)
		for _, w := range wrong {
			if w.from == from {
				color = s.colors.wrong
			}
		}
		if color == "" || from+len(lit) > len(src) || src[from:from+len(lit)] != lit {
			continue
		}
		out += src[done:from] + paint(color, lit)
		done = from + len(lit)
	}
	return out + src[done:]
}

// colorOf is the colour of a token, "" for none.
func (s *Shell) colorOf(tok token.Token, lit string) string {
	switch {
	case tok == token.STRING || tok == token.CHAR:
		return s.colors.text
	case tok == token.INT || tok == token.FLOAT:
		return s.colors.number
	case tok == token.COMMENT:
		return s.colors.dim
	case tok.IsKeyword():
		return s.colors.keyword
	case tok == token.IDENT:
		if q := packet.Lookup(lit); q != nil && q.Name() == lit {
			return s.colors.proto
		}
	}
	return ""
}
