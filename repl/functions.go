package repl

import (
	"fmt"
	"go/ast"
	"go/doc"
	"sort"
	"strings"
)

// cmdFunctions lists the functions that entries call, each with the first sentence of its documentation. Those that only
// make parts of a protocol's definition are left out.
func (s *Shell) cmdFunctions(string) error {
	lib, err := loadLibrary()
	if err != nil {
		return err
	}
	var list []*doc.Func
	for _, pkg := range lib.pkgs {
		list = append(list, pkg.Funcs...)
		for _, t := range pkg.Types {
			if t.Name != "Field" && t.Name != "Auto" && t.Name != "Enum" {
				list = append(list, t.Funcs...)
			}
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	var b strings.Builder
	for _, f := range list {
		if !ast.IsExported(f.Name) {
			continue
		}
		b.WriteString(s.fit(fmt.Sprintf("%-20s: %s", f.Name, firstSentence(f))) + "\n")
	}
	return s.print(b.String())
}

// firstSentence is the first sentence of a function's documentation, on one line.
func firstSentence(f *doc.Func) string {
	return strings.Join(strings.Fields(new(doc.Package).Synopsis(f.Doc)), " ")
}
