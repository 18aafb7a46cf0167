package repl

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

func TestReadEntry(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"a\nb\n", []string{"a", "b"}},
		{"a\n\nb", []string{"a", "", "b"}},
		{"for {\n  x()\n}\ny", []string{"for {\n  x()\n}", "y"}},
		{"f(1,\n2)\r\n", []string{"f(1,\n2)"}},
		{"x := `a\nb`\n", []string{"x := `a\nb`"}},
		{">>> a\n>>> f(\n... )\n", []string{"a", "f(\n)"}},
		{":time (\nx?\n", []string{":time (", "x?"}},
		{"f(\n", []string{"f("}},
	}
	for _, c := range tests {
		r := newPipeReader(strings.NewReader(c.in))
		var got []string
		for {
			e, err := readEntry(r)
			if err == nil || e != "" {
				got = append(got, e)
			}
			if errors.Is(err, io.EOF) {
				break
			}
		}
		if strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}

func TestBrackets(t *testing.T) {
	tests := []struct {
		text  string
		depth int
		until string
	}{
		{"f(", 1, ""}, {"f(')', \"]\", `}`", 1, ""}, {"{ // }", 1, ""}, {"{ # }\n}", 0, ""}, {"/* ( */ [", 1, ""},
		{`"\"("`, 0, ""}, {"`(", 0, "`"}, {"f(`a\nb`)", 0, ""}, {"[ /* (", 1, "*/"},
	}
	for _, c := range tests {
		var whole, lines brackets
		whole.feed(c.text)
		for _, line := range strings.Split(c.text, "\n") {
			lines.feed(line)
		}
		if want := (brackets{c.depth, c.until}); whole != want || lines != want {
			t.Errorf("%q: got %v at once and %v by lines", c.text, whole, lines)
		}
	}
}

// TestLongEntry reads an entry of many lines, whose cost must not grow with the square of their number.
func TestLongEntry(t *testing.T) {
	start := time.Now()
	text := "x := []int{\n" + strings.Repeat("1, 2, 3, 4, 5, 6, 7, 8,\n", 4000) + "}\n"
	entry, err := readEntry(newPipeReader(strings.NewReader(text)))
	if err != nil || entry+"\n" != text {
		t.Fatal("entry is not what was read", err)
	}
	if d := time.Since(start); d > 5*time.Second {
		t.Errorf("took %v", d)
	}
}
