package layers_test

import (
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

func TestAnswers(t *testing.T) {
	there := []any{"src", "192.0.2.1", "dst", "192.0.2.2"}
	back := []any{"src", "192.0.2.2", "dst", "192.0.2.1"}
	syn := Stack(IP.New(there...), TCP.New("sport", 40000, "dport", 80, "seq", 7))
	ping := Stack(IP.New(there...), ICMP.New("id", 4, "seq", 5))
	query := Stack(IP.New(append(there, "id", 9)...), UDP.New("sport", 5000, "dport", 7), "x")
	router := []any{"src", "192.0.2.254", "dst", "192.0.2.1"}
	tests := []struct {
		name            string
		request, answer *Packet
		want            bool
	}{
		{"SYN-ACK", syn, Stack(IP.New(back...), TCP.New("sport", 80, "dport", 40000, "flags", "SA", "ack", 8)), true},
		{"SYN-ACK of another SYN", syn, Stack(IP.New(back...), TCP.New("sport", 80, "dport", 40000, "flags", "SA", "ack", 9)), false},
		{"RST", syn, Stack(IP.New(back...), TCP.New("sport", 80, "dport", 40000, "flags", "RA", "ack", 8)), true},
		{"other port", syn, Stack(IP.New(back...), TCP.New("sport", 81, "dport", 40000, "flags", "SA", "ack", 8)), false},
		{"other host", syn, Stack(IP.New(router...), TCP.New("sport", 80, "dport", 40000, "flags", "SA", "ack", 8)), false},
		{"echo reply", ping, Stack(IP.New(back...), ICMP.New("type", 0, "id", 4, "seq", 5)), true},
		{"echo reply of another id", ping, Stack(IP.New(back...), ICMP.New("type", 0, "id", 5, "seq", 5)), false},
		{"echo request", ping, Stack(IP.New(back...), ICMP.New("id", 4, "seq", 5)), false},
		{"time exceeded", query, Stack(IP.New(router...), ICMP.New("type", 11), IPerror.New(append(there, "id", 9)...), UDPerror.New("sport", 5000, "dport", 7)), true},
		{"time exceeded of another", query, Stack(IP.New(router...), ICMP.New("type", 11), IPerror.New(append(there, "id", 9)...), UDPerror.New("sport", 5001, "dport", 7)), false},
		{"unreachable quoting TCP", syn, Stack(IP.New(router...), ICMP.New("type", 3), IPerror.New(there...), TCPerror.New("sport", 40000, "dport", 80)), true},
		{"ARP", Stack(Ether.New(), ARP.New("op", 1, "psrc", "192.0.2.1", "pdst", "192.0.2.2")),
			Stack(Ether.New(), ARP.New("op", 2, "psrc", "192.0.2.2", "pdst", "192.0.2.1")), true},
	}
	for _, tt := range tests {
		for way, a := range map[string]*Packet{"built": tt.answer, "captured": tt.answer.Proto().Dissect(tt.answer.Build())} {
			if got := a.Answers(tt.request); got != tt.want {
				t.Errorf("%s, %s: answers is %v", tt.name, way, got)
			}
			if tt.want && string(a.HashRet()) != string(tt.request.HashRet()) {
				t.Errorf("%s, %s: keys are %x and %x", tt.name, way, a.HashRet(), tt.request.HashRet())
			}
		}
	}
}

func TestSr(t *testing.T) {
	ping := func(seq, typ int, src, dst string) *Packet {
		return Stack(IP.New("src", src, "dst", dst), ICMP.New("type", typ, "id", 1, "seq", seq))
	}
	list := PacketList{
		ping(1, 8, "192.0.2.1", "192.0.2.2"), ping(2, 8, "192.0.2.1", "192.0.2.2"),
		ping(2, 0, "192.0.2.2", "192.0.2.1"), ping(3, 8, "192.0.2.1", "192.0.2.2"), ping(1, 0, "192.0.2.2", "192.0.2.1"),
	}
	pairs, rest := list.Sr()
	if len(pairs) != 2 || len(rest) != 1 || rest[0] != list[3] || pairs[0].Answer != list[4] || pairs[1].Answer != list[2] {
		t.Errorf("%d pairs, %d left over: %v", len(pairs), len(rest), pairs)
	}
	if got := pairs.String(); got != "<Results: TCP:0 UDP:0 ICMP:2 Other:0>" {
		t.Errorf("printed as %s", got)
	}
}

// TestMatching: what is not checked may differ.
func TestMatching(t *testing.T) {
	strict := Matching
	defer func() { Matching = strict }()
	there := []any{"src", "192.0.2.1", "dst", "192.0.2.2"}
	ping := Stack(IP.New(there...), ICMP.New("id", 4, "seq", 5))
	query := Stack(IP.New(there...), UDP.New("sport", 5000, "dport", 7))
	quote := func(pairs ...any) *Packet {
		return Stack(IP.New("src", "192.0.2.254", "dst", "192.0.2.1"), ICMP.New("type", 11), IPerror.New(pairs...), UDPerror.New("sport", 5000, "dport", 7))
	}
	for name, c := range map[string]struct {
		lax             MatchOptions
		request, answer *Packet
	}{
		"an answer from elsewhere": {MatchOptions{CheckIPsrc: true, CheckIPID: true}, ping, Stack(IP.New("src", "192.0.2.3", "dst", "192.0.2.1"), ICMP.New("type", 0, "id", 4, "seq", 5))},
		"another source quoted":    {MatchOptions{CheckIPaddr: true, CheckIPID: true}, query, quote("src", "10.0.0.1", "dst", "192.0.2.2")},
		"another id quoted":        {MatchOptions{CheckIPaddr: true, CheckIPsrc: true}, query, quote("src", "192.0.2.1", "dst", "192.0.2.2", "id", 256)},
	} {
		Matching = strict
		if c.answer.Answers(c.request) {
			t.Errorf("%s is an answer", name)
		}
		Matching = func() MatchOptions { return c.lax }
		if !c.answer.Answers(c.request) {
			t.Errorf("%s is no answer where that is not checked", name)
		}
	}
}
