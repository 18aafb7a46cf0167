package route_test

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/labtest"
	"pktsh/sniff/route"
)

func addr(s string) netip.Addr { return netip.MustParseAddr(s) }

// hopText is a way in words: interface, source, gateway.
func hopText(dst string) string {
	hop, err := route.Lookup(addr(dst))
	if err != nil {
		return err.Error()
	}
	text := hop.Iface.Name + " " + hop.Src.String()
	if hop.Gateway.IsValid() {
		text += " " + hop.Gateway.String()
	}
	if hop.Local {
		text += " local"
	}
	if hop.Broadcast {
		text += " broadcast"
	}
	return text
}

// quietly keeps what is printed as warnings.
func quietly(t *testing.T) *strings.Builder {
	var told strings.Builder
	warn, wait := route.Hooks.Warn, route.Hooks.Timeout
	route.Hooks.Warn = func(m string) { told.WriteString(m + "\n") }
	route.Hooks.Timeout = func() time.Duration { return 200 * time.Millisecond }
	t.Cleanup(func() { route.Hooks.Warn, route.Hooks.Timeout = warn, wait })
	return &told
}

func TestLookupInLab(t *testing.T) {
	lab := labtest.New(t)
	lab.Exec(lab.A, "ip", "route", "add", "blackhole", "10.50.0.0/16")
	lab.Exec(lab.A, "ip", "route", "add", "unreachable", "10.51.0.0/16")
	lab.Exec(lab.A, "ip", "route", "add", "10.52.0.0/16", "via", "172.16.0.1", "dev", "eth0", "onlink", "metric", "7")
	lab.Exec(lab.A, "ip", "route", "add", "10.53.0.0/16", "via", "10.9.0.253", "table", "100")
	lab.Exec(lab.A, "ip", "rule", "add", "to", "10.53.0.0/24", "lookup", "100")
	lab.Run(lab.A, func() {
		for dst, want := range map[string]string{
			"10.8.0.2":    "eth0 10.9.0.1 10.9.0.254",
			"10.9.0.77":   "eth0 10.9.0.1",
			"10.9.0.1":    "lo 10.9.0.1 local",
			"10.9.0.255":  "eth0 10.9.0.1 broadcast",
			"127.0.0.1":   "lo 127.0.0.1 local",
			"224.0.0.1":   "eth0 10.9.0.1",
			"10.50.1.1":   "10.50.1.1: a blackhole route drops what is sent there",
			"10.51.1.1":   "10.51.1.1: an unreachable route refuses what is sent there",
			"10.52.1.1":   "eth0 10.9.0.1 172.16.0.1",
			"10.53.0.1":   "eth0 10.9.0.1 10.9.0.253", // by a rule
			"10.53.1.1":   "eth0 10.9.0.1 10.9.0.254", // to which the rule does not apply
			"fd00:8::2":   "eth0 fd00:9::1 fd00:9::fe",
			"fd00:9::77":  "eth0 fd00:9::1",
			"ff02::1":     "eth0 " + linkLocal(t),
			"fe80::99%lo": "fe80::99%lo: no route leads there",
		} {
			if got := hopText(dst); got != want {
				t.Errorf("to %s: %s, want %s", dst, got, want)
			}
		}
		if d := route.Default(); d == nil || d.Name != "eth0" {
			t.Errorf("the default interface is %v", d)
		}
		if _, err := route.ByName("eth1"); err == nil || !strings.Contains(err.Error(), `did you mean "eth0"?`) {
			t.Errorf("eth1: %v", err)
		}
	})
	lab.Run(lab.B, func() {
		if got := hopText("10.9.0.1"); got != "eth0 10.8.0.2 10.8.0.254" {
			t.Errorf("in the other namespace: %s", got)
		}
	})
}

func linkLocal(t *testing.T) string {
	eth0, err := route.ByName("eth0")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range eth0.Addrs {
		if p.Addr().Is6() && p.Addr().IsLinkLocalUnicast() {
			return p.Addr().String()
		}
	}
	return "none"
}

// TestChangeIsSeen: what the system changes is seen by the next question.
func TestChangeIsSeen(t *testing.T) {
	lab := labtest.New(t)
	lab.Run(lab.A, func() {
		for range 5 {
			if got := hopText("10.8.0.2"); got != "eth0 10.9.0.1 10.9.0.254" {
				t.Errorf("before: %s", got)
			}
			lab.Exec(lab.A, "ip", "route", "replace", "default", "via", "10.9.0.253")
			if got := hopText("10.8.0.2"); got != "eth0 10.9.0.1 10.9.0.253" {
				t.Errorf("another gateway: %s", got)
			}
			lab.Exec(lab.A, "ip", "route", "del", "default")
			if got := hopText("10.8.0.2"); got != "10.8.0.2: no route leads there" {
				t.Errorf("no route: %s", got)
			}
			lab.Exec(lab.A, "ip", "addr", "add", "10.8.0.9/24", "dev", "lo")
			if got := hopText("10.8.0.2"); got != "lo 10.8.0.9" && !strings.HasSuffix(got, "local") {
				t.Errorf("another address: %s", got)
			}
			lab.Exec(lab.A, "ip", "addr", "del", "10.8.0.9/24", "dev", "lo")
			lab.Exec(lab.A, "ip", "route", "add", "default", "via", "10.9.0.254")
		}
	})
}

func TestOwnTable(t *testing.T) {
	lab := labtest.New(t)
	defer route.Table4.Resync()
	do := func(what string, err error) {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
	lab.Run(lab.A, func() {
		tab := route.Table4
		do("add", tab.Add(route.RouteOptions{Net: "10.77.0.0/16", GW: "10.9.0.253"}))
		do("add", tab.Add(route.RouteOptions{Net: "10.77.5.0/24", GW: "10.9.0.252", Metric: 9}))
		do("add", tab.Add(route.RouteOptions{Net: "10.77.5.0/24", GW: "10.9.0.251", Metric: 3}))
		do("add", tab.Add(route.RouteOptions{Host: "10.77.5.5", GW: "10.9.0.250"}))
		for dst, want := range map[string]string{
			"10.77.1.1": "eth0 10.9.0.1 10.9.0.253", "10.77.5.1": "eth0 10.9.0.1 10.9.0.251",
			"10.77.5.5": "eth0 10.9.0.1 10.9.0.250", "10.8.0.2": "eth0 10.9.0.1 10.9.0.254", "10.9.0.9": "eth0 10.9.0.1",
		} {
			if got := hopText(dst); got != want {
				t.Errorf("to %s: %s, want %s", dst, got, want)
			}
		}
		if s := tab.String(); !strings.Contains(s, "10.77.5.5        255.255.255.255  10.9.0.250  eth0   10.9.0.1   0") {
			t.Errorf("the table is\n%s", s)
		}
		do("delt", tab.Delt(route.RouteOptions{Net: "10.77.5.0/24", GW: "10.9.0.251"}))
		if got := hopText("10.77.5.1"); got != "eth0 10.9.0.1 10.9.0.252" {
			t.Errorf("after delt: %s", got)
		}
		do("delt", tab.Delt(route.RouteOptions{Net: "default"}))
		if got := hopText("10.8.0.2"); got != "10.8.0.2: no route leads there" {
			t.Errorf("without the default route: %s", got)
		}
		if out := lab.Exec(lab.A, "ip", "route"); !strings.Contains(out, "default via 10.9.0.254") || strings.Contains(out, "10.77") {
			t.Errorf("the system's table was changed: %s", out)
		}
		tab.Resync()
		if got := hopText("10.8.0.2"); got != "eth0 10.9.0.1 10.9.0.254" {
			t.Errorf("after resync: %s", got)
		}
		for _, bad := range []route.RouteOptions{
			{}, {Net: "10.0.0.0/33"}, {Net: "fd00::/8"}, {Net: "10.0.0.0/8", Host: "10.0.0.1"}, {Net: "10.0.0.0/8", GW: "x"},
			{Net: "10.0.0.0/8", Dev: "etho"}, {Net: "10.0.0.0/8", Dev: 3},
		} {
			if err := tab.Add(bad); err == nil {
				t.Errorf("%+v was added", bad)
			}
		}
		if err := tab.Delt(route.RouteOptions{Net: "10.1.0.0/16"}); err == nil {
			t.Error("a route that is not there was deleted")
		}
	})
}

func TestNeighbours(t *testing.T) {
	lab := labtest.New(t)
	told := quietly(t)
	lab.Run(lab.A, func() {
		for ip, want := range map[string]string{
			"10.8.0.2": labtest.MACGateA, "10.9.0.254": labtest.MACGateA, "224.1.2.3": "01:00:5e:01:02:03",
			"255.255.255.255": "ff:ff:ff:ff:ff:ff", "10.9.0.255": "ff:ff:ff:ff:ff:ff",
		} {
			if got, err := route.Getmacbyip(ip); got != want {
				t.Errorf("%s: %s %v, want %s", ip, got, err, want)
			}
		}
		for ip, want := range map[string]string{
			"fd00:8::2": labtest.MACGateA, "fd00:9::fe": labtest.MACGateA, "ff02::1:2": "33:33:00:01:00:02",
		} {
			if got, err := route.Getmacbyip6(ip); got != want {
				t.Errorf("%s: %s %v, want %s", ip, got, err, want)
			}
		}
		start := time.Now()
		for range 20 {
			if got, err := route.Getmacbyip("10.9.0.77"); err == nil || !strings.Contains(err.Error(), "10.9.0.77 did not answer on eth0") {
				t.Errorf("a silent neighbour: %s %v", got, err)
			}
		}
		if d := time.Since(start); d < 150*time.Millisecond || d > 600*time.Millisecond {
			t.Errorf("a silent neighbour took %v", d)
		}
		var all []netip.Addr
		for a := addr("10.9.0.100"); len(all) < 100; a = a.Next() {
			all = append(all, a)
		}
		start = time.Now()
		found, silent := route.ResolveAll(context.Background(), append(all, addr("10.9.0.254"))...)
		if d := time.Since(start); len(found) != 1 || len(silent) != 100 || d > 600*time.Millisecond {
			t.Errorf("%d of 101 answered, %d did not, in %v", len(found), len(silent), d)
		}

		p := packet.Stack(layers.Ether.New(), layers.Dot1Q.New("vlan", 3), layers.IP.New("dst", "10.8.0.2"), layers.ICMP.New())
		if q := layers.Ether.Dissect(p.Build()); q.Str("src") != labtest.MACA || q.Str("dst") != labtest.MACGateA || q.Layer(layers.IP).Str("src") != "10.9.0.1" {
			t.Errorf("built %s", q.Summary())
		}
		q := packet.Stack(layers.Ether.New(), layers.ARP.New("pdst", "10.9.0.254"))
		if q.Str("dst") != "ff:ff:ff:ff:ff:ff" || q.Str("src") != labtest.MACA || q.Str("hwsrc") != labtest.MACA || q.Str("psrc") != "10.9.0.1" {
			t.Errorf("built %s", q.ShowText())
		}
		set := packet.Stack(layers.Ether.New(), layers.IP.New("dst", []any{"10.8.0.2", "224.1.2.3", "10.9.0.255"})).Template()
		for _, want := range []string{labtest.MACGateA, "01:00:5e:01:02:03", "ff:ff:ff:ff:ff:ff"} {
			b, _, _ := set.Append(nil)
			if got := layers.Ether.Dissect(b).Str("dst"); got != want {
				t.Errorf("the frame of a set goes to %s, want %s", got, want)
			}
		}
		told.Reset()
		silentFrame := packet.Stack(layers.Ether.New(), layers.IP.New("dst", "10.9.0.78"))
		for range 3 {
			if got := layers.Ether.Dissect(silentFrame.Build()).Str("dst"); got != "ff:ff:ff:ff:ff:ff" {
				t.Errorf("the frame to a silent neighbour goes to %s", got)
			}
		}
		if told.String() != "10.9.0.78 did not answer on eth0; the frame goes to all\n" {
			t.Errorf("warned %q", told)
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	dst := addr("198.51.100.7")
	for b.Loop() {
		_, _ = route.Lookup(dst)
	}
}

func BenchmarkLookupNew(b *testing.B) {
	dst := addr("100.64.0.0")
	for b.Loop() {
		_, _ = route.Lookup(dst)
		dst = dst.Next()
	}
}

// TestManyDestinations: what is answered from memory is what the kernel answers.
func TestManyDestinations(t *testing.T) {
	lab := labtest.New(t)
	for _, add := range []string{"10.60.0.0/16 via 10.9.0.253", "10.60.5.0/24 via 10.9.0.252 metric 5", "10.60.5.0/24 via 10.9.0.251 metric 4",
		"10.60.6.0/24 dev eth0 src 10.9.0.1", "blackhole 10.60.7.0/24", "10.60.8.0/24 nexthop via 10.9.0.250 nexthop via 10.9.0.249"} {
		lab.Exec(lab.A, append([]string{"ip", "route", "add"}, strings.Fields(add)...)...)
	}
	check := func(what string) {
		for i := range 1000 {
			dst := netip.AddrFrom4([4]byte{10, 60, byte(i % 10), byte(i)})
			got := hopText(dst.String())
			want := "eth0 10.9.0.1 10.9.0.253"
			switch i % 10 {
			case 5:
				want = "eth0 10.9.0.1 10.9.0.251"
			case 6:
				want = "eth0 10.9.0.1"
			case 7:
				want = dst.String() + ": a blackhole route drops what is sent there"
			case 8:
				if !strings.HasPrefix(got, "eth0 10.9.0.1 10.9.0.2") {
					t.Errorf("%s: one of several: %s", what, got)
				}
				continue
			}
			if got != want {
				t.Fatalf("%s: to %s: %s, want %s", what, dst, got, want)
			}
		}
		for dst, want := range map[string]string{"10.9.0.1": "lo 10.9.0.1 local", "10.9.0.255": "eth0 10.9.0.1 broadcast",
			"10.9.0.33": "eth0 10.9.0.1", "10.8.0.2": "eth0 10.9.0.1 10.9.0.254", "224.0.0.1": "eth0 10.9.0.1"} {
			if got := hopText(dst); got != want {
				t.Errorf("%s: to %s: %s, want %s", what, dst, got, want)
			}
		}
	}
	lab.Run(lab.A, func() {
		check("plain rules")
		lab.Exec(lab.A, "ip", "rule", "add", "to", "10.61.0.0/16", "lookup", "100")
		lab.Exec(lab.A, "ip", "route", "add", "10.61.0.0/16", "via", "10.9.0.248", "table", "100")
		check("a rule more")
		if got := hopText("10.61.0.1"); got != "eth0 10.9.0.1 10.9.0.248" {
			t.Errorf("by the rule: %s", got)
		}
	})
}
