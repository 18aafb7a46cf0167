package eval

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"testing"
)

// A soak is random entries with a model of what they do: the session must hold what the model holds.
type soak struct {
	r    *rand.Rand
	ints map[string]int
	text map[string]string
	list map[string][]int
}

func (k *soak) name(list string) string { return string(list[k.r.IntN(len(list))]) }

// invalid are entries that fail to parse, to type-check, to compile or to run, and change nothing.
var invalid = []string{
	"a :=", "nosuch(3)", "a = nosuch", "func f( {", `a = "text" + 1`, "[]int{}[5]", `var q int = "x"`, "panic(7)", "IP(nosuch=1)", "IP(ttl=4000)",
	"p[UDP].dport", "lambda", "for {", "if a { b }", "type T struct { X Nope }", "import \"no/such\"", "a.b.c", "1/0", "strconv.Itoa(\"x\")", "(((", "'", "\"", "`",
	"func bad() int { return nope }", "x y z", "map[string]int{}[3]", "go", "defer 3", "return 1 2", "<-nil", "p[", "class X(Packet): fields_desc=[NoSuchField(\"a\")]",
	"[x for x in nosuch]", "\x00", "€", "a = = 3", "*a", "a()", "a[0]", "func (a int) M() {}", "(*Packet)(nil).Int(\"x\")",
}

// valid makes an entry and what the model says of it: the entry must give the text when it is not empty.
func (k *soak) valid() (entry, want string) {
	a, b := k.name("abcde"), k.name("abcde")
	n := k.r.IntN(100)
	switch k.r.IntN(13) {
	case 0:
		k.ints[a] = n
		return fmt.Sprintf("%s = %d", a, n), ""
	case 1:
		k.ints[a] = n
		return fmt.Sprintf("%s := %d", a, n), ""
	case 2:
		k.ints[a] += k.ints[b] + n
		k.ints[a] %= 1000
		return fmt.Sprintf("%s += %s + %d; %s %%= 1000", a, b, n, a), ""
	case 3:
		return fmt.Sprintf("%s * 2 + %s", a, b), strconv.Itoa(k.ints[a]*2 + k.ints[b])
	case 4:
		s := k.name("st")
		k.text[s] = strconv.Itoa(n) + k.text[s][:min(3, len(k.text[s]))]
		return fmt.Sprintf("%s = str(%d) + %s[:min(3, len(%s))]", s, n, s, s), ""
	case 5:
		s := k.name("st")
		return s, k.text[s]
	case 6:
		l := k.name("lm")
		if len(k.list[l]) > 20 {
			k.list[l] = k.list[l][:2]
			return l + " = " + l + "[:2]", ""
		}
		k.list[l] = append(k.list[l], n)
		return fmt.Sprintf("%s.append(%d)", l, n), ""
	case 7:
		l := k.name("lm")
		sum := 0
		for _, x := range k.list[l] {
			sum += x
		}
		return "sum(" + l + ")", strconv.Itoa(sum)
	case 8:
		return fmt.Sprintf("func fn%d(i int) int { return i*%d + %s }; fn%d(2)", n%5, n, a, n%5), strconv.Itoa(2*n + k.ints[a])
	case 9:
		return fmt.Sprintf(`p = IP(ttl=%d)/TCP(dport=%d); p.ttl + p[TCP].dport`, n, n), strconv.Itoa(2 * n)
	case 10:
		k.ints[a] = k.ints[b] * 3 % 1000
		return fmt.Sprintf("for i := range 3 { if i == 2 { %s = %s * 3 %% 1000 } }", a, b), ""
	case 11:
		return fmt.Sprintf("len([x for x in l if x < %d])", n), strconv.Itoa(count(k.list["l"], func(x int) bool { return x < n }))
	}
	return fmt.Sprintf("len(PacketList{IP(ttl=%d), IP(ttl=200)}.filter(lambda p: p.ttl == %d + %s))", n%50, n%50-k.ints[a], a), "1"
}

func count(list []int, test func(int) bool) (n int) {
	for _, x := range list {
		if test(x) {
			n++
		}
	}
	return n
}

// check compares all variables with the model.
func (k *soak) check(t *testing.T, s *Session, after string) {
	t.Helper()
	compare := func(name string, want any) {
		v, _ := s.Value(name)
		if !v.IsValid() || fmt.Sprint(v.Interface()) != fmt.Sprint(want) {
			t.Fatalf("after %q: %s is %v, not %v", after, name, v, want)
		}
	}
	for name, want := range k.ints {
		compare(name, want)
	}
	for name, want := range k.text {
		compare(name, want)
	}
	for name, want := range k.list {
		compare(name, want)
	}
}

// TestSoak runs random valid and invalid entries in one session: no crash, the state of the model, memory in bounds.
// PKTSH_SOAK is the number of entries.
func TestSoak(t *testing.T) {
	entries := 3000
	if n, err := strconv.Atoi(os.Getenv("PKTSH_SOAK")); err == nil {
		entries = n
	} else if testing.Short() {
		entries = 500
	}
	s, err := New(Options{Stdout: io.Discard, Stderr: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	k := &soak{rand.New(rand.NewPCG(5, 6)), map[string]int{}, map[string]string{}, map[string][]int{}}
	for _, c := range "abcde" {
		k.ints[string(c)] = 1
	}
	k.text["s"], k.text["t"], k.list["l"], k.list["m"] = "s", "t", []int{1}, []int{2}
	for _, e := range []string{"a, b, c, d, e := 1, 1, 1, 1, 1", `s, t := "s", "t"`, "l, m := []int{1}, []int{2}", "p := IP()"} {
		if _, err := s.Eval(e); err != nil {
			t.Fatal(err)
		}
	}
	var before, after runtime.MemStats
	failed := 0
	for i := range entries {
		if i == entries/5 {
			runtime.GC()
			runtime.ReadMemStats(&before)
		}
		if k.r.IntN(4) == 0 {
			e := invalid[k.r.IntN(len(invalid))]
			if _, err := s.Eval(e); err == nil {
				t.Fatalf("%q did not fail", e)
			}
			failed++
			k.check(t, s, e)
			continue
		}
		e, want := k.valid()
		res, err := s.Eval(e)
		if err != nil {
			t.Fatalf("entry %d: %q: %v", i, e, err)
		}
		if want != "" && (len(res.Values) != 1 || fmt.Sprint(res.Values[0]) != want) {
			t.Fatalf("entry %d: %q gave %v, not %s", i, e, res.Values, want)
		}
		if i%20 == 0 {
			k.check(t, s, e)
		}
	}
	k.check(t, s, "all")
	runtime.GC()
	runtime.ReadMemStats(&after)
	runtime.KeepAlive(s)
	each := int64(after.HeapAlloc-before.HeapAlloc) / int64(entries*4/5)
	t.Logf("%d entries, %d of them invalid; %d bytes an entry stay; %d MB in all", entries, failed, each, after.HeapAlloc>>20)
	if each > 40<<10 {
		t.Errorf("every entry keeps %d bytes", each)
	}
}
