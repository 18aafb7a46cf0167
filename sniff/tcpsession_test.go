package sniff

import (
	"strings"
	"testing"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// segments are the segments of one direction, from "first sequence number:data".
func segments(parts ...string) packet.PacketList {
	var l packet.PacketList
	for i, part := range parts {
		load := strings.TrimLeft(part, "0123456789:")
		seq := 0
		for _, d := range part[:strings.IndexByte(part, ':')] {
			seq = seq*10 + int(d-'0')
		}
		flags := "A"
		if load == "SYN" {
			flags, load = "S", ""
		}
		p := packet.Stack(layers.IP.New("src", "192.0.2.1", "dst", "192.0.2.2", "id", i), layers.TCP.New("sport", 1000, "dport", 2000, "seq", seq, "flags", flags))
		if load != "" {
			p = packet.Stack(p, load)
		}
		l = append(l, layers.IP.Dissect(p.Build()))
	}
	return l
}

func TestTCPSession(t *testing.T) {
	for name, c := range map[string]struct {
		parts []string
		want  string
	}{
		"in order":       {[]string{"10:SYN", "11:ab", "13:cd"}, "abcd"},
		"swapped":        {[]string{"10:SYN", "13:cd", "11:ab", "15:e"}, "abcde"},
		"twice":          {[]string{"10:SYN", "11:ab", "11:ab", "13:cd", "11:ab"}, "abcd"},
		"without begin":  {[]string{"50:xy", "54:uv", "52:ab"}, "xyabuv"},
		"wraps":          {[]string{"4294967294:SYN", "1:cd", "4294967295:ab"}, "abcd"},
		"a longer piece": {[]string{"10:SYN", "11:a", "12:b", "11:abc"}, "ababc"},
	} {
		got, err := Sniff(SniffOptions{Offline: segments(c.parts...), Session: TCPSession})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, p := range got {
			if raw := p.Layer(packet.Raw); raw != nil {
				b.Write(raw.Bytes("load"))
			}
		}
		if b.String() != c.want {
			t.Errorf("%s: %q, want %q", name, b.String(), c.want)
		}
	}
}

// TestTCPSessionGivesUp: what was not captured is not waited for without end.
func TestTCPSessionGivesUp(t *testing.T) {
	s := &tcpSession{streams: make(map[streamKey]*stream)}
	l := segments("10:SYN")
	seq := 1000 // what is between was lost
	load := strings.Repeat("x", 1000)
	for range maxWaiting/len(load) + 2 {
		l = append(l, layers.IP.Dissect(packet.Stack(layers.IP.New("src", "192.0.2.1", "dst", "192.0.2.2"), layers.TCP.New("sport", 1000, "dport", 2000, "seq", seq, "flags", "A"), load).Build()))
		seq += len(load)
	}
	n := 0
	for _, p := range l {
		n += len(s.add(p))
	}
	if n != len(l) {
		t.Errorf("%d of %d segments came through", n, len(l))
	}
}
