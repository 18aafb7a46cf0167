package layers

import "pktsh/layers/packet"

// DNS is a message of the domain name system (RFC 1035; RFC 4035 for ad and cd),
// of multicast DNS, too (RFC 6762). Names in it are read and written compressed.
var DNS = packet.Define("DNS",
	packet.U16("id"),
	packet.Bits("qr", 1),
	packet.Bits("opcode", 4).Enum(dnsOpcodes),
	packet.Bits("aa", 1),
	packet.Bits("tc", 1),
	packet.Bits("rd", 1).Default(1),
	packet.Bits("ra", 1),
	packet.Bits("z", 1),
	packet.Bits("ad", 1),
	packet.Bits("cd", 1),
	packet.Bits("rcode", 4).Enum(dnsRcodes),
	packet.U16("qdcount").Class("DNSRRCountField").Auto(packet.CountOf("qd")),
	packet.U16("ancount").Class("DNSRRCountField").Auto(packet.CountOf("an")),
	packet.U16("nscount").Class("DNSRRCountField").Auto(packet.CountOf("ns")),
	packet.U16("arcount").Class("DNSRRCountField").Auto(packet.CountOf("ar")),
	packet.Records("qd", DNSQR).Class("DNSQRField").Default(DNSQR.New()),
	packet.RecordsOf("an", dnsRecord).Class("DNSRRField"),
	packet.RecordsOf("ns", dnsRecord).Class("DNSRRField"),
	packet.RecordsOf("ar", dnsRecord).Class("DNSRRField"),
).Greedy().Message().Accept(canBeDNS).SummaryFunc(dnsLine)

// DNSQR is a question (RFC 1035 section 4.1.2; RFC 6762 section 5.4 for
// unicastresponse).
var DNSQR = packet.Define("DNSQR",
	packet.DNSName("qname").Default("www.example.com."),
	packet.U16("qtype").Default(1).Enum(dnsQueryTypes),
	packet.Bits("unicastresponse", 1),
	packet.Bits("qclass", 15).Class("ShortEnumField").Default(1).Enum(dnsClasses),
).Titled("DNS Question Record")

// DNSTCP is the length in front of a DNS message over TCP (RFC 1035 section
// 4.2.2).
var DNSTCP = packet.Define("DNSTCP",
	packet.U16("length").Auto(packet.LenPayload()),
).Titled("DNS length").Accept(func(b []byte) bool { return len(b) > 2 && canBeDNS(b[2:]) })

// dnsLine is the first question or the data of the first answer.
func dnsLine(l *packet.Line) {
	if l.Layer().Int("qr") == 0 {
		l.Text("DNS Qry")
		if list := l.List("qd"); len(list) > 0 && list[0].Proto() == DNSQR {
			l.Text(" " + packet.Repr(list[0].Str("qname")))
		}
		return
	}
	l.Text("DNS Ans")
	list := l.List("an")
	if len(list) == 0 {
		return
	}
	first := list[0]
	for _, name := range []string{"rdata", "exchange", "target", "target_name", "mname"} {
		if first.Proto().Field(name) == nil || first.Proto() == DNSRROPT {
			continue
		}
		if t := first.Int("type"); t == dnsA || t == dnsAAAA {
			l.Text(" " + first.Str(name))
		} else {
			l.Text(" " + packet.Repr(first.Get(name)))
		}
		return
	}
}

// canBeDNS reports whether b begins with the header of a DNS message and, as far
// as it goes, a name that a question or record can have.
func canBeDNS(b []byte) bool {
	if len(b) < 12 || b[2]>>3&15 > 6 {
		return false
	}
	records := 0
	for i := 4; i < 12; i += 2 {
		records += int(b[i])<<8 | int(b[i+1])
	}
	rest := b[12:]
	if records > 64 && records*5 > len(rest) {
		return false // more than there is room for, even in a packet cut short
	}
	if records == 0 || len(rest) == 0 {
		return true
	}
	_, ok := nameEnd(rest)
	return ok && rest[0] < 0xc0 // there is nothing before it to point to
}

// nameEnd is where the name that b begins with ends, at most len(b); ok is false
// when it is none.
func nameEnd(b []byte) (end int, ok bool) {
	for i := 0; i < len(b); {
		switch n := int(b[i]); {
		case n == 0:
			return i + 1, true
		case n >= 0xc0:
			return min(i+2, len(b)), true
		case n > 63, i > 255:
			return i, false
		default:
			i += n + 1
		}
	}
	return len(b), true
}

func init() {
	packet.BindPort(UDP, DNS, 5353)
	packet.BindPort(UDP, DNS, 53)
	packet.BindDown(UDP, DNS, "sport", 53)
	packet.BindPort(TCP, DNSTCP, 53)
	packet.Bind(DNSTCP, DNS)
}
