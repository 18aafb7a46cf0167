package dialect

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"pktsh/layers/packet"
)

// blind is a Scope that finds no mistake in anything, as go/types does in a valid program.
type blind struct{}

func (blind) Check(*Entry) *Checked        { return &Checked{} }
func (blind) Names() []string              { return nil }
func (blind) Proto(ast.Expr) *packet.Proto { return nil }

// TestValidGoIsUnchanged holds the rule of rules over the programs of the Go toolchain's and yaegi's own tests.
func TestValidGoIsUnchanged(t *testing.T) {
	if testing.Short() {
		t.Skip("reads some 5000 programs")
	}
	var files []string
	for _, dir := range []string{goEnv(t, "GOROOT") + "/test", goEnv(t, "GOMODCACHE") + "/github.com/traefik/yaegi@v0.16.1"} {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err == nil && !d.IsDir() && strings.HasSuffix(path, ".go") {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			t.Logf("skipping %s: %v", dir, err)
		}
	}
	programs, snippets := 0, 0
	for _, path := range files {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, src, parser.SkipObjectResolution)
		if err != nil {
			continue // not Go
		}
		programs++
		unchanged(t, path, string(src), nodes(f.Decls))
		// Without its package clause, the same file is an entry of declarations.
		body := string(src[fset.Position(f.Name.End()).Offset:])
		unchanged(t, path+" as an entry", body, nodes(f.Decls))
		for _, d := range f.Decls {
			fn, ok := d.(*ast.FuncDecl)
			if !ok || fn.Body == nil {
				continue
			}
			body := string(src[fset.Position(fn.Body.Lbrace).Offset+1 : fset.Position(fn.Body.Rbrace).Offset])
			if strings.Contains(body, "//line") || strings.Contains(body, "/*line") {
				continue
			}
			unchanged(t, path+" func "+fn.Name.Name, body, nodes(fn.Body.List))
			snippets++
		}
		if strings.HasSuffix(path, "_test.go") {
			snippets += checkSnippets(t, path, f)
		}
	}
	t.Logf("%d programs and %d function bodies and snippets pass unchanged", programs, snippets)
}

// checkSnippets tries each text literal of a test file that is Go in a function body.
func checkSnippets(t *testing.T, path string, f *ast.File) (n int) {
	ast.Inspect(f, func(x ast.Node) bool {
		lit, ok := x.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		s, err := strconv.Unquote(lit.Value)
		if err != nil {
			return true
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "", "package p;func _(){"+s+"\n}", parser.SkipObjectResolution)
		if err != nil || len(f.Decls) != 1 {
			return true
		}
		n++
		unchanged(t, path+" snippet "+s, s, nodes(f.Decls[0].(*ast.FuncDecl).Body.List))
		return true
	})
	return n
}

func unchanged(t *testing.T, name, src string, want []ast.Node) {
	t.Helper()
	e, err := Parse(token.NewFileSet(), src)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if err := Rewrite(e, blind{}); err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if len(e.Nodes) != len(want) {
		t.Errorf("%s: %d nodes, want %d", name, len(e.Nodes), len(want))
		return
	}
	for i := range want {
		if !same(reflect.ValueOf(e.Nodes[i]), reflect.ValueOf(want[i])) {
			t.Errorf("%s changed: %s", name, e.Go())
			return
		}
	}
}

// nodes lists declarations or statements; what is both counts as a declaration, as it does at the top of an entry.
func nodes[T ast.Node](list []T) (out []ast.Node) {
	for _, n := range list {
		switch n := ast.Node(n).(type) {
		case *ast.DeclStmt:
			out = append(out, n.Decl)
		case *ast.EmptyStmt: // a semicolon of its own is no statement of an entry
		default:
			out = append(out, n)
		}
	}
	return out
}

// same reports whether two trees are the same but for positions and comments.
func same(a, b reflect.Value) bool {
	if a.Kind() == reflect.Interface {
		a, b = a.Elem(), b.Elem()
	}
	if a.IsValid() != b.IsValid() || a.IsValid() && a.Type() != b.Type() {
		return false
	}
	switch a.Kind() {
	case reflect.Pointer:
		if a.Type() == reflect.TypeFor[*ast.CommentGroup]() || a.Type().String() == "*ast.Object" {
			return true
		}
		return a.IsNil() && b.IsNil() || !a.IsNil() && !b.IsNil() && same(a.Elem(), b.Elem())
	case reflect.Struct:
		for i := range a.NumField() {
			if !same(a.Field(i), b.Field(i)) {
				return false
			}
		}
	case reflect.Slice:
		if a.Len() != b.Len() {
			return false
		}
		for i := range a.Len() {
			if !same(a.Index(i), b.Index(i)) {
				return false
			}
		}
	case reflect.String:
		return a.String() == b.String()
	case reflect.Int:
		return a.Type() == reflect.TypeFor[token.Pos]() || a.Int() == b.Int()
	case reflect.Bool:
		return a.Bool() == b.Bool()
	}
	return true
}

func printed(t *testing.T, fset *token.FileSet, decls []ast.Decl) string {
	var b bytes.Buffer
	for _, d := range decls {
		if err := format.Node(&b, fset, d); err != nil {
			t.Fatal(err)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// squeeze drops white space: the printer's line breaks follow the position in the file.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func firstDifference(a, b string) string {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] != b[i] {
			return a[max(0, i-40):min(len(a), i+40)] + " | " + b[max(0, i-40):min(len(b), i+40)]
		}
	}
	return "one is longer"
}

func goEnv(t *testing.T, name string) string {
	out, err := exec.Command("go", "env", name).Output()
	if err != nil {
		t.Skip(err)
	}
	return strings.TrimSpace(string(out))
}
