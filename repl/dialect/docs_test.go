package dialect

import (
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestDocs runs every line of the tables in docs/scapy.md and compares what it becomes with the plain Go beside it.
func TestDocs(t *testing.T) {
	page, err := os.ReadFile("../../docs/scapy.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile("(?m)^\\| `(.*)` \\| `(.*)` \\|$")
	rows := row.FindAllStringSubmatch(string(page), -1)
	if len(rows) < 50 {
		t.Fatalf("only %d lines found", len(rows))
	}
	for _, m := range rows {
		typed, want := strings.ReplaceAll(m[1], `\|`, "|"), strings.ReplaceAll(m[2], `\|`, "|")
		got, err := start(t).enter(typed)
		if err != nil {
			t.Errorf("%s\n\t%s", typed, describeError(err))
		} else if oneLine(t, got) != oneLine(t, want) {
			t.Errorf("%s\n\tgot  %s\n\twant %s", typed, got, want)
		}
	}
}

// oneLine is Go text as gofmt writes it, with its line ends and white space taken out.
func oneLine(t *testing.T, text string) string {
	if _, err := parser.ParseFile(token.NewFileSet(), "", "package p;func _(){"+text+"\n}", 0); err != nil {
		t.Errorf("%s is not Go: %v", text, err)
	}
	return regexp.MustCompile(`[\s;]+`).ReplaceAllString(text, "")
}
