package repl

import (
	"errors"
	"go/scanner"
	"go/token"
	"strings"

	"pktsh/repl/dialect"
	"pktsh/repl/eval"
)

// lastName is the session variable that _ stands for where it is used as a value, which Go forbids.
const lastName = "last_"

// A keptValue is the value that was shown last. It becomes a session variable when it is asked for.
type keptValue struct {
	shown
	fresh  bool         // not a session variable yet
	record *eval.Record // of the entry that gave it
}

// useLast returns code with lastName in place of _ as a value, and where.
func (s *Shell) useLast(code string) (string, []int) {
	if !strings.Contains(code, "_") || !s.last.value.IsValid() {
		return code, nil
	}
	at := lastUses(code)
	if len(at) == 0 {
		return code, nil
	}
	if s.last.fresh {
		if err := s.session.SetVar(lastName, s.last.value, s.last.typ); err != nil {
			s.warn(err)
			return code, nil
		}
		s.session.Keep(s.last.record, lastName)
		s.last.fresh = false
	}
	var b strings.Builder
	from := 0
	for _, i := range at {
		b.WriteString(code[from:i] + lastName)
		from = i + 1
	}
	return b.String() + code[from:], at
}

// atTyped puts the place of an error where it was typed, before useLast.
func atTyped(err error, uses []int) error {
	var de *dialect.Error
	if len(uses) == 0 || !errors.As(err, &de) {
		return err
	}
	typed := *de
	typed.Offset, typed.End = typedOffset(de.Offset, uses), typedOffset(de.End, uses)
	return &typed
}

func typedOffset(offset int, uses []int) int {
	const longer = len(lastName) - 1
	shift := 0
	for _, at := range uses {
		if offset > at+shift {
			shift += min(longer, offset-at-shift)
		}
	}
	return offset - shift
}

// A scanned is a token with its place.
type scanned struct {
	tok token.Token
	lit string
	at  int
}

// lastUses are the places where _ is used as a value. Everywhere else it is Go's blank name: left of an assignment, and as
// the name of a parameter or loop variable.
func lastUses(code string) []int {
	var uses []int
	list := scan(code)
	var open []token.Token // for each bracket that is open, the token before it
	for i, t := range list[:len(list)-1] {
		switch t.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			before := token.ILLEGAL
			if i > 0 {
				before = list[i-1].tok
				if i > 1 && list[i-2].tok == token.FUNC {
					before = token.FUNC
				}
			}
			open = append(open, before)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case token.IDENT:
			params := len(open) > 0 && open[len(open)-1] == token.FUNC
			declared := i > 0 && (list[i-1].tok == token.VAR || list[i-1].tok == token.CONST || list[i-1].lit == "lambda")
			if t.lit == "_" && !params && !declared && isValueBefore(list[i+1], len(open) > 0) {
				uses = append(uses, t.at)
			}
		}
	}
	return uses
}

// isValueBefore reports whether a name is used as a value when next follows it, within brackets or not.
func isValueBefore(next scanned, inside bool) bool {
	switch next.tok {
	case token.COMMA:
		return inside
	case token.ASSIGN, token.DEFINE, token.STRING, token.COLON:
		return false
	case token.IDENT:
		switch next.lit {
		case "and", "or", "is", "in", "not":
			return next.lit != "in"
		}
		return false
	case token.IF, token.ELSE:
		return true
	}
	return !next.tok.IsKeyword()
}

// scan returns the tokens of code, with the end of it as the last.
func scan(code string) []scanned {
	var sc scanner.Scanner
	file := token.NewFileSet().AddFile("", -1, len(code))
	sc.Init(file, []byte(code), func(token.Position, string) {}, 0)
	var list []scanned
	for {
		pos, tok, lit := sc.Scan()
		list = append(list, scanned{tok, lit, file.Offset(pos)})
		if tok == token.EOF {
			return list
		}
	}
}
