package eval

import (
	"fmt"
	"testing"
	"time"
)

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		s, err := New(Options{Plain: true})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Eval("1+1"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEntry(b *testing.B) {
	for name, src := range map[string]string{
		"expr":   `x + 1`,
		"define": `y := x * 2`,
		"packet": `p := Stack(IP.New("dst", "10.0.0.1"), TCP.New("dport", 80), "GET")`,
		"loop":   `for i := range 3 { x += i }`,
	} {
		b.Run(name, func(b *testing.B) {
			s, err := New(Options{Plain: true})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := s.Eval("x := 1"); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := s.Eval(src); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkRun gives the cost of running lowered code against that of yaegi alone, in nanoseconds an iteration.
func BenchmarkRun(b *testing.B) {
	const n = 200000
	for name, src := range map[string]string{
		"empty loop":  `func() { x := 0; for i := 0; i < N; i++ { x += i } }`,
		"method call": `func() { q := NewReplacer; _ = q; for i := 0; i < N; i++ { r.Replace("") } }`,
		"fib":         ``,
	} {
		_ = src
		_ = name
	}
	run := func(s *Session, src string) float64 {
		best := time.Hour
		for range 3 {
			t := time.Now()
			if _, err := s.Eval(src); err != nil {
				b.Fatal(src, err)
			}
			best = min(best, time.Since(t))
		}
		return float64(best.Nanoseconds()) / n
	}
	s, _ := newTest(b)
	raw := func(src string) float64 {
		best := time.Hour
		for range 3 {
			t := time.Now()
			if _, err := s.interp.Eval(src); err != nil {
				b.Fatal(src, err)
			}
			best = min(best, time.Since(t))
		}
		return float64(best.Nanoseconds()) / n
	}
	if _, err := s.Eval(`r := strings.NewReplacer("a", "b"); rs := []*strings.Replacer{}; for range 200000 { rs = append(rs, r) }`); err != nil {
		b.Fatal(err)
	}
	if _, err := s.Eval("func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }"); err != nil {
		b.Fatal(err)
	}
	r, rs, fib := s.internal[s.names.own["r"]], s.internal[s.names.own["rs"]], ""
	if _, err := s.interp.Eval("func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }"); err != nil {
		b.Fatal(err)
	}
	_ = fib
	for _, c := range []struct{ name, own, raw string }{
		{"add", "func() { x := 0; for i := 0; i < 200000; i++ { x += i } }()", "(func() { x := 0; for i := 0; i < 200000; i++ { x += i } })()"},
		{"call", `func() { x := 0; for i := 0; i < 200000; i++ { if r.Replace("") == "" { x++ } } }()`, `(func() { x := 0; for i := 0; i < 200000; i++ { if ` + r + `.Replace("") == "" { x++ } } })()`},
		{"range", `n := 0; for _, r := range rs { if r.Replace("") == "" { n++ } }`, `(func() { n := 0; for _, r := range ` + rs + ` { if r.Replace("") == "" { n++ } } })()`},
		{"fib", `fib(24)`, `fib(24)`},
	} {
		own, yaegi := run(s, c.own), raw(c.raw)
		fmt.Printf("%-8s own %6.0f ns, yaegi %6.0f ns, %+.0f%%\n", c.name, own, yaegi, 100*(own/yaegi-1))
	}
}
