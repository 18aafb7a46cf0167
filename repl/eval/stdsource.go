package eval

import (
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
	"reflect"
	"strconv"
	"strings"
	"sync"
)

// Generic functions have no compiled form that reflection could find. Those of the standard library are in std, in
// source: their instances are written for yaegi as those of a session are.
//
//go:embed std
var stdFiles embed.FS

// stdSources are the packages in std.
var stdSources = map[string]bool{"cmp": true, "iter": true, "maps": true, "slices": true, asPath: true}

// asPath is the import path of the source form of errors.As, which no entry imports by itself.
const asPath = "pktsh/repl/eval/std/errors"

// stdAdditions are functions that yaegi's tables lack.
var stdAdditions = map[string]map[string]reflect.Value{
	"strings": {
		"Lines": reflect.ValueOf(strings.Lines), "SplitSeq": reflect.ValueOf(strings.SplitSeq),
		"SplitAfterSeq": reflect.ValueOf(strings.SplitAfterSeq), "FieldsSeq": reflect.ValueOf(strings.FieldsSeq),
		"FieldsFuncSeq": reflect.ValueOf(strings.FieldsFuncSeq),
	},
	"sync": {"OnceFunc": reflect.ValueOf(sync.OnceFunc)},
}

// loadSource reads and checks a package of std, and keeps its generic declarations. It happens when an entry first
// mentions the package.
func (s *Session) loadSource(importPath string) error {
	dir := path.Join("std", path.Base(importPath))
	entries, err := fs.ReadDir(stdFiles, dir)
	if err != nil {
		return err
	}
	base := s.fset.Base()
	var files []*ast.File
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		text, err := stdFiles.ReadFile(name)
		if err != nil {
			return err
		}
		f, err := parser.ParseFile(s.fset, name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		files = append(files, f)
	}
	nameFiles(s.fset, base)
	for _, f := range files {
		if err := s.loadImports(f); err != nil {
			return err
		}
	}
	info := newInfo()
	conf := types.Config{Importer: importer{s.universe}}
	pkg := s.universe.pkg(importPath)
	if err := types.NewChecker(&conf, s.fset, pkg, info).Files(files); err != nil {
		return err
	}
	c := &check{info: info, pkg: pkg}
	for _, f := range files {
		for _, d := range f.Decls {
			s.keepSource(c, d)
		}
	}
	return nil
}

// loadImports makes the objects exist that a file takes from other packages.
func (s *Session) loadImports(f *ast.File) error {
	paths := map[string]string{}
	for _, spec := range f.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		paths[path.Base(p)] = p
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			if id, ok := sel.X.(*ast.Ident); ok && paths[id.Name] != "" {
				s.universe.object(paths[id.Name], sel.Sel.Name)
			}
		}
		return true
	})
	return nil
}

// keepSource keeps a generic function, type or method for its instances.
func (s *Session) keepSource(c *check, d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		fn := c.funcOf(d)
		s.calls[fn] = mentions(c.info, d.Body)
		if d.Recv == nil {
			s.sources[fn] = &source{fun: d, info: c.info, check: c}
			return
		}
		src := s.sourceOf(c, receiverType(fn))
		src.methods = append(src.methods, d)
	case *ast.GenDecl:
		if d.Tok != token.TYPE {
			return
		}
		for _, sp := range d.Specs {
			sp := sp.(*ast.TypeSpec)
			s.sourceOf(c, c.info.Defs[sp.Name].(*types.TypeName)).typ = sp
		}
	}
}

// sourceOf is the kept source of a generic type.
func (s *Session) sourceOf(c *check, o *types.TypeName) *source {
	src := s.sources[o]
	if src == nil {
		src = &source{info: c.info, check: c}
		s.sources[o] = src
	}
	return src
}

// receiverType is the name of the type that a method belongs to.
func receiverType(fn *types.Func) *types.TypeName {
	t := types.Unalias(fn.Signature().Recv().Type())
	if p, ok := t.(*types.Pointer); ok {
		t = types.Unalias(p.Elem())
	}
	return t.(*types.Named).Origin().Obj()
}

// An importer gives the packages of a universe to go/types.
type importer struct{ u *universe }

func (i importer) Import(path string) (*types.Package, error) {
	if _, ok := i.u.tables[path]; !ok {
		return nil, fmt.Errorf("package %s is not in pktsh", path)
	}
	return i.u.pkg(path), nil
}
