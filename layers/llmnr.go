package layers

import "pktsh/layers/packet"

// LLMNRQuery is a query of link-local multicast name resolution (RFC 4795).
var LLMNRQuery = llmnr("LLMNRQuery", 0).Titled("Link Local Multicast Node Resolution - Query").
	Instead(func(b []byte) *packet.Proto {
		if len(b) > 2 && b[2]&0x80 != 0 {
			return LLMNRResponse
		}
		return nil
	})

// LLMNRResponse is a response of link-local multicast name resolution (RFC 4795).
var LLMNRResponse = llmnr("LLMNRResponse", 1).Titled("Link Local Multicast Node Resolution - Response")

func llmnr(name string, qr int) *packet.Proto {
	return packet.Define(name,
		packet.U16("id"),
		packet.Bits("qr", 1).Default(qr),
		packet.Bits("opcode", 4).Enum(packet.Names(map[uint64]string{0: "QUERY"})),
		packet.Bits("c", 1),
		packet.Bits("tc", 2),
		packet.Bits("z", 4),
		packet.Bits("rcode", 4).Enum(packet.Names(map[uint64]string{0: "ok"})),
		packet.U16("qdcount").Class("DNSRRCountField").Auto(packet.CountOf("qd")),
		packet.U16("ancount").Class("DNSRRCountField").Auto(packet.CountOf("an")),
		packet.U16("nscount").Class("DNSRRCountField").Auto(packet.CountOf("ns")),
		packet.U16("arcount").Class("DNSRRCountField").Auto(packet.CountOf("ar")),
		packet.Records("qd", DNSQR).Class("DNSQRField"),
		packet.RecordsOf("an", dnsRecord).Class("DNSRRField"),
		packet.RecordsOf("ns", dnsRecord).Class("DNSRRField"),
		packet.RecordsOf("ar", dnsRecord).Class("DNSRRField"),
	).Greedy().Message().Accept(canBeDNS)
}

func init() {
	packet.BindPort(UDP, LLMNRResponse, 5355)
	packet.BindPort(UDP, LLMNRQuery, 5355)
}
