// Command gen writes the symbol tables of pktsh's own packages for the evaluator: symbols_*.go in the current directory.
// With -check it writes nothing and fails when a file is not what it would write.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"go/constant"
	"go/format"
	"go/importer"
	"go/token"
	"go/types"
	"os"
	"path"
	"sort"
	"strings"
)

// packages are the import paths of the packages that entries use without importing them.
var packages = []string{"pktsh/layers/packet", "pktsh/layers", "pktsh/pcapio", "pktsh/sniff", "pktsh/sniff/route"}

func main() {
	check := flag.Bool("check", false, "compare instead of writing")
	flag.Parse()
	imp := importer.ForCompiler(token.NewFileSet(), "source", nil)
	for _, p := range packages {
		if err := generate(imp, p, *check); err != nil {
			fmt.Fprintln(os.Stderr, "gen:", err)
			os.Exit(1)
		}
	}
}

// generate writes or checks the file of one package.
func generate(imp types.Importer, importPath string, check bool) error {
	pkg, err := imp.Import(importPath)
	if err != nil {
		return err
	}
	text, err := format.Source(newTable(pkg).source())
	if err != nil {
		return err
	}
	file := "symbols_" + path.Base(importPath) + ".go"
	if !check {
		return os.WriteFile(file, text, 0o644)
	}
	have, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !bytes.Equal(have, text) {
		return fmt.Errorf("%s is stale: run go generate in repl/eval", file)
	}
	return nil
}

// A table is the source of the symbol table of one package.
type table struct {
	pkg     *types.Package
	imports map[string]bool
	body    bytes.Buffer // entries of the table
	after   bytes.Buffer // wrappers of interfaces
}

func newTable(pkg *types.Package) *table {
	t := &table{pkg: pkg, imports: map[string]bool{"reflect": true, pkg.Path(): true}}
	for _, name := range pkg.Scope().Names() {
		if o := pkg.Scope().Lookup(name); o.Exported() {
			t.add(o)
		}
	}
	return t
}

// add writes the entry of one object. Generic ones cannot be values.
func (t *table) add(o types.Object) {
	q := t.pkg.Name() + "." + o.Name()
	switch o := o.(type) {
	case *types.Const:
		t.entry(o.Name(), t.constant(o, q))
	case *types.Func:
		if o.Signature().TypeParams().Len() == 0 {
			t.entry(o.Name(), "reflect.ValueOf("+q+")")
		}
	case *types.Var:
		t.entry(o.Name(), "reflect.ValueOf(&"+q+").Elem()")
	case *types.TypeName:
		if n, ok := o.Type().(*types.Named); ok && n.TypeParams().Len() > 0 {
			return
		}
		t.entry(o.Name(), "reflect.ValueOf((*"+q+")(nil))")
		if i, ok := o.Type().Underlying().(*types.Interface); ok && i.NumMethods() > 0 {
			t.wrapper(o.Name(), i)
		}
	}
}

func (t *table) entry(name, value string) { fmt.Fprintf(&t.body, "%q: %s,\n", name, value) }

// constant is the expression of a constant. An untyped one stays untyped.
func (t *table) constant(o *types.Const, q string) string {
	if b, ok := o.Type().(*types.Basic); !ok || b.Info()&types.IsUntyped == 0 {
		return "reflect.ValueOf(" + q + ")"
	}
	kind := map[constant.Kind]string{constant.Int: "INT", constant.Float: "FLOAT", constant.String: "STRING"}[o.Val().Kind()]
	if kind == "" {
		return "reflect.ValueOf(" + q + ")"
	}
	t.imports["go/constant"], t.imports["go/token"] = true, true
	return fmt.Sprintf("reflect.ValueOf(constant.MakeFromLiteral(%q, token.%s, 0))", o.Val().ExactString(), kind)
}

// wrapper writes the type through which values of interpreted types become values of a compiled interface.
func (t *table) wrapper(name string, i *types.Interface) {
	w := "wrap" + strings.ToUpper(t.pkg.Name()[:1]) + t.pkg.Name()[1:] + name
	var fields, methods bytes.Buffer
	for m := range i.Methods() {
		if !m.Exported() {
			return // nobody else can implement it
		}
		sig := m.Signature()
		var params, args []string
		for k := range sig.Params().Len() {
			typ := types.TypeString(sig.Params().At(k).Type(), t.qualify)
			arg := fmt.Sprintf("a%d", k)
			if sig.Variadic() && k == sig.Params().Len()-1 {
				typ, args = "..."+strings.TrimPrefix(typ, "[]"), append(args, arg+"...")
			} else {
				args = append(args, arg)
			}
			params = append(params, arg+" "+typ)
		}
		var results []string
		for k := range sig.Results().Len() {
			results = append(results, types.TypeString(sig.Results().At(k).Type(), t.qualify))
		}
		head := "(" + strings.Join(params, ", ") + ") (" + strings.Join(results, ", ") + ")"
		ret := ""
		if len(results) > 0 {
			ret = "return "
		}
		fmt.Fprintf(&fields, "W%s func%s\n", m.Name(), head)
		fmt.Fprintf(&methods, "func (w %s) %s%s { %sw.W%s(%s) }\n", w, m.Name(), head, ret, m.Name(), strings.Join(args, ", "))
	}
	fmt.Fprintf(&t.after, "\n// %s lets interpreted types be a %s.%s.\ntype %s struct {\nIValue any\n%s}\n\n%s", w, t.pkg.Name(), name, w, &fields, &methods)
	t.entry("_"+name, "reflect.ValueOf((*"+w+")(nil))")
}

func (t *table) qualify(p *types.Package) string {
	t.imports[p.Path()] = true
	return p.Name()
}

// source is the file, before formatting.
func (t *table) source() []byte {
	var b bytes.Buffer
	b.WriteString("// Code generated by go run ./gen; DO NOT EDIT.\n\npackage eval\n\nimport (\n")
	var std, own []string
	for p := range t.imports {
		if strings.HasPrefix(p, "pktsh/") {
			own = append(own, p)
		} else {
			std = append(std, p)
		}
	}
	sort.Strings(std)
	sort.Strings(own)
	for _, p := range std {
		fmt.Fprintf(&b, "%q\n", p)
	}
	b.WriteString("\n")
	for _, p := range own {
		fmt.Fprintf(&b, "%q\n", p)
	}
	fmt.Fprintf(&b, ")\n\n// %sSymbols is the symbol table of package %s.\n", t.pkg.Name(), t.pkg.Path())
	fmt.Fprintf(&b, "func %sSymbols() map[string]reflect.Value {\nreturn map[string]reflect.Value{\n%s}\n}\n", t.pkg.Name(), &t.body)
	b.Write(t.after.Bytes())
	return b.Bytes()
}
