package bpf

import (
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/errors.txt anew")

// TestErrors compares the texts of errors with testdata/errors.txt: an expression, a mark below its wrong word, what is wrong.
func TestErrors(t *testing.T) {
	const file = "testdata/errors.txt"
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for entry := range strings.SplitSeq(strings.TrimSpace(string(want)), "\n\n") {
		expr, _, _ := strings.Cut(entry, "\n")
		if got.Len() > 0 {
			got.WriteString("\n")
		}
		_, err := Compile(expr, 1, testOptions)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: no error", expr)
			got.WriteString(expr + "\n")
			continue
		}
		got.WriteString(e.Caret() + "\n" + e.Error() + "\n")
	}
	if *update {
		if err := os.WriteFile(file, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got.String() != string(want) {
		g, w := strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")
		for i := range min(len(g), len(w)) {
			if g[i] != w[i] {
				t.Errorf("line %d: %s\nwant: %s", i+1, g[i], w[i])
			}
		}
	}
}
