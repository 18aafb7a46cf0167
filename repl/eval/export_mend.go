package eval

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"runtime"
	"sort"
	"strings"
)

// mend type-checks a program and changes what the shell allows and a program does not: variables, labels and values that
// nothing uses.
func (s *Session) mend(src string) (string, error) {
	for range 5 {
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, "", src, parser.SkipObjectResolution)
		if err != nil {
			return "", err
		}
		errs := s.checkProgram(fset, f)
		if len(errs) == 0 {
			return src, nil
		}
		var edits []edit
		var first error
		for _, e := range errs {
			if ed, ok := unused(fset, f, e); ok {
				edits = append(edits, ed)
			} else if first == nil {
				first = errors.New(cleanType(e.Msg) + ", in: " + lineOf(src, fset.Position(e.Pos).Offset))
			}
		}
		if first != nil {
			return "", first
		}
		src = apply(src, edits)
	}
	return "", errors.New("variables that nothing uses are left")
}

// lineOf is the line of src around an offset.
func lineOf(src string, at int) string {
	start := strings.LastIndexByte(src[:at], '\n') + 1
	line, _, _ := strings.Cut(src[start:], "\n")
	return strings.TrimSpace(line)
}

// checkProgram type-checks a file against the packages that the session knows.
func (s *Session) checkProgram(fset *token.FileSet, f *ast.File) (errs []types.Error) {
	if err := s.loadImports(f); err != nil {
		return []types.Error{{Msg: err.Error()}}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			for _, path := range s.names.dot {
				s.universe.object(path, id.Name)
			}
		}
		return true
	})
	conf := types.Config{
		Sizes:    types.SizesFor("gc", runtime.GOARCH),
		Importer: importer{s.universe},
		Error:    func(err error) { errs = append(errs, err.(types.Error)) },
	}
	checker := types.NewChecker(&conf, fset, types.NewPackage("main", "main"), newInfo())
	_ = checker.Files([]*ast.File{f}) // every error went to errs
	return errs
}

// An edit replaces part of a text.
type edit struct {
	from, to int
	text     string
}

// apply makes edits, the last first.
func apply(src string, edits []edit) string {
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].from > edits[j].from })
	for _, e := range edits {
		src = src[:e.from] + e.text + src[e.to:]
	}
	return src
}

// unused is what makes the compiler accept something that nothing uses.
func unused(fset *token.FileSet, f *ast.File, e types.Error) (edit, bool) {
	offset := func(p token.Pos) int { return fset.Position(p).Offset }
	path := pathTo(f, e.Pos)
	switch {
	case strings.HasPrefix(e.Msg, "label ") && strings.Contains(e.Msg, "not used"):
		for _, n := range path {
			if l, ok := n.(*ast.LabeledStmt); ok && l.Label.Pos() == e.Pos {
				return edit{offset(l.Pos()), offset(l.Stmt.Pos()), ""}, true
			}
		}
	case strings.HasPrefix(e.Msg, "declared and not used"), strings.HasSuffix(e.Msg, "declared and not used"):
		return unusedVar(path, offset)
	case strings.HasSuffix(e.Msg, "is not used"), strings.HasSuffix(e.Msg, "is not an expression statement"):
		for _, n := range path {
			if x, ok := n.(*ast.ExprStmt); ok {
				return edit{offset(x.Pos()), offset(x.Pos()), "_ = "}, true
			}
		}
	case strings.HasSuffix(e.Msg, "imported and not used"):
		for _, n := range path {
			if i, ok := n.(*ast.ImportSpec); ok {
				return edit{offset(i.Pos()), offset(i.End()), ""}, true
			}
		}
	}
	return edit{}, false
}

// unusedVar uses the variable that the path leads to, or does without it in a range.
func unusedVar(path []ast.Node, offset func(token.Pos) int) (edit, bool) {
	id, ok := path[len(path)-1].(*ast.Ident)
	if !ok {
		return edit{}, false
	}
	use := "\n_ = " + id.Name
	for i := len(path) - 2; i >= 0; i-- {
		switch n := path[i].(type) {
		case *ast.RangeStmt:
			if id == n.Key && n.Value == nil {
				return edit{offset(n.Key.Pos()), offset(n.Range), ""}, true
			}
			return edit{offset(id.Pos()), offset(id.End()), "_"}, true
		case *ast.TypeSwitchStmt:
			if as, ok := n.Assign.(*ast.AssignStmt); ok && as.Lhs[0] == id {
				return edit{offset(id.Pos()), offset(as.Rhs[0].Pos()), ""}, true
			}
		case *ast.IfStmt:
			return edit{offset(n.Body.Lbrace) + 1, offset(n.Body.Lbrace) + 1, use}, true
		case *ast.ForStmt:
			return edit{offset(n.Body.Lbrace) + 1, offset(n.Body.Lbrace) + 1, use}, true
		case *ast.BlockStmt:
			at := offset(path[i+1].End())
			return edit{at, at, use}, true
		case *ast.CaseClause:
			at := offset(path[i+1].End())
			return edit{at, at, use}, true
		case *ast.CommClause:
			if path[i+1] == n.Comm {
				return edit{offset(n.Colon) + 1, offset(n.Colon) + 1, use}, true
			}
			at := offset(path[i+1].End())
			return edit{at, at, use}, true
		case *ast.SwitchStmt: // in its initialization
			return edit{offset(id.Pos()), offset(id.End()), "_"}, true
		}
	}
	return edit{}, false
}

// pathTo lists the nodes around a position, the innermost last.
func pathTo(f *ast.File, pos token.Pos) (path []ast.Node) {
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil || pos < n.Pos() || n.End() <= pos {
			return false
		}
		path = append(path, n)
		return true
	})
	return path
}
