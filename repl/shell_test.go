package repl

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestLastUses(t *testing.T) {
	tests := []struct {
		code string
		want []int
	}{
		{"_", []int{0}}, {"_.show()", []int{0}}, {"len(_)", []int{4}}, {"f(_, 2)", []int{2}}, {"a, b = _", []int{7}},
		{"_ + _", []int{0, 4}}, {"x := _[0]", []int{5}}, {"TCP in _", []int{7}}, {"_ and x", []int{0}},
		{"_, err := f()", nil}, {"_ = 1", nil}, {"for _, p := range x {}", nil}, {"for _ in x: f()", nil},
		{"var _ = 3", nil}, {"func(_ int) {}", nil}, {"func(_, a int) {}", nil}, {"func f(_, a int) {}", nil},
		{"lambda _: 3", nil}, {`import _ "fmt"`, nil}, {"a_b", nil}, {`"_"`, nil},
	}
	for _, c := range tests {
		got := lastUses(c.code)
		if len(got) != len(c.want) {
			t.Errorf("%q: got %v, want %v", c.code, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%q: got %v, want %v", c.code, got, c.want)
			}
		}
	}
}

func TestTypedOffset(t *testing.T) {
	typed := "f(_, x)"
	uses := []int{2}
	longer := strings.Replace(typed, "_", lastName, 1)
	if got := typedOffset(strings.IndexByte(longer, 'x'), uses); got != strings.IndexByte(typed, 'x') {
		t.Errorf("got %d", got)
	}
	if got := typedOffset(2, uses); got != 2 {
		t.Errorf("got %d", got)
	}
}

func TestHelpTarget(t *testing.T) {
	tests := []struct {
		entry, target string
		asked         bool
	}{
		{"help", "", true}, {"help()", "", true}, {"?", "", true}, {"help(IP)", "IP", true}, {`help("IP")`, "IP", true},
		{"IP?", "IP", true}, {"p[IP].src ??", "p[IP].src", true}, {"?rdpcap", "rdpcap", true},
		{"x // ok?", "", false}, {`"what?"`, "", false}, {"helper(1)", "", false}, {"help = 3", "", false},
	}
	for _, c := range tests {
		target, asked := helpTarget(c.entry)
		if asked != c.asked || asked && target != c.target {
			t.Errorf("%q: got %q, %v", c.entry, target, asked)
		}
	}
}

// TestHelpOnAll asks for help on all names that a user may ask about.
func TestHelpOnAll(t *testing.T) {
	s := newShell(t)
	for _, name := range s.layerNames("") {
		text, err := s.help(name)
		if err != nil || !strings.Contains(text, "Fields:") {
			t.Errorf("help(%s): %v", name, err)
		}
	}
}

func TestRunPipe(t *testing.T) {
	tests := []struct {
		in, out, err string
		fails        bool
	}{
		{"1+1\n2+2", "2\n4\n", "", false},
		{"1+1\nnosuch\n2+2\n", "2\n4\n", "stdin:2: error: nosuch is not defined\n", true},
		{"1\nexit()\n2", "1\n", "", false},
		{"quit\n2", "", "", false},
		{"f(", "", "stdin:1: error: this is the beginning", true},
	}
	for _, c := range tests {
		var out, errs bytes.Buffer
		s, err := New(Config{Stdout: &out, Stderr: &errs})
		if err != nil {
			t.Fatal(err)
		}
		err = errors.Join(s.RunPipe(strings.NewReader(c.in), "stdin"), s.Close())
		if (err != nil) != c.fails || out.String() != c.out || !strings.HasPrefix(errs.String(), c.err) || c.err == "" && errs.Len() > 0 {
			t.Errorf("%q: printed %q and %q, %v", c.in, out.String(), errs.String(), err)
		}
	}
}

func TestHistory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state", "history")
	h, err := loadHistory(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []string{"a", "a", "for {\n}\n", "", "b"} {
		if err := h.add(e); err != nil {
			t.Fatal(err)
		}
	}
	again, err := loadHistory(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(again.entries, "|"); got != "a|for {\n}|b" {
		t.Errorf("history is %q", got)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the history may be read by others: %v %v", info.Mode(), err)
	}
}

func TestHistoryIsShortened(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	var b strings.Builder
	for i := range 2*historyLimit + 1 {
		b.WriteString(strings.Repeat("x", i%7+1) + "\n")
	}
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := loadHistory(path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || bytes.Count(text, []byte("\n")) != historyLimit {
		t.Errorf("%d lines, %v", bytes.Count(text, []byte("\n")), err)
	}
}

// A failing writer is a pipe whose reader has gone.
type failing struct{ writes int }

func (f *failing) Write([]byte) (int, error) {
	f.writes++
	return 0, os.ErrClosed
}

func TestOutput(t *testing.T) {
	var b bytes.Buffer
	o := NewOutput(&b)
	for range 1000 {
		o.Write([]byte("line\n"))
	}
	if o.Flush() != nil || b.Len() != 5000 {
		t.Errorf("%d bytes written", b.Len())
	}
	f := &failing{}
	o = NewOutput(f)
	o.Write([]byte("x"))
	if err := o.Flush(); !errors.Is(err, os.ErrClosed) {
		t.Error("the failure is lost:", err)
	}
	if _, err := o.Write([]byte("y")); err == nil || f.writes != 1 {
		t.Error("written again after a failure")
	}
}

// TestInterrupt stops an entry as Ctrl-C does, and goes on.
func TestInterrupt(t *testing.T) {
	var errs bytes.Buffer
	s, err := New(Config{Stdout: &bytes.Buffer{}, Stderr: &errs})
	if err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(50*time.Millisecond, s.session.Interrupt)
	defer timer.Stop()
	start := time.Now()
	s.RunPipe(strings.NewReader("x := 1\nfor { x++ }\ny := x > 1\n"), "")
	if d := time.Since(start); d > 2*time.Second {
		t.Errorf("stopped after %v", d)
	}
	if errs.String() != "interrupted\n" || !s.defined("y") {
		t.Errorf("got %q", errs.String())
	}
}
