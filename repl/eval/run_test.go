package eval

import (
	"errors"
	"fmt"
	"go/types"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestInterrupt(t *testing.T) {
	for _, src := range []string{
		"for {}",
		"for { x++ }",
		"i := 0; for { i++ }",
		"L: goto L",
		"func() { for { x++ } }()",
		"spin()",
		"ps.Filter(func(p *Packet) bool { for { x++ } })",
		"sort.Slice(big, func(i, j int) bool { time.Sleep(time.Millisecond); return i < j })",
		"for { func() { defer func() { recover() }(); for { x++ } }() }",
		"for { rec(10) }",
		"<-ch",
		"v, ok := <-ch",
		"ch <- 1",
		"for range ch {}",
		"select {}",
		"select { case <-ch: case ch <- 2: }",
		"time.Sleep(time.Hour)",
		"var wg sync.WaitGroup; wg.Add(1); wg.Wait(); fmt.Println(\"zombie\")",
		"func() int { return <-ch }()",
	} {
		s, out := newTest(t)
		for _, setup := range []string{"x := 0", "ch := make(chan int)", "ps := PacketList{IP.New()}", "func spin() { for { x-- } }", "big := make([]int, 100000)",
			"func rec(n int) int { if n == 0 { return 0 }; return rec(n-1) + 1 }", "cb := func() int { return 42 }"} {
			if got := show(s, out, setup); got != "" {
				t.Fatal(setup, got)
			}
		}
		time.AfterFunc(50*time.Millisecond, s.Interrupt)
		start := time.Now()
		_, err := s.Eval(src)
		if !errors.Is(err, ErrInterrupted) {
			t.Errorf("%s: %v", src, err)
		}
		if d := time.Since(start); d > 250*time.Millisecond {
			t.Errorf("%s: stopped after %v", src, d)
		}
		if got := show(s, out, "cb()"); got != "42" {
			t.Errorf("%s: a closure is dead: %s", src, got)
		}
	}
}

func TestRecursion(t *testing.T) {
	s, out := newTest(t)
	for _, c := range []struct{ in, want string }{
		{"func f(n int) int { return f(n+1) + 1 }", ""},
		{"f(0)", `error: too deep recursion: a function calls itself without end`},
		{"func a(n int) int { return b(n) }\nfunc b(n int) int { return a(n) }", ""},
		{"a(0)", `error: too deep recursion: a function calls itself without end`},
		{"var g func(int) int; g = func(n int) int { return g(n+1) }", ""},
		{"g(1)", `error: too deep recursion: a function calls itself without end`},
		{"func deep(n int) int { if n == 0 { return 0 }; return deep(n-1) + 1 }", ""},
		{"deep(10000)", "10000"},
		{"1", "1"},
	} {
		start := time.Now()
		if got := show(s, out, c.in); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.in, got, c.want)
		}
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s took %v", c.in, d)
		}
	}
}

func TestGoroutinePanic(t *testing.T) {
	s, out := newTest(t)
	got := show(s, out, `done := make(chan bool); go func() { defer close(done); var m map[string]int; m["a"] = 1 }(); <-done; time.Sleep(20*time.Millisecond)`)
	if !strings.Contains(got, "goroutine: assignment to entry in nil map") {
		t.Errorf("got %q", got)
	}
	if got := show(s, out, "1"); got != "1" {
		t.Error(got)
	}
}

func TestFailedEntryLeavesNothing(t *testing.T) {
	s, out := newTest(t)
	for _, c := range []struct{ in, want string }{
		{"a := []int{1}", ""},
		{"y := a[99]", `error "y := a[99]": index out of range`},
		{"y", `error "y": undefined: y`},
		{"q := 3; r := undef", `error "undef": undefined: undef`},
		{"q", `error "q": undefined: q`},
		{"q := 3; r := a[5]; z := 1", `error "r := a[5]": index out of range`},
		{"q", "3"},
		{"r", `error "r": undefined: r`},
		{"func bad() int { return nope }", `error "nope": undefined: nope`},
		{"f := 1; var g int = nosuch", `error "nosuch": undefined: nosuch`},
		{"type R struct{ N int }; var e any = R{1}; _ = min(1, unknown)", `error "unknown": undefined: unknown`},
		{"var e any = 5; _, ok := e.(int)", ``},
		{"ok", `true`},
		{"bad()", `error "bad": undefined: bad`},
		{"type T struct { X Nope }", `error "Nope": undefined: Nope`},
		{"var t T", `error "T": undefined: T`},
	} {
		if got := show(s, out, c.in); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

func TestSetVar(t *testing.T) {
	s, out := newTest(t)
	if err := s.SetVar("_", reflect.ValueOf(5), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.SetVar("last", reflect.ValueOf("five"), nil); err != nil {
		t.Fatal(err)
	}
	if got := show(s, out, "last + \"!\""); got != "five!" {
		t.Error(got)
	}
	v, typ := s.Value("last")
	if v.String() != "five" || typ != types.Typ[types.String] {
		t.Error(v, typ)
	}
	if typ, err := s.TypeOf("strings.Split(last, \",\")"); err != nil || typ.String() != "[]string" {
		t.Error(typ, err)
	}
}

func TestRunProgram(t *testing.T) {
	for _, c := range []struct{ src, want string }{
		{"package main\n\nimport \"fmt\"\n\nvar a, b = b + 1, f()\n\nfunc f() int { return 3 }\n\nfunc init() { a *= 10 }\n\nfunc main() { fmt.Println(a, b, os()) }\n\nfunc os() string { return \"mine\" }\n", "40 3 mine\n"},
		{"fmt.Println(\"bare\")\nx := 1\nfmt.Println(x)\n", "bare\n1\n"},
	} {
		s, out := newTest(t)
		if err := s.RunProgram(c.src); err != nil || out.String() != c.want {
			t.Errorf("%s\n got %q %v", c.src, out, err)
		}
	}
}

func TestManyEntries(t *testing.T) {
	s, _ := newTest(t)
	start := time.Now()
	const n = 4000
	for i := range n {
		src := fmt.Sprintf("v%d := %d", i%500, i)
		switch i % 5 {
		case 1:
			src = fmt.Sprintf("v%d := \"s%d\"", i%500, i)
		case 2:
			src = fmt.Sprintf("func f%d(n int) int { return n + %d }", i%50, i)
		case 3:
			src = fmt.Sprintf("f%d(1)", (i-1)%50)
		case 4:
			src = "for i := range 3 { _ = i }"
		}
		if _, err := s.Eval(src); err != nil {
			t.Fatal(src, err)
		}
	}
	t.Logf("%v an entry", time.Since(start)/n)
}
