package repl

import (
	"io"
	"strings"
	"testing"
)

func TestKeyFilter(t *testing.T) {
	tests := []struct{ in, want, paste string }{
		{"abc\r", "abc\r", ""},
		{"\x1b[1~\x1b[4~", "\x01\x05", ""},
		{"\x1b[1;5D\x1b[1;5C", "\x1bb\x1bf", ""},
		{"\x1b[A\x1b[H", "\x1b[A\x1b[H", ""},
		{"\x1b[3~\x04", string(keyDelete) + "\x04", ""},
		{"a\x17", "a" + string(keyKillPath), ""},
		{"a\x1b[200~one\r\n\ttwo\x1b[201~b", "a" + string(keyPaste) + "b", "one\n    two"},
		{"\x1b[200~>>> p\r... q\r\x1b[201~", string(keyPaste), "p\nq"},
		{"\x1b[200~cut", string(keyPaste), "cut"},
		{"\x1b", "\x1b", ""},
	}
	for _, c := range tests {
		for _, r := range []io.Reader{strings.NewReader(c.in), thirds{strings.NewReader(c.in)}} {
			if _, slow := r.(thirds); slow && c.paste == "" && strings.Contains(c.in, "\x1b") {
				continue // a key sequence arrives whole; a paste may not
			}
			paste := ""
			k := &keyFilter{r: r, paste: func(text string) { paste += text }}
			got, err := io.ReadAll(k)
			if err != nil || string(got) != c.want || paste != c.paste {
				t.Errorf("%q: got %q with paste %q (%v), want %q with %q", c.in, got, paste, err, c.want, c.paste)
			}
		}
	}
}

// thirds reads three bytes at a time.
type thirds struct{ r io.Reader }

func (t thirds) Read(p []byte) (int, error) { return t.r.Read(p[:min(3, len(p))]) }
