package sniff

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/labtest"
)

// pinging sends n echo requests from the lab's host a to b, in the background.
func pinging(t *testing.T, wg *sync.WaitGroup, lab *labtest.Lab, n int) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		lab.Run(lab.A, func() {
			for i := range n {
				p := packet.Stack(layers.IP.New("dst", labtest.AddrB), layers.ICMP.New("seq", i))
				if _, err := Send(p, SendOptions{Verbose: 0}); err != nil {
					t.Error(err)
					return
				}
				time.Sleep(2 * time.Millisecond)
			}
		})
	}()
}

func TestSniffLive(t *testing.T) {
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		var wg sync.WaitGroup
		defer wg.Wait()
		var printed []string
		got, err := Sniff(SniffOptions{
			Filter: "icmp[0]=8", Count: 5, Timeout: 5 * time.Second,
			StartedCallback: func() { pinging(t, &wg, lab, 50) },
			Prn:             func(p *packet.Packet) any { printed = append(printed, p.Source().Iface); return nil },
		})
		if err != nil || len(got) != 5 || len(printed) != 5 || printed[0] != "eth0" {
			t.Fatalf("%v %v %v", got, printed, err)
		}
		for i, p := range got {
			if p.Int("seq") != i || p.Time().IsZero() || time.Since(p.Time()) > time.Minute {
				t.Errorf("packet %d: %v at %v", i, p, p.Time())
			}
		}
		any, err := Sniff(SniffOptions{Iface: "any", Filter: "icmp", Count: 2, Timeout: 5 * time.Second, StartedCallback: func() { pinging(t, &wg, lab, 10) }})
		if err != nil || len(any) != 2 || any[0].Layer(layers.CookedLinuxV2) == nil {
			t.Errorf("any: %v %v", any, err)
		}
	})
}

// TestSniffStops: the timeout, Ctrl-C and Stop end a capture of silence at once.
func TestSniffStops(t *testing.T) {
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		silent := SniffOptions{Filter: "udp port 4", Timeout: 200 * time.Millisecond}
		start := time.Now()
		if got, err := Sniff(silent); err != nil || len(got) != 0 {
			t.Error(got, err)
		}
		late(t, "timeout", start.Add(silent.Timeout))

		ctx, cancel := context.WithCancel(context.Background())
		defer func(old func() context.Context) { Context = old }(Context)
		Context = func() context.Context { return ctx }
		var asked time.Time
		time.AfterFunc(100*time.Millisecond, func() { asked = time.Now(); cancel() })
		if got, err := Sniff(SniffOptions{Filter: "udp port 4"}); err != nil || len(got) != 0 {
			t.Error(got, err)
		}
		late(t, "interrupt", asked)

		s := AsyncSniffer(SniffOptions{Filter: "udp port 4"})
		if err := s.Start(); err != nil || !s.Running() {
			t.Fatal(err)
		}
		if err := s.Start(); err == nil {
			t.Error("a running sniffer starts again")
		}
		start = time.Now()
		if _, err := s.Stop(); err != nil || s.Running() {
			t.Error(err)
		}
		late(t, "stop", start)
	})
}

// late complains when much time has passed: more than any machine that is not stuck needs.
func late(t *testing.T, what string, since time.Time) {
	if d := time.Since(since); d > 2*time.Second {
		t.Errorf("%s took effect after %v", what, d)
	}
}

// TestSniffVLAN captures tagged frames byte for byte; a filter says the same of them live and offline.
func TestSniffVLAN(t *testing.T) {
	lab := labtest.NewChain(t, 0)
	mac := packet.Stack(layers.Ether.New("dst", "ff:ff:ff:ff:ff:ff", "src", "02:00:00:00:00:99"))
	inner := packet.Stack(layers.IP.New("src", "10.9.0.1", "dst", "10.9.0.2"), layers.UDP.New("sport", 7, "dport", 53), strings.Repeat("x", 30))
	var sent [][]byte
	for _, tags := range [][]*packet.Packet{
		nil,
		{layers.Dot1Q.New("vlan", 100, "prio", 3)},
		{layers.Dot1AD.New("vlan", 200), layers.Dot1Q.New("vlan", 100, "prio", 5)},
		{layers.Dot1Q.New("vlan", 1), layers.Dot1Q.New("vlan", 2)},
	} {
		p := mac
		for _, tag := range tags {
			p = packet.Stack(p, tag)
		}
		sent = append(sent, packet.Stack(p, inner).Build())
	}
	for _, filter := range []string{"", "udp port 53", "vlan", "vlan 100", "vlan and vlan", "not ip", "ether[12:2] = 0x8100", "vlan and udp port 53"} {
		var got packet.PacketList
		lab.Run(lab.B, func() {
			s := AsyncSniffer(SniffOptions{Filter: filter})
			if err := s.Start(); err != nil {
				t.Fatal(filter, err)
			}
			lab.Run(lab.A, func() {
				for _, b := range sent {
					if _, err := Sendp(b, SendOptions{Verbose: 0, Iface: "eth0"}); err != nil {
						t.Fatal(err)
					}
				}
			})
			time.Sleep(50 * time.Millisecond)
			var err error
			if got, err = s.Stop(); err != nil {
				t.Fatal(err)
			}
		})
		var all packet.PacketList
		for _, b := range sent {
			all = append(all, layers.Ether.Dissect(b))
		}
		want, err := Sniff(SniffOptions{Offline: all, Filter: filter})
		if err != nil {
			t.Fatal(err)
		}
		var ours []string
		for _, p := range got {
			if p.Str("src") == "02:00:00:00:00:99" { // not what the systems say to each other
				ours = append(ours, fmt.Sprintf("%x", p.Build()))
			}
		}
		var expected []string
		for _, p := range want {
			expected = append(expected, fmt.Sprintf("%x", p.Build()))
		}
		if strings.Join(ours, "\n") != strings.Join(expected, "\n") {
			t.Errorf("%q: live\n%s\noffline\n%s", filter, strings.Join(ours, "\n"), strings.Join(expected, "\n"))
		}
	}
}

func TestSniffLoopbackOnce(t *testing.T) {
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		for _, iface := range []string{"lo", "any"} {
			s := AsyncSniffer(SniffOptions{Iface: iface, Filter: "udp port 99"})
			if err := s.Start(); err != nil {
				t.Fatal(err)
			}
			if _, err := Send(packet.Stack(layers.IP.New("dst", "127.0.0.1"), layers.UDP.New("sport", 99, "dport", 99)), SendOptions{Verbose: 0}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(50 * time.Millisecond)
			if got, err := s.Stop(); err != nil || len(got) != 1 {
				t.Errorf("%s: %v %v", iface, got, err)
			}
		}
	})
}

// TestSniffGone: an interface that vanishes ends the capture with an error and what was captured.
func TestSniffGone(t *testing.T) {
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		s := AsyncSniffer(SniffOptions{Iface: "eth0", Filter: "icmp"})
		if err := s.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := Send(packet.Stack(layers.IP.New("dst", labtest.AddrB), layers.ICMP.New()), SendOptions{Verbose: 0}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(50 * time.Millisecond)
		if out, err := exec.Command("ip", "link", "set", "eth0", "down").CombinedOutput(); err != nil {
			t.Fatal(string(out), err)
		}
		s.Join(5 * time.Second)
		got, err := s.Stop()
		if err == nil || !strings.Contains(err.Error(), "went down") || len(got) == 0 {
			t.Errorf("%v %v", got, err)
		}
	})
}

// TestSnifferSurvives: a function of the user's that panics ends the sniffer and nothing else.
func TestSnifferSurvives(t *testing.T) {
	s := AsyncSniffer(SniffOptions{Offline: list(3), Prn: func(*packet.Packet) any { panic(errors.New("no")) }})
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	s.Join()
	if err := s.Exception(); err == nil || !strings.Contains(err.Error(), "no") || len(s.Results()) != 1 {
		t.Errorf("%v, %v", s.Results(), err)
	}
}
