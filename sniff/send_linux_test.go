package sniff

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/labtest"
	"pktsh/sniff/route"
)

func quiet(tb testing.TB) {
	old := Conf.Verb
	Conf.Verb = 0
	tb.Cleanup(func() { Conf.Verb = old })
}

// captured calls f and returns what it prints and warns of.
func captured(tb testing.TB, f func()) (printed, warned string) {
	var out, warnings bytes.Buffer
	oldOut, oldWarn := packet.Output, Warn
	packet.Output, Warn = &out, func(s string) { fmt.Fprintln(&warnings, s) }
	defer func() { packet.Output, Warn = oldOut, oldWarn }()
	f()
	return out.String(), warnings.String()
}

// An ear is a packet socket that hears what arrives on an interface.
type ear struct {
	tb testing.TB
	r  *receiver
}

func listenOn(tb testing.TB, name string) *ear {
	tb.Helper()
	iface, err := route.ByName(name)
	if err != nil {
		tb.Fatal(err)
	}
	r, err := openReceiver(iface)
	if err == nil {
		err = r.filter(acceptAll)
	}
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { go unix.Close(r.fd) })
	return &ear{tb, r}
}

// frames are those of an EtherType that have come, after waiting for so many of them.
func (e *ear) frames(n int, etherType uint16) (list [][]byte) {
	e.tb.Helper()
	for end := time.Now().Add(2 * time.Second); len(list) < n && time.Now().Before(end); {
		if err := waitFor([]*receiver{e.r}, 20*time.Millisecond); err != nil {
			e.tb.Fatal(err)
		}
		err := e.r.receive(func(h heard) {
			if binary.BigEndian.Uint16(h.data[12:]) == etherType {
				list = append(list, append([]byte(nil), h.data...))
			}
		})
		if err != nil {
			e.tb.Fatal(err)
		}
	}
	return list
}

func echo(dst string, pairs ...any) *packet.Packet {
	return packet.Stack(layers.IP.New(append([]any{"dst", dst}, pairs...)...), layers.ICMP.New())
}

func TestSendReaches(t *testing.T) {
	quiet(t)
	lab := labtest.NewChain(t, 0)
	var there *ear
	lab.Run(lab.B, func() { there = listenOn(t, "eth0") })
	lab.Run(lab.A, func() {
		set := packet.Stack(layers.IP.New("dst", "10.9.0.2", "ttl", packet.Tuple{1, 3}), layers.UDP.New("dport", packet.Tuple{1, 100}), "x")
		if _, err := Send(set); err != nil {
			t.Fatal(err)
		}
		got := there.frames(300, 0x0800)
		i := 0
		for p := range set.All() {
			if i >= len(got) || string(p.Build()) != string(got[i][14:]) {
				t.Fatalf("%d arrived; packet %d is %x", len(got), i, p.Build())
			}
			i++
		}
		head := layers.Ether.Dissect(got[0])
		if head.Str("dst") != labtest.MACB || head.Str("src") != labtest.MACA {
			t.Errorf("frame header %v", head)
		}

		bad := echo("10.9.0.2", "version", 3, "ihl", 2)
		if _, err := Send(bad); err != nil {
			t.Error(err)
		}
		if got := there.frames(1, 0x0800); len(got) != 1 || !bytes.HasPrefix(got[0][14:], bad.Build()) {
			t.Errorf("a wrong header arrives as %x", got)
		}
		if _, err := Sendp("I'm travelling on Ethernet", SendOptions{Iface: "eth0", Count: 2}); err != nil {
			t.Error(err)
		}
		if got := there.frames(2, binary.BigEndian.Uint16([]byte("el"))); len(got) != 0 && string(got[0][:3]) != "I'm" {
			t.Errorf("text arrives as %q", got)
		}
		if _, err := Send(layers.ARP.New("pdst", "10.9.0.2")); err != nil {
			t.Error(err)
		}
		if got := there.frames(1, 0x0806); len(got) != 1 {
			t.Error("no ARP")
		}
		tagged := packet.Stack(layers.Ether.New("dst", labtest.MACB), layers.Dot1Q.New("vlan", 7), echo("10.9.0.2"))
		if _, err := Sendp(tagged, SendOptions{Iface: "eth0"}); err != nil {
			t.Error(err)
		}
		if got := there.frames(1, 0x8100); len(got) != 1 || string(got[0]) != string(tagged.Build()) {
			t.Errorf("a VLAN frame arrives as %x", got)
		}
	})
}

func TestSendOptions(t *testing.T) {
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		tests := []struct {
			x     any
			o     SendOptions
			out   string
			min   time.Duration
			count int
		}{
			{echo(labtest.AddrB), SendOptions{}, ".\nSent 1 packets.\n", 0, 0},
			{echo(labtest.AddrB, "ttl", packet.Tuple{1, 4}), SendOptions{}, "....\nSent 4 packets.\n", 0, 0},
			{echo(labtest.AddrB), SendOptions{Count: 3, Inter: 30 * time.Millisecond, Verbose: 1}, "\nSent 3 packets.\n", 60 * time.Millisecond, 0},
			{echo(labtest.AddrB), SendOptions{Verbose: false}, "", 0, 0},
			{echo(labtest.AddrB, "ttl", packet.Tuple{1, 4}), SendOptions{ReturnPackets: true, Verbose: 0, Count: 2}, "", 0, 8},
			{packet.PacketList{at(echo(labtest.AddrB), 0), at(echo(labtest.AddrB), 80)}, SendOptions{Realtime: true, Verbose: 0}, "", 80 * time.Millisecond, 0},
			{packet.PacketList{}, SendOptions{Loop: true}, "\nSent 0 packets.\n", 0, 0},
		}
		for _, test := range tests {
			start := time.Now()
			var list packet.PacketList
			var err error
			out, _ := captured(t, func() { list, err = Send(test.x, test.o) })
			if err != nil || out != test.out || time.Since(start) < test.min || len(list) != test.count {
				t.Errorf("%+v: %v, %q, %v, %v", test.o, err, out, list, time.Since(start))
			}
			if test.count == 0 && list.String() != "" {
				t.Errorf("what was not asked for prints as %q", list.String())
			}
		}
	})
}

func at(p *packet.Packet, ms int) *packet.Packet {
	p.SetTime(time.Unix(1, 0).Add(time.Duration(ms) * time.Millisecond))
	return p
}

func TestSendErrors(t *testing.T) {
	quiet(t)
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		_, err := Send(packet.Stack(echo(labtest.AddrB), strings.Repeat("X", 3000)))
		want := "message too long: the packet has 3028 bytes and eth0 takes 1500: send(fragment(p)) sends it in pieces"
		if err == nil || err.Error() != want {
			t.Error(err)
		}
		if _, err = Send(echo(labtest.AddrB), SendOptions{Iface: "eth9"}); err == nil || !strings.Contains(err.Error(), `no interface is named "eth9"`) {
			t.Error(err)
		}
		lab.Exec(lab.A, "ip", "link", "set", "eth0", "down")
		time.Sleep(5 * time.Millisecond)
		if _, err = Sendp(packet.Stack(layers.Ether.New("dst", labtest.MACB, "src", labtest.MACA), "x"), SendOptions{Iface: "eth0"}); err == nil || !strings.Contains(err.Error(), "eth0 is down") {
			t.Error(err)
		}
	})
}

func TestSendLoopEnds(t *testing.T) {
	quiet(t)
	lab := labtest.New(t)
	ctx, cancel := context.WithCancel(context.Background())
	Context = func() context.Context { return ctx }
	defer func() { Context = context.Background }()
	lab.Run(lab.A, func() {
		for _, o := range []SendOptions{{Loop: true}, {Loop: 1, Inter: time.Hour}} {
			time.AfterFunc(100*time.Millisecond, cancel)
			start := time.Now()
			if _, err := Send(echo(labtest.AddrB, "ttl", packet.Tuple{1, 4}), o); err != nil || time.Since(start) > 300*time.Millisecond {
				t.Error(err, time.Since(start))
			}
			ctx, cancel = context.WithCancel(context.Background())
		}
		time.AfterFunc(100*time.Millisecond, cancel)
		start := time.Now()
		if ans, unans, err := Sr(echo("10.9.0.99")); err != nil || len(ans) != 0 || len(unans) != 1 || time.Since(start) > time.Second {
			t.Error(ans, unans, err, time.Since(start))
		}
	})
}

func TestSendpfastLab(t *testing.T) {
	lab := labtest.NewChain(t, 0)
	var there *ear
	lab.Run(lab.B, func() { there = listenOn(t, "eth0") })
	lab.Run(lab.A, func() {
		frame := packet.Stack(layers.Ether.New("dst", labtest.MACB, "type", 0x88b5), strings.Repeat("x", 86))
		tests := []struct {
			o        FastOptions
			min, max float64 // seconds
			packets  int
		}{
			{FastOptions{Iface: "eth0", Loop: 1000}, 0, 0.5, 1000},
			{FastOptions{Iface: "eth0", Loop: 100, Pps: 1000}, 0.09, 0.2, 100},
			{FastOptions{Iface: "eth0", Loop: 100, Mbps: 0.8}, 0.09, 0.2, 100},
		}
		for _, test := range tests {
			test.o.ParseResults = true
			var st *SendStats
			var err error
			out, _ := captured(t, func() { st, err = Sendpfast(frame, test.o) })
			if err != nil || st.Packets != test.packets || st.Bytes != int64(100*test.packets) || st.Seconds < test.min || st.Seconds > test.max {
				t.Errorf("%+v: %v %v", test.o, st, err)
			}
			if got := there.frames(test.packets, 0x88b5); len(got) != test.packets || !strings.HasPrefix(out, fmt.Sprintf("Sent %d packets (0.", test.packets)) {
				t.Errorf("%d arrived, printed %q", len(got), out)
			}
		}
		pair := packet.PacketList{at(frame.Copy(), 0), at(frame.Copy(), 100)}
		st, err := Sendpfast(pair, FastOptions{Iface: "eth0", Realtime: 2, ParseResults: true, Verbose: 0})
		if err != nil || st.Seconds < 0.045 || st.Seconds > 0.09 {
			t.Error(st, err)
		}
	})
}
