package dialect

import (
	"bytes"
	"go/format"
	"strings"
)

// Go returns the entry as gofmt-ed plain Go, as it would stand in a function body or file.
func (e *Entry) Go() string {
	var b bytes.Buffer
	if e.Package != "" {
		b.WriteString("package " + e.Package + "\n\n")
	}
	for _, n := range e.Nodes {
		if err := format.Node(&b, e.fset, n); err != nil {
			return "// " + err.Error() // a tree the printer rejects is a bug of a rule: say so where it is seen
		}
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n")
}
