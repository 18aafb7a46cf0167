package repl

import (
	"strings"
	"testing"
)

func TestListing(t *testing.T) {
	for entry, want := range map[string]bool{
		"pkts.show()": true, "pkts.summary(lambda p: 3)": true, "ls()": true, "ls(IP)": true, ":help": true, "help(sniff)": true, "IP?": true,
		":hist 300": true, "p[TCP].show2()": true, "hexdump(p, fields=true)": true,
		"sniff(count=3).summary()": false, "x := 3": false, "p.show(); x = 3": false, ":!ls": false, ":edit": false, ":run f": false, "lsx()": false,
	} {
		if got := isListing(entry); got != want {
			t.Errorf("%q: %v", entry, got)
		}
	}
}

func TestRows(t *testing.T) {
	for text, want := range map[string]int{"a\nb\n": 2, "": 0, "0123456789\n": 1, "01234567890\n": 2, "\x1b[1m0123456789\x1b[0m\n": 1, "日本語日本語\n": 2} {
		if got := rowsOf(text, 10); got != want {
			t.Errorf("%q takes %d rows, want %d", text, got, want)
		}
	}
}

func TestExplore(t *testing.T) {
	for entry, want := range map[string]string{
		"explore()":            "\n  transport   SCTP",
		`explore("tunnel")`:    "VXLAN",
		"explore('dns')":       "DNS ",
		"explore(network)":     "IPv6 ",
		`explore("rdpcap")`:    "rdpcap()",
		`explore("nosuchone")`: "nothing is called",
	} {
		if got := talk(t, entry); !strings.Contains(got, want) {
			t.Errorf("%s lacks %q:\n%s", entry, want, got)
		}
	}
}
