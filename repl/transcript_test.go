package repl

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write what the transcripts give now")

// newShell returns a shell without a terminal, history or colours.
func newShell(t *testing.T) *Shell {
	t.Helper()
	s, err := New(Config{Stdout: io.Discard, Stderr: io.Discard, Args: []string{"pktsh"}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestTranscripts replays testdata/transcripts, from the directory of the module.
func TestTranscripts(t *testing.T) {
	t.Chdir("..")
	files, err := filepath.Glob("testdata/transcripts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no transcripts", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got, err := newShell(t).Replay(string(want))
			if err != nil {
				t.Fatal(err)
			}
			if got == string(want) {
				return
			}
			if !*update {
				t.Errorf("%s", firstDifference(got, string(want)))
			} else if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}
