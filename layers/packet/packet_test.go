package packet_test

import (
	"strings"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// syn is the packet of the first lines of Scapy's documentation.
func syn() *Packet {
	return Stack(
		Ether.New("src", "02:00:00:00:00:0a", "dst", "02:00:00:00:00:01"),
		IP.New("src", "10.9.0.1", "dst", "10.8.0.2", "id", 7),
		TCP.New("sport", 50000, "dport", 80, "flags", "S", "options", []Tuple{{"MSS", 1460}, {"NOP", nil}, {"WScale", 7}}),
		"hi")
}

func TestShow(t *testing.T) {
	want := `###[ Ethernet ]###
  dst       = 02:00:00:00:00:01
  src       = 02:00:00:00:00:0a
  type      = IPv4
###[ IP ]###
     version   = 4
     ihl       = None
     tos       = 0x0
     len       = None
     id        = 7
     flags     = 
     frag      = 0
     ttl       = 64
     proto     = tcp
     chksum    = None
     src       = 10.9.0.1
     dst       = 10.8.0.2
     \options   \
###[ TCP ]###
        sport     = 50000
        dport     = http
        seq       = 0
        ack       = 0
        dataofs   = None
        reserved  = 0
        flags     = S
        window    = 8192
        chksum    = None
        urgptr    = 0
        options   = [("MSS", 1460), ("NOP", None), ("WScale", 7)]
###[ Raw ]###
           load      = "hi"
`
	if got := syn().ShowText(); got != want {
		t.Errorf("show prints\n%s", got)
	}
	computed := strings.NewReplacer("ihl       = None", "ihl       = 5", "len       = None", "len       = 50",
		"dataofs   = None", "dataofs   = 7").Replace(want)
	computed = strings.Replace(computed, "chksum    = None", "chksum    = 0x66ac", 1)
	computed = strings.Replace(computed, "chksum    = None", "chksum    = 0x23f9", 1)
	if got := syn().Show2Text(); got != computed {
		t.Errorf("show2 prints\n%s", got)
	}
}

func TestReprAndSummary(t *testing.T) {
	tests := []struct {
		p             *Packet
		repr, summary string
	}{
		{IP.New(), "<IP  |>", "127.0.0.1 > 127.0.0.1 hopopt"},
		{IP.New("proto", 6, "len", 40, "ihl", 5, "version", 4), "<IP  version=4 ihl=5 len=40 proto=tcp |>", "127.0.0.1 > 127.0.0.1 tcp"},
		{Stack(IP.New(), TCP.New()), "<IP  frag=0 proto=tcp |<TCP  |>>", "IP / TCP 127.0.0.1:ftp_data > 127.0.0.1:http S"},
		{TCP.New(), "<TCP  |>", "TCP ftp_data > http S"},
		{Raw.New("load", "x"), `<Raw  load="x" |>`, "Raw"},
		{IP.New("dst", "192.0.2.0/30"), `<IP  dst=Net("192.0.2.0/30") |>`, `127.0.0.1 > Net("192.0.2.0/30") hopopt`},
		{IP.New("ttl", Tuple{1, 4}), "<IP  ttl=(1, 4) |>", "127.0.0.1 > 127.0.0.1 hopopt"},
		{IP.New("id", RandInt()), "<IP  id=<RandInt> |>", "127.0.0.1 > 127.0.0.1 hopopt"},
		{IP.New("len", RawVal("bad")), `<IP  len=<RawVal ["bad"]> |>`, "127.0.0.1 > 127.0.0.1 hopopt"},
		{syn(), `<Ether  dst=02:00:00:00:00:01 src=02:00:00:00:00:0a type=IPv4 |<IP  id=7 frag=0 proto=tcp src=10.9.0.1 dst=10.8.0.2 |` +
			`<TCP  sport=50000 dport=http flags=S options=[("MSS", 1460), ("NOP", None), ("WScale", 7)] |<Raw  load="hi" |>>>>`,
			"Ether / IP / TCP 10.9.0.1:50000 > 10.8.0.2:http S / Raw"},
	}
	for _, tt := range tests {
		if got := tt.p.Repr(); got != tt.repr {
			t.Errorf("repr %s, want %s", got, tt.repr)
		}
		if strings.Contains(tt.summary, "Net(") {
			continue // its source address depends on the machine's routes
		}
		if got := tt.p.Summary(); got != tt.summary {
			t.Errorf("summary %s, want %s", got, tt.summary)
		}
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		set  func(p *Packet) error
		want string
	}{
		{func(p *Packet) error { return p.Layer(TCP).Set("dport", "htp") }, `TCP.dport: no service is named "htp" (did you mean "http"?)`},
		{func(p *Packet) error { return p.Set("tll", 3) }, `Ether/IP/TCP/Raw: no layer has a field named "tll" (did you mean "ttl"?)`},
		{func(p *Packet) error { return p.Set("ttl", 300) }, `IP.ttl: 300 does not fit (0 to 255)`},
		{func(p *Packet) error { return p.Set("ttl", "abc") }, `IP.ttl: "abc" is not a number`},
		{func(p *Packet) error { return p.Set("src", "zz") }, `Ether.src: "zz" is not a hardware address such as 02:00:00:00:00:01`},
		{func(p *Packet) error { return p.Layer(IP).Set("dst", "not an ip") }, `IP.dst: "not an ip" is neither an address, a network nor a host name`},
		{func(p *Packet) error { return p.Layer(TCP).Set("flags", "SX") }, `TCP.flags: no flag is named "SX" (known: FSRPAUECN)`},
		{func(p *Packet) error { return p.Layer(TCP).Set("options", []Tuple{{"MMS", 1}}) }, `TCP.options: no option is named "MMS" (did you mean "MSS"?)`},
		{func(p *Packet) error { return p.Set("ttl", nil) }, `IP.ttl: nil is no value (use del to make the field automatic)`},
		{func(p *Packet) error { return p.Layer("UDP").Set("sport", 1) }, `layer UDP not found`},
	}
	for _, tt := range tests {
		p := syn()
		before := p.Build()
		err := tt.set(p)
		if err == nil || err.Error() != tt.want {
			t.Errorf("got error %v, want %s", err, tt.want)
		}
		if string(p.Build()) != string(before) {
			t.Errorf("the packet changed although: %s", tt.want)
		}
	}
}

func TestNewPanics(t *testing.T) {
	defer func() {
		want := `IP: no field is named "tll" (did you mean "ttl"?)`
		if err, ok := recover().(error); !ok || err.Error() != want {
			t.Errorf("New panicked with %v, want %s", err, want)
		}
	}()
	IP.New("tll", 1)
}

// TestViews edits a packet through views of its layers.
func TestViews(t *testing.T) {
	for name, p := range map[string]*Packet{"built": syn(), "captured": Ether.Dissect(syn().Build())} {
		tcp, ip := p.Layer(TCP), p.Layer(IP)
		if err := ip.Set("ttl", 9); err != nil {
			t.Fatal(err)
		}
		if err := tcp.Set("dport", 443); err != nil {
			t.Fatal(err)
		}
		if p.Int("ttl") != 9 || p.Layer("TCP").Int("dport") != 443 || tcp.Int("dport") != 443 || ip.Int("dport") != 443 {
			t.Errorf("%s: edits through views are not seen: %s", name, p.Repr())
		}
		if got := tcp.Underlayer().Proto(); got != IP {
			t.Errorf("%s: under TCP is %v", name, got)
		}
		if got := p.LastLayer().Str("load"); got != "hi" {
			t.Errorf("%s: the last layer's load is %q", name, got)
		}
		tcp.SetPayload("bye!")
		if got := p.Layer(Raw).Str("load"); got != "bye!" {
			t.Errorf("%s: payload is %q", name, got)
		}
		if got, want := p.Layer(IP).Int("len"), 20+32+4; got != want-4 {
			t.Errorf("%s: length is %d after the payload changed, want %d", name, got, want-4)
		}
		tcp.RemovePayload()
		if p.HasLayer(Raw) || p.Len() != 14+20+28 {
			t.Errorf("%s: after removing the payload: %s, %d bytes", name, p.Repr(), p.Len())
		}
		if !Ether.Dissect(p.Build()).Equal(Ether.Dissect(p.Copy().Build())) {
			t.Errorf("%s: a copy builds differently", name)
		}
	}
}

func TestCopyIsDeep(t *testing.T) {
	p := Ether.Dissect(syn().Build())
	q := p.Copy()
	if err := q.Set("ttl", 1); err != nil {
		t.Fatal(err)
	}
	if p.Int("ttl") != 64 || q.Int("ttl") != 1 {
		t.Errorf("ttl is %d and %d in the copy", p.Int("ttl"), q.Int("ttl"))
	}
	inner := p.Layer(IP).Copy()
	if inner.Proto() != IP || inner.Len() != p.Len()-14 {
		t.Errorf("copy of a layer is %s", inner.Repr())
	}
	if p.Equal(q) || !p.Equal(p.Copy()) || syn().Equal(p) {
		t.Error("equality is wrong: an edited copy, a copy, automatic against captured")
	}
}

func TestSets(t *testing.T) {
	var got []string
	for p := range Stack(IP.New("dst", "192.0.2.0/31", "ttl", []int{1, 9}), TCP.New("dport", []any{80, Tuple{61001, 61002}})).All() {
		got = append(got, p.Str("dst")+" "+p.Str("ttl")+" "+p.Layer(TCP).Repr())
	}
	want := []string{
		"192.0.2.0 1 <TCP  dport=http |>", "192.0.2.0 1 <TCP  dport=61001 |>", "192.0.2.0 1 <TCP  dport=61002 |>",
		"192.0.2.0 9 <TCP  dport=http |>",
	}
	if len(got) != 12 {
		t.Fatalf("%d packets: %q", len(got), got)
	}
	for i, w := range want {
		if got[i] != w {
			t.Errorf("packet %d is %s, want %s", i, got[i], w)
		}
	}
	p := IP.New("dst", "10.0.0.0/8", "ttl", Tuple{1, 3})
	if p.Count() != 3<<24 {
		t.Errorf("the set has %d members", p.Count())
	}
	if b := p.Build(); b[8] != 1 {
		t.Errorf("a set is built as its first member; ttl is %d", b[8])
	}
}

func TestRandomIsDrawnAtEachBuild(t *testing.T) {
	p := Stack(IP.New("src", RandIP("10.0.0.0/8"), "dst", "127.0.0.1"), TCP.New("sport", RandShort(), "seq", RandInt()))
	seen := map[string]bool{}
	for range 8 {
		b := p.Build()
		if b[12] != 10 {
			t.Errorf("source %v is outside of its network", b[12:16])
		}
		q := IP.Dissect(b)
		right := q.Copy()
		if err := right.Del("chksum"); err != nil {
			t.Fatal(err)
		}
		if err := right.Layer(TCP).Del("chksum"); err != nil {
			t.Fatal(err)
		}
		if string(right.Build()) != string(b) {
			t.Errorf("the checksums of %s are wrong", q.Repr())
		}
		seen[string(b)] = true
	}
	if len(seen) < 7 {
		t.Errorf("8 builds gave %d different packets", len(seen))
	}
}

// TestDefine makes a layer as a user would and binds it to a port.
func TestDefine(t *testing.T) {
	disney := Define("Disney",
		U16("mickey").Default(5), X8("minnie").Default(3),
		U32("donald").Default(1).Enum(Names(map[uint64]string{1: "happy", 2: "cool", 3: "angry"})),
		U8("n").Auto(LenOf("text")), Text("text"),
		U16("extra").When(func(l Layer) bool { return l.Int("minnie") == 9 }))
	Bind(UDP, disney, "dport", 6666)
	p := Stack(IP.New("dst", "127.0.0.1"), UDP.New(), disney.New("donald", "cool", "text", "hey", "minnie", 9, "extra", 77))
	if got := p.Repr(); got != `<IP  frag=0 proto=udp dst=127.0.0.1 |<UDP  dport=6666 |<Disney  minnie=0x9 donald=cool text="hey" extra=77 |>>>` {
		t.Errorf("repr %s", got)
	}
	q := IP.Dissect(p.Build())
	if !q.HasLayer(disney) || q.Layer(disney).Int("extra") != 77 || q.Str("text") != "hey" {
		t.Fatalf("read back %s", q.Repr())
	}
	if err := q.Set("text", "longer", "minnie", 1); err != nil {
		t.Fatal(err)
	}
	r := IP.Dissect(q.Build())
	if r.Int("n") != 6 || r.Int("len") != 20+8+8+6 || r.Layer(disney).Len() != 14 {
		t.Errorf("edited and read back %s", r.Repr())
	}
}

// TestCheapReads holds the promise that looking into packets allocates nothing.
func TestCheapReads(t *testing.T) {
	b := syn().Build()
	src := NewSource("test", 1)
	var slab Slab
	p := slab.Add(src, b, len(b), 0, nil)
	checks := map[string]func(){
		"finding layers": func() { MaskOf(src.First, b) },
		"HasLayer":       func() { p.HasLayer(TCP) },
		"Int":            func() { p.Int("ttl") },
	}
	for name, f := range checks {
		if n := testing.AllocsPerRun(100, f); n != 0 {
			t.Errorf("%s allocates %v times", name, n)
		}
	}
}

func TestFind(t *testing.T) {
	p := Stack(IP.New("dst", "192.0.2.1", "ttl", 9), IP.New("dst", "192.0.2.2"), TCP.New())
	if got := p.Find(IP, "ttl", 64); got == nil || got.Str("dst") != "192.0.2.2" {
		t.Errorf("found %v", got)
	}
	if got := p.Find("TCP", "dport", "https"); got != nil {
		t.Errorf("found %v", got)
	}
}
