package dialect

import (
	"go/token"
	"strings"
	"testing"
)

// TestSpell shows what the spelling pass writes before types are known.
func TestSpell(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{`x := 1`, `x := 1`},
		{`IP(dst="8.8.8.8", ttl=64)`, `IP(__kw("dst", "8.8.8.8"), __kw("ttl", 64))`},
		{`ICMP(type=3)`, `ICMP(__kw("type", 3))`},
		{`p.type = 3`, `p.type = 3`},
		{`TCP in p`, `__in(TCP, p)`},
		{`TCP not in p`, `__not(__in(TCP, p))`},
		{`not a and b or c`, `__or(__and(__not(a), b), c)`},
		{`x is None`, `__is(x, nil)`},
		{`x is not None`, `__not(__is(x, nil))`},
		{`IP(dst='a')/b"x\0"`, `IP(__kw("dst", "a")) / []byte("x\x00")`},
		{`x = [80, 443]`, `x = __list(80, 443)`},
		{`x = (1, 1024)`, `x = __tuple(1, 1024)`},
		{`f(lambda p: p.summary(), 3)`, `f(__lambda(func(p __any) __any { return __ret(p.summary()) }), 3)`},
		{`f(lambda s,r: s, k=1)`, `f(__lambda(func(s, r __any) __any { return __ret(s) }), __kw("k", 1))`},
		{`[p for p in pkts if TCP in p]`, "__listof(func() {\n\tfor _, p := range __iter(pkts) {\n\t\tif __truth(__in(TCP, p)) {\n\t\t\t__yield(p)\n\t\t}\n\t}\n})"},
		{`for p in pkts: print(p.summary())`, "for _, p := range __iter(pkts) {\n\tprint(p.summary())\n}"},
		{`for s,r in ans: print(s, r)`, "for s, r := range __pairs(ans) {\n\tprint(s, r)\n}"},
		{`for p in pkts { print(p) }`, "for _, p := range __iter(pkts) {\n\tprint(p)\n}"},
		{`a if c else b`, `__cond(c, a, b)`},
		{`del p.ttl`, `__del(p.ttl)`},
		{`del(p.ttl)`, `del(p.ttl)`},
		{"x = 1 # comment", `x = 1`},
		{`{"a": 1}`, `__dict("a", 1)`},
		{`>>> x = 'ab'`, `x = "ab"`},
		{`sniff(prn=func(p *Packet) { if TCP in p { n++ } })`, "sniff(__kw(\"prn\", func(p *Packet) {\n\tif __truth(__in(TCP, p)) {\n\t\tn++\n\t}\n}))"},
		{`f(x=[]int{1,2}, y=map[string]int{"a": 1})`, `f(__kw("x", []int{1, 2}), __kw("y", map[string]int{"a": 1}))`},
		{`f(x=[]*Packet{p})`, `f(__kw("x", []*Packet{p}))`},
		{`TCP(sport=[RandShort()]*3)`, `TCP(__kw("sport", __list(RandShort())*3))`},
		{`raw(a),raw(b)`, `__tuple(raw(a), raw(b))`},
		{`import time; time.sleep(.5)`, "import \"time\"\ntime.sleep(.5)"},
		{`from scapy.all import *`, ``},
		{`IP(ttl=[1,2,(5,9)])`, `IP(__kw("ttl", __list(1, 2, __tuple(5, 9))))`},
		{`[x.ttl for x in y][:3]`, "__listof(func() {\n\tfor _, x := range __iter(y) {\n\t\t__yield(x.ttl)\n\t}\n})[:3]"},
		{`sum(len(p) for p in pkts)`, "sum(__listof(func() {\n\tfor _, p := range __iter(pkts) {\n\t\t__yield(len(p))\n\t}\n}))"},
		{`def f(p): return p.ttl if TCP in p else None`, `f = __lambda(func(p __any) __any { return __ret(__cond(__in(TCP, p), p.ttl, nil)) })`},
		{"IP(dst='1.2.3.4',\n  ttl=3)", `IP(__kw("dst", "1.2.3.4"), __kw("ttl", 3))`},
		{"func f(p *Packet) bool { return TCP in p }", "func f(p *Packet) bool {\n\treturn __in(TCP, p)\n}"},
		{"if TCP in p { x := IP{Dst: 1} } else if not y { z() }", "if __truth(__in(TCP, p)) {\n\tx := IP{Dst: 1}\n} else if __truth(__not(y)) {\n\tz()\n}"},
		{"for i := 0; i < 3; i++ { f(x=i) }", "for i := 0; i < 3; i++ {\n\tf(__kw(\"x\", i))\n}"},
		{"for i, x := range xs { f(x=i) }", "for i, x := range xs {\n\tf(__kw(\"x\", i))\n}"},
		{"switch x { case 1: f(x=1)\ndefault: g(y=2) }", "switch x {\ncase 1:\n\tf(__kw(\"x\", 1))\ndefault:\n\tg(__kw(\"y\", 2))\n}"},
		{"type T struct { a int }; f(x=T{a: 1})", "type T struct{ a int }\nf(__kw(\"x\", T{a: 1}))"},
		{"while x: f()", "for __truth(x) {\n\tf()\n}"},
		{"x = {p.src for p in y}", "x = __set(__listof(func() {\n\tfor _, p := range __iter(y) {\n\t\t__yield(p.src)\n\t}\n}))"},
		{"x = lambda: 3", "x = __lambda(func() __any { return __ret(3) })"},
	} {
		e, err := Parse(token.NewFileSet(), c.typed)
		if err != nil {
			t.Errorf("%s\n\t%v", c.typed, err)
			continue
		}
		if got := e.Go(); got != c.want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", c.typed, got, c.want)
		}
	}
}

// TestIncomplete lists text that asks for another line.
func TestIncomplete(t *testing.T) {
	for _, typed := range []string{
		"f(1", "f(1,\n2", "x := []int{", "for p in pkts {", "for _, p := range pkts {", "if x {\ny()", "x +", "x =", "x and",
		"`abc", "/* a", "'''abc", "func f() {", "p.", "IP(dst='x'", "f(a,", "x := \\", "!", "func f(", "type T struct {",
	} {
		if _, err := Parse(token.NewFileSet(), typed); err != ErrIncomplete {
			t.Errorf("%q: %v", typed, err)
		}
	}
}

// TestSyntaxErrors checks where an error points and what helps.
func TestSyntaxErrors(t *testing.T) {
	for _, c := range []struct{ typed, at, msg, help string }{
		{"for p in pkts:\n    print(p)", "for p in pkts:", "an indented block is not known here", "for _, p := range pkts { ... }"},
		{"while x:", "while x:", "indented block", "for x { ... }"},
		{"if TCP in p:\n  print(p)", "if TCP in p:", "indented block", "if TCP in p { ... }"},
		{"x = )", ")", "unexpected )", "no bracket is open"},
		{"f(1]", "]", "unexpected ]", "expected ) first"},
		{"class A(Object): pass", "class", "only classes of packets", "fields_desc"},
		{"x = 'abc", "'abc", "not closed", ""},
		{"x = a if b", "if b", "needs else", ""},
		{"x := := 2", "", "expected operand", ""},
		{"y = 1; f(x=1) 2", "2", "", ""},
	} {
		_, err := Parse(token.NewFileSet(), c.typed)
		e, ok := err.(*Error)
		if !ok {
			t.Errorf("%q: %v", c.typed, err)
			continue
		}
		if !strings.Contains(e.Msg, c.msg) || !strings.Contains(e.Help, c.help) || c.at != "" && !strings.HasPrefix(c.typed[e.Offset:], c.at[:1]) {
			t.Errorf("%q: %q help %q at %d-%d %q", c.typed, e.Msg, e.Help, e.Offset, e.End, c.typed[e.Offset:e.End])
		}
	}
}
