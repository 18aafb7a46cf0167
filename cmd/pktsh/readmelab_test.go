package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pktsh/sniff/labtest"
)

// labBlock matches a transcript that needs a network: a fence marked pktsh-lab.
var labBlock = regexp.MustCompile("(?ms)^```pktsh-lab\n(.*?)^```")

// TestReadmeLab replays what the README shows on the network in a lab of namespaces.
func TestReadmeLab(t *testing.T) {
	lab := labtest.New(t)
	lab.Serve(80)
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	exe := filepath.Join(t.TempDir(), "pktsh")
	if out, err := exec.Command("go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	blocks := labBlock.FindAllStringSubmatch(string(page), -1)
	if len(blocks) == 0 {
		t.Fatal("the README shows nothing on the network")
	}
	for _, block := range blocks {
		var entries, want strings.Builder
		for _, line := range strings.SplitAfter(block[1], "\n") {
			if entry, ok := strings.CutPrefix(line, ">>> "); ok {
				entries.WriteString(entry)
			} else {
				want.WriteString(line)
			}
		}
		cmd := lab.Command(lab.A, exe, "--no-init")
		cmd.Stdin = strings.NewReader(entries.String())
		got, err := cmd.CombinedOutput()
		if err != nil || string(got) != want.String() {
			t.Errorf("the README says\n%s\nthe shell says\n%s%v", want.String(), got, err)
		}
	}
}
