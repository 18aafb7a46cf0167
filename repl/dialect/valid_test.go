package dialect

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A program is a Scope for one whole program: it checks it with the packages it imports.
type program struct {
	session
	imports types.Importer
}

func (p *program) Check(e *Entry) *Checked {
	f := &ast.File{Name: ast.NewIdent("main")}
	for _, n := range e.Nodes {
		f.Decls = append(f.Decls, n.(ast.Decl))
	}
	c := &Checked{Info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
		Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}}
	conf := types.Config{Importer: p.imports, Error: func(err error) { c.Errors = append(c.Errors, err.(types.Error)) }}
	c.Pkg, _ = conf.Check("main", p.fset, []*ast.File{f}, c.Info) // its errors are in c.Errors
	return c
}

// TestRulesLeaveValidGo puts one mistake behind a valid program, so that every rule looks at all of it, and finds the
// program as it was.
func TestRulesLeaveValidGo(t *testing.T) {
	if testing.Short() {
		t.Skip("type-checks the test programs of Go")
	}
	files, err := filepath.Glob(goEnv(t, "GOROOT") + "/test/*.go")
	if err != nil || len(files) == 0 {
		t.Skip("the Go distribution has no tests here")
	}
	more, _ := filepath.Glob(goEnv(t, "GOROOT") + "/test/ken/*.go")
	yaegi, _ := filepath.Glob(goEnv(t, "GOMODCACHE") + "/github.com/traefik/yaegi@v0.16.1/_test/*.go")
	files = append(append(files, more...), yaegi...)
	std := importer.ForCompiler(token.NewFileSet(), "source", nil)
	known := map[string]bool{"fmt": true, "strings": true, "os": true, "errors": true, "strconv": true, "sort": true, "unsafe": true, "time": true, "bytes": true, "sync": true}
	n := 0
	for _, path := range files {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s := &program{session: *newSession(), imports: std}
		f, err := parser.ParseFile(s.fset, path, src, parser.SkipObjectResolution)
		if err != nil || !importsOnly(f, known) {
			continue
		}
		e, err := Parse(s.fset, string(src)+"\nfunc _() { _ = notDefinedAnywhere }")
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if c := s.Check(e); len(c.Errors) != 1 {
			continue // not valid on its own
		}
		n++
		if err := Rewrite(e, s); err == nil || err.Error() != "notDefinedAnywhere is not defined" {
			t.Errorf("%s: %v", path, err)
			continue
		}
		var got []ast.Decl
		for _, x := range e.Nodes[:len(e.Nodes)-1] {
			got = append(got, x.(ast.Decl))
		}
		if g, w := squeeze(printed(t, s.fset, got)), squeeze(printed(t, s.fset, f.Decls)); g != w {
			t.Errorf("%s changed: %s", path, firstDifference(g, w))
		}
	}
	t.Logf("%d programs that type-check stay as they are", n)
}

func importsOnly(f *ast.File, known map[string]bool) bool {
	for _, i := range f.Imports {
		if !known[strings.Trim(i.Path.Value, `"`)] {
			return false
		}
	}
	return true
}
