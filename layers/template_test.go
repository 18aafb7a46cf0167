package layers_test

import (
	"bytes"
	"math/rand/v2"
	"testing"

	. "pktsh/layers"
	"pktsh/layers/packet"
)

// sameAsBuilt compares what a template makes with packets built one by one.
func sameAsBuilt(t *testing.T, p *packet.Packet) bool {
	t.Helper()
	tm := p.Template()
	n := 0
	for want := range p.All() {
		if n++; n > 300 {
			break
		}
		if !bytes.Equal(want.Build(), want.Build()) {
			return false // it has the time in it
		}
		got, built, ok := tm.Append(nil)
		if !ok || !bytes.Equal(got, want.Build()) {
			t.Fatalf("packet %d of %s (compiled: %v):\n%x, built\n%x", n, packet.Repr(p), tm.Compiled(), got, want.Build())
		}
		if built != nil {
			continue
		}
		if back := tm.Packet(got); !bytes.Equal(back.Build(), got) {
			t.Fatalf("packet %d of %s comes back as %x, not %x", n, packet.Repr(p), back.Build(), got)
		}
	}
	if _, _, ok := tm.Append(nil); ok && n <= 300 {
		t.Fatalf("%s: more packets than %d", packet.Repr(p), n)
	}
	return tm.Compiled()
}

func TestTemplateStacks(t *testing.T) {
	compiled := []*packet.Packet{
		packet.Stack(IP.New("dst", "10.0.0.1"), TCP.New("dport", packet.Tuple{1, 1000})),
		packet.Stack(IP.New("dst", "10.0.0.0/28"), TCP.New("dport", []int{22, 80}, "options", []any{packet.Tuple{"MSS", 1460}})),
		packet.Stack(IP.New("dst", "127.0.0.0/28", "ttl", packet.Tuple{1, 30}), UDP.New("sport", packet.Tuple{0, 65535, 4001}), "odd"),
		packet.Stack(Ether.New("dst", []string{"02:00:00:00:00:01", "02:00:00:00:00:02"}), Dot1Q.New("vlan", packet.Tuple{0, 4095, 100}), IP.New("src", "1.2.3.0/28", "dst", "5.6.7.8"), ICMP.New("seq", packet.Tuple{1, 3})),
		packet.Stack(IPv6.New("dst", "2001:db8::/125", "src", "2001:db8::1"), TCP.New("flags", []string{"S", "SA", "R"}, "dport", packet.Tuple{1, 7})),
		packet.Stack(IP.New("src", "1.1.1.1", "dst", "2.2.2.2"), UDP.New(), IP.New("src", "3.3.3.3", "dst", "4.4.4.0/30"), TCP.New("seq", []int{0, 1 << 31, 1<<32 - 1}), "inner"),
		packet.Stack(IP.New("src", "1.1.1.1", "dst", "2.2.2.2"), UDP.New("sport", 4000, "dport", 53), DNS.New("id", packet.Tuple{0, 65535, 911})),
		packet.Stack(IP.New("src", "1.1.1.1", "dst", "2.2.2.2"), UDP.New("chksum", []int{0, 5}), "x"),
		packet.Stack(IP.New("src", "1.1.1.1", "dst", "2.2.2.2", "len", packet.Tuple{1, 5}, "ihl", packet.Tuple{1, 15})),
		packet.Stack(ICMP.New("type", 0, "id", packet.Tuple{0, 1}, "seq", packet.Tuple{0, 1})),
		packet.Stack(IP.New("src", "0.0.0.0", "dst", "0.0.0.0/30", "proto", packet.Tuple{0, 5}), "SCAPY"),
	}
	for _, p := range compiled {
		if !sameAsBuilt(t, p) {
			t.Errorf("%s is not compiled", packet.Repr(p))
		}
	}
	for _, p := range []*packet.Packet{
		packet.Stack(IP.New("dst", "10.0.0.1")),
		packet.Stack(Ether.New(), ARP.New("pdst", "10.9.0.0/28", "psrc", "10.9.0.1")),
		packet.Stack(IP.New("dst", "10.0.0.1"), ICMP.New("type", packet.Tuple{0, 20})),
		packet.Stack(IP.New("dst", []any{"10.0.0.1", packet.RawVal("ab")})),
		packet.Stack(IP.New("dst", "10.0.0.1"), UDP.New(), DNS.New("qd", DNSQR.New("qname", []string{"a.org", "example.com"}))),
		IP.Dissect(packet.Stack(IP.New("dst", "10.0.0.1"), TCP.New()).Build()),
	} {
		sameAsBuilt(t, p)
	}
}

// TestTemplateProtocols puts ranges into the number fields of every protocol.
func TestTemplateProtocols(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	n := 0
	for _, proto := range packet.Protos() {
		for range 4 {
			layer := proto.New()
			for _, f := range proto.Fields() {
				if f.Kind() != packet.KindInt || r.IntN(3) > 0 {
					continue
				}
				_ = layer.Set(f.Name(), []int{r.IntN(2), r.IntN(4), r.IntN(256)}) // too small a field: stays as it is
			}
			for _, p := range []*packet.Packet{
				layer,
				packet.Stack(IP.New("src", "1.1.1.1", "dst", "10.0.0.0/31"), UDP.New("dport", packet.Tuple{1, 2}), layer, "ab"),
				packet.Stack(IPv6.New("src", "::1", "dst", "::2", "hlim", packet.Tuple{1, 2}), layer.Copy(), TCP.New("sport", packet.Tuple{1, 3}), "abc"),
			} {
				if p.Count() > 1 && p.Count() < 10000 && sameAsBuilt(t, p) {
					n++
				}
			}
		}
	}
	if n < 300 {
		t.Errorf("%d compiled", n)
	}
}

// TestTemplateRandom makes sure that what is drawn comes out consistent.
func TestTemplateRandom(t *testing.T) {
	p := packet.Stack(IP.New("src", "1.1.1.1", "dst", "2.2.2.2", "id", packet.RandShort()), TCP.New("sport", packet.RandShort(), "dport", packet.Tuple{79, 81}))
	tm := p.Template()
	for {
		b, _, ok := tm.Append(nil)
		if !ok {
			break
		}
		q := IP.Dissect(b)
		q.Layer(TCP).Del("chksum")
		q.Del("chksum")
		if again := q.Build(); !bytes.Equal(again, b) {
			t.Errorf("%x, its sums should be %x", b, again)
		}
	}
	if !tm.Compiled() {
		t.Error("not compiled")
	}
}

func BenchmarkTemplate(b *testing.B) {
	p := packet.Stack(IP.New("dst", "127.0.0.1"), TCP.New("dport", packet.Tuple{1, 65535}))
	tm := p.Template()
	buf := make([]byte, 0, 64)
	for range b.N {
		if _, _, ok := tm.Append(buf); !ok {
			tm.Reset()
		}
	}
}

func BenchmarkAll(b *testing.B) {
	p := packet.Stack(IP.New("dst", "127.0.0.1"), TCP.New("dport", packet.Tuple{1, 65535}))
	for range b.N/65536 + 1 {
		for q := range p.All() {
			q.Build()
		}
	}
}

// TestSwitchSets makes sure that a set in a field whose kind depends on others stands for many packets.
func TestSwitchSets(t *testing.T) {
	p := packet.Stack(Ether.New(), ARP.New("pdst", "10.9.0.0/24", "psrc", []string{"1.1.1.1", "2.2.2.2"}))
	if n := p.Count(); n != 512 {
		t.Errorf("%d packets", n)
	}
	last := p.Expand()[511].Layer(ARP)
	if last.Str("pdst") != "10.9.0.255" || last.Str("psrc") != "2.2.2.2" {
		t.Errorf("the last is %v", last)
	}
	r := ARP.New("psrc", packet.RandIP("10.7.0.0/16"))
	a, b := r.Expand()[0].Str("psrc"), r.Expand()[0].Str("psrc")
	if a == b || a[:5] != "10.7." {
		t.Errorf("drawn: %s and %s", a, b)
	}
}
