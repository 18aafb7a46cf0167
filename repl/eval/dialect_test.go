package eval

import (
	"bytes"
	"testing"
)

// TestDialect is a line or two of each kind, to see the two packages work together; package dialect tests the spellings.
func TestDialect(t *testing.T) {
	var out bytes.Buffer
	s, err := New(Options{Stdout: &out, Stderr: &out})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ in, want string }{
		{"1+2", "3"},
		{"x = 5", ""},
		{"x + 1", "6"},
		{`p = IP(dst="8.8.8.8", ttl=64)/TCP(dport=80)/"GET"`, ""},
		{`p[TCP].dport`, "80"},
		{`p.ttl`, "64"},
		{`p.ttl = 3`, ""},
		{`p.ttl`, "3"},
		{`TCP in p`, "true"},
		{`n, err := strconv.Atoi("x")`, ""},
		{`err`, `strconv.Atoi: parsing "x": invalid syntax`},
		{`[q for q in [1,2,3] if q > 1]`, "[2 3]"},
		{`y = nosuch + 1`, `error "nosuch": nosuch is not defined`},
		{`p[UDP].sport`, `error "p[UDP].sport": layer UDP not found`},
	} {
		if got := show(s, &out, c.in); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}
