package eval

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"strings"

	"pktsh/repl/dialect"
)

// A unit is one entry as the evaluator sees it, whoever parsed it.
type unit struct {
	src      string
	nodes    []ast.Node
	isExpr   bool     // the last node is an expression whose value is wanted
	temps    []string // variables that need not outlive the entry
	pkg      string   // the package clause of a whole program
	offsetOf func(token.Pos) int
}

// offsetZero is the offset of every position in a unit that was not typed.
func offsetZero(token.Pos) int { return 0 }

// lastExpr is the expression that the entry is, or nil.
func lastExpr(u *unit) ast.Expr {
	if !u.isExpr || len(u.nodes) == 0 {
		return nil
	}
	s, ok := u.nodes[len(u.nodes)-1].(*ast.ExprStmt)
	if !ok {
		return nil
	}
	return s.X
}

// fromEntry takes an entry of the dialect, after rewriting.
func fromEntry(e *dialect.Entry) *unit {
	return &unit{src: e.Src, nodes: e.Nodes, isExpr: e.IsExpr, temps: e.Temps, pkg: e.Package, offsetOf: e.OffsetOf}
}

// parsePlain reads an entry that is Go and nothing else: a file with a package clause, or declarations and statements in
// any order.
//
// The text becomes one token.File of fset. Each stretch of declarations, and each of statements, is parsed on its own,
// with all other text blanked and behind a prefix of the same length, so that positions are those of the whole.
func parsePlain(fset *token.FileSet, src string) (*unit, error) {
	const (
		inFile = "package main       ;"
		inFunc = "package p;func _(){;"
		prefix = len(inFile)
	)
	base := fset.Base()
	file := fset.AddFile(fileName, base, prefix+len(src)+2)
	file.SetLinesForContent([]byte(strings.Repeat(" ", prefix) + src + "\n}"))
	u := &unit{src: src, offsetOf: func(p token.Pos) int {
		return max(0, min(int(p)-base-prefix, len(src)))
	}}
	parse := func(text string) (*ast.File, error) {
		f, err := parser.ParseFile(fileSetAt(base), "", text, parser.SkipObjectResolution)
		if err != nil {
			return nil, syntaxError(err, prefix, src)
		}
		return f, nil
	}

	chunks := split(src)
	if len(chunks) > 0 && chunks[0].kind == token.PACKAGE {
		f, err := parse(strings.Repeat(" ", prefix) + src)
		if err != nil {
			return nil, err
		}
		u.pkg = f.Name.Name
		for _, d := range f.Decls {
			u.nodes = append(u.nodes, d)
		}
		return u, nil
	}
	for i := 0; i < len(chunks); {
		decl := chunks[i].decl()
		j := i + 1
		for j < len(chunks) && chunks[j].decl() == decl {
			j++
		}
		text := blank(src, chunks[i].start, chunks[j-1].end)
		if decl {
			f, err := parse(inFile + text)
			if err != nil {
				return nil, err
			}
			for _, d := range f.Decls {
				u.nodes = append(u.nodes, d)
			}
		} else {
			f, err := parse(inFunc + text + "\n}")
			if err != nil {
				return nil, err
			}
			for _, s := range f.Decls[0].(*ast.FuncDecl).Body.List {
				if d, ok := s.(*ast.DeclStmt); ok {
					u.nodes = append(u.nodes, d.Decl)
				} else if _, empty := s.(*ast.EmptyStmt); !empty {
					u.nodes = append(u.nodes, s)
				}
			}
		}
		i = j
	}
	if len(u.nodes) == 1 {
		_, u.isExpr = u.nodes[0].(*ast.ExprStmt)
	}
	return u, nil
}

// fileSetAt returns a file set whose next file gets the given base.
func fileSetAt(base int) *token.FileSet {
	fset := token.NewFileSet()
	if base > 1 {
		fset.AddFile("", 1, base-2)
	}
	return fset
}

// blank replaces all of src outside [start,end) by spaces, keeping line ends.
func blank(src string, start, end int) string {
	b := []byte(src)
	for i := range b {
		if (i < start || i >= end) && b[i] != '\n' {
			b[i] = ' '
		}
	}
	return string(b)
}

// A chunk is a top-level stretch of text that ends with a semicolon, typed or implied.
type chunk struct {
	kind       token.Token // first token
	named      bool        // for FUNC: a declaration, not a literal
	start, end int
}

func (c chunk) decl() bool { return c.kind == token.IMPORT || c.kind == token.FUNC && c.named }

// split cuts src at the semicolons outside all brackets.
func split(src string) []chunk {
	var s scanner.Scanner
	fset := token.NewFileSet()
	f := fset.AddFile("", 1, len(src))
	s.Init(f, []byte(src), func(token.Position, string) {}, 0)
	var chunks []chunk
	depth, n := 0, 0 // n counts the tokens of the chunk
	var c chunk
	parens := 0 // closed groups at depth 0 of a func chunk: a receiver is followed by a name
	for {
		pos, tok, lit := s.Scan()
		at := int(pos) - 1
		if tok == token.EOF {
			if n > 0 {
				chunks = append(chunks, c)
			}
			return chunks
		}
		if tok == token.SEMICOLON && depth == 0 {
			if n > 0 {
				c.end = at
				chunks = append(chunks, c)
			}
			n = 0
			continue
		}
		if n == 0 {
			c, parens = chunk{kind: tok, start: at}, 0
		}
		n++
		if c.kind == token.FUNC && depth == 0 && tok == token.IDENT {
			// func name(...) and func (r T) name(...); a literal's result type comes after its only group
			// and is followed by a brace.
			if n == 2 {
				c.named = true
			} else if parens == 1 && strings.HasPrefix(strings.TrimLeft(src[at+len(lit):], " \t"), "(") {
				c.named = true
			}
		}
		switch tok {
		case token.LPAREN, token.LBRACE, token.LBRACK:
			depth++
		case token.RPAREN, token.RBRACE, token.RBRACK:
			depth--
			if depth == 0 && tok == token.RPAREN {
				parens++
			}
		}
		c.end = min(at+max(len(lit), len(tok.String())), len(src))
	}
}

// syntaxError puts the first parse error at its place in src.
func syntaxError(err error, prefix int, src string) error {
	var list scanner.ErrorList
	if !errors.As(err, &list) || len(list) == 0 {
		return &dialect.Error{Msg: err.Error()}
	}
	at := max(0, min(list[0].Pos.Offset-prefix, len(src)))
	return &dialect.Error{Msg: list[0].Msg, Offset: at, End: min(at+1, len(src))}
}
