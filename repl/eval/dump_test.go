package eval

import (
	"bytes"
	"go/printer"
	"go/token"
	"os"
	"testing"
)

func TestDump(t *testing.T) {
	src := os.Getenv("EVAL_DUMP")
	if src == "" {
		t.Skip("EVAL_DUMP holds an entry to show lowered")
	}
	s, _ := newTest(t)
	u, _, err := s.parse(src)
	if err != nil {
		t.Fatal(err)
	}
	c := checkUnit(s.fset, u, s.names)
	if len(c.errs) > 0 {
		t.Fatal(c.errs)
	}
	f, _, err := s.lower(c)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := printer.Fprint(&b, token.NewFileSet(), f); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + b.String())
}
