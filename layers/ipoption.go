package layers

import "pktsh/layers/packet"

// IPOption is an option of IP that is not known here, or whose length is not what
// it has to be (RFC 791).
var IPOption = ipOptionOf("IPOption", "", 0,
	packet.U8("length").Auto(packet.LenHeader(1)),
	packet.Data("value"),
)

// IPOption_EOL ends the options (RFC 791).
var IPOption_EOL = ipOptionOf("IPOption_EOL", " End of Options List", 0)

// IPOption_NOP fills in between options (RFC 791).
var IPOption_NOP = ipOptionOf("IPOption_NOP", " No Operation", 1)

// IPOption_Security is the security option of RFC 791.
var IPOption_Security = ipOptionOf("IPOption_Security", " Security", 0x82,
	packet.U8("length").Default(11),
	packet.U16("security"),
	packet.U16("compartment"),
	packet.U16("handling_restrictions"),
	packet.FixedText("transmission_control_code", 3).Default("xxx"),
)

// IPOption_LSRR is a loose source route (RFC 791).
var IPOption_LSRR = ipRoute("IPOption_LSRR", " Loose Source and Record Route", 0x83)

// IPOption_SSRR is a strict source route (RFC 791).
var IPOption_SSRR = ipRoute("IPOption_SSRR", " Strict Source and Record Route", 0x89)

// IPOption_RR records the route (RFC 791).
var IPOption_RR = ipRoute("IPOption_RR", " Record Route", 0x07)

// IPOption_Timestamp collects the times at which gateways had the packet
// (RFC 791). What follows the first one is in more.
var IPOption_Timestamp = ipOptionOf("IPOption_Timestamp", " Timestamp", 0x44,
	packet.U8("length").Auto(packet.LenHeader(1)),
	packet.U8("pointer").Default(9),
	packet.Bits("oflw", 4),
	packet.Bits("flg", 4).Default(1).Enum(packet.Names(map[uint64]string{
		0: "timestamp_only", 1: "timestamp_and_ip_addr", 3: "prespecified_ip_addr",
	})),
	packet.IP4("internet_address").When(func(l packet.Layer) bool { return l.Int("flg") != 0 }),
	packet.U32("timestamp"),
	packet.Data("more").When(func(l packet.Layer) bool {
		return l.Int("length") > 12 || l.Int("flg") == 0 && l.Int("length") > 8
	}),
)

// IPOption_Traceroute asks gateways to report (RFC 1393).
var IPOption_Traceroute = ipOptionOf("IPOption_Traceroute", " Traceroute", 0x12,
	packet.U8("length").Default(12),
	packet.U16("id"),
	packet.U16("outbound_hops"),
	packet.U16("return_hops"),
	packet.IP4("originator_ip"),
)

// IPOption_Address_Extension is the option of RFC 1475.
var IPOption_Address_Extension = ipOptionOf("IPOption_Address_Extension", " Address Extension", 0x93,
	packet.U8("length").Default(10),
	packet.IP4("src_ext"),
	packet.IP4("dst_ext"),
)

// IPOption_Router_Alert asks routers to look (RFC 2113).
var IPOption_Router_Alert = ipOptionOf("IPOption_Router_Alert", " Router Alert", 0x94,
	packet.U8("length").Default(4),
	packet.U16("alert").Enum(packet.Names(map[uint64]string{0: "router_shall_examine_packet"})),
)

// IPOption_SDBM is selective directed broadcast mode (RFC 1770).
var IPOption_SDBM = ipOptionOf("IPOption_SDBM", " Selective Directed Broadcast Mode", 0x95,
	packet.U8("length").Auto(packet.LenHeader(1)),
	packet.ListOf("addresses", packet.IP4("address")),
)

// IPOption_Stream_Id is the stream identifier of SATNET (RFC 791).
var IPOption_Stream_Id = ipOptionOf("IPOption_Stream_Id", " Stream ID", 0x88,
	packet.U8("length").Default(4),
	packet.U16("security"),
)

// IPOption_MTU_Probe measures the MTU on the way (RFC 1063).
var IPOption_MTU_Probe = ipOptionOf("IPOption_MTU_Probe", " MTU Probe", 0x0b,
	packet.U8("length").Default(4),
	packet.U16("mtu"),
)

// IPOption_MTU_Reply answers IPOption_MTU_Probe (RFC 1063).
var IPOption_MTU_Reply = ipOptionOf("IPOption_MTU_Reply", " MTU Reply", 0x0c,
	packet.U8("length").Default(4),
	packet.U16("mtu"),
)

// ipOptionOf defines an option: the three parts of its type, then its fields.
func ipOptionOf(name, title string, number int, fields ...*packet.Field) *packet.Proto {
	head := []*packet.Field{
		packet.Bits("copy_flag", 1).Default(number >> 7),
		packet.Bits("optclass", 2).Default(number >> 5 & 3).Enum(ipOptionClasses),
		packet.Bits("option", 5).Default(number & 31).Enum(ipOptionNames),
	}
	return packet.Define(name, append(head, fields...)...).Titled("IP Option" + title)
}

// ipRoute defines an option that is a list of routers.
func ipRoute(name, title string, number int) *packet.Proto {
	return ipOptionOf(name, title, number,
		packet.U8("length").Auto(packet.LenHeader(1)),
		packet.U8("pointer").Default(4),
		packet.ListOf("routers", packet.IP4("router")),
	)
}

var ipOptionClasses = packet.Names(map[uint64]string{0: "control", 2: "debug"})

var ipOptionNames = packet.Names(map[uint64]string{
	0: "end_of_list", 1: "nop", 2: "security", 3: "loose_source_route", 4: "timestamp", 5: "extended_security",
	6: "commercial_security", 7: "record_route", 8: "stream_id", 9: "strict_source_route",
	10: "experimental_measurement", 11: "mtu_probe", 12: "mtu_reply", 13: "flow_control", 14: "access_control",
	15: "encode", 16: "imi_traffic_descriptor", 17: "extended_IP", 18: "traceroute", 19: "address_extension",
	20: "router_alert", 21: "selective_directed_broadcast_mode", 23: "dynamic_packet_state",
	24: "upstream_multicast_packet", 25: "quick_start", 30: "rfc4727_experiment",
})

// ipOption names the protocol of the option that b begins with; nil, which makes
// the rest Raw, where its length cannot be. An option whose length does not
// suit its kind is an IPOption.
func ipOption(_ packet.Layer, b []byte) *packet.Proto {
	kind := b[0] & 0x7f // whatever copy_flag is
	switch kind {
	case 0:
		return IPOption_EOL
	case 1:
		return IPOption_NOP
	}
	if len(b) < 2 || b[1] < 2 || int(b[1]) > len(b) {
		return nil
	}
	if k := ipOptionKinds[kind]; k.proto != nil {
		if n := int(b[1]) - k.least; n == 0 || n > 0 && k.step > 0 && n%k.step == 0 {
			return k.proto
		}
	}
	return IPOption
}

// ipOptionKind is the protocol of an option and what lengths it may have.
type ipOptionKind struct {
	proto       *packet.Proto
	least, step int
}

var ipOptionKinds = map[byte]ipOptionKind{
	0x02: {IPOption_Security, 11, 0},
	0x03: {IPOption_LSRR, 3, 4},
	0x07: {IPOption_RR, 3, 4},
	0x08: {IPOption_Stream_Id, 4, 0},
	0x09: {IPOption_SSRR, 3, 4},
	0x0b: {IPOption_MTU_Probe, 4, 0},
	0x0c: {IPOption_MTU_Reply, 4, 0},
	0x12: {IPOption_Traceroute, 12, 0},
	0x13: {IPOption_Address_Extension, 10, 0},
	0x14: {IPOption_Router_Alert, 4, 0},
	0x15: {IPOption_SDBM, 2, 4},
	0x44: {IPOption_Timestamp, 8, 4},
}

// padIPOptions fills the options up to a multiple of 4 bytes.
func padIPOptions(_ packet.Layer, at int, next *packet.Proto) []byte {
	if next != nil {
		return nil
	}
	return make([]byte, -at&3)
}

// ipPseudo is source and destination, for the checksums of what is carried: the
// last destination of a source route that is not at its end.
func ipPseudo(l packet.Layer) []byte {
	hdr := l.Header()
	if len(hdr) < 20 {
		return nil
	}
	for b := hdr[20:]; len(b) > 0; {
		switch ipOption(l, b) {
		case nil, IPOption_EOL:
			return hdr[12:20]
		case IPOption_NOP:
			b = b[1:]
			continue
		case IPOption_LSRR, IPOption_SSRR:
			if n := b[1]; n >= 7 && b[2] <= n {
				return append(append(make([]byte, 0, 8), hdr[12:16]...), b[n-4:n]...)
			}
		}
		b = b[b[1]:]
	}
	return hdr[12:20]
}
