package repl

import (
	"strings"
	"testing"
)

func TestWidths(t *testing.T) {
	tests := []struct {
		text string
		want int
	}{
		{"abc", 3}, {"", 0}, {"é", 1}, {"e\u0301", 1}, {"日本", 4}, {"ﾊﾝ", 2}, {"ＡＢ", 4}, {"한국", 4}, {"😀", 2}, {"⏎", 1}, {"–", 1}, {"\u200b", 0},
	}
	for _, c := range tests {
		if got := textWidth(c.text); got != c.want {
			t.Errorf("%q takes %d columns, want %d", c.text, got, c.want)
		}
	}
	if got := fitted("日本語です", 6); got != "日本…" {
		t.Errorf("fitted to 6 columns: %q", got)
	}
	if got := plainText("\x1b[1;34m>>>\x1b[0m x"); got != ">>> x" {
		t.Errorf("without escapes: %q", got)
	}
}

func TestSpots(t *testing.T) {
	tests := []struct {
		text string
		want spot
	}{
		{"abc", spot{0, 3}},
		{"0123456789", spot{0, 10}}, // full, and not yet in the next row
		{"01234567890", spot{1, 1}},
		{"012345678日", spot{1, 2}}, // the wide one does not fit
		{"日本語日本日", spot{1, 2}},
	}
	for _, c := range tests {
		if got := (spot{}).after([]rune(c.text), 10); got != c.want {
			t.Errorf("%q ends at %v, want %v", c.text, got, c.want)
		}
	}
	if got := (spot{0, 10}).settled(10); got != (spot{1, 0}) {
		t.Errorf("a full row settles at %v", got)
	}
}

func TestView(t *testing.T) {
	tests := []struct {
		name string
		text string
		pos  int
		look look
		want string
	}{
		{"plain", "abc", 3, look{painted: "abc"}, ">>> abc"},
		{"cursor left", "abc", 1, look{painted: "abc"}, ">>> abc\r\x1b[5C"},
		{"wide", "日本", 1, look{painted: "日本"}, ">>> 日本\r\x1b[6C"},
		{"suggestion", "ab", 2, look{painted: "ab", suggest: "cd"}, ">>> ab(cd)\r\x1b[6C"},
		{"suggestion cut", "ab", 2, look{painted: "ab", suggest: strings.Repeat("x", 30)}, ">>> ab(" + strings.Repeat("x", 12) + "…)\r\x1b[6C"},
		{"hint", "f(", 2, look{painted: "f(", hint: "f(x)"}, ">>> f(\r\n(f(x))\x1b[1A\r\x1b[6C"},
		{"full row", strings.Repeat("y", 16), 16, look{painted: strings.Repeat("y", 16)}, ">>> " + strings.Repeat("y", 16) + " \b"},
		{"up from the next row", strings.Repeat("y", 20), 0, look{painted: strings.Repeat("y", 20)}, ">>> " + strings.Repeat("y", 20) + "\x1b[1A\r\x1b[4C"},
	}
	for _, c := range tests {
		var out strings.Builder
		v := &view{w: &out, width: func() int { return 20 }, dim: func(s string) string { return "(" + s + ")" }}
		v.set([]rune(c.text), c.pos, c.look)
		if _, err := v.Write([]byte(">>> " + string(viewMark) + "\b\b")); err != nil {
			t.Fatal(err)
		}
		if out.String() != c.want {
			t.Errorf("%s: got %q, want %q", c.name, out.String(), c.want)
		}
	}
}

func TestViewCleans(t *testing.T) {
	var out strings.Builder
	v := &view{w: &out, width: func() int { return 20 }, dim: func(s string) string { return s }}
	v.set([]rune(strings.Repeat("日", 12)), 12, look{})
	for _, b := range []string{">>> " + string(viewMark), "menu", "\x1b[J\x1b[2K\r\x1b[A\x1b[2K\r", "\x1b[J\x1b[2K\r"} {
		out.Reset()
		if _, err := v.Write([]byte(b)); err != nil {
			t.Fatal(err)
		}
		switch {
		case b == "menu" && out.String() != "menu":
			t.Errorf("what is not the line came out as %q", out.String())
		case strings.HasSuffix(b, "\x1b[A\x1b[2K\r") && out.String() != "\x1b[1A\r\x1b[J":
			t.Errorf("cleaned by %q", out.String())
		case b == "\x1b[J\x1b[2K\r" && out.String() != "\r\x1b[J":
			t.Errorf("cleaned again by %q", out.String())
		}
	}
}
