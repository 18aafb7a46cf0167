package layers

import (
	"encoding/hex"
	"strings"
	"testing"

	"pktsh/layers/packet"
)

func TestDNS(t *testing.T) {
	qd := DNSQR.New("qname", "example.com")
	check(t, []built{
		{packet.Stack(UDP, DNS.New("id", 7, "qd", qd)), "0035003500250000000701000001000000000000076578616d706c6503636f6d0000010001", `UDP / DNS Qry "example.com."`},
		{DNS.New("qd", packet.PacketList{}), "000001000000000000000000", "DNS Qry"},
		{
			DNS.New("id", 3, "qr", 1, "aa", 1, "qd", qd, "an", DNSRR.New("rrname", "example.com", "rdata", "10.8.0.2", "ttl", 5)),
			"000385000001000100000000076578616d706c6503636f6d0000010001c00c000100010000000500040a080002", "DNS Ans 10.8.0.2",
		},
		{
			DNS.New("qr", 1, "qd", qd, "an", []*packet.Packet{
				DNSRR.New("rrname", "example.com", "type", "TXT", "rdata", []string{"ab", "cd"}),
				DNSRR.New("rrname", "example.com", "rdata", "a.example.com", "type", "CNAME"),
				DNSRR.New("rrname", "x.example.com", "type", "AAAA", "rdata", "::1"),
				DNSRRMX.New("rrname", "example.com", "preference", 5, "exchange", "mx.example.com"),
				DNSRRSOA.New("rrname", "example.com", "mname", "ns.example.com", "rname", "root.example.com", "serial", 1),
				DNSRR.New("rrname", "e", "type", "HINFO", "rdata", "abc"),
			}, "ar", DNSRROPT.New("rdata", EDNS0TLV.New("optcode", 3, "optdata", "xx"))),
			"000081000001000600000001076578616d706c6503636f6d0000010001c00c00100001000000000006026162026364c00c000500010000000000040161c00c0178c00c001c000100000000001000000000000000000000000000000001c00c000f00010000000000070005026d78c00cc00c00060001000000000020026e73c00c04726f6f74c00c0000000100000000000000000000000000000000016500000d00010000000000036162630000291000000080000006000300027878", `DNS Ans ["ab", "cd"]`,
		},
		{
			DNS.New("qr", 1, "rcode", "name-error", "qd", DNSQR.New("qname", "nx.example.com", "qtype", "MX"),
				"ns", DNSRRSOA.New("rrname", "example.com", "mname", "ns.example.com", "rname", "root.example.com", "serial", 1)),
			"000081030001000000010000026e78076578616d706c6503636f6d00000f0001c00f00060001000000000020026e73c00f04726f6f74c00f0000000100000000000000000000000000000000", "DNS Ans",
		},
	})
}

// TestDNSRecords: records alone, where nothing is compressed.
func TestDNSRecords(t *testing.T) {
	check(t, []built{
		{DNSRRSRV.New("rrname", "_s._tcp.b", "port", 80, "target", "t.b"), "025f73045f7463700162000021000100000000000b0000000000500174016200", "DNSRRSRV"},
		{DNSRRDS.New("rrname", "b", "digest", "abcd"), "016200002b00010000000000080000050561626364", "DNSRRDS"},
		{DNSRRDNSKEY.New("rrname", "b", "publickey", "kk"), "01620000300001000000000006010003056b6b", "DNSRRDNSKEY"},
		{DNSRRRSIG.New("rrname", "b", "signersname", "s", "signature", "ss"), "016200002e00010000000000170001050000000000000000000000000000000173007373", "DNSRRRSIG"},
		{DNSRRNSEC.New("rrname", "b", "nextname", "c", "typebitmaps", "\x00\x01\x40"), "016200002f0001000000000006016300000140", "DNSRRNSEC"},
		{DNSRRNSEC3PARAM.New("rrname", "b", "salt", "ab"), "0162000033000100000000000700000000026162", "DNSRRNSEC3PARAM"},
		{DNSRRTSIG.New("rrname", "k", "mac_data", "mm"), "016b0000fa000100000000001d09686d61632d7368613100000000000000000000026d6d000000000000", "DNSRRTSIG"},
		{DNSRR.New("rrname", "a.b", "type", "PTR", "rdata", "c.d"), "0161016200000c00010000000000050163016400", "DNSRR"},
		{DNSRRNSEC3.New("rrname", "b", "salt", "s", "nexthashedownername", "hh", "typebitmaps", "\x00\x01\x40"), "0162000032000100000000000c000000000173026868000140", "DNSRRNSEC3"},
	})
}

func TestDNSShow(t *testing.T) {
	b, _ := hex.DecodeString("000385000001000100000000076578616d706c6503636f6d0000010001c00c000100010000000500040a080002")
	want := `###[ DNS ]###
  id        = 3
  qr        = 1
  opcode    = QUERY
  aa        = 1
  tc        = 0
  rd        = 1
  ra        = 0
  z         = 0
  ad        = 0
  cd        = 0
  rcode     = ok
  qdcount   = 1
  ancount   = 1
  nscount   = 0
  arcount   = 0
  \qd        \
   |###[ DNS Question Record ]###
   |  qname     = "example.com."
   |  qtype     = A
   |  unicastresponse= 0
   |  qclass    = IN
  \an        \
   |###[ DNS Resource Record ]###
   |  rrname    = "example.com."
   |  type      = A
   |  cacheflush= 0
   |  rclass    = IN
   |  ttl       = 5
   |  rdlen     = 4
   |  rdata     = 10.8.0.2
  \ns        \
  \ar        \
`
	if got := DNS.Dissect(b).ShowText(); got != want {
		t.Errorf("show prints\n%s, not\n%s", got, want)
	}
	p := DNS.New("rd", 1, "qd", DNSQR.New("qname", "example.com"))
	if got, want := p.Repr(), `<DNS  rd=1 qd=[<DNSQR  qname="example.com." |>] |>`; got != want {
		t.Error(got)
	}
}

// TestDNSEdit: names that move are pointed to anew, and lengths and counts follow.
func TestDNSEdit(t *testing.T) {
	b, _ := hex.DecodeString("000081000001000600000001076578616d706c6503636f6d0000010001c00c00100001000000000006026162026364c00c000500010000000000040161c00c0178c00c001c000100000000001000000000000000000000000000000001c00c000f00010000000000070005026d78c00cc00c00060001000000000020026e73c00c04726f6f74c00c0000000100000000000000000000000000000000016500000d00010000000000036162630000291000000080000006000300027878")
	p := packet.Stack(IP.New("src", "10.0.0.1", "dst", "10.0.0.2"), UDP, DNS.Dissect(b))
	p = IP.Dissect(p.Build())
	before := p.Layer(DNS).List("an")[3].Repr()
	if err := p.Layer(DNSQR).Set("qname", "a.much.longer.example.org"); err != nil {
		t.Fatal(err)
	}
	rr := p.Layer(DNS).List("an")[1]
	if err := rr.Set("rdata", "other.example.net"); err != nil {
		t.Fatal(err)
	}
	q := IP.Dissect(p.Build())
	dns := q.Layer(DNS)
	if got := dns.List("qd")[0].Str("qname"); got != "a.much.longer.example.org." {
		t.Error(got)
	}
	if got := dns.List("an")[1].Str("rdata"); got != "other.example.net." {
		t.Error(got)
	}
	if got := dns.List("an")[3].Repr(); got != before {
		t.Errorf("a record became %s, not %s", got, before)
	}
	for _, name := range []string{"chksum", "len"} {
		was := q.Layer(UDP).Int(name)
		if err := q.Layer(UDP).Del(name); err != nil {
			t.Fatal(err)
		}
		if now := q.Layer(UDP).Int(name); now != was {
			t.Errorf("UDP.%s is %#x, not %#x", name, was, now)
		}
	}
	if dns.Payload() != nil {
		t.Errorf("%s is left over", dns.Payload().Repr())
	}
}

// TestDNSDefault: the question that a message has by default is its own, and is
// shown as set once it was changed.
func TestDNSDefault(t *testing.T) {
	p, q := DNS.New(), DNS.New()
	if got, want := p.Summary(), `DNS Qry "www.example.com."`; got != want {
		t.Error(got)
	}
	if err := p.List("qd")[0].Set("qname", "a.b"); err != nil {
		t.Fatal(err)
	}
	if got, want := p.Repr(), `<DNS  qd=[<DNSQR  qname="a.b." |>] |>`; got != want {
		t.Error(got)
	}
	if got, want := q.Summary(), `DNS Qry "www.example.com."`; got != want {
		t.Error(got)
	}
	if got := q.Repr(); got != "<DNS  |>" {
		t.Error(got)
	}
}

func TestDNSBinding(t *testing.T) {
	b, _ := hex.DecodeString("000385000001000100000000076578616d706c6503636f6d0000010001c00c000100010000000500040a080002")
	for _, x := range []struct {
		p    *packet.Packet
		want string
	}{
		{packet.Stack(UDP.New("sport", 53, "dport", 4000), b), `UDP / DNS Ans 10.8.0.2`},
		{packet.Stack(UDP.New("sport", 5353, "dport", 5353), b), `UDP / DNS Ans 10.8.0.2`},
		{packet.Stack(UDP.New("sport", 5355, "dport", 4000), b), `UDP 5355 > 4000 / LLMNRResponse`},
		{packet.Stack(UDP.New("sport", 53, "dport", 4000), "GET / HTTP/1.1\r\n\r\n"), `UDP domain > 4000 / Raw`},
		{packet.Stack(UDP.New("sport", 53, "dport", 4000), "\xc0\x00"), `UDP domain > 4000 / Raw`},
		{packet.Stack(TCP.New("sport", 4000), DNSTCP, DNS), `TCP / DNSTCP / DNS Qry "www.example.com."`},
	} {
		got := x.p.Proto().Dissect(x.p.Build()).Summary()
		if got != x.want {
			t.Errorf("%s is read as %q, not %q", x.p.Repr(), got, x.want)
		}
	}
}

// TestDNSLoop: names that point to themselves or to each other end.
func TestDNSLoop(t *testing.T) {
	head := "000081000001000100000000"
	for _, x := range []string{head + "01610000010001c00c", head + "0161c00c00010001c00c00010001000000000000", head + "0161c00e00010001", head + strings.Repeat("3f"+strings.Repeat("61", 63), 10) + "c00c"} {
		b, _ := hex.DecodeString(x)
		safe(t, DNS, b)
		p := DNS.Dissect(b)
		if err := p.Set("id", 1); err != nil {
			t.Fatal(err)
		}
		p.Build()
	}
}

func FuzzDNS(f *testing.F) {
	for _, x := range []string{"0035003500250000000701000001000000000000076578616d706c6503636f6d0000010001", "000385000001000100000000076578616d706c6503636f6d0000010001c00c000100010000000500040a080002", "000081000001000600000001076578616d706c6503636f6d0000010001c00c00100001000000000006026162026364c00c000500010000000000040161c00c0178c00c001c000100000000001000000000000000000000000000000001c00c000f00010000000000070005026d78c00cc00c00060001000000000020026e73c00c04726f6f74c00c0000000100000000000000000000000000000000016500000d00010000000000036162630000291000000080000006000300027878", "000081030001000000010000026e78076578616d706c6503636f6d00000f0001c00f00060001000000000020026e73c00f04726f6f74c00f0000000100000000000000000000000000000000"} {
		b, _ := hex.DecodeString(x)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		safe(t, DNS, b)
		p := DNS.Dissect(b)
		if len(b) < 12 {
			return
		}
		if err := p.Set("id", p.Int("id")^1); err != nil {
			t.Fatal(err)
		}
		again := p.Build()
		if len(again) > 300*(len(b)+1) {
			t.Errorf("%d bytes became %d", len(b), len(again))
		}
		DNS.Dissect(again).Repr()
	})
}
