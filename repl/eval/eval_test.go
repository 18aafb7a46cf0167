package eval

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pktsh/repl/dialect"
)

// newTest is a plain session that writes to out.
func newTest(t testing.TB) (*Session, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	s, err := New(Options{Plain: true, Stdout: &out, Stderr: &out})
	if err != nil {
		t.Fatal(err)
	}
	return s, &out
}

// show is what a shell would print for an entry.
func show(s *Session, out *bytes.Buffer, src string) string {
	out.Reset()
	res, err := s.Eval(src)
	var e *dialect.Error
	if errors.As(err, &e) {
		return out.String() + fmt.Sprintf("error %q: %s", src[e.Offset:e.End], e.Msg)
	}
	if err != nil {
		return out.String() + "error: " + err.Error()
	}
	if strings.HasPrefix(src, "fmt.Print") {
		res.Shown = nil // as the shell does
	}
	for i, v := range res.Shown {
		if i > 0 {
			out.WriteString(" ")
		}
		if !v.IsValid() {
			out.WriteString("nil")
			continue
		}
		fmt.Fprintf(out, "%v", v)
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func TestSmoke(t *testing.T) {
	s, out := newTest(t)
	for _, c := range []struct{ in, want string }{
		{"1+2", "3"},
		{"x := 5", ""},
		{"x", "5"},
		{"x := x + 1", ""},
		{"x", "6"},
		{`s := strings.Split("a,b,c", ",")[1]`, ""},
		{"s", "b"},
		{"m := map[string]int{\"a\": 1}; v, ok := m[\"a\"]", ""},
		{"len(s)", "1"},
		{"v", "1"},
		{"for i := range 3 { fmt.Println(i) }", "0\n1\n2"},
		{"func f(n int) int { return n*2 }\nf(4)", ""},
		{"f(4)", "8"},
		{"strconv.Atoi(\"12\")", "12 nil"},
		{"y := nosuch", "error \"nosuch\": undefined: nosuch"},
		{"x := \"now text\"", ""},
		{"x", "now text"},
	} {
		if got := show(s, out, c.in); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}
