package dialect

import (
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"
)

// Parse reads one entry: Go, Scapy spellings, or a mixture; several declarations and statements in any order.
// The error is an *Error, or ErrIncomplete when more lines are needed.
func Parse(fset *token.FileSet, src string) (*Entry, error) {
	e := &Entry{Src: src, fset: fset}
	if chunks, ok := goChunks(src); ok {
		if e.parseGo(chunks) == nil {
			e.settle()
			return e, nil
		}
		e = &Entry{Src: src, fset: fset}
	}
	if err := e.parseSpelled(); err != nil {
		return nil, err
	}
	e.settle()
	return e, nil
}

// settle says whether the entry's value is shown: it ends in an expression and was typed on one line.
func (e *Entry) settle() {
	if n := len(e.Nodes); n > 0 && !strings.Contains(strings.TrimSpace(e.Src), "\n") || len(e.Nodes) == 1 {
		s, ok := e.Nodes[n-1].(*ast.ExprStmt)
		e.IsExpr = ok && !isMarker(s.X, "__del")
		if e.IsExpr {
			name, _ := callee(s.X)
			e.IsExpr = name != "print"
		}
	}
}

// A chunk is the text of one top-level declaration or statement.
type chunk struct {
	start, end    int
	first, second token.Token
}

// goChunks cuts valid Go at the semicolons outside all brackets, written or implied. It reports whether the text scans
// and its brackets match.
func goChunks(src string) (chunks []chunk, ok bool) {
	var s scanner.Scanner
	errs := 0
	file := token.NewFileSet().AddFile("", -1, len(src))
	s.Init(file, []byte(src), func(token.Position, string) { errs++ }, 0)
	cur, depth, n, label := chunk{}, 0, 0, false
	for {
		pos, tok, _ := s.Scan()
		off := file.Offset(pos)
		switch tok {
		case token.EOF:
			if n > 0 || label {
				cur.end = len(src)
				chunks = append(chunks, cur)
			}
			return chunks, errs == 0 && depth == 0
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case token.COLON:
			if n == 1 && cur.first == token.IDENT {
				label, n = true, 0 // what follows the label is the statement
				continue
			}
		case token.SEMICOLON:
			if depth == 0 {
				if n > 0 && !splitHeader(src[cur.start:off], cur.first) {
					cur.end = off
					chunks = append(chunks, cur)
					n = 0
					continue
				}
			}
		}
		if depth < 0 {
			return nil, false
		}
		if n == 0 && tok != token.SEMICOLON {
			start := off
			if label {
				start, label = cur.start, false
				if tok == token.CONST || tok == token.TYPE || tok == token.VAR {
					tok = token.IDENT // a labelled declaration is a statement
				}
			}
			cur = chunk{start: start, first: tok}
		}
		if n == 1 {
			cur.second = tok
		}
		if n > 0 || tok != token.SEMICOLON {
			n++
		}
		cur.end = len(src)
	}
}

// splitHeader reports whether text, cut at a semicolon, ends inside the header of a for, if or switch statement.
func splitHeader(text string, first token.Token) bool {
	switch first {
	case token.FOR, token.IF, token.SWITCH:
		if !strings.Contains(text, "{") || !strings.HasSuffix(strings.TrimRight(text, " \t\r\n"), "}") {
			return true
		}
		_, err := parser.ParseFile(token.NewFileSet(), "", "package p;func _(){"+text+"\n}", parser.SkipObjectResolution)
		return err != nil // the brace was a literal's: for i := []int{1}; ...
	}
	return false
}

// parseGo parses every chunk as Go.
func (e *Entry) parseGo(chunks []chunk) error {
	if len(chunks) > 0 && chunks[0].first == token.PACKAGE {
		return e.parseProgram(e.Src, 0, nil)
	}
	for _, c := range chunks {
		if err := e.parseChunk(e.Src[c.start:c.end], c.start, nil, c.first, c.second); err != nil {
			return err
		}
	}
	return nil
}

// parseProgram parses text, a whole file with its package clause.
func (e *Entry) parseProgram(text string, start int, origin []int) error {
	f, err := e.parseFile("", text, "", start, origin)
	if err != nil {
		return err
	}
	e.Package = f.Name.Name
	for _, d := range f.Decls {
		e.Nodes = append(e.Nodes, d)
	}
	return nil
}

// parseChunk parses one declaration or statement and adds it. first and second are its first tokens: a func may be a
// declaration, a method, or a literal that a statement starts with.
func (e *Entry) parseChunk(text string, start int, origin []int, first, second token.Token) error {
	switch first {
	case token.IMPORT, token.TYPE, token.CONST, token.VAR, token.FUNC:
		f, err := e.parseFile("package p;", text, "\n", start, origin)
		if err == nil {
			for _, d := range f.Decls {
				e.Nodes = append(e.Nodes, d)
			}
			return nil
		}
		if first != token.FUNC || second != token.LPAREN {
			return err
		}
	}
	f, err := e.parseFile("package p;func _(){", text, "\n}", start, origin)
	if err != nil {
		return err
	}
	for _, s := range f.Decls[0].(*ast.FuncDecl).Body.List {
		e.Nodes = append(e.Nodes, s)
	}
	return nil
}

// parseFile parses text between a prefix and a suffix as a file, and records where its positions come from.
func (e *Entry) parseFile(prefix, text, suffix string, start int, origin []int) (*ast.File, error) {
	before := e.fset.Base()
	f, err := parser.ParseFile(e.fset, "entry", prefix+text+suffix, parser.SkipObjectResolution)
	if file := e.fset.File(token.Pos(before)); file != nil {
		e.pieces = append(e.pieces, piece{file: file, prefix: len(prefix), start: start, length: len(text), origin: origin})
	}
	if err == nil && len(prefix) > 0 && len(suffix) > 1 && len(f.Decls) != 1 {
		return nil, &Error{Msg: "unexpected }", Offset: start, End: start + len(text)}
	}
	if err != nil {
		return nil, e.syntaxError(err, before, len(prefix), start, len(text))
	}
	fixMembers(f)
	return f, nil
}

// syntaxError turns the parser's first message into an *Error at what was typed.
func (e *Entry) syntaxError(err error, base, prefix, start, length int) error {
	list, ok := err.(scanner.ErrorList)
	if !ok || len(list) == 0 {
		return &Error{Msg: err.Error(), Offset: start, End: start + length}
	}
	at := e.OffsetOf(token.Pos(base + list[0].Pos.Offset))
	msg := strings.Replace(list[0].Msg, "found 'EOF'", "found the end", 1)
	msg = strings.Replace(msg, "found newline", "found the end of the line", 1)
	return &Error{Msg: msg, Offset: at, End: min(at+1, len(e.Src))}
}

// memberMark stands before a member name that Go reserves, between the spelling pass and the parser.
const memberMark = "__member_"

// fixMembers gives reserved member names their own spelling again: p.type is a selector named type.
func fixMembers(f *ast.File) {
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			sel.Sel.Name = strings.TrimPrefix(sel.Sel.Name, memberMark)
		}
		return true
	})
}
