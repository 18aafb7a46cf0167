package repl

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// talk runs entries in a new shell and returns what it printed, errors included.
func talk(t *testing.T, entries ...string) string {
	t.Helper()
	var out bytes.Buffer
	s, err := New(Config{Stdout: &out, Stderr: &out, Args: []string{"pktsh"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := s.history.add(e); err != nil {
			t.Fatal(err)
		}
		if err := s.do(e); err != nil {
			s.fail(err, source{text: e})
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestTimeit(t *testing.T) {
	got := talk(t, `pkts := rdpcap("../testdata/captures/sample.pcap")`, ":timeit pkts.filter(lambda p: TCP in p)", ":time rdpcap(\"../testdata/captures/sample.pcap\")")
	want := `^\d+ runs: best \S+, median \S+, [\d,]+ packets/s\n<sample.pcap: .*>\ntook \S+, [\d,]+ packets/s\n$`
	if !regexp.MustCompile(want).MatchString(got) {
		t.Errorf("got %q", got)
	}
}

// TestEdit edits an entry with a program that changes it.
func TestEdit(t *testing.T) {
	editor := filepath.Join(t.TempDir(), "editor")
	script := "#!/bin/sh\nsed -i s/20/21/ \"$1\"\n"
	if err := os.WriteFile(editor, []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("VISUAL", editor)
	if got, want := talk(t, "20 * 2", ":history", ":edit"), "21 * 2\n42\n"; !strings.HasSuffix(got, want) {
		t.Errorf("got %q, want %q at its end", got, want)
	}
	t.Setenv("VISUAL", "/nosuch/editor")
	if got := talk(t, "1", ":edit 1"); !strings.Contains(got, "(set EDITOR)") {
		t.Errorf("got %q", got)
	}
}

// TestRunArgs: a script has its own os.Args, the session then has those it had.
func TestRunArgs(t *testing.T) {
	script := filepath.Join(t.TempDir(), "a.go")
	if err := os.WriteFile(script, []byte("import \"os\"\nfmt.Println(os.Args[1:], len(os.Args))\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	got := talk(t, ":run "+script+" x y", `import "os"`, "os.Args[0]")
	if want := "[x y] 3\n\"pktsh\"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -12345: "-12,345"} {
		if got := grouped(n); got != want {
			t.Errorf("grouped(%d) = %q, want %q", n, got, want)
		}
	}
}
