package repl

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pktsh/repl/dialect"
)

// everyRule are entries that need every rule of the dialect, and what a program writes otherwise than a session: names
// defined anew, values that nothing uses, functions of the session, failures.
var everyRule = []string{
	`n = 3`, `n`, `n = "text"`, `n`, `n.upper()`,
	`p = Ether(dst="02:00:00:00:00:01")/IP(src="192.0.2.9", dst="192.0.2.1", ttl=64)/TCP(dport=[80,443], flags="SA")/"hi"`, `p`, `p[TCP]`,
	`p = list(p)[0]`,
	`nosuch(3)`, `p.nosuch`, `p[UDP]`,
	`p.ttl = 9; p.ttl`, `p.ttl++`, `p.ttl`, `del p.ttl`, `p[IP].ttl`, `conf.verb = 0`, `conf.verb`,
	`unused = 5; also, again = 1, 2`,
	`func twice(i int) int { unused := 1; for i, x := range []int{1} { _ = x }; switch y := any(i).(type) { case int: }; return i * 2 * len(n) }`,
	`twice(4)`, `func twice(s string) string { return s + s }`, `twice("a")`,
	`type T struct { A int }`, `func (t T) String() string { return fmt.Sprint("T", t.A) }`, `t := T{4}`, `t`, `[]T{{1}}`,
	`n = "later"`, `twice(n)`,
	`[q.dport for q in IP(ttl=(1,3))/TCP()]`,
	`pkts = rdpcap("testdata/captures/sample.pcap"); len(pkts)`,
	`rdpcap("testdata/captures/sample.pcap", count=3)`, `len(rdpcap("testdata/captures/sample.pcap"))`,
	`pkts = rdpcap("testdata/captures/sample.pcap", count=9)`, `pkts`,
	`pkts += pkts[:2]; pkts`, `l = [3, 1, 2]; l.append(7); l.sort(key=lambda x: -x); l`, `l.pop()`, `l`,
	`pair = (1, "b"); a, b = pair; a`, `a, c = 5, 6; c`,
	`for q in pkts[:2]: print(q.summary())`,
	`for q in pkts[:2]: print("yes") if TCP in q else print("no")`, `[print(q.ttl) for q in pkts[:2] if IP in q]; 1`,
	`pkts[TCP]`, `pkts[IP][0][IP:1].ttl`, `p[TCP].chksum is None`, `pkts[0].haslayer(IP) and pkts[0].getlayer(IP).id`,
	`pkts.replace(IP.src, "1.2.3.4"); IP.ttl`, `p[TCP].flags == "SA"`, `p[TCP].flags.S`, `p[TCP].flags & 2`,
	`q = ARP(op="who-has"); q.op == "who-has"`, `p.load == "hi"`, `p.load[0] == "h"`,
	`ans := SndRcvList{{IP(), ICMP()}}`, `ans[0][1]`, `ans`,
	`Counter([q.ttl for q in pkts if IP in q]).most_common(1)`, `m = {"a": 1, "b": 2}; len(m.items())`, `m`, `sorted(m.keys())`,
	`"a b".split()`, `raw(p)[:4].hex()`, `str(p)`, `p.show(dump=True)[:10]`, `_`, `len(_)`, `p[IP].src; x = _`, `x`,
	`hexdump(p[TCP])`, `PcapReader("testdata/captures/sample.pcap"); 1`,
	`TCP in p, 3 in l`, `TCP in p`, `3 in l`, `p is None`, `1 < a <= 5`, `s = "" or "none"; s`, `f"{p[IP].dst:>12} {a}"`,
	`not (TCP in p and a)`, `if p: print(1)`, `"%d-%s" % (a, n)`, `"X"*3`, `pkts[:1]+pkts[1:2]`,
	`pkts[-1]`, `n[:-2]`, `1 if a else 2`, `True`, `{"k": [1, 2]}`, `Raw("x")/b"y"`, `wrpcap("/dev/null", pkts)`,
	`pkts.filter(lambda q: TCP in q)`, `f = lambda q: q.ttl`, `f(pkts[0])`, `max(pkts, key=lambda q: len(q))`,
	`def g(q): return q.ttl if IP in q else None`, `g(pkts[0])`, `time.sleep(.001)`, `pkts.summary(prn=lambda q: q.sprintf("%IP.ttl%"))`,
	`pkts[:2].summary(lambda q: q.show())`,
	`class Foo(Packet): fields_desc=[ShortField("a",5), XByteField("b",3)]`, `Foo(a=6)`, `raw(Foo())`, `ls(Foo)`,
	`strconv.Atoi("12")`, `strconv.Atoi("x")`, `defer fmt.Println("deferred"); z := 4`, `z + 1`,
	`time := 4`, `time`, `1.5e300`, `const k = 5`, `k`, `func gen[V any](v V) []V { return []V{v} }`, `gen(3)`,
	`var aa, bb = 1, "x"`, `aa, bb := 2, "y"`, `aa`, `bb`, `var aa int`, `aa`,
	`l.reverse(); l`, `l.index(3)`, `m.get("zz", 5)`, `m.update({"c": 3}); m`, `"{} {:>4}".format(a, n)`, `"%r %i %s" % (n, a, a)`,
	`abs(-a)`, `list(zip(l, ["x", "y"]))`, `l == [3, 1]`, `2**8`, `l[::-1]`, `n[::2]`, `map(lambda v: v*2, l)`, `{v % 2 for v in l}`, `x = y = 3; y`,
	`import struct; struct.pack("!HB", 80, 1)`, `assert a > 0`, `print(a, n, sep="-", end="!\n")`, `isinstance(p, Ether)`, `math.sqrt(2)`,
	`a, aa = 7, 8`, `(a, aa)`, `lambda p: p.ttl`, `errors.New("an error")`, `nil_ := (*Packet)(nil)`, `nil_`, `[]any{1, "a", nil}`,
	`import m "math"`, `m.Pi`, `go func() {}()`, `ch := make(chan int, 1); ch <- 3; <-ch`,
	`L: for { break L }`, `unusedLabel: for { break }`, `len := 2`, `len;`, `"hidden";`,
}

// TestSave saves a session of entries that need every rule, builds the program, runs it, and compares what both print.
func TestSave(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a program")
	}
	t.Chdir("..")
	applied := map[string]bool{}
	dialect.Trace = func(rule string) { applied[rule] = true }
	defer func() { dialect.Trace = nil }()
	var out, errs bytes.Buffer
	s, err := New(Config{Stdout: &out, Stderr: &errs, Args: []string{"pktsh"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range everyRule {
		if err := s.do(e); err != nil {
			t.Logf("%s: %v", e, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, rule := range dialect.RuleNames() {
		if !applied[rule] && rule != "_, read" { // the shell reads _ itself
			t.Errorf("no entry needs the rule %s", rule)
		}
	}
	want := out.String()
	dir := filepath.Join(t.TempDir(), "tool")
	if err := s.do(":save " + dir + "/"); err != nil {
		t.Fatal(err)
	}
	build := exec.Command("go", "vet", ".")
	build.Dir = dir
	vet, _ := build.CombinedOutput()
	t.Logf("go vet: %s", vet)
	build = exec.Command("go", "build", "-o", "tool", ".")
	build.Dir = dir
	if msg, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, msg, readFile(t, dir+"/main.go"))
	}
	got, err := exec.Command(filepath.Join(dir, "tool")).CombinedOutput()
	if err != nil {
		t.Errorf("%v", err)
	}
	if string(got) != want {
		t.Errorf("%s\n%s", firstDifference(string(got), want), readFile(t, dir+"/main.go"))
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestSaveChosen saves some entries, with what they need.
func TestSaveChosen(t *testing.T) {
	s := newShell(t)
	for _, e := range []string{`a = 1`, `b = 2`, `c = a + 1; c`, `nosuch`, `b * 2`} {
		_ = s.do(e) // one fails on purpose
	}
	list, err := s.chosen([]string{"3"})
	if err != nil {
		t.Fatal(err)
	}
	src, added, err := s.session.Program(list)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(src, "a := 1\n") || strings.Contains(src, "b := 2") || len(added) != 1 || added[0].Number != 1 {
		t.Errorf("%d added:\n%s", len(added), src)
	}
	for _, bad := range []string{"9", "4-3", "2-", "-"} {
		if _, err := s.chosen([]string{bad}); err == nil {
			t.Errorf("%s is taken for entries", bad)
		}
	}
	if !slices.ContainsFunc(commands, func(c command) bool { return c.name == "save" }) {
		t.Error("no command")
	}
}

// TestSaveKeeps refuses to write over a file that pktsh has not written.
func TestSaveKeeps(t *testing.T) {
	s := newShell(t)
	if err := s.do("1"); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "mine.go")
	if err := os.WriteFile(name, []byte("package mine\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := s.do(":save " + name); err == nil {
		t.Error("written over")
	}
	if err := errorsOf(s, ":save "+strings.TrimSuffix(name, "mine.go")+"ours", ":save "+strings.TrimSuffix(name, "mine.go")+"ours.go"); err != nil {
		t.Error(err)
	}
}

// errorsOf is the first error of commands.
func errorsOf(s *Shell, entries ...string) error {
	for _, e := range entries {
		if err := s.do(e); err != nil {
			return err
		}
	}
	return nil
}
