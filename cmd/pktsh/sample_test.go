package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	. "pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/pcapio"
)

var update = flag.Bool("update", false, "write the sample capture")

// samplePath is the capture that the documentation uses: traffic of a client, 192.0.2.10, in a network that only exists on
// paper (RFC 5737, RFC 3849, RFC 7042).
const samplePath = "../../testdata/captures/sample.pcap"

// The parties of the sample.
const (
	clientMAC, routerMAC = "00:00:5e:00:53:0a", "00:00:5e:00:53:01"
	client, router       = "192.0.2.10", "192.0.2.1"
	resolver, web        = "198.51.100.53", "203.0.113.80"
	client6, web6        = "2001:db8::10", "2001:db8:80::80"
)

// out and in are the headers below what goes to and comes from a host beyond the router.
func out(dst string, id int, proto ...any) *packet.Packet {
	return packet.Stack(Ether.New("src", clientMAC, "dst", routerMAC), IP.New(append([]any{"src", client, "dst", dst, "id", id}, proto...)...))
}

func in(src string, id int, proto ...any) *packet.Packet {
	return packet.Stack(Ether.New("src", routerMAC, "dst", clientMAC),
		IP.New(append([]any{"src", src, "dst", client, "id", id, "ttl", 57}, proto...)...))
}

// sample builds the packets.
func sample() packet.PacketList {
	// An Ethernet frame has at least 60 bytes without its check sequence; the short ones that arrive are padded.
	pad := make([]byte, 18)
	question := DNSQR.New("qname", "www.example.com")
	answer := DNSRR.New("rrname", "www.example.com", "ttl", 300, "rdata", web)
	request := "GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n"
	response := "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nhello\n"
	mss := []packet.Tuple{{"MSS", 1460}, {"SAckOK", ""}, {"NOP", nil}, {"WScale", 7}}
	probe := packet.Stack(IP.New("src", client, "dst", web, "id", 41, "ttl", 1), UDP.New("sport", 40001, "dport", 33434), "traceroute").Build()
	long := bytes.Repeat([]byte("fragmented "), 200) // 2200 bytes
	datagram := packet.Stack(IP.New("src", client, "dst", web), UDP.New("sport", 40002, "dport", 7), long).Build()[20:]

	list := packet.PacketList{
		packet.Stack(Ether.New("src", clientMAC, "dst", "ff:ff:ff:ff:ff:ff"),
			ARP.New("op", "who-has", "hwsrc", clientMAC, "psrc", client, "pdst", router)),
		packet.Stack(Ether.New("src", routerMAC, "dst", clientMAC),
			ARP.New("op", "is-at", "hwsrc", routerMAC, "psrc", router, "hwdst", clientMAC, "pdst", client), packet.Padding.New("load", pad)),

		packet.Stack(out(resolver, 31), UDP.New("sport", 40000, "dport", 53), DNS.New("id", 7, "rd", 1, "qd", question)),
		packet.Stack(in(resolver, 900), UDP.New("sport", 53, "dport", 40000), DNS.New("id", 7, "qr", 1, "rd", 1, "ra", 1, "qd", question, "an", answer)),

		packet.Stack(out(web, 32), TCP.New("sport", 50000, "dport", 80, "seq", 1000, "flags", "S", "window", 64240, "options", mss)),
		packet.Stack(in(web, 0), TCP.New("sport", 80, "dport", 50000, "seq", 5000, "ack", 1001, "flags", "SA", "window", 65160, "options", mss)),
		packet.Stack(out(web, 33), TCP.New("sport", 50000, "dport", 80, "seq", 1001, "ack", 5001, "flags", "A", "window", 502)),
		packet.Stack(out(web, 34), TCP.New("sport", 50000, "dport", 80, "seq", 1001, "ack", 5001, "flags", "PA", "window", 502), request),
		packet.Stack(in(web, 701), TCP.New("sport", 80, "dport", 50000, "seq", 5001, "ack", 1001+len(request), "flags", "PA", "window", 509), response),
		packet.Stack(out(web, 35), TCP.New("sport", 50000, "dport", 80, "seq", 1001+len(request), "ack", 5001+len(response), "flags", "FA", "window", 501)),
		packet.Stack(in(web, 702), TCP.New("sport", 80, "dport", 50000, "seq", 5001+len(response), "ack", 1002+len(request), "flags", "FA", "window", 509)),
		packet.Stack(out(web, 36), TCP.New("sport", 50000, "dport", 80, "seq", 1002+len(request), "ack", 5002+len(response), "flags", "A", "window", 501)),

		packet.Stack(out(web, 37), ICMP.New("type", "echo-request", "id", 9, "seq", 1), "abcdefghijklmnopqrstuvwabcdefghi"),
		packet.Stack(in(web, 703), ICMP.New("type", "echo-reply", "id", 9, "seq", 1), "abcdefghijklmnopqrstuvwabcdefghi"),
		packet.Stack(Ether.New("src", clientMAC, "dst", routerMAC), IP.Dissect(probe)),
		packet.Stack(in(router, 11, "ttl", 64), ICMP.New("type", "time-exceeded", "code", 0), probe[:28]),

		packet.Stack(Ether.New("src", clientMAC, "dst", routerMAC), IPv6.New("src", client6, "dst", web6, "hlim", 64),
			TCP.New("sport", 50001, "dport", 443, "seq", 2000, "flags", "S", "window", 64800)),
		packet.Stack(Ether.New("src", routerMAC, "dst", clientMAC), IPv6.New("src", web6, "dst", client6, "hlim", 57),
			TCP.New("sport", 443, "dport", 50001, "ack", 2001, "flags", "RA", "window", 0)),

		packet.Stack(Ether.New("src", clientMAC, "dst", routerMAC), Dot1Q.New("vlan", 42), IP.New("src", client, "dst", "192.0.2.123", "id", 38),
			UDP.New("sport", 123, "dport", 123), bytes.Repeat([]byte{0x23}, 48)),

		packet.Stack(out(web, 39, "flags", "MF", "proto", 17), datagram[:1480]),
		packet.Stack(out(web, 39, "frag", 185, "proto", 17), datagram[1480:]),
	}
	start := time.Date(2024, 5, 17, 9, 0, 0, 0, time.UTC)
	for i, p := range list {
		p.SetTime(start.Add(time.Duration(i*i) * 1700 * time.Microsecond))
	}
	return list
}

// TestSample tells when the bundled capture is not what sample builds.
func TestSample(t *testing.T) {
	name := filepath.Join(t.TempDir(), "sample.pcap")
	if err := pcapio.Wrpcap(name, sample()); err != nil {
		t.Fatal(err)
	}
	built, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(samplePath, built, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	bundled, err := os.ReadFile(samplePath)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(bundled, built) {
		t.Errorf("%s is not what sample() builds: go test ./cmd/pktsh -run Sample -update", samplePath)
	}
}
