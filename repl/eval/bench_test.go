package eval

import (
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

// BenchmarkRun compares lowered code, which has interrupt checks, to the same in yaegi alone: the best of several turns of
// each, since times vary from run to run.
func BenchmarkRun(b *testing.B) {
	const n = 200000
	s, _ := newTest(b)
	for _, src := range []string{
		`r := strings.NewReplacer("a", "b"); rs := []*strings.Replacer{}; for range 200000 { rs = append(rs, r) }`,
		"func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }",
	} {
		if _, err := s.Eval(src); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := s.interp.Eval("func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }"); err != nil {
		b.Fatal(err)
	}
	r, rs := s.internal[s.names.own["r"]], s.internal[s.names.own["rs"]]
	for _, c := range []struct{ name, own, raw string }{
		{"add", "func() { x := 0; for i := 0; i < 200000; i++ { x += i } }()", "(func() { x := 0; for i := 0; i < 200000; i++ { x += i } })()"},
		{"call", `func() { x := 0; for i := 0; i < 200000; i++ { if r.Replace("") == "" { x++ } } }()`, `(func() { x := 0; for i := 0; i < 200000; i++ { if ` + r + `.Replace("") == "" { x++ } } })()`},
		{"range", `n := 0; for _, r := range rs { if r.Replace("") == "" { n++ } }`, `(func() { n := 0; for _, r := range ` + rs + ` { if r.Replace("") == "" { n++ } } })()`},
		{"fib", `fib(24)`, `fib(24)`},
	} {
		own, raw := time.Hour, time.Hour
		for range 15 {
			t := time.Now()
			if _, err := s.Eval(c.own); err != nil {
				b.Fatal(c.own, err)
			}
			own = min(own, time.Since(t))
			t = time.Now()
			if _, err := s.interp.Eval(c.raw); err != nil {
				b.Fatal(c.raw, err)
			}
			raw = min(raw, time.Since(t))
		}
		b.ReportMetric(float64(own.Nanoseconds())/n, c.name+"-ns")
		b.ReportMetric(float64(own)/float64(raw), c.name+"-ratio")
	}
	b.ReportMetric(0, "ns/op")
}
