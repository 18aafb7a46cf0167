package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"regexp"
	"testing"

	"pktsh/repl"
)

// shellBlock matches a transcript in a Markdown page: a fence marked pktsh.
var shellBlock = regexp.MustCompile("(?ms)^```pktsh\n(.*?)^```")

// TestReadme replays the transcripts of the README in one session, in the directory of the module, with the bundled capture
// loaded, as make run starts it.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	page, err := os.ReadFile("README.md")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("there is no README yet")
	}
	if err != nil {
		t.Fatal(err)
	}
	shell, err := repl.New(repl.Config{Stdout: io.Discard, Stderr: io.Discard, Args: []string{"pktsh"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := shell.Load([]string{"testdata/captures/sample.pcap"}); err != nil {
		t.Fatal(err)
	}
	for _, block := range shellBlock.FindAllSubmatch(page, -1) {
		want := string(block[1])
		got, err := shell.Replay(want)
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("the README says\n%s\nthe shell says\n%s", want, got)
		}
	}
}
