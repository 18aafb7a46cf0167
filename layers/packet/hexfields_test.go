package packet_test

import (
	"bytes"
	"strings"
	"testing"

	"pktsh/layers"
	. "pktsh/layers/packet"
)

func TestHexdumpFields(t *testing.T) {
	p := Stack(layers.Ether.New("dst", "ff:ff:ff:ff:ff:ff", "src", "00:00:5e:00:53:01"), layers.IP.New("src", "192.0.2.1", "dst", "192.0.2.2"),
		layers.UDP.New("sport", 1000, "dport", 2000), "hello")
	old := Theme
	defer func() { Theme = old }()
	Theme = NoTheme()
	plain := HexdumpText(p, HexdumpOptions{Fields: true})
	for _, want := range []string{
		"0000  FF FF FF FF FF FF|00 00 5E 00 53 01|08 00|45|00  ......",
		"0000-0005   Ether.dst          = ff:ff:ff:ff:ff:ff\n",
		"000e 0-3    IP.version         = 4\n",
		"000e 4-7    IP.ihl             = 5\n",
		"001e-0021   IP.dst             = 192.0.2.2\n",
		"002a-002e   Raw.load           = ",
	} {
		if !strings.Contains(plain, want) {
			t.Errorf("lacks %q:\n%s", want, plain)
		}
	}
	if strings.Contains(plain, "\x1b") {
		t.Error("colour where there is none")
	}
	Theme = DefaultTheme()
	if got := HexdumpText(p, HexdumpOptions{Fields: true}); !strings.Contains(got, "\x1b[32mFF\x1b[0m") || !strings.Contains(got, "\x1b[33m00\x1b[0m") {
		t.Errorf("fields have no colours of their own:\n%s", got)
	}
	if got, want := HexdumpText(p), "0000  FF FF FF FF FF FF 00 00"; !strings.HasPrefix(got, want) {
		t.Errorf("without the option: %s", got)
	}
	for cut := range p.Build() { // whatever is cut off, it prints
		HexdumpText(layers.Ether.Dissect(p.Build()[:cut]), HexdumpOptions{Fields: true})
	}
}

func TestTableIsFitted(t *testing.T) {
	var out bytes.Buffer
	Output, Columns = &out, func() int { return 30 }
	defer func() { Columns = nil }()
	var list PacketList
	for i := range 6 {
		list = append(list, layers.IP.New("ttl", i, "dst", "192.0.2.1"))
	}
	table := func(p *Packet) Tuple { return Tuple{"column" + p.Sprintf("%IP.ttl%"), "row", p.Int("ttl")} }
	list.MakeTable(table)
	list.MakeLinedTable(table)
	for _, line := range strings.Split(out.String(), "\n") {
		if len(strings.TrimRight(line, " ")) > 30 {
			t.Errorf("line is too long: %q", line)
		}
	}
	for _, want := range []string{"column0", "column5", "\nrow 3"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("lacks %q:\n%s", want, out.String())
		}
	}
}
