package gopacket_test

import (
	"bytes"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	gp "github.com/google/gopacket"
	"github.com/google/gopacket/layers"

	own "pktsh/layers"
	"pktsh/layers/gopacket"
	"pktsh/layers/packet"
	"pktsh/pcapio"
)

var (
	ip  = own.IP.New("src", "192.0.2.1", "dst", "192.0.2.2", "id", 1)
	eth = own.Ether.New("src", "02:00:00:00:00:01", "dst", "02:00:00:00:00:02")
	udp = packet.Stack(eth, ip, own.UDP.New("sport", 1000, "dport", 2000), "hello")
)

func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func names(p *packet.Packet) string {
	var s []string
	for _, q := range p.Layers() {
		s = append(s, q.Name())
	}
	return strings.Join(s, "/")
}

// What gopacket reads and what it carries, ours again where it can be.
func TestLayers(t *testing.T) {
	inner := hex.EncodeToString(packet.Stack(ip, own.UDP.New(), "x").Build())
	frame := hex.EncodeToString(udp.Build())
	for _, c := range []struct {
		name  string
		under *packet.Packet
		hex   string
		want  string
	}{
		{"GRE", packet.Stack(eth, ip.Copy()), "0000 0800" + inner, "Ether/IP/GRE/IP/UDP/"},
		{"GRE bridge", packet.Stack(eth, ip.Copy()), "0000 6558" + frame, "Ether/IP/GRE/Ether/IP/UDP/Raw"},
		{"GRE cut", packet.Stack(eth, ip.Copy()), "00", "Ether/IP/GRE"},
		{"MPLS", eth.Copy(), "00010040 00011140" + inner, "Ether/MPLS/MPLS/IP/UDP/"},
		{"VXLAN", packet.Stack(eth, ip, own.UDP.New("sport", 40000, "dport", 4789)), "08000000 00000700" + frame, "Ether/IP/UDP/VXLAN/Ether/IP/UDP/Raw"},
		{"no VXLAN", packet.Stack(eth, ip, own.UDP.New("sport", 40000, "dport", 4789)), "09000000 000007", "Ether/IP/UDP/Raw"},
		{"OSPF", packet.Stack(eth, ip.Copy()), "0201002c 01010101 00000000 0000 0000 0000000000000000 ffffff00 000a 12 01 00000028 00000000 00000000", "Ether/IP/OSPF"},
		{"IGMP", packet.Stack(eth, ip.Copy()), "1100ee9b 00000000", "Ether/IP/IGMP"},
		{"SCTP", packet.Stack(eth, ip.Copy()), "03e80b5a 00000000 00000000 0b000004 00030011 00000001 00000000 00000003 41000000", "Ether/IP/SCTP/SCTPChunkCookieAck/SCTPChunkData"},
		{"PPPoE", eth.Copy(), "11000001 00 1f 0021" + inner, "Ether/PPPoE/PPP/IP/UDP/"},
		{"TLS data", packet.Stack(eth, ip, own.TCP.New("sport", 40000, "dport", 443, "flags", "PA")), "1703030003 010203", "Ether/IP/TCP/TLS"},
		{"no TLS", packet.Stack(eth, ip, own.TCP.New("sport", 40000, "dport", 443, "flags", "PA")), "1703030103 010203", "Ether/IP/TCP/Raw"},
		{"GTP", packet.Stack(eth, ip, own.UDP.New("sport", 2152, "dport", 2152)), "32ff0005 00000001 0000 00 00 00", "Ether/IP/UDP/Raw"},
	} {
		t.Run(c.name, func(t *testing.T) {
			under := c.under.Copy()
			switch proto := strings.Fields(c.name)[0]; proto {
			case "GRE":
				must(t, under.Set("proto", 47))
			case "OSPF":
				must(t, under.Set("proto", 89))
			case "IGMP":
				must(t, under.Set("proto", 2))
			case "SCTP":
				must(t, under.Set("proto", 132))
			case "MPLS":
				must(t, under.Set("type", 0x8847))
			case "PPPoE":
				must(t, under.Set("type", 0x8864))
			}
			raw := packet.Stack(under, unhex(t, c.hex)).Build()
			p := own.Ether.Dissect(raw)
			if got := names(p); !strings.HasPrefix(got, c.want) {
				t.Errorf("layers %s, want %s", got, c.want)
			}
			for n := range raw {
				safe(t, own.Ether, raw[:n])
			}
			must(t, p.Set("src", "02:00:00:00:00:03"))
			raw[11] = 3
			if got := p.Build(); !bytes.Equal(got, raw) {
				t.Errorf("edited below: %x, want %x", got, raw)
			}
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// safe reads all that can be read of b, and checks that it is rebuilt.
func safe(t testing.TB, p *packet.Proto, b []byte) {
	t.Helper()
	q := p.Dissect(b)
	_, _, _ = q.ShowText(), q.Summary(), q.Repr()
	if got := q.Build(); !bytes.Equal(got, b) {
		t.Fatalf("%s: %x rebuilt as %x", p, b, got)
	}
}

func TestShow(t *testing.T) {
	raw := packet.Stack(ip.Copy(), unhex(t, "0201002c 01010101 00000000 0000 0000 0000000000000000 ffffff00 000a 12 01 00000028 00000000 00000000")).Build()
	raw[9] = 89
	p := own.IP.Dissect(raw).Layer("OSPF")
	text := p.ShowText()
	for _, want := range []string{"###[ OSPF (gopacket, read-only) ]###\n", "  Version   = 2\n", "  Type      = Hello\n", "  RouterID  = 16843009\n", "HelloInterval=10"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	if p.Int("Version") != 2 || p.Get("Type") != 1 || p.Str("Type") != "Hello" {
		t.Errorf("Version %v, Type %v %q", p.Get("Version"), p.Get("Type"), p.Str("Type"))
	}
	if err := p.Set("Version", 3); err == nil || !strings.Contains(err.Error(), "OSPF.Version: the layer is decoded by gopacket and is read-only") {
		t.Errorf("Set: %v", err)
	}
}

// A protocol that package layers defines leaves this package.
func TestNames(t *testing.T) {
	seen := make(map[string]bool)
	for _, p := range packet.Protos() {
		name := strings.ToLower(p.Name())
		if seen[name] {
			t.Errorf("two protocols are called %s", p)
		}
		seen[name] = true
		if p.Foreign() && len(p.Fields()) == 0 && !strings.HasPrefix(p.Name(), "Dot11") && !strings.HasPrefix(p.Name(), "USB") {
			t.Errorf("%s has no fields", p)
		}
	}
}

func TestConversion(t *testing.T) {
	p := udp.Copy()
	p.SetTime(time.Unix(1700000000, 5))
	p.SetWireLen(100)
	g := gopacket.ToGopacket(p)
	if l := g.Layer(layers.LayerTypeUDP); l == nil || l.(*layers.UDP).DstPort != 2000 {
		t.Fatalf("no UDP to port 2000: %v", g)
	}
	q := gopacket.FromGopacket(g)
	if !bytes.Equal(q.Build(), p.Build()) || !q.Time().Equal(p.Time()) || q.WireLen() != 100 || names(q) != "Ether/IP/UDP/Raw" {
		t.Errorf("came back as %s, %v, %d bytes on the wire", q.Repr(), q.Time(), q.WireLen())
	}
	plain := gp.NewPacket([]byte("text"), gp.LayerTypePayload, gp.Default)
	if q := gopacket.FromGopacket(plain); names(q) != "Raw" {
		t.Errorf("a payload came as %s", q.Repr())
	}
	if l := gopacket.ToGopacket(packet.Raw.New("load", "x")).Layers(); len(l) != 1 || l[0].LayerType() != gp.LayerTypePayload {
		t.Errorf("Raw went as %v", l)
	}
}

// gopacket's GTP decoder prints; nothing here may.
func TestSilent(t *testing.T) {
	r, w, err := os.Pipe()
	must(t, err)
	old := os.Stdout
	os.Stdout = w
	gtp := packet.Stack(eth, ip, own.UDP.New("sport", 2152, "dport", 2152), unhex(t, "34ff000c 00000001 0000 00 85 01 00 00 00 00 00 00 00"))
	gopacket.ToGopacket(gtp).Layers()
	own.Ether.Dissect(gtp.Build()).ShowText()
	os.Stdout = old
	w.Close()
	if out, err := io.ReadAll(r); err != nil || len(out) > 0 {
		t.Errorf("printed %q, %v", out, err)
	}
}

// A count in an sFlow record must not make gopacket reserve memory for it.
func TestMemory(t *testing.T) {
	b := unhex(t, "00000005 00000001 7f000001 00000000 00000001 00000001 00000001"+
		"00000001 00000060 00000001 00000001 00000001 00000001 00000000 00000001 00000001 00000001"+
		"000003eb 00000030 00000001 7f000001 00000001 00000001 00000001 00000001 00000001 10000000 00000000")
	raw := packet.Stack(eth, ip, own.UDP.New("sport", 6343, "dport", 6343), b).Build()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	safe(t, own.Ether, raw)
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 1<<20 {
		t.Errorf("reading %d bytes took %d bytes of memory", len(raw), got)
	}
}

// Captured bytes may lie in a mapped file, which cannot be written to.
func TestInputIsKept(t *testing.T) {
	raw := unhex(t, "303018004f3b3030303030263030303030302e3030303030eb3000000000000002000000ffffff0218000000020000720000"+strings.Repeat("00", 28)+"02000000ffffffff")
	before := bytes.Clone(raw)
	for _, p := range packet.Protos() {
		if p.Foreign() {
			_ = p.Dissect(raw).ShowText()
		}
	}
	if !bytes.Equal(raw, before) {
		t.Errorf("reading wrote into the bytes read: %x, were %x", raw, before)
	}
}

// FuzzForeign reads arbitrary bytes as each protocol that gopacket decodes.
func FuzzForeign(f *testing.F) {
	var all []*packet.Proto
	for _, p := range packet.Protos() {
		if p.Foreign() {
			all = append(all, p)
		}
	}
	for i := range all {
		f.Add(byte(i), udp.Build())
		f.Add(byte(i), bytes.Repeat([]byte{0xff, 3, 0, 0, 0, 1}, 20))
	}
	f.Fuzz(func(t *testing.T, i byte, b []byte) {
		start := time.Now()
		safe(t, all[int(i)%len(all)], b)
		if d := time.Since(start); d > 2*time.Second {
			t.Errorf("%d bytes took %v", len(b), d)
		}
	})
}

// TestCaptures reads what the captures hold, and names what must be among it.
func TestCaptures(t *testing.T) {
	files, err := filepath.Glob("../../../shared/captures/tcpdump/*.pcap*")
	must(t, err)
	if len(files) == 0 {
		t.Skip("the shared captures are not here")
	}
	seen := make(map[string]int)
	for _, f := range files {
		if st, err := os.Stat(f); err != nil || st.Size() > 1<<20 {
			continue
		}
		pkts, err := pcapio.Rdpcap(f)
		if err != nil && len(pkts) == 0 {
			continue // made to be broken; package pcapio tests those
		}
		for _, p := range pkts {
			_, _ = p.ShowText(), p.Summary()
			for _, q := range p.Layers() {
				seen[q.Name()]++
			}
		}
	}
	for _, name := range []string{"GRE", "OSPF", "VRRP", "BFD", "AH", "ESP", "LLDP", "PPP", "IGMP", "GENEVE", "VXLAN", "SFlow", "EAPOL", "DHCP6", "NTP", "MPLS", "SCTP", "RadioTap", "Dot11", "Dot11Elt", "PPPoE", "Radius"} {
		if p := packet.Lookup(name); p != nil && p.Foreign() && seen[name] == 0 {
			t.Errorf("no packet has %s", name)
		}
	}
}
