package sniff

import (
	"strings"
	"testing"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// TestListBpf filters a list of captured and built packets of several link types.
func TestListBpf(t *testing.T) {
	frame := packet.Stack(layers.Ether.New(), layers.IP.New("dst", "10.0.0.1"), layers.TCP.New("dport", 80), "GET / HTTP/1.1")
	captured := layers.Ether.Dissect(frame.Build())
	edited := layers.Ether.Dissect(frame.Build())
	edited.Layer(layers.TCP).Set("dport", 443)
	udp := packet.Stack(layers.Ether.New(), layers.IPv6.New("dst", "2001:db8::1"), layers.UDP.New("dport", 53))
	tagged := packet.Stack(layers.Ether.New(), layers.Dot1Q.New("vlan", 100), layers.IP.New(), layers.TCP.New("dport", 80))
	bare := packet.Stack(layers.IP.New("dst", "10.0.0.1"), layers.TCP.New("dport", 80))
	list := packet.PacketList{frame, captured, edited, udp, tagged, bare, captured.Layer(layers.IP)}
	for _, c := range []struct {
		expr string
		want []int
	}{
		{"tcp port 80", []int{0, 1, 5, 6}},
		{"tcp dst port 443", []int{2}},
		{"host 10.0.0.1 and tcp", []int{0, 1, 2, 5, 6}},
		{"udp port 53 or ip6", []int{3}},
		{"", []int{0, 1, 2, 3, 4, 5, 6}},
	} {
		got, err := list.Bpf(c.expr)
		if err != nil {
			t.Fatalf("%s: %v", c.expr, err)
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: %d packets, want %v", c.expr, len(got), c.want)
			continue
		}
		for i, w := range c.want {
			if got[i] != list[w] {
				t.Errorf("%s: packet %d of the result is not %d of the list", c.expr, i, w)
			}
		}
	}
	if got, err := list[:5].Bpf("vlan 100 and tcp port 80"); err != nil || len(got) != 1 || got[0] != tagged {
		t.Errorf("vlan 100 and tcp port 80: %v, %v", got, err)
	}
	if _, err := (packet.PacketList{}).Bpf("tcp host"); err == nil {
		t.Error("an empty list hides a mistake")
	}
}

func TestBpfText(t *testing.T) {
	for _, c := range []struct {
		expr string
		link []any
		want string
	}{
		{"ip", nil, "(000) ldh      [12]\n(001) jeq      #0x800           jt 2\tjf 3\n(002) ret      #262144\n(003) ret      #0\n"},
		{"ip", []any{"RAW"}, "(000) ldb      [0]\n(001) and      #0xf0\n(002) jeq      #0x40            jt 3\tjf 4\n" +
			"(003) ret      #262144\n(004) ret      #0\n"},
		{"ip", []any{228}, "(000) ret      #262144\n"},
	} {
		got, err := BpfText(c.expr, c.link...)
		if err != nil || got != c.want {
			t.Errorf("%s %v: %v\n%s", c.expr, c.link, err, got)
		}
	}
	if _, err := BpfText("ip", "nowhere"); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("link type nowhere: %v", err)
	}
}
