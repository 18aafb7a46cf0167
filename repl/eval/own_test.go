package eval

import (
	"os/exec"
	"testing"
)

// TestSymbolsFresh fails when a generated table is not that of the package as it is now.
func TestSymbolsFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles the packages")
	}
	if out, err := exec.Command("go", "run", "./gen", "-check").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}

func TestOwnPackages(t *testing.T) {
	s, out := newTest(t)
	for _, c := range []struct{ in, want string }{
		{`p := Stack(IP.New("dst", "10.0.0.1"), TCP.New("dport", 80), "GET")`, ""},
		{`p.Int("dport")`, "80"},
		{`p.Layer(TCP).Get("dport")`, "80"},
		{`q := p.Layer(TCP)`, ""},
		{`q.Str("dst")`, `error "q.Str(\"dst\")": TCP/Raw: no layer has a field named "dst"`},
		{`p.HasLayer(UDP)`, "false"},
		{`ps := PacketList{p, p}`, ""},
		{`len(ps.Filter(func(p *Packet) bool { return p.HasLayer(TCP) }))`, "2"},
		{`x := ps[0]`, ""},
		{`x.Set("ttl", 3)`, "nil"},
		{`p.Int("ttl")`, "3"},
		{`MyP := Define("MyP", U16("a").Default(7))`, ""},
		{`MyP.New().Int("a")`, "7"},
		{`n := 0; for _, p := range ps { if p.HasLayer(TCP) { n++ } }; fmt.Println(n)`, "2"},
		{`IP := 5`, ""},
		{`IP + 1`, "6"},
	} {
		if got := show(s, out, c.in); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}
