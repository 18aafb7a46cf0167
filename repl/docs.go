package repl

import (
	"bytes"
	"embed"
	"fmt"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/printer"
	"go/token"
	"io/fs"
	"strings"
	"sync"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/pcapio"
	"pktsh/sniff"
	"pktsh/sniff/route"
)

// sources are the packages whose doc comments the shell's help shows, by import path.
var sources = []struct {
	path  string
	files *embed.FS
}{
	{"pktsh/layers", &layers.LayersDocs},
	{"pktsh/layers/packet", &packet.PacketDocs},
	{"pktsh/pcapio", &pcapio.PcapioDocs},
	{"pktsh/sniff", &sniff.SniffDocs},
	{"pktsh/sniff/route", &route.RouteDocs},
}

// A library is the documented packages, read from their sources when help is first asked for.
type library struct {
	fset *token.FileSet
	pkgs []*doc.Package
	// notes are the comments at the ends of lines, by file and line: those of a protocol's fields.
	notes map[string]string
}

var loadLibrary = sync.OnceValues(func() (*library, error) {
	lib := &library{fset: token.NewFileSet(), notes: map[string]string{}}
	for _, src := range sources {
		if err := lib.load(src.path, src.files); err != nil {
			return nil, fmt.Errorf("help: %w", err)
		}
	}
	return lib, nil
})

// load parses one package, its tests left out.
func (lib *library) load(path string, files *embed.FS) error {
	names, err := fs.Glob(files, "*.go")
	if err != nil {
		return err
	}
	var parsed []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(lib.fset, path+"/"+name, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		lib.takeNotes(f)
		parsed = append(parsed, f)
	}
	p, err := doc.NewFromFiles(lib.fset, parsed, path, doc.AllDecls)
	if err != nil {
		return err
	}
	lib.pkgs = append(lib.pkgs, p)
	return nil
}

// takeNotes remembers the first argument of each field's constructor with the comment at the end of its line:
//
//	packet.U16("len").Auto(packet.LenAll()), // header and payload, in bytes
func (lib *library) takeNotes(f *ast.File) {
	comments := map[int]string{}
	for _, g := range f.Comments {
		if len(g.List) == 1 {
			comments[lib.fset.Position(g.Pos()).Line] = strings.TrimSpace(g.Text())
		}
	}
	if len(comments) == 0 {
		return
	}
	ast.Inspect(f, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || !isDefine(call) || len(call.Args) == 0 {
			return true
		}
		proto := stringOf(call.Args[0])
		for _, arg := range call.Args[1:] {
			if c := comments[lib.fset.Position(arg.End()).Line]; c != "" {
				lib.notes[proto+"."+fieldName(arg)] = c
			}
		}
		return true
	})
}

// isDefine reports whether a call is that of packet.Define.
func isDefine(call *ast.CallExpr) bool {
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		return f.Sel.Name == "Define"
	case *ast.Ident:
		return f.Name == "Define"
	}
	return false
}

// fieldName is the name in the constructor call that a chain of calls begins with.
func fieldName(x ast.Expr) string {
	for {
		call, ok := x.(*ast.CallExpr)
		if !ok {
			return ""
		}
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
			if _, chained := sel.X.(*ast.CallExpr); chained {
				x = sel.X
				continue
			}
		}
		if len(call.Args) == 0 {
			return ""
		}
		return stringOf(call.Args[0])
	}
}

// stringOf is the value of a string literal, "" of anything else.
func stringOf(x ast.Expr) string {
	if lit, ok := x.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		return strings.Trim(lit.Value, "\"`")
	}
	return ""
}

// An entry of the library: a declaration with its comment.
type docEntry struct {
	name string
	decl string // as Go text, without a body
	text string // the comment
	fn   *ast.FuncDecl
	typ  *doc.Type
}

// find returns the documentation of an exported package-level name, exact or else without case.
func (lib *library) find(name string) *docEntry {
	if e := lib.findBy(func(s string) bool { return s == name }); e != nil {
		return e
	}
	return lib.findBy(func(s string) bool { return strings.EqualFold(s, name) })
}

func (lib *library) findBy(match func(string) bool) *docEntry {
	for _, p := range lib.pkgs {
		for _, f := range p.Funcs {
			if match(f.Name) {
				return lib.function(f)
			}
		}
		for _, t := range p.Types {
			if match(t.Name) {
				return &docEntry{name: t.Name, decl: lib.print(t.Decl), text: t.Doc, typ: t}
			}
			for _, f := range t.Funcs {
				if match(f.Name) {
					return lib.function(f)
				}
			}
			for _, v := range append(t.Consts, t.Vars...) {
				if e := lib.value(v, match); e != nil {
					return e
				}
			}
		}
		for _, v := range append(p.Consts, p.Vars...) {
			if e := lib.value(v, match); e != nil {
				return e
			}
		}
	}
	return nil
}

func (lib *library) function(f *doc.Func) *docEntry {
	f.Decl.Body = nil
	return &docEntry{name: f.Name, decl: lib.print(f.Decl), text: f.Doc, fn: f.Decl}
}

// value is the entry of a const or var declaration, which may declare several names with a comment each.
func (lib *library) value(v *doc.Value, match func(string) bool) *docEntry {
	for _, name := range v.Names {
		if !match(name) || !ast.IsExported(name) {
			continue
		}
		text := v.Doc
		for _, spec := range v.Decl.Specs {
			vs := spec.(*ast.ValueSpec) // the specs of const and var are these
			for _, id := range vs.Names {
				if id.Name == name && vs.Doc != nil {
					text = vs.Doc.Text()
				}
			}
		}
		return &docEntry{name: name, decl: v.Decl.Tok.String() + " " + name, text: text}
	}
	return nil
}

// method returns the documentation of a method of a type of the library.
func (lib *library) method(typ, name string) *docEntry {
	t := lib.typ(typ)
	if t == nil {
		return nil
	}
	var near *doc.Func
	for _, f := range t.Methods {
		if f.Name == name {
			return lib.function(f)
		}
		if near == nil && ast.IsExported(f.Name) && sameName(f.Name, name) {
			near = f
		}
	}
	if near == nil {
		return nil
	}
	return lib.function(near)
}

func (lib *library) typ(name string) *doc.Type {
	for _, p := range lib.pkgs {
		for _, t := range p.Types {
			if t.Name == name {
				return t
			}
		}
	}
	return nil
}

// sameName reports whether a Scapy spelling stands for a Go name: no case, no underscores.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, "_", ""), strings.ReplaceAll(b, "_", ""))
}

func (lib *library) print(n ast.Node) string {
	switch d := n.(type) {
	case *ast.GenDecl:
		c := *d
		c.Doc = nil
		n = &c
	case *ast.FuncDecl:
		c := *d
		c.Doc = nil
		n = &c
	}
	var b bytes.Buffer
	cfg := printer.Config{Mode: printer.UseSpaces | printer.TabIndent, Tabwidth: 4}
	if err := cfg.Fprint(&b, lib.fset, n); err != nil {
		return err.Error() // the printer fails only on nodes that are not Go
	}
	return b.String()
}
