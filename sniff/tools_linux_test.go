package sniff

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/labtest"
)

// printed is what f prints.
func printed(f func()) string {
	old := packet.Output
	defer func() { packet.Output = old }()
	var out bytes.Buffer
	packet.Output = &out
	f()
	return out.String()
}

func TestArpingNetwork(t *testing.T) {
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		var ans ARPingResult
		var unans packet.PacketList
		var err error
		start := time.Now()
		out := printed(func() { ans, unans, err = Arping("10.9.0.0/24", ArpingOptions{Verbose: 1}) })
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("took %v", took)
		} else {
			t.Logf("took %v", took)
		}
		if err != nil || len(ans) != 1 || len(unans) != 255 {
			t.Fatalf("%v %v %v", ans, unans, err)
		}
		want := "src                manuf    psrc\n02:00:00:00:00:01  unknown  10.9.0.254\n"
		if !strings.HasSuffix(out, want) {
			t.Errorf("%q", out)
		}
		if got := fmt.Sprint(ans, unans); got != "<ARPing: TCP:0 UDP:0 ICMP:0 Other:1> <Unanswered: TCP:0 UDP:0 ICMP:0 Other:255>" {
			t.Error(got)
		}
		// An interface of a router that is promiscuous answers no more and no less here: the kernel looks at the address.
		if yes, err := IsPromisc("10.9.0.99"); yes || err != nil {
			t.Error(yes, err)
		}
	})
}

func TestTracerouteChain(t *testing.T) {
	lab := labtest.NewChain(t, 3)
	lab.Serve(80)
	lab.Run(lab.A, func() {
		quick := TracerouteOptions{Maxttl: 6, Timeout: time.Second, Verbose: 1}
		udp, icmp := quick, quick
		udp.L4 = layers.UDP.New("sport", packet.RandShort(), "dport", 33434)
		icmp.L4 = layers.ICMP.New()
		for name, c := range map[string]struct {
			dst  string
			o    TracerouteOptions
			hops []string
			end  string
		}{
			"TCP":    {labtest.AddrB, quick, []string{labtest.GateA, "10.101.0.2", "10.102.0.2", labtest.AddrB}, "SA"},
			"UDP":    {labtest.AddrB, udp, []string{labtest.GateA, "10.101.0.2", "10.102.0.2", labtest.AddrB}, "3"},
			"ICMP":   {labtest.AddrB, icmp, []string{labtest.GateA, "10.101.0.2", "10.102.0.2", labtest.AddrB}, "0"},
			"TCP v6": {labtest.Addr6B, quick, []string{labtest.Gate6A, "fd00:101::2", "fd00:102::2", labtest.Addr6B}, "SA"},
		} {
			var r TracerouteResult
			var err error
			start := time.Now()
			out := printed(func() { r, _, err = Traceroute(c.dst, c.o) })
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			t.Logf("%s: %v\n%s", name, time.Since(start), out)
			trace := r.GetTrace()[c.dst]
			for i, want := range c.hops {
				hop := trace[i+1]
				if hop == nil || hop[0] != want || hop[1] != (i == len(c.hops)-1) {
					t.Errorf("%s: hop %d is %v, want %s", name, i+1, hop, want)
				}
			}
			if len(trace) != len(c.hops) || !strings.Contains(out, " "+c.end+" ") {
				t.Errorf("%s: %v\n%s", name, trace, out)
			}
			if dot := r.Graph().DOT(); !strings.Contains(dot, fmt.Sprintf("%q -> %q", c.hops[2], c.hops[3])) {
				t.Errorf("%s: %s", name, dot)
			}
		}
	})
}
