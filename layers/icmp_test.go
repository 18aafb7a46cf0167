package layers

import (
	"encoding/hex"
	"testing"

	"pktsh/layers/packet"
)

// built is a packet, the bytes that Scapy 2.5 builds for it, and its summary.
type built struct {
	p       *packet.Packet
	hex     string
	summary string
}

// check holds that packets build to their bytes, and that these are read as the
// same layers, with the same summary, and rebuilt after an edit that changes
// nothing.
func check(t *testing.T, table []built) {
	t.Helper()
	for _, x := range table {
		got := hex.EncodeToString(x.p.Build())
		if got != x.hex {
			t.Errorf("%s is built as\n%s, not\n%s", x.p.Repr(), got, x.hex)
			continue
		}
		b, _ := hex.DecodeString(x.hex)
		q := x.p.Proto().Dissect(b)
		if s := q.Summary(); s != x.summary {
			t.Errorf("the summary of %s is %q, not %q", x.p.Repr(), s, x.summary)
		}
		again(t, q, b)
	}
}

// again edits a captured packet without changing it and checks its bytes; then
// for each byte that is cut off the end that it is safe to look at.
func again(t *testing.T, q *packet.Packet, b []byte) {
	t.Helper()
	ttl := "ttl"
	if q.Proto() == IPv6 {
		ttl = "hlim"
	}
	if q.Proto().Field(ttl) != nil {
		if err := q.Set(ttl, q.Int(ttl)); err != nil {
			t.Error(err)
		}
		if got := q.Build(); hex.EncodeToString(got) != hex.EncodeToString(b) {
			t.Errorf("%s\nis rebuilt as\n%x, not\n%x", q.Repr(), got, b)
		}
	}
	for n := range b {
		safe(t, q.Proto(), b[:n])
	}
}

func TestICMP(t *testing.T) {
	below := IP.New("src", "10.9.0.254", "dst", "10.9.0.1")
	on := func(parts ...any) *packet.Packet { return packet.Stack(append([]any{below}, parts...)...) }
	quoted := IPerror.New("src", "10.9.0.1", "dst", "8.8.8.8")
	check(t, []built{
		{on(ICMP), "4500001c00010000400165d00a0900fe0a0900010800f7ff00000000", "IP / ICMP 10.9.0.254 > 10.9.0.1 echo-request 0"},
		{on(ICMP.New("type", 0, "id", 5, "seq", 2), "hi"), "4500001e00010000400165ce0a0900fe0a0900010000978f000500026869", "IP / ICMP 10.9.0.254 > 10.9.0.1 echo-reply 0 / Raw"},
		{on(ICMP.New("type", 13, "id", 1, "seq", 2, "ts_ori", 1, "ts_rx", 2, "ts_tx", 3)), "4500002800010000400165c40a0900fe0a0900010d00f2f600010002000000010000000200000003", "IP / ICMP 10.9.0.254 > 10.9.0.1 timestamp-request 0"},
		{on(ICMP.New("code", "host-redirect", "type", "redirect", "gw", "1.2.3.4")), "4500001c00010000400165d00a0900fe0a0900010501f6f801020304", "IP / ICMP 10.9.0.254 > 10.9.0.1 redirect host-redirect"},
		{on(ICMP.New("type", 12, "ptr", 4)), "4500001c00010000400165d00a0900fe0a0900010c00efff04000000", "IP / ICMP 10.9.0.254 > 10.9.0.1 parameter-problem ip-header-bad"},
		{on(ICMP.New("type", 17, "addr_mask", "255.0.0.0")), "4500002000010000400165cc0a0900fe0a0900011100effe00000000ff000000", "IP / ICMP 10.9.0.254 > 10.9.0.1 address-mask-request 0"},
		{on(ICMP.New("type", 3, "code", 4, "nexthopmtu", 1400)), "4500001c00010000400165d00a0900fe0a0900010304f78300000578", "IP / ICMP 10.9.0.254 > 10.9.0.1 dest-unreach fragmentation-needed"},
		{on(ICMP.New("type", 4)), "4500001c00010000400165d00a0900fe0a0900010400fbff00000000", "IP / ICMP 10.9.0.254 > 10.9.0.1 source-quench 0"},
		{on(ICMP.New("type", 40, "code", 2)), "4500001c00010000400165d00a0900fe0a0900012802d7fd00000000", "IP / ICMP 10.9.0.254 > 10.9.0.1 photuris decompression-failed"},
		{on(ICMP.New("type", 200, "code", 7)), "4500001c00010000400165d00a0900fe0a090001c80737f800000000", "IP / ICMP 10.9.0.254 > 10.9.0.1 200 7"},
		{
			on(ICMP.New("type", 11), packet.Stack(quoted, UDPerror.New("sport", 4000, "dport", 33434), "abc")),
			"4500003b00010000400165b10a0900fe0a0900010b000f36000000004500001f00010000401160b40a090001080808080fa0829a000b8f21616263",
			"IP / ICMP 10.9.0.254 > 10.9.0.1 time-exceeded ttl-zero-during-transit / IPerror / UDPerror / Raw",
		},
		{
			on(ICMP.New("type", 11), quoted, TCPerror.New("sport", 4000, "dport", 33434)),
			"4500004400010000400165a80a0900fe0a0900010b000f34000000004500002800010000400660b60a090001080808080fa0829a000000000000000050022000e38e0000", "IP / ICMP 10.9.0.254 > 10.9.0.1 time-exceeded ttl-zero-during-transit / IPerror / TCPerror",
		},
		{
			on(ICMP.New("type", 11), quoted, ICMPerror.New("id", 3, "seq", 4)),
			"4500003800010000400165b40a0900fe0a0900010b00f4ff000000004500001c00010000400160c70a090001080808080800f7f800030004",
			"IP / ICMP 10.9.0.254 > 10.9.0.1 time-exceeded ttl-zero-during-transit / IPerror / ICMPerror",
		},
		{
			on(ICMP.New("type", 11), IPerror.New("src", "10.9.0.1", "dst", "8.8.8.8", "len", 100, "chksum", 0x1234), UDPerror.New("sport", 4000, "dport", 33434, "len", 50, "chksum", 0x1111), "abc"),
			"4500003b00010000400165b10a0900fe0a0900010b00db5a000000004500006400010000401112340a090001080808080fa0829a00321111616263",
			"IP / ICMP 10.9.0.254 > 10.9.0.1 time-exceeded ttl-zero-during-transit / IPerror / UDPerror / Raw",
		},
	})
}

// TestICMPQuote: a quoted packet that the error cut short is shown as far as it
// goes, and stays as it is when the rest is edited.
func TestICMPQuote(t *testing.T) {
	b, _ := hex.DecodeString("4500003800010000400165b40a0900fe0a0900010b00e4c200000000450000280001000001069fb60a090001080808080fa000500000004d")
	p := IP.Dissect(b)
	q := p.Layer(TCPerror)
	if q.Int("sport") != 4000 || q.Int("seq") != 77 || q.Get("flags") != nil {
		t.Errorf("the quote is read as %s", q.Repr())
	}
	if err := p.Layer(ICMP).Set("type", 3, "code", "host-unreachable"); err != nil {
		t.Fatal(err)
	}
	// By hand: type and code, and the checksum less the difference of 0b00 and 0301.
	want := "4500003800010000400165b40a0900fe0a0900010301ecc100000000450000280001000001069fb60a090001080808080fa000500000004d"
	if got := hex.EncodeToString(p.Build()); got != want {
		t.Errorf("edited, it is built as\n%s, not\n%s", got, want)
	}
	if s := p.Summary(); s != "IP / ICMP 10.9.0.254 > 10.9.0.1 dest-unreach host-unreachable / IPerror / TCPerror" {
		t.Error(s)
	}
}

func TestICMPv6(t *testing.T) {
	below := IPv6.New("src", "fe80::1", "dst", "fe80::2")
	on := func(parts ...any) *packet.Packet { return packet.Stack(append([]any{below}, parts...)...) }
	quoted := IPerror6.New("src", "2001:db8::1", "dst", "2001:db8::2")
	const nd = "IPv6 / ICMPv6ND_"
	check(t, []built{
		{on(ICMPv6EchoRequest.New("id", 1, "seq", 2, "data", "hi")), "60000000000a3a40fe800000000000000000000000000001fe80000000000000000000000000000280001a4a000100026869", "IPv6 / ICMPv6 Echo Request (id: 0x1 seq: 0x2)"},
		{on(ICMPv6EchoReply.New("id", 1, "seq", 2, "data", "hi")), "60000000000a3a40fe800000000000000000000000000001fe8000000000000000000000000000028100194a000100026869", "IPv6 / ICMPv6 Echo Reply (id: 0x1 seq: 0x2)"},
		{on(ICMPv6TimeExceeded), "6000000000083a40fe800000000000000000000000000001fe8000000000000000000000000000020300ffb800000000", "fe80::1 > fe80::2 (58) / ICMPv6TimeExceeded"},
		{on(ICMPv6ParamProblem), "6000000000083a40fe800000000000000000000000000001fe8000000000000000000000000000020400feb200000006", "fe80::1 > fe80::2 (58) / ICMPv6ParamProblem"},
		{
			on(ICMPv6DestUnreach.New("code", 4), quoted, UDPerror.New("sport", 1, "dport", 2), "abc"),
			"60000000003b3a40fe800000000000000000000000000001fe800000000000000000000000000002010490520000000060000000000b114020010db800000000000000000000000120010db800000000000000000000000200010002000bdffd616263",
			"fe80::1 > fe80::2 (58) / ICMPv6DestUnreach / IPerror6 / UDPerror / Raw",
		},
		{
			on(ICMPv6TimeExceeded, quoted, ICMPv6EchoRequest),
			"6000000000383a40fe800000000000000000000000000001fe80000000000000000000000000000203006582000000006000000000083a4020010db800000000000000000000000120010db80000000000000000000000028000244800000000",
			"IPv6 / ICMPv6TimeExceeded / IPerror6 / ICMPv6 Echo Request (id: 0x0 seq: 0x0)",
		},
		{
			on(ICMPv6ND_NS.New("tgt", "fe80::5"), ICMPv6NDOptSrcLLAddr.New("lladdr", "02:00:00:00:00:01")),
			"6000000000203afffe800000000000000000000000000001fe80000000000000000000000000000287007a1800000000fe8000000000000000000000000000050101020000000001",
			nd + "NS / ICMPv6 Neighbor Discovery Option - Source Link-Layer Address 02:00:00:00:00:01",
		},
		{
			on(ICMPv6ND_NA.New("tgt", "fe80::5"), ICMPv6NDOptDstLLAddr.New("lladdr", "02:00:00:00:00:01")),
			"6000000000203afffe800000000000000000000000000001fe8000000000000000000000000000028800d817a0000000fe8000000000000000000000000000050201020000000001",
			nd + "NA / ICMPv6 Neighbor Discovery Option - Destination Link-Layer Address 02:00:00:00:00:01",
		},
		{
			on(ICMPv6ND_RA, ICMPv6NDOptPrefixInfo.New("prefix", "2001:db8::"), ICMPv6NDOptMTU, ICMPv6NDOptRDNSS.New("dns", []string{"2001:db8::1"})),
			"6000000000503afffe800000000000000000000000000001fe8000000000000000000000000000028600b324000807080000000000000000030440c0ffffffffffffffff0000000020010db8000000000000000000000000050100000000050019030000ffffffff20010db8000000000000000000000001", nd + "RA / ICMPv6NDOptPrefixInfo / ICMPv6NDOptMTU / ICMPv6 Neighbor Discovery Option - Recursive DNS Server Option [2001:db8::1]",
		},
		{on(ICMPv6ND_Redirect), "6000000000283afffe800000000000000000000000000001fe80000000000000000000000000000289007998000000000000000000000000000000000000000000000000000000000000000000000000", "fe80::1 > fe80::2 (58) / ICMPv6ND_Redirect"},
		{on(ICMPv6MLQuery), "6000000000183a01fe800000000000000000000000000001fe800000000000000000000000000002820059982710000000000000000000000000000000000000", "fe80::1 > fe80::2 (58) / ICMPv6MLQuery"},
		{
			on(ICMPv6MLReport2.New("records", ICMPv6MLDMultAddrRec.New("dst", "ff02::1", "sources", []string{"2001:db8::1"}))),
			"60000000002c3a01fe800000000000000000000000000001fe8000000000000000000000000000028f0042d40000000104000001ff02000000000000000000000000000120010db8000000000000000000000001",
			"fe80::1 > fe80::2 (58) / ICMPv6MLReport2",
		},
		{on(ICMPv6Unknown.New("type", 200, "msgbody", "abc")), "6000000000073a40fe800000000000000000000000000001fe800000000000000000000000000002c8007656616263", "fe80::1 > fe80::2 (58) / ICMPv6Unknown"},
	})
}
