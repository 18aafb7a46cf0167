package bpf

import "testing"

// everyday are filters as people write them.
var everyday = []string{
	"tcp port 80", "tcp port 80 and host 1.2.3.4", "host 10.0.0.1", "icmp", "udp port 53", "not port 22",
	"tcp port 80 and not host 10.0.0.1", "net 10.0.0.0/8", "src net 192.168.0.0/16 and dst port 443", "arp or icmp",
	"tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", "host 10.0.0.1 and (port 80 or port 443)", "vlan 100 and ip", "ip6 and not icmp6",
	"ether host aa:bb:cc:dd:ee:ff", "port 80 or 443 or 8080", "icmp or (udp and (port 67 or port 68))",
	"tcp port 80 and (((ip[2:2] - ((ip[0]&0xf)<<2)) - ((tcp[12]&0xf0)>>2)) != 0)",
}

func BenchmarkCompile(b *testing.B) {
	for b.Loop() {
		for _, e := range everyday {
			if _, err := Compile(e, 1, testOptions); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(everyday)), "ns/filter")
}

func benchmarkMatch(b *testing.B, expr string, only func(*Program, pkt) bool) {
	pkts, link := readPcap(b, "EN10MB.pcap")
	p, err := Compile(expr, link, testOptions)
	if err != nil {
		b.Fatal(err)
	}
	var chosen []pkt
	for _, k := range pkts {
		if only(p, k) {
			chosen = append(chosen, k)
		}
	}
	if len(chosen) == 0 {
		b.Skip("no such packet")
	}
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		for _, k := range chosen {
			if p.Match(k.data, k.wire) {
				n++
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(chosen)), "ns/packet")
}

const benchExpr = "tcp port 80 and host 1.2.3.4"

func BenchmarkMatchAll(b *testing.B) {
	benchmarkMatch(b, benchExpr, func(*Program, pkt) bool { return true })
}

func BenchmarkMatchTrue(b *testing.B) {
	benchmarkMatch(b, benchExpr, func(p *Program, k pkt) bool { return p.Match(k.data, k.wire) })
}

func BenchmarkMatchPayload(b *testing.B) {
	benchmarkMatch(b, everyday[len(everyday)-1], func(p *Program, k pkt) bool { return p.Match(k.data, k.wire) })
}
