package repl

import (
	"bytes"
	"strings"
	"testing"
)

// TestFunctions lists the functions as :functions and as lsc().
func TestFunctions(t *testing.T) {
	for _, entry := range []string{":functions", "lsc()"} {
		var out bytes.Buffer
		s, err := New(Config{Stdout: &out, Stderr: &out, Args: []string{"pktsh"}})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.do(entry); err != nil {
			t.Errorf("%s: %v", entry, err)
		}
		s.Close()
		for _, want := range []string{"Rdpcap              : Rdpcap ", "Stack               : Stack ", "Hexdump             : "} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("%s lacks %q", entry, want)
			}
		}
		if strings.Contains(out.String(), "FlagBits") {
			t.Errorf("%s lists the parts of definitions", entry)
		}
	}
}
