package repl

import (
	"strings"
	"testing"
)

func TestComplete(t *testing.T) {
	t.Chdir("..")
	s := newShell(t)
	for _, entry := range []string{
		`p := Ether()/IP()/TCP()`,
		`number := 4`,
		`text := map[string]*Packet{"a": p}`,
	} {
		if err := s.run(entry); err != nil {
			t.Fatal(entry, err)
		}
	}
	tests := []struct {
		text string
		word string
		want string // candidates that must be there
		not  string // candidates that must not
	}{
		{"num", "num", "number", "NumError"},
		{"rdp", "rdp", "rdpcap", "Rdpcap"},
		{"Rdp", "Rdp", "Rdpcap", "rdpcap"},
		{"TC", "TC", "TCP", "UDP"},
		{"x := le", "le", "len", ""},
		{"", "", "IP TCP number p", "strings http"},
		{"p.", "", "ttl sport dport dst Show Layer", "qd"},
		{"p[TCP].", "", "sport flags Show", "ttl type"},
		{"p[IP:1].d", "d", "dst dport del", "sport"},
		{`p["TCP"].sp`, "sp", "sport", "dport"},
		{"p.sh", "sh", "show show2 showtext", "Show sport"},
		{"p.Sh", "Sh", "Show Show2", "show"},
		{"p.Layer(TCP).fl", "fl", "flags", ""},
		{"strings.ToU", "ToU", "ToUpper", "ToLower"},
		{"pkts := rdpcap(\"x\")\np.tt", "tt", "ttl", ""},
		{"IP(", "", "dst= ttl=", "dst IP"},
		{"IP(dst=\"192.0.2.1\", tt", "tt", "ttl=", ""},
		{"IP(ttl=nu", "nu", "number", "ttl="},
		{"p = Ether()/TCP(fl", "fl", "flags=", ""},
		{"TCP(dport=\"htt", "htt", `http https`, ""},
		{"rdpcap(\"testdata/captures/sam", "testdata/captures/sam", `testdata/captures/sample.pcap"`, ""},
		{"rdpcap('testdata/captu", "testdata/captu", "testdata/captures/", ""},
		{"rdpcap(\"f\", co", "co", "count=", ""},
		{"p[", "", "Ether IP TCP", "UDP"},
		{"p[\"T", "T", "TCP", ""},
		{"p.Set(\"tt", "tt", `ttl"`, ""},
		{":h", ":h", ":help :history", ":go"},
		{":time p.sho", "sho", "show", ""},
		{"// TC", "", "", "TCP"},
		{"nosuch.", "", "", "Show"},
		{"TCP(flags=", "", `"S" "F"`, ""},
		{"IP(proto=", "", `"tcp" "udp"`, ""},
		{"conf.iface = x; f(iface=", "", `"lo"`, ""},
		{"f(iface=\"l", "l", `lo"`, ""},
		{"import \"encoding/he", "encoding/he", `encoding/hex"`, ""},
		{"import \"encoding/", "encoding/", "encoding/hex encoding/json", ""},
		{"f(filter=\"tcp and po", "po", "port portrange", ""},
		{"pkts.bpf(\"vl", "vl", "vlan", ""},
		{"rdpcap(\"testdata/", "testdata/", "testdata/captures/", "testdata/README.md"},
		{":load testdata/captures/sam", "testdata/captures/sam", "testdata/captures/sample.pcap", ""},
		{":set ver", "ver", "verb", ""},
		{":bpf tcp po", "po", "port", ""},
	}
	for _, c := range tests {
		word, list := s.complete(c.text)
		if word != c.word && c.want != "" {
			t.Errorf("%q: word is %q, want %q", c.text, word, c.word)
		}
		have := map[string]bool{}
		for _, l := range list {
			have[l] = true
			if !strings.HasPrefix(l, word) {
				t.Errorf("%q: candidate %q does not begin with %q", c.text, l, word)
			}
		}
		for _, w := range strings.Fields(c.want) {
			if !have[w] {
				t.Errorf("%q: no candidate %q in %q", c.text, w, list)
			}
		}
		for _, w := range strings.Fields(c.not) {
			if have[w] {
				t.Errorf("%q: has candidate %q", c.text, w)
			}
		}
	}
}

func TestTable(t *testing.T) {
	got := table([]string{"a", "bb", "c", "d", "e"}, 2, 2, 4)
	if want := "a   bb  \nc   d   \n... 1 more"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDescribe(t *testing.T) {
	s := newShell(t)
	if err := s.run(`p := Ether()/IP(dst="192.0.2.1")/TCP(dport=443)`); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ text, candidate, want string }{
		{"p[TCP].dp", "dport", "ShortEnumField = https"},
		{"p[IP].", "ttl", "ByteField = 64"},
		{"p.", "show", "()"},
		{"IP(", "ttl=", "ByteField = 64"},
		{"rdpcap(\"f\", ", "count=", "int"},
		{"\"", "x", ""},
	}
	for _, c := range tests {
		if got := s.describe(c.text, []string{c.candidate})[0]; got != c.want {
			t.Errorf("%s %s: %q, want %q", c.text, c.candidate, got, c.want)
		}
	}
	got := described([]string{"a=", "bcd="}, []string{"ByteField = 1", "x"}, 12, 1)
	if want := "a=    Byte…\n... 1 more"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
