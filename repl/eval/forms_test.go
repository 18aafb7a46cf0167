package eval

import "testing"

// TestForms types every statement form that yaegi's own top level fails on or gets wrong, each in a fresh session. An
// entry starts with "> "; lines below it are its expected output.
func TestForms(t *testing.T) {
	for name, script := range map[string][]string{
		"index":        {"ps := []string{\"a\", \"b\"}", "", "x := ps[0]", "", "x", "a"},
		"index string": {`b := "a"[0]`, "", "b", "97"},
		"index call":   {`x := strings.Split("q,r", ",")[1]`, "", "x", "r"},
		"os.Args":      {"n := len(os.Args[0]) > 0", "", "n", "true"},
		"address":      {"ps := []int{1,2}; p := &ps[0]", "", "*p = 9", "", "ps", "[9 2]"},
		"map ok":       {`m := map[string]int{"a": 1}`, "", `v, ok := m["a"]`, "", "v", "1", "ok", "true", `v, ok = m["zz"]`, "", "v", "0", "ok", "false"},
		"assert ok":    {`var a any = "s"`, "", `v, ok := a.(string)`, "", "v + \"!\"", "s!", `n, ok := a.(int)`, "", "ok", "false", "n", "0"},
		"receive ok":   {"ch := make(chan int, 2)", "", "ch <- 4", "", "v, ok := <-ch", "", "v", "4", "close(ch)", "", "v, ok = <-ch", "", "v", "0", "ok", "false"},
		"receive":      {"ch := make(chan int, 2); ch <- 4; ch <- 5", "", "v := <-ch", "", "v", "4", "<-ch", "5"},
		"if ok":        {`m := map[string]int{"a": 1}`, "", `if v, ok := m["a"]; ok { fmt.Println(v) }`, "1"},
		"type switch": {"var x any = 3", "", `switch v := x.(type) { case string: fmt.Println("s", v); case int: fmt.Println("i", v+1) }`, "i 4",
			`switch x.(type) { case nil: fmt.Println("nil"); case int, string: fmt.Println("yes"); default: fmt.Println("no") }`, "yes"},
		"self":            {"x := 1", "", "x := x + 1", "", "x", "2", "s := []int{1}", "", "s := append(s, 2)", "", "s", "[1 2]"},
		"var from var":    {"x := 3", "", "var y = x", "", "y", "3", "var z int = x+1", "", "z", "4"},
		"retype":          {"x := 1", "", `x := "str"`, "", "x", "str", "x := 2.5", "", "x", "2.5"},
		"retype func":     {"x := 1", "", "func get() int { return x }", "", "x := 2", "", "get()", "2", `x := "s"`, "", "get()", "2", "x", "s"},
		"redefine func":   {"func f() int { return 1 }", "", "func f() string { return \"two\" }", "", "f()", "two"},
		"redefine type":   {"type T struct{ A int }", "", "a := T{1}", "", "type T struct{ B string }", "", `T{"x"}.B`, "x", "a.A", "1"},
		"const":           {"const c = 1", "", "const c = \"s\"", "", "c", "s", "const (A = iota; B; C)", "", "C", "2"},
		"range n":         {"for i := range 3 { fmt.Print(i) }", "012", "n := 2", "", "for range n { fmt.Print(\"x\") }", "xx", "var u uint8 = 3", "", "for i := range u { fmt.Printf(\"%T \", i) }", "uint8 uint8 uint8 "},
		"range n changed": {"for i := range 3 { i *= 10; fmt.Print(i, \" \") }", "0 10 20 "},
		"range func": {"func seq(n int) func(func(int) bool) { return func(yield func(int) bool) { for i := 0; i < n; i++ { if !yield(i) { return } } } }", "",
			"for i := range seq(10) { if i == 2 { continue }; if i == 4 { break }; fmt.Print(i) }", "013",
			"func find(k int) (int, string) { for i := range seq(10) { for j := range seq(3) { if i*j == k { return i, \"got\" } } }; return -1, \"none\" }", "",
			"find(8)", "4 got", "find(100)", "-1 none",
			"outer:\nfor i := range seq(3) { for j := range seq(3) { if j == 1 { continue outer }; if i == 2 { break outer }; fmt.Print(i, j, \";\") } }", "0 0;1 0;"},
		"range func 2": {"func kv(yield func(string, int) bool) { _ = yield(\"a\", 1) && yield(\"b\", 2) }", "", "for k, v := range kv { fmt.Print(k, v) }", "a1b2", "for k := range kv { fmt.Print(k) }", "ab"},
		"min max":      {"min(3, 1, 2)", "1", "max(2.5, 1)", "2.5", `min("b", "a")`, "a", "x := 4", "", "max(x, 9)", "9", "min(x, 9)", "4"},
		"clear":        {"m := map[string]int{\"a\": 1}", "", "clear(m)", "", "len(m)", "0", "s := []int{1,2}", "", "clear(s)", "", "s", "[0 0]"},
		"loopvar": {"var fs []func() int", "", "for i := 0; i < 3; i++ { fs = append(fs, func() int { return i }) }", "", "for _, f := range fs { fmt.Print(f()) }", "012",
			"fs = nil; for _, v := range []int{7,8,9} { fs = append(fs, func() int { return v }) }", "", "for _, f := range fs { fmt.Print(f()) }", "789",
			"fs = nil; for i := 0; i < 6; i++ { if i % 2 == 0 { continue }; fs = append(fs, func() int { i += 10; return i }) }", "", "for _, f := range fs { fmt.Print(f(), f(), \" \") }", "11 21 13 23 15 25 "},
		"loopvar ptr": {"var ps []*int", "", "for i := range 3 { ps = append(ps, &i) }", "", "for _, p := range ps { fmt.Print(*p) }", "012"},
		"method value": {"type P struct{ X int }", "", "func (p P) Sum() int { return p.X }\nfunc (p *P) Inc() { p.X++ }", "", "p := P{1}", "", "f := p.Sum", "", "g := p.Inc", "", "g(); g()", "", "p.X", "3", "f()", "1",
			"P.Sum(p)", "3", "(*P).Inc(&p)", "", "p.X", "4", "h := (*P).Sum", "", "h(&p)", "4"},
		"method value std": {"var sb strings.Builder", "", "w := sb.WriteString", "", "w(\"hi\")", "2 nil", "sb.String()", "hi", "u := strings.ToUpper", "", "u(\"a\")", "A", "d := time.Duration.String", "", "d(1000)", "1µs"},
		"generic": {"func Map[T, U any](s []T, f func(T) U) []U { var r []U; for _, v := range s { r = append(r, f(v)) }; return r }", "",
			"Map([]int{1,2}, func(i int) string { return strconv.Itoa(i*2) })", "[2 4]",
			"func Sum[T int | float64](xs ...T) T { var t T; for _, x := range xs { t += x }; return t }", "", "Sum(1,2,3)", "6", "Sum(1.5, 2)", "3.5", "Sum[float64](1)", "1"},
		"generic type": {"type Stack[T any] struct { items []T }\nfunc (s *Stack[T]) Push(x T) { s.items = append(s.items, x) }\nfunc (s *Stack[T]) Pop() T { x := s.items[len(s.items)-1]; s.items = s.items[:len(s.items)-1]; return x }", "",
			"var st Stack[string]", "", "st.Push(\"a\"); st.Push(\"b\")", "", "st.Pop()", "b", "si := &Stack[int]{}; si.Push(4)", "", "si.Pop()", "4"},
		"called literal": {"func() { fmt.Println(\"now\") }()", "now", "func(n int) int { return n+1 }(4)", "5", "1", "1"},
		"main":           {"func main() { fmt.Println(\"main\") }", "", "1", "1", "main()", "main"},
		"defer":          {"defer fmt.Println(\"last\"); fmt.Println(\"first\")", "first\nlast"},
		"return":         {"fmt.Println(1); return; fmt.Println(2)", "1"},
		"assert type":    {"type S interface { Area() int }\ntype Sq struct{ n int }\nfunc (s Sq) Area() int { return s.n*s.n }", "", "S(Sq{2}).Area()", "4", "var x any = Sq{3}", "", "s, ok := x.(S)", "", "ok", "true", "s.Area()", "9"},
		"errors.As": {"type MyErr struct{ C int }\nfunc (e *MyErr) Error() string { return \"mine\" }", "", "func mk() error { return &MyErr{7} }", "", "var me *MyErr", "", "errors.As(mk(), &me)", "true", "me.C", "7",
			"switch e := mk().(type) { case *MyErr: fmt.Println(\"my\", e.C); default: fmt.Println(\"other\") }", "my 7"},
		"return receive": {"func r(c chan int) int { return <-c }", "", "c := make(chan int, 1); c <- 3", "", "r(c)", "3"},
		"stringer": {"type Color int\nconst (Red Color = iota; Green)\nfunc (c Color) String() string { return []string{\"red\", \"green\"}[c] }", "", "fmt.Println(Green)", "green", "fmt.Sprintf(\"%d\", Green)", "1", "fmt.Sprint([]Color{Red, Green})", "[red green]", "Green", "green", "[]Color{Green}", "[green]", "map[string]Color{\"a\": Green}", "map[a:green]", "struct{ C Color; n int }{Green, 1}", "{green 1}", "[]any{Green, 1, nil}", "[green 1 <nil>]", "fmt.Sprintf(\"%v %s %5d|%+v\", Green, Red, Green, []any{Red})", "green red     1|[red]",
			"var a any = Green", "", "switch a.(type) { case int: fmt.Println(\"int\"); case Color: fmt.Println(\"color\") }", "color"},
		"compiled var": {"os.Args = []string{\"x\"}", "", "os.Args[0]", "x", "http.DefaultClient.Timeout", "0s"},
		"shadow":       {"len := 3", "", "len + 1", "4", "func g() int { len := 1; { len := len + 5; return len } }", "", "g()", "6"},
		"embed":        {"type A struct{ N int }\nfunc (a A) Get() int { return a.N }\nfunc (a *A) Set(n int) { a.N = n }\ntype B struct { A; M int }", "", "b := B{A{1}, 2}", "", "b.Set(5)", "", "b.N + b.Get() + b.A.N", "15", "var g interface{ Get() int } = b", "", "g.Get()", "5"},
		"embed std":    {"type Buf struct { *strings.Builder; n int }", "", "b := Buf{&strings.Builder{}, 1}", "", "b.WriteString(\"q\")", "1 nil", "var w io.Writer = b", "", "fmt.Fprint(w, \"z\")", "1 nil", "b.String()", "qz"},
		"goto":         {"i := 0\nagain:\ni++\nif i < 3 { goto again }\nfmt.Println(i)", "3"},
		"labels":       {"L:\nfor i := 0; i < 3; i++ { for j := 0; j < 3; j++ { if j == 1 { continue L }; if i == 2 { break L }; fmt.Print(i, j, \";\") } }", "0 0;1 0;"},
		"select":       {"c := make(chan int, 1)", "", "c <- 1", "", "select { case v := <-c: fmt.Println(\"v\", v); default: fmt.Println(\"none\") }", "v 1", "select { case v, ok := <-c: fmt.Println(v, ok); default: fmt.Println(\"none\") }", "none"},
		"slices": {"s := []int{3,1,2}", "", "slices.Sort(s)", "", "s", "[1 2 3]", "slices.Contains(s, 2)", "true", "slices.Index(s, 3)", "2", "slices.Reverse(s)", "", "s", "[3 2 1]", "slices.Max(s)", "3",
			"slices.SortFunc(s, func(a, b int) int { return cmp.Compare(a, b) })", "", "s", "[1 2 3]", "slices.Sorted(maps.Keys(map[string]int{\"b\": 1, \"a\": 2}))", "[a b]"},
		"pointers":        {"p := new(int)", "", "*p += 4", "", "*p", "4", "var q **int = &p", "", "**q", "4"},
		"multi":           {"a, b := 1, 2", "", "a, b = b, a", "", "a, b := b, a+10", "", "fmt.Println(a, b)", "1 12"},
		"closures":        {"func counter() func() int { n := 0; return func() int { n++; return n } }", "", "c := counter()", "", "c(); c()", "", "c()", "3"},
		"struct anon":     {"pt := struct{ X, Y int }{1, 2}", "", "pt.Y", "2"},
		"nested":          {"m := map[string][]map[int]string{\"a\": {{1: \"x\"}}}", "", "m[\"a\"][0][1]", "x"},
		"panic":           {"panic(\"boom\")", "error \"panic(\\\"boom\\\")\": panic: boom", "func() { defer func() { fmt.Println(recover().(string)) }(); panic(\"p\") }()", "p"},
		"fmt %T":          {"type T struct{ X int }", "", "fmt.Sprintf(\"%v %+v\", T{1}, T{1})", "{1} {X:1}"},
		"iota types":      {"type W int\nconst (Mo W = iota + 1; Tu)", "", "Tu + 1", "3", "uint8(200) + 100", "error \"uint8\": uint8(200) + 100 (constant 300 of type uint8) overflows uint8"},
		"strings.Builder": {"var sb strings.Builder\nfor i := range 3 { fmt.Fprintf(&sb, \"%d\", i) }", "", "sb.String()", "012"},
		"anon func rec":   {"var fib func(int) int", "", "fib = func(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }", "", "fib(10)", "55"},
		"import":          {"import \"math/bits\"", "", "bits.OnesCount(7)", "3", "import r \"math/rand\"\nr.Intn(1)", "", "import (\n\"crypto/sha256\"\n\"encoding/hex\"\n)\nh := sha256.Sum256(nil)\nhex.EncodeToString(h[:2])", ""},
		"order":           {"n := 2\nfunc twice() int { return n * 2 }\nfmt.Println(twice(), later())\nfunc later() int { return twice() }", "4 4"},
		"late method":     {"type T struct{ N int }", "", "t := T{3}", "", "func (t T) Dbl() int { return t.N * 2 }", "", "t.Dbl()", "6", "func (t T) Dbl() int { return t.N * 20 }", "", "t.Dbl()", "60", "func (t T) String() string { return \"T!\" }", "", "fmt.Println(t)", "T!", "func (t T) String() string { return \"T?\" }", "", "t", "T?"},
		"local types":     {"func k() int { type L struct{ a int }; x := []L{{1}, {2}}; return x[1].a }", "", "k()", "2", "{ type L string; var s L = \"q\"; fmt.Println(s) }", "q"},
		"complex":         {"c := 1 + 2i", "", "real(c * c)", "-3"},
		"big const":       {"const big = 1 << 100", "", "big >> 98", "4", "math.MaxUint64 / uint64(3)", "6148914691236517205", "math.MinInt64", "-9223372036854775808"},
		"copy array":      {"a := [3]int{1,2,3}", "", "b := a", "", "b[0] = 9", "", "a, b := b, a", "", "fmt.Println(a, b)", "[9 2 3] [1 2 3]"},
		"switch":          {"for i := range 4 { switch { case i == 0: continue; case i == 3: fmt.Print(\"three\"); default: fmt.Print(i); if i == 1 { break }; fmt.Print(\"!\") } }", "12!three", "switch x := 2; x { case 1, 2: fmt.Println(\"low\"); fallthrough; case 3: fmt.Println(\"ft\") }", "low\nft"},
	} {
		t.Run(name, func(t *testing.T) {
			s, out := newTest(t)
			for i := 0; i+1 < len(script); i += 2 {
				if got := show(s, out, script[i]); got != script[i+1] {
					t.Errorf("%s\n got %q\nwant %q", script[i], got, script[i+1])
				}
			}
		})
	}
}
