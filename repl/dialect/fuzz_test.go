package dialect

import (
	"go/token"
	"testing"
)

// FuzzParse checks that no text makes Parse panic, and that errors lie within it.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`IP(dst="8.8.8.8")/TCP()/"x"`, `[p for p in pkts if TCP in p]`, `f(lambda a, b: a[1:2], k=b"\x00")`, `x = {1: (2, 3)}`,
		"for p in x: print(p)", "if x { y } else { z }", "for i := 0; i < 3; i++ {", "'''a", `a if b else c`, "del a.b, c[0]", "L: for {}",
		"switch x { case 1: f(x=2) }", "func(a int) { b in c }(d)", "type(p)", "import a, b", ">>> x\n... y", "x = lambda: 1", "package p; f(x=1)",
		"class A(Packet):\n  name='x'\n  fields_desc=[ByteField('a',1), ConditionalField(StrLenField('b',b'',length_from=lambda p: p.a-1), lambda p: p.a)]",
		`f"{p.src:>15} {{x}} {m['a']!r}"`, "for i, (a, b) in enumerate(x): 1 < a <= b", "from collections import Counter; Counter(x).most_common(2)",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		e, err := Parse(token.NewFileSet(), src)
		if err, ok := err.(*Error); ok && (err.Offset < 0 || err.End < err.Offset || err.End > len(src)) {
			t.Fatalf("%q: error at %d to %d", src, err.Offset, err.End)
		}
		if err == nil {
			e.Go()
		}
	})
}
