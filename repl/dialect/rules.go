package dialect

import "go/ast"

// A rule gives meaning to one construct that Go rejects. It returns nil for what it does not match, and what takes the
// node's place otherwise. A rule may rely on static types only; a node whose type is not known yet is left for the next
// pass, after the rules for what it holds.
type rule struct {
	name string // the construct, as typed
	goes string // what becomes of it
	turn int    // a rule of a later turn waits until those of earlier ones apply no more
	expr func(*rewriter, ast.Expr) ast.Expr
	stmt func(*rewriter, ast.Stmt) []ast.Stmt
}

// Trace is told the name of each rule that applies, when it is set: tests that mean to try every rule set it.
var Trace func(rule string)

func (r *rule) applied() {
	if Trace != nil {
		Trace(r.name)
	}
}

// RuleNames lists the rules, by the construct that each gives meaning to.
func RuleNames() []string {
	names := make([]string, len(rules))
	for i := range rules {
		names[i] = rules[i].name
	}
	return names
}

// The turns: what types tell; then guesses that are nearly always right; then what is left to assume.
const (
	certain = iota
	likely
	assumed
	lastTurn = assumed
)

// rules is the table, in the order of trial. TestRules tries each.
var rules []rule

func init() {
	rules = []rule{
		// statements
		{name: `p.ttl = 3`, goes: `p.Set("ttl", 3), checked`, stmt: (*rewriter).writeField},
		{name: `p.ttl++`, goes: `p.Set("ttl", p.Int("ttl")+1), checked`, stmt: (*rewriter).stepField},
		{name: `del p.ttl`, goes: `p.Del("ttl"), checked`, stmt: (*rewriter).deleteField},
		{name: `conf.iface = "eth0"`, goes: `conf.SetIface("eth0"), checked`, stmt: (*rewriter).writeSetting},
		{name: `pkts += more`, goes: `pkts = pkts.Plus(more)`, stmt: (*rewriter).assignOperator},
		{name: `list.append(x)`, goes: `list = append(list, x)`, stmt: (*rewriter).appendTo},
		{name: `list.reverse(), m.update(n)`, goes: `slices.Reverse(list), maps.Copy(m, n)`, stmt: (*rewriter).listStatement},
		{name: `list.sort(key=f)`, goes: `sort.SliceStable(list, ...)`, stmt: (*rewriter).sortInPlace},
		{name: `x = 1, undefined`, goes: `x := 1`, stmt: (*rewriter).define},
		{name: `a, b = pair`, goes: `a, b := pair[0], pair[1]`, stmt: (*rewriter).unpack},
		{name: `x = f() with an error result`, goes: `x, err := f(); if err != nil { panic(err) }`, stmt: (*rewriter).checkedAssign},
		{name: `for p in pkts: ...`, goes: `for _, p := range pkts { ... }`, stmt: (*rewriter).forIn},
		{name: `a if c else b, as a statement`, goes: `if c { a } else { b }`, stmt: (*rewriter).condStmt},
		{name: `[f(p) for p in pkts], as a statement`, goes: `the loop alone`, stmt: (*rewriter).loopStmt},
		{name: `x = 1 of another type`, goes: `x := 1`, turn: likely, stmt: (*rewriter).redefine},

		// packets
		{name: `IP(dst="1.2.3.4")`, goes: `IP.New("dst", "1.2.3.4")`, expr: (*rewriter).newPacket},
		{name: `IP()/TCP()/"GET"`, goes: `Stack(IP.New(), TCP.New(), "GET")`, expr: (*rewriter).stack},
		{name: `p[TCP], p[IP:2], pkts[TCP]`, goes: `p.Layer(TCP), p.Layer(IP, 2), pkts.With(TCP)`, expr: (*rewriter).layer},
		{name: `p.chksum is None`, goes: `p.Get("chksum") == nil`, expr: (*rewriter).unsetField},
		{name: `IP.src`, goes: `IP.Field("src"), "IP.src" where a text is wanted`, turn: likely, expr: (*rewriter).protoField},
		{name: `p.ttl`, goes: `p.Int("ttl")`, expr: (*rewriter).readField},
		{name: `p.flags == "SA", p.flags & 2, p.flags.S`, goes: `.Is("SA"), .Int() & 2, .Has("S")`, expr: (*rewriter).flags},
		{name: `arp.op == "who-has"`, goes: `arp.Str("op") == "who-has"`, expr: (*rewriter).compareName},
		{name: `p.load == "hi"`, goes: `string(p.Bytes("load")) == "hi"`, expr: (*rewriter).compareBytes},

		{name: `ans[0][1], sr(p)[0]`, goes: `ans[0].Received, ans, _, err := Sr(p)`, expr: (*rewriter).component},

		// calls
		{name: `list.pop()`, goes: `func() T { v := list[len(list)-1]; list = list[:len(list)-1]; return v }()`, expr: (*rewriter).pop},
		{name: `Counter(list).most_common(3)`, goes: `a sorted list of pairs`, expr: (*rewriter).mostCommon},
		{name: `list.index(x), m.get(k, 0)`, goes: `slices.Index(list, x), func() T { if v, ok := m[k]; ok { return v }; return 0 }()`, expr: (*rewriter).listMethod},
		{name: `abs(x), zip(a, b), os.path.exists(s)`, goes: `Go expressions of them`, expr: (*rewriter).pythonFunction},
		{name: `"{} {}".format(x, y)`, goes: `fmt.Sprintf("%v %v", x, y)`, expr: (*rewriter).formatMethod},
		{name: `m.items(), m.keys(), m.values()`, goes: `lists of what the map holds`, expr: (*rewriter).items},
		{name: `"a b".split(), raw(p).hex()`, goes: `strings.Fields("a b"), hex.EncodeToString(p.Build())`, expr: (*rewriter).textMethod},
		{name: `raw(p), str(x), print(p), ...`, goes: `p.Build(), x.String(), fmt.Println(p), ...`, expr: (*rewriter).builtin},
		{name: `p.show(dump=True)`, goes: `p.ShowText()`, expr: (*rewriter).dumpText},
		{name: `sniff(iface="lo", timeout=.5)`, goes: `Sniff(SniffOptions{Iface: "lo", ...})`, expr: (*rewriter).keywordStruct},
		{name: `_, read`, goes: `last`, expr: (*rewriter).lastValue},
		{name: `rdpcap, p.haslayer`, goes: `Rdpcap, p.HasLayer`, expr: (*rewriter).caseFree},
		{name: `PcapReader("f")`, goes: `NewPcapReader("f")`, expr: (*rewriter).constructor},
		{name: `len(rdpcap("f"))`, goes: `pkts, err := Rdpcap("f"); if err ...; len(pkts)`, expr: (*rewriter).checkedValue},

		// operators
		{name: `TCP in p, x in list`, goes: `p.HasLayer(TCP), ...`, expr: (*rewriter).in},
		{name: `x is None`, goes: `x == nil`, expr: (*rewriter).isNone},
		{name: `1 < x <= 5`, goes: `1 < x && x <= 5`, expr: (*rewriter).chain},
		{name: `a or b, for its value`, goes: `func() T { if v := a; v != "" { return v }; return b }()`, expr: (*rewriter).orValue},
		{name: `f"{p.src:>15} {n}"`, goes: `fmt.Sprintf("%15v %v", p.Str("src"), n)`, expr: (*rewriter).fstring},
		{name: `a and b, a or b, not a`, goes: `a && b, a || b, !a`, expr: (*rewriter).logic},
		{name: `if p:`, goes: `if p != nil {`, expr: (*rewriter).truth},
		{name: `"%d" % x, "X"*3, pkts+pkts`, goes: `fmt.Sprintf("%d", x), strings.Repeat("X", 3), pkts.Plus(pkts)`, expr: (*rewriter).operator},
		{name: `x == [1, 2]`, goes: `slices.Equal(x, []int{1, 2})`, expr: (*rewriter).sameLists},
		{name: `2**10`, goes: `a loop that multiplies, or math.Pow`, expr: (*rewriter).power},
		{name: `x[::-1], x[1::2]`, goes: `a loop`, expr: (*rewriter).step},
		{name: `b[0] == "G"`, goes: `b[0] == 'G'`, expr: (*rewriter).letter},
		{name: `pkts[-1], s[:-2]`, goes: `pkts[len(pkts)-1], s[:len(s)-2]`, expr: (*rewriter).negative},
		{name: `x if c else y`, goes: `func() T { if c { return x }; return y }()`, expr: (*rewriter).cond},

		// literals
		{name: `True, None`, goes: `true, nil`, expr: (*rewriter).constant},
		{name: `[80, 443], (1, 1024), {"a": 1}`, goes: `[]int{80, 443}, Tuple{1, 1024}, map[string]int{"a": 1}`, expr: (*rewriter).literal},
		{name: `f(b"x") for a text, f("x") for bytes`, goes: `f("x"), f([]byte("x"))`, expr: (*rewriter).convertArgument},
		{name: `[p.ttl for p in pkts if TCP in p]`, goes: `func() []int { ... }()`, expr: (*rewriter).comprehension},
		{name: `lambda p: TCP in p`, goes: `func(p *Packet) bool { return p.HasLayer(TCP) }`, expr: (*rewriter).lambda},
		{name: `lambda p: p.show(), where a value is expected`, goes: `func(p *Packet) any { p.Show(); return nil }`, stmt: (*rewriter).lambdaReturn},
		{name: `key=lambda p: p.ttl, parameters known`, goes: `func(p *Packet) int { return p.Int("ttl") }`, turn: likely, expr: (*rewriter).inferredLambda},
		{name: `f = lambda p: p.ttl`, goes: `f := func(p *Packet) int { return p.Int("ttl") }`, turn: assumed, expr: (*rewriter).freeLambda},
		{name: `time.sleep`, goes: `time.Sleep`, turn: likely, expr: (*rewriter).capital},
	}
}
