package sniff

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/labtest"
)

// serve runs a machine in the background in b's namespace, without routers between a and b.
func serve(t *testing.T, lab *labtest.Lab, make func() (*AnsweringMachine, error)) {
	t.Helper()
	lab.Run(lab.B, func() {
		m, err := make()
		if err != nil {
			t.Fatal(err)
		}
		m.Options.Verbose = 0
		if m.SendReply == nil { // the test's other threads are in other namespaces
			m.SendReply = func(reply *packet.Packet) (err error) {
				lab.Run(lab.B, func() { _, err = Sendp(reply, SendOptions{Iface: "eth0", Verbose: 0}) })
				return err
			}
		}
		if err := m.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := m.Stop(); err != nil {
				t.Error(err)
			}
			if m.Running() {
				t.Error("it runs still")
			}
		})
	})
}

func TestAnswerARP(t *testing.T) {
	lab := labtest.NewChain(t, 0)
	serve(t, lab, func() (*AnsweringMachine, error) {
		return ARPAm(ARPAmOptions{IPaddr: "10.9.0.64/28", ARPaddr: "02:00:00:00:00:99", Iface: "eth0"})
	})
	lab.Run(lab.A, func() {
		r, unans, err := Arping("10.9.0.0/25", ArpingOptions{Verbose: 0})
		if err != nil || len(r) != 17 {
			t.Fatal(r, unans, err)
		}
		for _, qa := range r {
			if hw := qa.Answer.Str("hwsrc"); hw != "02:00:00:00:00:99" && hw != labtest.MACB {
				t.Error(qa.Answer)
			}
		}
	})
}

func TestAnswerEcho(t *testing.T) {
	lab := labtest.NewChain(t, 0)
	serve(t, lab, func() (*AnsweringMachine, error) { return ICMPEchoAm(AnswerOptions{Iface: "eth0"}), nil })
	lab.Run(lab.A, func() {
		ask := packet.Stack(layers.Ether.New("src", labtest.MACA, "dst", labtest.MACB), layers.IP.New("src", "10.9.0.1", "dst", "192.0.2.77"),
			layers.ICMP.New("id", 7, "seq", 3), "what I said")
		p, err := Srp1(ask, AskOptions{Iface: "eth0", Timeout: 2 * time.Second, Verbose: 0})
		if err != nil || p == nil || p.Layer(layers.IP).Str("src") != "192.0.2.77" || string(p.Layer(packet.Raw).Bytes("load")) != "what I said" {
			t.Fatal(p, err)
		}
	})
}

func TestAnswerDNS(t *testing.T) {
	lab := labtest.NewChain(t, 0)
	serve(t, lab, func() (*AnsweringMachine, error) {
		return DNSAm(DNSAmOptions{Joker: "192.0.2.1", Match: map[string]string{"*.Example.com": "192.0.2.2", "six.example.org": "2001:db8::6"}, Iface: "eth0"})
	})
	lab.Run(lab.A, func() {
		for _, c := range [][3]string{
			{"www.example.com", "A", "192.0.2.2"}, {"other.example.net", "A", "192.0.2.1"}, {"six.example.org", "AAAA", "2001:db8::6"},
		} {
			list, err := DnsResolve(c[0], DnsResolveOptions{Qtype: c[1], Nameserver: "10.9.0.2", Timeout: 2 * time.Second})
			if err != nil || len(list) != 1 || list[0].Str("rdata") != c[2] {
				t.Errorf("%s: %v %v", c[0], list, err)
			}
		}
		if _, err := DnsResolve("x.example", DnsResolveOptions{Qtype: "NOTYPE"}); err == nil || !strings.Contains(err.Error(), "qtype") {
			t.Error(err)
		}
	})
}

func TestAnswerDHCP(t *testing.T) {
	lab := labtest.NewChain(t, 0)
	serve(t, lab, func() (*AnsweringMachine, error) {
		return DHCPAm(DHCPAmOptions{Pool: "10.9.0.128/30", Network: "10.9.0.0/24", Iface: "eth0", Domain: "lab"})
	})
	lab.Run(lab.A, func() {
		var first string
		for i, o := range []DhcpRequestOptions{{}, {Hw: "02:00:00:00:00:51"}, {ReqType: "request"}} {
			o.Iface, o.Verbose = "eth0", 0
			if o.ReqType == "request" {
				o.RequestedAddr, o.ServerId = first, "10.9.0.2"
			}
			p, err := DhcpRequest(o)
			if err != nil || p == nil {
				t.Fatal(p, err)
			}
			addr, said := p.Layer(layers.BOOTP).Str("yiaddr"), dhcpOptions(p)
			want := []string{"10.9.0.128", "10.9.0.129", "10.9.0.128"}[i]
			if first = "10.9.0.128"; addr != want || said["router"] != "10.9.0.2" || said["subnet_mask"] != "255.255.255.0" || said["lease_time"] != 1800 {
				t.Errorf("request %d: %s %v", i, addr, said)
			}
		}
		// No server is asked by a request that names another, and an address that belongs to someone is refused.
		if p, err := DhcpRequest(DhcpRequestOptions{ReqType: "request", ServerId: "10.9.0.99", Iface: "eth0", Verbose: 0, Timeout: 300 * time.Millisecond}); p != nil || err != nil {
			t.Error(p, err)
		}
		p, err := DhcpRequest(DhcpRequestOptions{ReqType: "request", RequestedAddr: "10.9.0.129", Iface: "eth0", Verbose: 0})
		if err != nil || p == nil || dhcpOptions(p)["message-type"] != dhcpNak {
			t.Error(p, err)
		}
		if !Conf.CheckIPaddr {
			t.Error("conf.checkIPaddr was left off")
		}
	})
}

func TestArpcachepoison(t *testing.T) {
	lab := labtest.NewChain(t, 0)
	lab.Exec(lab.B, "ip", "neigh", "replace", "10.9.0.77", "lladdr", "02:00:00:00:00:77", "dev", "eth0", "nud", "stale")
	lab.Run(lab.A, func() {
		if err := Arpcachepoison("10.9.0.2", "10.9.0.77", PoisonOptions{Count: 1, Verbose: 0}); err != nil {
			t.Fatal(err)
		}
	})
	deadline := time.Now().Add(2 * time.Second)
	for !strings.Contains(lab.Exec(lab.B, "ip", "neigh", "show", "10.9.0.77"), labtest.MACA) {
		if time.Now().After(deadline) {
			t.Fatal(lab.Exec(lab.B, "ip", "neigh"))
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestReportPorts(t *testing.T) {
	lab := labtest.New(t)
	lab.Serve(80)
	lab.Run(lab.A, func() {
		r, err := ReportPorts("10.8.0.2", packet.Tuple{79, 81}, ReportOptions{Verbose: 0})
		if err != nil {
			t.Fatal(err)
		}
		want := "port   name             state      answer\n80     http             open       TCP SA\n79     finger           closed     TCP RA\n81                      closed     TCP RA"
		if got := r.String(); got != want || fmt.Sprint(r.Open()) != "[80]" {
			t.Errorf("%s\n%v", got, r.Open())
		}
	})
}

func TestIPIDCount(t *testing.T) {
	var list packet.PacketList
	for _, id := range []int{9000, 5, 6, 100, 7, 101} {
		list = append(list, packet.Stack(layers.IP.New("id", id, "src", "1.1.1.1", "dst", "127.0.0.1"), layers.TCP.New("flags", "SA")))
	}
	out := printed(func() {
		if err := IPIDCount(list); err != nil {
			t.Error(err)
		}
	})
	if !strings.HasPrefix(out, "Probably 3 classes: [5, 100, 9000]\n    5 IP / TCP 1.1.1.1:ftp_data > 127.0.0.1:http SA\n") {
		t.Error(out)
	}
}

func TestLeasesRunOut(t *testing.T) {
	s := &leases{o: DHCPAmOptions{Gw: "10.0.0.1"}, net: netip.MustParsePrefix("10.0.0.0/30"), pool: packet.Net("10.0.0.0/30"), byHost: map[string]netip.Addr{}, taken: map[netip.Addr]string{}}
	if a, ok := s.lease("one"); !ok || a.String() != "10.0.0.2" {
		t.Error(a, ok)
	}
	if a, ok := s.lease("two"); ok {
		t.Error(a)
	}
	s.release("one")
	if a, ok := s.lease("two"); !ok || a.String() != "10.0.0.2" {
		t.Error(a, ok)
	}
}
