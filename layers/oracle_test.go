package layers_test

import (
	"bytes"
	"encoding/hex"
	"os/exec"
	"strings"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// byScapy are packets, what Scapy is asked for, and the bytes it gives.
var byScapy = []struct {
	name   string
	packet *Packet
	scapy  string
	bytes  string
}{
	{"TCP SYN with five options",
		Stack(oracleEther, oracleIP(), TCP.New("sport", 40000, "dport", 80, "seq", 1, "flags", "S",
			"options", []Tuple{{"MSS", 1460}, {"SAckOK", ""}, {"Timestamp", Tuple{123, 0}}, {"NOP", nil}, {"WScale", 7}})),
		`E/I/TCP(sport=40000,dport=80,seq=1,flags="S",options=[("MSS",1460),("SAckOK",b""),("Timestamp",(123,0)),("NOP",None),("WScale",7)])`,
		"02000000000202000000000108004500003c000700004006f6b1c0000201c00002029c4000500000000100000000a002200006f00000020405b40402080a0000007b0000000001030307"},
	{"TCP data with odd length",
		Stack(oracleEther, oracleIP("ttl", 3, "tos", 8), TCP.New("sport", 40000, "dport", 80, "seq", 4294967295, "ack", 7, "flags", "PA", "window", 512), "abc"),
		`E/IP(src="192.0.2.1",dst="192.0.2.2",id=7,ttl=3,tos=8)/TCP(sport=40000,dport=80,seq=4294967295,ack=7,flags="PA",window=512)/b"abc"`,
		"02000000000202000000000108004508002b00070000030633bbc0000201c00002029c400050ffffffff0000000750180200c8cb0000616263"},
	{"TCP selective acknowledgement",
		Stack(oracleEther, oracleIP(), TCP.New("sport", 1, "dport", 2, "flags", "A", "options", []Tuple{{"NOP", nil}, {"NOP", nil}, {"SAck", Tuple{100, 200, 300, 400}}})),
		`E/I/TCP(sport=1,dport=2,flags="A",options=[("NOP",None),("NOP",None),("SAck",(100,200,300,400))])`,
		"02000000000202000000000108004500003c000700004006f6b1c0000201c0000202000100020000000000000000a0102000b1be00000101051200000064000000c80000012c00000190"},
	{"DNS query", Stack(oracleEther, oracleIP(), UDP.New("sport", 4000, "dport", 53), DNS.New("id", 1, "rd", 1, "qd", DNSQR.New("qname", "www.example.com"))),
		`E/I/UDP(sport=4000,dport=53)/DNS(id=1,rd=1,qd=DNSQR(qname="www.example.com"))`,
		"02000000000202000000000108004500003d000700004011f6a5c0000201c00002020fa000350029216600010100000100000000000003777777076578616d706c6503636f6d0000010001"},
	{"DNS reply with compression",
		Stack(oracleEther, oracleIP(), UDP.New("sport", 53, "dport", 4000), DNS.New("id", 1, "qr", 1, "rd", 1, "ra", 1, "qd", DNSQR.New("qname", "www.example.com"),
			"an", []*Packet{
				DNSRR.New("rrname", "www.example.com", "type", "CNAME", "ttl", 300, "rdata", "web.example.com"),
				DNSRR.New("rrname", "web.example.com", "type", "A", "ttl", 60, "rdata", "192.0.2.80"),
			}, "ns", DNSRR.New("rrname", "example.com", "type", "NS", "ttl", 60, "rdata", "ns.example.com"))),
		`dns_compress(E/I/UDP(sport=53,dport=4000)/DNS(id=1,qr=1,rd=1,ra=1,qd=DNSQR(qname="www.example.com"),an=DNSRR(rrname="www.example.com",type="CNAME",ttl=300,rdata="web.example.com")/DNSRR(rrname="web.example.com",type="A",ttl=60,rdata="192.0.2.80"),ns=DNSRR(rrname="example.com",type="NS",ttl=60,rdata="ns.example.com")))`,
		"020000000002020000000001080045000070000700004011f672c0000201c000020200350fa0005c2dc900018180000100020001000003777777076578616d706c6503636f6d0000010001c00c000500010000012c000603776562c010c02d000100010000003c0004c0000250c010000200010000003c0005026e73c010"},
	{"IPv6 with two extension headers",
		Stack(oracleEther, oracleIPv6(), IPv6ExtHdrHopByHop.New("options", PacketList{RouterAlert.New()}), IPv6ExtHdrDestOpt.New("options", PacketList{PadN.New("optdata", "ab")}), UDP.New("sport", 4000, "dport", 4001), "x"),
		`E/S/IPv6ExtHdrHopByHop(options=[RouterAlert()])/IPv6ExtHdrDestOpt(options=[PadN(optdata=b"ab")])/UDP(sport=4000,dport=4001)/b"x"`,
		"02000000000202000000000186dd600000000019004020010db800000000000000000000000120010db80000000000000000000000023c0005020000010011000102616201000fa00fa100090d2678"},
	{"IPv6 with routing and fragment header",
		Stack(oracleEther, oracleIPv6(), IPv6ExtHdrRouting.New("addresses", []string{"2001:db8::9"}), IPv6ExtHdrFragment.New("id", 5, "m", 1), UDP.New("sport", 4000, "dport", 4001), "12345678"),
		`E/S/IPv6ExtHdrRouting(addresses=["2001:db8::9"])/IPv6ExtHdrFragment(id=5,m=1)/UDP(sport=4000,dport=4001)/b"12345678"`,
		"02000000000202000000000186dd6000000000302b4020010db800000000000000000000000120010db80000000000000000000000022c0200010000000020010db800000000000000000000000911000001000000050fa00fa10010b43c3132333435363738"},
	{"ICMP error quoting UDP",
		Stack(oracleEther, oracleIP(), ICMP.New("type", "dest-unreach", "code", "port-unreachable"),
			IPerror.New("src", "192.0.2.2", "dst", "192.0.2.1", "id", 9), UDPerror.New("sport", 4000, "dport", 33434), "query"),
		`E/I/ICMP(type="dest-unreach",code="port-unreachable")/IPerror(src="192.0.2.2",dst="192.0.2.1",id=9)/UDPerror(sport=4000,dport=33434)/b"query"`,
		"02000000000202000000000108004500003d000700004001f6b5c0000201c00002020303811f0000000045000021000900004011f6bfc0000202c00002010fa0829a000d99ad7175657279"},
	{"fragmented UDP, first",
		Stack(oracleEther, oracleIP("flags", "MF", "proto", 17), oracleDatagram[:1024]),
		`E/fragment(I/UDP(sport=4000,dport=4001)/(b"0123456789"*120),fragsize=1024)[0]`,
		"020000000002020000000001080045000414000720004011d2cec0000201c00002020fa00fa104b8f6863031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435"},
	{"fragmented UDP, second",
		Stack(oracleEther, oracleIP("frag", 128, "proto", 17), oracleDatagram[1024:]),
		`E/fragment(I/UDP(sport=4000,dport=4001)/(b"0123456789"*120),fragsize=1024)[1]`,
		"0200000000020200000000010800450000cc000700804011f596c0000201c000020236373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839303132333435363738393031323334353637383930313233343536373839"},
	{"ARP request", Stack(Ether.New("src", "02:00:00:00:00:01", "dst", "ff:ff:ff:ff:ff:ff"), ARP.New("hwsrc", "02:00:00:00:00:01", "psrc", "192.0.2.1", "pdst", "192.0.2.2")),
		`Ether(src="02:00:00:00:00:01",dst="ff:ff:ff:ff:ff:ff")/ARP(hwsrc="02:00:00:00:00:01",psrc="192.0.2.1",pdst="192.0.2.2")`,
		"ffffffffffff02000000000108060001080006040001020000000001c0000201000000000000c0000202"},
	{"VLAN in VLAN", Stack(oracleEther, Dot1AD.New("vlan", 100, "prio", 3), Dot1Q.New("vlan", 5), oracleIP(), UDP.New("sport", 4000, "dport", 4001), "x"),
		`E/Dot1AD(vlan=100,prio=3)/Dot1Q(vlan=5)/I/UDP(sport=4000,dport=4001)/b"x"`,
		"02000000000202000000000188a860648100000508004500001d000700004011f6c5c0000201c00002020fa00fa10009e49678"},
	{"802.3 with LLC and SNAP", Stack(Dot3.New("src", "02:00:00:00:00:01", "dst", "02:00:00:00:00:02"), LLC.New(), SNAP.New("OUI", 0, "code", 0x0800), oracleIP()),
		`Dot3(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")/LLC()/SNAP(OUI=0,code=0x800)/I`,
		"020000000002020000000001001caaaa03000000080045000014000700004000f6dfc0000201c0000202"},
	{"DHCP discover", Stack(oracleEther, IP.New("src", "0.0.0.0", "dst", "255.255.255.255"), UDP.New("sport", 68, "dport", 67), BOOTP.New("chaddr", RawVal("\x02\x00\x00\x00\x00\x01"+strings.Repeat("\x00", 10)), "xid", 7),
		DHCP.New("options", []any{Tuple{"message-type", "discover"}, Tuple{"hostname", "pc"}, "end"})),
		`E/IP(src="0.0.0.0",dst="255.255.255.255")/UDP(sport=68,dport=67)/BOOTP(chaddr=b"\x02\x00\x00\x00\x00\x01",xid=7)/DHCP(options=[("message-type","discover"),("hostname","pc"),"end"])`,
		"02000000000202000000000108004500011400010000401179d900000000ffffffff004400430100a0fc0101060000000007000000000000000000000000000000000000000002000000000100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000638253633501010c027063ff"},
	{"neighbour solicitation", Stack(oracleEther, oracleIPv6("hlim", 255), ICMPv6ND_NS.New("tgt", "2001:db8::2"), ICMPv6NDOptSrcLLAddr.New("lladdr", "02:00:00:00:00:01")),
		`E/IPv6(src="2001:db8::1",dst="2001:db8::2",hlim=255)/ICMPv6ND_NS(tgt="2001:db8::2")/ICMPv6NDOptSrcLLAddr(lladdr="02:00:00:00:00:01")`,
		"02000000000202000000000186dd6000000000203aff20010db800000000000000000000000120010db80000000000000000000000028700ec720000000020010db80000000000000000000000020101020000000001"},
	{"options of a router advertisement", Stack(oracleEther, oracleIPv6("hlim", 255), ICMPv6ND_RA.New(), ICMPv6NDOptRouteInfo.New("prefix", "2001:db8:1::", "plen", 48),
		ICMPv6NDOptDNSSL.New("searchlist", []string{"example.com.", "a.b."}), ICMPv6NDOptHAInfo.New("pref", 3), ICMPv6NDOptEFA.New(), ICMPv6NDOptShortcutLimit.New(),
		ICMPv6NDOptSrcAddrList.New("addrlist", []string{"2001:db8::9"})),
		`E/IPv6(src="2001:db8::1",dst="2001:db8::2",hlim=255)/ICMPv6ND_RA(prf=1)/ICMPv6NDOptRouteInfo(prefix="2001:db8:1::",plen=48)/ICMPv6NDOptDNSSL(searchlist=["example.com.","a.b."])/ICMPv6NDOptHAInfo(pref=3)/ICMPv6NDOptEFA()/ICMPv6NDOptShortcutLimit()/ICMPv6NDOptSrcAddrList(addrlist=["2001:db8::9"])`,
		"02000000000202000000000186dd6000000000783aff20010db800000000000000000000000120010db800000000000000000000000286006bca00080708000000000000000018033000ffffffff20010db80001000000000000000000001f040000ffffffff076578616d706c6503636f6d00016101620000000000000008010000000300011a010000000000000601280000000000090300000000000020010db8000000000000000000000009"},
	{"multicast router discovery", Stack(oracleEther, oracleIPv6("hlim", 1), ICMPv6MRD_Advertisement.New("queryint", 125, "robustness", 2)),
		`E/IPv6(src="2001:db8::1",dst="2001:db8::2",hlim=1)/ICMPv6MRD_Advertisement(queryint=125,robustness=2)`,
		"02000000000202000000000186dd6000000000083a0120010db800000000000000000000000120010db800000000000000000000000297140cb5007d0002"},
	{"home agents", Stack(oracleEther, oracleIPv6(), ICMPv6HAADReply.New("id", 7, "addresses", []string{"2001:db8::9"})),
		`E/S/ICMPv6HAADReply(id=7,addresses=["2001:db8::9"])`,
		"02000000000202000000000186dd6000000000183a4020010db800000000000000000000000120010db80000000000000000000000029100656e0007800020010db8000000000000000000000009"},
	{"echo over IPv6", Stack(oracleEther, oracleIPv6(), ICMPv6EchoRequest.New("id", 1, "seq", 2, "data", "hello")),
		`E/S/ICMPv6EchoRequest(id=1,seq=2,data=b"hello")`,
		"02000000000202000000000186dd60000000000d3a4020010db800000000000000000000000120010db80000000000000000000000028000e06d0001000268656c6c6f"},
	{"a checksum that comes out as 0", Stack(oracleEther, oracleIP(), UDP.New("sport", 4000, "dport", 4001), "\x5c\x95"),
		`E/I/UDP(sport=4000,dport=4001)/b"\x5c\x95"`,
		"02000000000202000000000108004500001e000700004011f6c4c0000201c00002020fa00fa1000affff5c95"},
	{"wrong on purpose", Stack(oracleEther, oracleIP("chksum", 0x1234, "len", 9, "ihl", 6), UDP.New("sport", 4000, "dport", 4001, "len", 1, "chksum", 0), "x"),
		`E/IP(src="192.0.2.1",dst="192.0.2.2",id=7,chksum=0x1234,len=9,ihl=6)/UDP(sport=4000,dport=4001,len=1,chksum=0)/b"x"`,
		"0200000000020200000000010800460000090007000040111234c0000201c00002020fa00fa10001000078"},
	{"IP in IP", Stack(oracleEther, oracleIP(), oracleIP("ttl", 9), UDP.New("sport", 4000, "dport", 4001), "x"),
		`E/I/IP(src="192.0.2.1",dst="192.0.2.2",id=7,ttl=9)/UDP(sport=4000,dport=4001)/b"x"`,
		"020000000002020000000001080045000031000700004004f6bec0000201c00002024500001d0007000009112dc6c0000201c00002020fa00fa10009e49678"},
}

// oracleNames are the layers that both tables use.
const oracleNames = `
E=Ether(src="02:00:00:00:00:01",dst="02:00:00:00:00:02")
I=IP(src="192.0.2.1",dst="192.0.2.2",id=7)
S=IPv6(src="2001:db8::1",dst="2001:db8::2")
`

var oracleEther = Ether.New("src", "02:00:00:00:00:01", "dst", "02:00:00:00:00:02")

// oracleDatagram is a UDP header and payload without its IP header.
var oracleDatagram = Stack(oracleIP(), UDP.New("sport", 4000, "dport", 4001), strings.Repeat("0123456789", 120)).Build()[20:]

func oracleIP(pairs ...any) *Packet {
	return IP.New(append([]any{"src", "192.0.2.1", "dst", "192.0.2.2", "id", 7}, pairs...)...)
}

func oracleIPv6(pairs ...any) *Packet {
	return IPv6.New(append([]any{"src", "2001:db8::1", "dst", "2001:db8::2"}, pairs...)...)
}

// TestBuiltAsScapyDid compares with what Scapy built when the table was written.
func TestBuiltAsScapyDid(t *testing.T) {
	for _, c := range byScapy {
		if got := hex.EncodeToString(c.packet.Build()); got != c.bytes {
			t.Errorf("%s: built\n%s\nby Scapy\n%s", c.name, got, c.bytes)
		}
	}
}

// TestBuiltAsScapyDoes asks Scapy itself, where it is installed.
func TestBuiltAsScapyDoes(t *testing.T) {
	python := scapyPython()
	if python == "" {
		t.Skip("Scapy is not here")
	}
	script := "import logging\nlogging.getLogger('scapy').setLevel(logging.CRITICAL)\nfrom scapy.all import *\n" + oracleNames
	for _, c := range byScapy {
		script += "print(bytes(" + c.scapy + ").hex())\n"
	}
	cmd := exec.Command(python, "-")
	cmd.Stdin = strings.NewReader(script)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	lines := strings.Fields(string(out))
	if len(lines) != len(byScapy) {
		t.Fatalf("Scapy gave %d packets of %d", len(lines), len(byScapy))
	}
	for i, c := range byScapy {
		if lines[i] != c.bytes {
			t.Errorf("%s: Scapy builds\n%s\nthe table has\n%s", c.name, lines[i], c.bytes)
		}
	}
}

// scapyPython is a Python that has Scapy, "" when there is none.
func scapyPython() string {
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import scapy").Run() == nil {
			return name
		}
	}
	return ""
}
