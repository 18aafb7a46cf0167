package packet_test

import (
	"bytes"
	"strings"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// printed returns what f writes to Output.
func printed(f func()) string {
	var b bytes.Buffer
	old := Output
	Output = &b
	defer func() { Output = old }()
	f()
	return b.String()
}

// flows is three segments to different hosts and ports, as if captured.
func flows() PacketList {
	src := NewSource("test.pcap", 1)
	var slab Slab
	var list PacketList
	for _, p := range []*Packet{
		Stack(Ether.New(), IP.New("src", "10.9.0.1", "dst", "10.8.0.2"), TCP.New("sport", 50000, "dport", 80, "flags", "FA")),
		Stack(Ether.New(), IP.New("src", "10.8.0.2", "dst", "10.9.0.1"), TCP.New("sport", 80, "dport", 50000, "flags", "PA"), "data"),
		Stack(Ether.New(), IPv6.New("src", "fd00::1", "dst", "fd00::2"), TCP.New("sport", 50001, "dport", 443)),
	} {
		b := append(p.Build(), 0, 0)
		list = append(list, slab.Add(src, b, len(b), 1700000000_080000000, nil))
	}
	return list
}

func TestTables(t *testing.T) {
	f := func(p *Packet) Tuple {
		return Tuple{p.Sprintf("{IP:%IP.dst%}{IPv6:%IPv6.dst%}"), p.Layer(TCP).Int("dport"), p.Sprintf("%TCP.flags%")}
	}
	tests := []struct {
		name  string
		print func()
		want  string
	}{
		{"plain", func() { flows().MakeTable(f) }, `
      10.8.0.2 10.9.0.1 fd00::2 
80    FA       -        -       
443   -        -        S       
50000 -        PA       -       
`},
		{"lined", func() { flows().MakeLinedTable(f) }, `
------+----------+----------+---------+
      | 10.8.0.2 | 10.9.0.1 | fd00::2 | 
------+----------+----------+---------+
80    | FA       | -        | -       | 
443   | -        | -        | S       | 
50000 | -        | PA       | -       | 
------+----------+----------+---------+
`},
		{"tex", func() { flows().MakeTexTable(f) }, `
\hline
 & 10.8.0.2 & 10.9.0.1 & fd00::2 \\
\hline
80 & FA & - & - \\
443 & - & - & S \\
50000 & - & PA & - \\
\hline
`},
	}
	for _, tt := range tests {
		if got := printed(tt.print); got != tt.want[1:] {
			t.Errorf("%s table is\n%s", tt.name, got)
		}
	}
}

func TestListDumps(t *testing.T) {
	list := flows()
	tests := []struct {
		name  string
		print func()
		want  string
	}{
		{"nsummary", func() { list.NSummary(SummaryOptions{Lfilter: func(p *Packet) bool { return p.HasLayer(IPv6) }}) },
			"0002 Ether / IPv6 / TCP fd00::1:50001 > fd00::2:https S / Padding\n"},
		{"summary", func() { list[1:2].Summary(SummaryOptions{Prn: func(p *Packet) any { return p.Int("ttl") }}) }, "64\n"},
		{"hexraw", func() { list[1:2].Hexraw() },
			"0000 22:13:20.080000 Ether / IP / TCP 10.8.0.2:http > 10.9.0.1:50000 PA / Raw / Padding\n" +
				"0000  64 61 74 61                                      data\n"},
		{"padding", func() { list[:1].Padding() },
			"0000 22:13:20.080000 Ether / IP / TCP 10.9.0.1:50000 > 10.8.0.2:http FA / Padding\n" +
				"0000  00 00                                            ..\n"},
		{"nzpadding", func() { list.Nzpadding() }, ""},
	}
	for _, tt := range tests {
		if got := printed(tt.print); got != tt.want {
			t.Errorf("%s prints\n%s", tt.name, got)
		}
	}
}

func TestListViews(t *testing.T) {
	list := flows()
	for _, tt := range []struct{ got, want string }{
		{list.String(), "<test.pcap: TCP:3 UDP:0 ICMP:0 Other:0>"},
		{PacketList{}.String(), "<PacketList: TCP:0 UDP:0 ICMP:0 Other:0>"},
		{list.With("IPv6").String(), "<test.pcap: TCP:1 UDP:0 ICMP:0 Other:0>"},
		{list.With(UDP).Plus(list[:1]).String(), "<test.pcap: TCP:1 UDP:0 ICMP:0 Other:0>"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %s, want %s", tt.got, tt.want)
		}
	}
	sessions := list.Sessions()
	if len(sessions) != 3 || len(sessions["TCP 10.9.0.1:50000 > 10.8.0.2:80"]) != 1 || len(sessions["TCP fd00::1:50001 > fd00::2:443"]) != 1 {
		t.Errorf("sessions are %v", sessions)
	}
	dot := Graph(list.Conversations()).DOT()
	if !strings.Contains(dot, "\t \"10.9.0.1\" -> \"10.8.0.2\" [label=\"1\"]\n") {
		t.Errorf("DOT is %s", dot)
	}
	svg := Graph(list.Conversations()).SVG()
	if strings.Count(svg, "<circle") != 4 || strings.Count(svg, "marker-end") != 3 || !strings.HasSuffix(svg, "</svg>\n") {
		t.Errorf("SVG is %s", svg)
	}
}

func TestReplace(t *testing.T) {
	list := flows()
	out, err := list.Replace("IP.src", "10.9.0.1", "192.0.2.7")
	if err != nil {
		t.Fatal(err)
	}
	if out[0].Layer(IP).Str("src") != "192.0.2.7" || list[0].Layer(IP).Str("src") != "10.9.0.1" || out[1] != list[1] || out[2] != list[2] {
		t.Errorf("replaced %v", out)
	}
	if q := Ether.Dissect(out[0].Build()); q.Sprintf("%IP.chksum%") == list[0].Sprintf("%IP.chksum%") {
		t.Error("the checksum did not follow")
	}
	if _, err := list.Replace("IP.scr", "1.2.3.4"); err == nil || err.Error() != `IP: no field is named "scr" (did you mean "src"?)` {
		t.Errorf("error is %v", err)
	}
}
