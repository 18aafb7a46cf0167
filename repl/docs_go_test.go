package repl

import (
	"os"
	"testing"
)

// TestDocsGo replays docs/go.md: what it says does not work, does not, with these errors.
func TestDocsGo(t *testing.T) {
	t.Chdir("..")
	const file = "docs/go.md"
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, err := newShell(t).Replay(string(want))
	switch {
	case err != nil:
		t.Fatal(err)
	case got != string(want) && *update:
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	case got != string(want):
		t.Error(firstDifference(got, string(want)))
	}
}
