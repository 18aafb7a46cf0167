package layers

import (
	"encoding/hex"
	"testing"

	"pktsh/layers/packet"
)

type scapyTest struct {
	packet  *packet.Packet
	bytes   string
	summary string
}

// asScapy are packets with the bytes and the summary that Scapy 2.5 gives the
// same packet, but that Scapy leaves the addresses out of the summary above an
// IPv6 extension header.
var asScapy = []scapyTest{
	{stack(ip6, TCP.New()),
		"600000000014064020010db800000000000000000000000120010db800000000000000000000000200140050000000000000000050022000340a0000",
		"IPv6 / TCP 2001:db8::1:ftp_data > 2001:db8::2:http S"},
	{stack(ip6, "abc"),
		"6000000000033b4020010db800000000000000000000000120010db8000000000000000000000002616263",
		"2001:db8::1 > 2001:db8::2 (59) / Raw"},
	{stack(ip6, IPv6ExtHdrHopByHop.New("options", list(RouterAlert.New())), UDP.New()),
		"600000000010004020010db800000000000000000000000120010db80000000000000000000000021100050200000100003500350008a3ff",
		"IPv6 / IPv6ExtHdrHopByHop / UDP 2001:db8::1:domain > 2001:db8::2:domain"},
	{stack(ip6, IPv6ExtHdrHopByHop.New("options", list(RouterAlert.New(), Jumbo.New("jumboplen", 70000),
		HAO.New("hoa", "2001:db8::5"), PadN.New("optdata", "abc"))), UDP.New()),
		"600000000030004020010db800000000000000000000000120010db8000000000000000000000002110405020000c204000111700100c91020010db80000000000000000000000050103616263010100003500350008a3ff",
		"IPv6 / IPv6ExtHdrHopByHop / UDP 2001:db8::1:domain > 2001:db8::2:domain"},
	{stack(ip6, IPv6ExtHdrFragment.New("id", 7), TCP.New()),
		"60000000001c2c4020010db800000000000000000000000120010db8000000000000000000000002060000000000000700140050000000000000000050022000340a0000",
		"IPv6 / IPv6ExtHdrFragment / TCP 2001:db8::1:ftp_data > 2001:db8::2:http S"},
	{stack(ip6, IPv6ExtHdrFragment.New("id", 7, "offset", 10), "abcdefgh"),
		"6000000000102c4020010db800000000000000000000000120010db80000000000000000000000023b000050000000076162636465666768",
		"2001:db8::1 > 2001:db8::2 (44) / IPv6ExtHdrFragment / Raw"},
	{stack(ip6, IPv6ExtHdrDestOpt.New(), "xx"),
		"60000000000a3c4020010db800000000000000000000000120010db80000000000000000000000023b000104000000007878",
		"2001:db8::1 > 2001:db8::2 (60) / IPv6ExtHdrDestOpt / Raw"},
	{stack(ip6, IPv6ExtHdrRouting.New("addresses", []string{"2001:db8::9"}), TCP.New()),
		"60000000002c2b4020010db800000000000000000000000120010db8000000000000000000000002060200010000000020010db80000000000000000000000090014005000000000000000005002200034030000",
		"IPv6 / IPv6ExtHdrRouting / TCP 2001:db8::1:ftp_data > 2001:db8::2:http S"},
	{stack(ip6, IPv6ExtHdrSegmentRouting.New("addresses", []string{"2001:db8::9", "2001:db8::7"}), TCP.New()),
		"60000000003c2b4020010db800000000000000000000000120010db8000000000000000000000002060404010100000020010db800000000000000000000000920010db80000000000000000000000070014005000000000000000005002200034030000",
		"IPv6 / IPv6ExtHdrSegmentRouting / TCP 2001:db8::1:ftp_data > 2001:db8::2:http S"},
	{stack(ip6, IP.New("src", "127.0.0.1"), UDP.New()),
		"60000000001c044020010db800000000000000000000000120010db80000000000000000000000024500001c0001000040117cce7f0000017f0000010035003500080172",
		"IPv6 / IP / UDP 127.0.0.1:domain > 127.0.0.1:domain"},
	{stack(ip6, ip6, UDP.New()),
		"600000000030294020010db800000000000000000000000120010db8000000000000000000000002600000000008114020010db800000000000000000000000120010db8000000000000000000000002003500350008a3ff",
		"IPv6 / IPv6 / UDP 2001:db8::1:domain > 2001:db8::2:domain"},
	{stack(IP.New(), ip6, UDP.New()),
		"450000440001000040297c8e7f0000017f000001600000000008114020010db800000000000000000000000120010db8000000000000000000000002003500350008a3ff",
		"IP / IPv6 / UDP 2001:db8::1:domain > 2001:db8::2:domain"},

	{stack(IP.New("src", "1.1.1.1", "dst", "2.2.2.2", "frag", 7), "xyz"),
		"4500001700010007400074da010101010202020278797a", "1.1.1.1 > 2.2.2.2 hopopt frag:7 / Raw"},
	{withOptions(IPOption_NOP.New()), "01000000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_Security.New()), "820b00000000000078787800001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_LSRR.New("routers", []string{"1.2.3.4", "5.6.7.8"})),
		"830b040102030405060708000014005000000000000000005002200079670000", ""},
	{withOptions(IPOption_SSRR.New("routers", []string{"1.2.3.4"})),
		"890704010203040000140050000000000000000050022000816f0000", ""},
	{withOptions(IPOption_RR.New("routers", []string{"0.0.0.0", "0.0.0.0"})),
		"070b04000000000000000000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_Timestamp.New()), "440c09010000000000000000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_Timestamp.New("flg", 0)), "4408090000000000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_Timestamp.New("flg", 3, "internet_address", "1.2.3.4", "timestamp", 5)),
		"440c09030102030400000005001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_Traceroute.New()), "120c00000000000000000000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_Address_Extension.New()), "930a00000000000000000000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_Router_Alert.New()), "94040000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_SDBM.New("addresses", []string{"1.2.3.4"})), "9506010203040000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_Stream_Id.New()), "88040000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_MTU_Probe.New()), "0b040000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption_MTU_Reply.New()), "0c040000001400500000000000000000500220007b6b0000", ""},
	{withOptions(IPOption.New("copy_flag", 1, "option", 25, "value", "abc")), "9905616263000000001400500000000000000000500220007b6b0000", ""},

	{stack(ether, Dot1Q.New("vlan", 5), ip4, UDP.New()),
		"02fc0000000502fc000000018100000508004500001c00010000401174cb0101010102020202003500350008f96e",
		"Ether / Dot1Q / IP / UDP 1.1.1.1:domain > 2.2.2.2:domain"},
	{stack(ether, Dot1Q.New("vlan", 5, "type", 0x1234), "x"),
		"02fc0000000502fc0000000181000005123478",
		"Ether / 802.1q 02:fc:00:00:00:01 > 02:fc:00:00:00:05 (0x1234) vlan 5 / Raw"},
	{stack(ether, Dot1AD.New("vlan", 5), Dot1Q.New("vlan", 7), arp("10.9.0.1", "10.9.0.254")),
		"02fc0000000502fc0000000188a80005810000070806000108000604000102fc000000010a0900010000000000000a0900fe",
		"Ether / Dot1AD / Dot1Q / ARP who has 10.9.0.254 says 10.9.0.1"},
	{stack(Dot1Q.New(), LLC.New(), "abc"), "00018870000000616263", "802.1q (0x8870) vlan 1 / LLC / Raw"},
	{stack(Dot3.New("src", "02:fc:00:00:00:01"), LLC.New(), SNAP.New(), "xx"),
		"ffffffffffff02fc00000001000aaaaa0300000000007878",
		"802.3 02:fc:00:00:00:01 > ff:ff:ff:ff:ff:ff / LLC / SNAP / Raw"},
	{Dot3.New("src", "02:fc:00:00:00:01"), "ffffffffffff02fc000000010000", "802.3 02:fc:00:00:00:01 > ff:ff:ff:ff:ff:ff"},
	{stack(SNAP.New(), ip4, UDP.New()), "", "SNAP / IP / UDP 1.1.1.1:domain > 2.2.2.2:domain"},

	{stack(ether, arp("10.9.0.1", "10.9.0.254")),
		"02fc0000000502fc000000010806000108000604000102fc000000010a0900010000000000000a0900fe",
		"Ether / ARP who has 10.9.0.254 says 10.9.0.1"},
	{stack(ether, ARP.New("op", "is-at", "hwsrc", "02:00:00:00:00:01", "psrc", "10.9.0.1", "pdst", "10.9.0.254")),
		"02fc0000000502fc00000001080600010800060400020200000000010a0900010000000000000a0900fe",
		"Ether / ARP is at 02:00:00:00:00:01 says 10.9.0.1"},
	{ARP.New("op", 3, "hwsrc", "02:fc:00:00:00:01", "psrc", "1.1.1.1"),
		"000108000604000302fc000000010101010100000000000000000000", "ARP RARP-req 1.1.1.1 > 0.0.0.0"},
	{ARP.New("op", 77, "hwsrc", "02:fc:00:00:00:01", "psrc", "1.1.1.1", "pdst", "2.2.2.2"),
		"000108000604004d02fc000000010101010100000000000002020202", "ARP 77 1.1.1.1 > 2.2.2.2"},

	{stack(CookedLinux.New(), ip4),
		"000002000000000000000000000008004500001400010000400074e40101010102020202", "CookedLinux / 1.1.1.1 > 2.2.2.2 hopopt"},
	{stack(CookedLinux.New(), LLC.New()), "0000020000000000000000000000007a000000", "CookedLinux / LLC"},
	{stack(CookedLinuxV2.New(), ARP.New("hwsrc", "02:fc:00:00:00:01", "psrc", "1.1.1.1")),
		"0806000000000000020000000000000000000000000108000604000102fc000000010101010100000000000000000000",
		"CookedLinuxV2 / ARP who has 0.0.0.0 says 1.1.1.1"},
	{stack(Loopback.New(), ip4, TCP.New()),
		"020000004500002800010000400674ca01010101020202020014005000000000000000005002200089790000",
		"Loopback / IP / TCP 1.1.1.1:ftp_data > 2.2.2.2:http S"},
	{stack(Loopback.New(), ip6), "0a0000006000000000003b4020010db800000000000000000000000120010db8000000000000000000000002",
		"Loopback / 2001:db8::1 > 2001:db8::2 (59)"},
}

var (
	ip4   = IP.New("src", "1.1.1.1", "dst", "2.2.2.2")
	ip6   = IPv6.New("src", "2001:db8::1", "dst", "2001:db8::2")
	ether = Ether.New("src", "02:fc:00:00:00:01", "dst", "02:fc:00:00:00:05")
)

func stack(parts ...any) *packet.Packet { return packet.Stack(parts...) }

func list(records ...*packet.Packet) packet.PacketList { return records }

func arp(src, dst string) *packet.Packet {
	return ARP.New("hwsrc", "02:fc:00:00:00:01", "psrc", src, "pdst", dst)
}

// withOptions is TCP over IP with options; the table has its bytes from the
// options on.
func withOptions(options ...*packet.Packet) *packet.Packet {
	return stack(IP.New("src", "10.9.0.1", "dst", "10.8.0.2", "options", packet.PacketList(options)), TCP.New())
}

func TestAsScapy(t *testing.T) { compareScapy(t, asScapy) }

func compareScapy(t *testing.T, tests []scapyTest) {
	t.Helper()
	for _, test := range tests {
		p := test.packet
		b := p.Build()
		got := hex.EncodeToString(b)
		if p.HasLayer(IP) && p.Layer(IP).List("options") != nil {
			got = got[40:]
		}
		if test.bytes != "" && got != test.bytes {
			t.Errorf("%s is built as\n%s, Scapy builds\n%s", p.Repr(), got, test.bytes)
		}
		q := p.Proto().Dissect(b)
		if test.summary != "" && (p.Summary() != test.summary || q.Summary() != test.summary) {
			t.Errorf("the summary is %q, read %q, Scapy's %q", p.Summary(), q.Summary(), test.summary)
		}
		if g := stack(p, packet.Padding.New("load", "\x00\x00")); p.HasLayer(IP) || p.HasLayer(IPv6) {
			if h := hex.EncodeToString(g.Build()); h != hex.EncodeToString(b)+"0000" {
				t.Errorf("padding changes %s to %s", p.Repr(), h)
			}
		}
		follows(t, q, b)
	}
}

// sendersChoice are automatic fields that do not follow from the packet.
var sendersChoice = map[string]bool{"src": true, "dst": true, "psrc": true, "hwsrc": true, "orig": true, "sent": true}

// follows checks that the automatic fields of what was read are found right: set
// to be computed they come out the same.
func follows(t *testing.T, q *packet.Packet, b []byte) {
	t.Helper()
	for n := q; n != nil; n = n.Payload() {
		for _, f := range n.Proto().Fields() {
			if !f.Automatic() || sendersChoice[f.Name()] {
				continue
			}
			if err := n.Del(f.Name()); err != nil {
				t.Error(err)
			}
		}
	}
	if got := hex.EncodeToString(q.Build()); got != hex.EncodeToString(b) {
		t.Errorf("%s computed anew is\n%s, was\n%x", q.Repr(), got, b)
	}
}
