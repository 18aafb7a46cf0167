package repl

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"pktsh/layers/packet"
)

// A misspelling is a name in an entry that stands for nothing: a protocol, a field or a function that there is none of.
type misspelling struct {
	from, to int    // bytes
	kind     string // "field", "keyword", "protocol", "name"
	of       string // what should have it, "" for none
	name     string
	near     string // what was probably meant, "" when nothing is near
}

// String is the misspelling as the hint below the line tells it.
func (m misspelling) String() string {
	text := "no " + m.kind + " " + m.name
	if m.of != "" {
		text = m.of + " has no " + m.kind + " " + m.name
	}
	if m.near != "" {
		text += "; did you mean " + m.near + "?"
	}
	return text
}

// A speller looks for misspellings in one entry. It marks a name only when it knows all that could stand there.
type speller struct {
	s        *Shell
	text     string
	cursor   int // in bytes; a name that ends here is still being typed
	tokens   []scanned
	declared map[string]bool // by the entry itself
	found    []misspelling
}

// misspelt finds the misspellings of an entry in which the cursor stands at a byte.
func (s *Shell) misspelt(text string, cursor int) []misspelling {
	if strings.HasPrefix(text, ":") || len(text) > maxParse {
		return nil
	}
	sp := &speller{s: s, text: text, cursor: cursor, tokens: scan(text), declared: map[string]bool{}}
	sp.declarations()
	var open []int // tokens
	for i, t := range sp.tokens {
		switch t.tok {
		case token.ILLEGAL:
			return sp.found // a comment of Python's, or what is no code
		case token.LPAREN, token.LBRACK, token.LBRACE:
			open = append(open, i)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case token.IDENT:
			at := -1
			if len(open) > 0 {
				at = open[len(open)-1]
			}
			sp.name(i, at)
		}
	}
	return sp.found
}

// declarations gathers the names that the entry gives a meaning: left of an assignment, behind for, lambda, func, and so on.
func (sp *speller) declarations() {
	for i, t := range sp.tokens {
		if t.tok != token.IDENT {
			continue
		}
		after := sp.tokens[i+1]
		before := token.ILLEGAL
		word := ""
		if i > 0 {
			before, word = sp.tokens[i-1].tok, sp.tokens[i-1].lit
		}
		switch {
		case after.tok == token.DEFINE || after.tok == token.ASSIGN || after.tok == token.COMMA || after.tok == token.COLON ||
			after.tok == token.IDENT && !slices.Contains(operators, after.lit) || after.tok == token.MUL || after.tok == token.LBRACK && before == token.VAR,
			before == token.VAR || before == token.FUNC || before == token.TYPE || before == token.CONST || before == token.FOR,
			word == "lambda" || word == "def" || word == "class" || word == "import" || word == "as" || word == "del":
			if before != token.PERIOD {
				sp.declared[t.lit] = true
			}
		}
	}
}

// operators are words of Python's that stand behind a value.
var operators = []string{"and", "else", "for", "if", "in", "is", "not", "or"}

// name looks at one name; open is the bracket that it stands in, -1 for none.
func (sp *speller) name(i, open int) {
	t := sp.tokens[i]
	before := scanned{tok: token.ILLEGAL}
	if i > 0 {
		before = sp.tokens[i-1]
	}
	after := sp.tokens[i+1]
	switch {
	case before.tok == token.PERIOD:
		sp.member(t, expressionBefore(sp.text[:before.at]))
	case open >= 0 && sp.tokens[open].tok == token.LPAREN && after.tok == token.ASSIGN &&
		(before.tok == token.LPAREN || before.tok == token.COMMA):
		sp.keyword(t, expressionBefore(sp.text[:sp.tokens[open].at]))
	case before.tok == token.LBRACK && (after.tok == token.RBRACK || after.tok == token.COLON || after.tok == token.EOF):
		sp.layer(t, expressionBefore(sp.text[:before.at]))
	case after.tok == token.LPAREN || ast.IsExported(t.lit):
		sp.plain(t)
	}
}

// add notes a misspelling unless the name may still become one of those that are known.
func (sp *speller) add(t scanned, kind, of string, known []string) {
	end := t.at + len(t.lit)
	for _, k := range known {
		if sameName(k, t.lit) {
			return
		}
		if end == sp.cursor && len(k) > len(t.lit) && strings.EqualFold(k[:len(t.lit)], t.lit) {
			return
		}
	}
	near := sp.s.ask("near "+kind+" "+of+"."+t.lit, func() any { return packet.Nearest(t.lit, known) }).(string)
	sp.found = append(sp.found, misspelling{t.at, end, kind, of, t.lit, near})
}

// member looks at a name behind a dot, where the object is a protocol, a layer, or a value of the project's own types.
func (sp *speller) member(t scanned, object string) {
	if object == "" {
		return
	}
	typ := sp.s.typeOf(object)
	switch {
	case typ == nil:
		return
	case isPacket(typ):
		q := sp.s.layerOf(object)
		names := members(typ)
		if q != nil {
			sp.add(t, "field", q.Name(), append(fieldNamesOf(q), names...))
		} else if p := sp.s.knownPacket(object); p != nil {
			for _, l := range p.Layers() {
				names = append(names, fieldNamesOf(l)...)
			}
			sp.add(t, "field", object, names)
		}
	case isOwn(typ):
		names := members(typ)
		if q := protoNamed(object); q != nil {
			names = append(names, fieldNamesOf(q)...)
		}
		sp.add(t, "member", object, append(names, "append", "extend", "sort", "index", "count", "insert", "pop", "remove", "copy"))
	}
}

// keyword looks at a keyword argument of a call.
func (sp *speller) keyword(t scanned, callee string) {
	if q := protoNamed(callee); q != nil && !sp.declaredBefore(callee) {
		sp.add(t, "field", q.Name(), fieldNamesOf(q))
		return
	}
	if callee == "" || sp.s.typeOf(callee) == nil {
		return
	}
	if o := sp.s.options(callee); o != nil {
		var names []string
		for i := range o.NumFields() {
			names = append(names, strings.ToLower(o.Field(i).Name()))
		}
		sp.add(t, "keyword", callee, names)
	}
}

// declaredBefore reports whether the session or the entry gives the name of a protocol another meaning.
func (sp *speller) declaredBefore(name string) bool {
	return sp.s.defined(name) && sp.s.protoOf(name) == nil
}

// layer looks at a name in the brackets behind a packet or a list of packets.
func (sp *speller) layer(t scanned, object string) {
	if object == "" || sp.declared[t.lit] || packet.Lookup(t.lit) != nil || sp.s.known(t.lit) {
		return
	}
	if typ := sp.s.typeOf(object); typ == nil || !isPacket(typ) && !isOwn(typ) {
		return
	}
	sp.add(t, "protocol", "", protoNames())
}

// plain looks at a name that is called, or that looks like that of a protocol. It is one only when a name is near, since the
// dialect and Go know names that the session does not list.
func (sp *speller) plain(t scanned) {
	if sp.declared[t.lit] || sp.s.known(t.lit) {
		return
	}
	names := append(protoNames(), sp.s.callable()...)
	n := len(sp.found)
	sp.add(t, "name", "", names)
	if len(sp.found) > n && (sp.found[n].near == "" || len(t.lit) < 3) {
		sp.found = sp.found[:n]
	}
}

// known reports whether a name has a meaning in the session, in any case.
func (s *Shell) known(name string) bool {
	return s.ask("known "+name, func() any {
		return slices.Contains(goWords, name) || slices.Contains(pythonWords, name) || types.Universe.Lookup(name) != nil ||
			packet.Lookup(name) != nil ||
			slices.ContainsFunc(s.names(), func(n string) bool { return n == name || ast.IsExported(n) && sameName(n, name) })
	}).(bool)
}

// pythonWords are functions and words of Python that the dialect understands.
var pythonWords = []string{
	"abs", "all", "and", "any", "assert", "bin", "bool", "bytes", "bytearray", "chr", "class", "Counter", "def", "defaultdict", "del", "dict", "dir",
	"divmod", "enumerate", "except", "explore", "filter", "float", "format", "frozenset", "getattr", "hasattr", "hash", "hex", "id", "in", "input", "int", "is",
	"isinstance", "iter", "lambda", "len", "list", "lsc", "map", "max", "min", "next", "None", "not", "object", "oct", "open", "or",
	"ord", "pow", "print", "raw", "repr", "reversed", "round", "set", "setattr", "slice", "sorted", "str", "sum", "True", "False",
	"try", "tuple", "type", "vars", "while", "with", "yield", "zip",
}

// callable are the exported names of the session's packages, as they are typed.
func (s *Shell) callable() []string {
	return s.ask("callable", func() any {
		var list []string
		for _, n := range s.names() {
			if ast.IsExported(n) && len(n) > 2 {
				list = append(list, n)
			}
		}
		return list
	}).([]string)
}

func protoNames() []string {
	protos := packet.Protos()
	names := make([]string, len(protos))
	for i, q := range protos {
		names[i] = q.Name()
	}
	return names
}

func fieldNamesOf(q *packet.Proto) []string {
	fields := q.Fields()
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.Name()
	}
	return names
}

// protoNamed is the protocol that a word stands for, in exactly that case.
func protoNamed(word string) *packet.Proto {
	if q := packet.Lookup(word); q != nil && q.Name() == word {
		return q
	}
	return nil
}

// isPacket reports whether a type is *packet.Packet.
func isPacket(t types.Type) bool {
	p, ok := types.Unalias(t).(*types.Pointer)
	if !ok {
		return false
	}
	n, ok := types.Unalias(p.Elem()).(*types.Named)
	return ok && n.Obj().Name() == "Packet" && isOwn(n)
}

// isOwn reports whether a type, or what it points to, belongs to the packages of this project.
func isOwn(t types.Type) bool {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Pkg() != nil && strings.HasPrefix(n.Obj().Pkg().Path(), "pktsh/")
}
