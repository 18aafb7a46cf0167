package layers

import "pktsh/layers/packet"

// PPPoE is PPP over Ethernet, in a session (RFC 2516 section 6).
var PPPoE = packet.Define("PPPoE",
	packet.Bits("version", 4).Default(1),
	packet.Bits("type", 4).Default(1),
	packet.U8("code").Enum(packet.Names(map[uint64]string{0: "Session"})),
	packet.X16("sessionid"),
	packet.U16("len").Auto(packet.LenPayload()),
).Titled("PPP over Ethernet")

// PPPoED is the discovery that begins and ends sessions of PPPoE (RFC 2516 section
// 5; RFC 5578 for credits and quality).
var PPPoED = packet.Define("PPPoED",
	packet.Bits("version", 4).Default(1),
	packet.Bits("type", 4).Default(1),
	packet.U8("code").Default(9).Enum(pppoeCodes),
	packet.X16("sessionid"),
	packet.U16("len").Auto(packet.LenPayload()),
).Titled("PPP over Ethernet Discovery").Summary("{code}")

// PPPoED_Tags is the tags of PPPoED (RFC 2516 section 4).
var PPPoED_Tags = packet.Define("PPPoED_Tags",
	packet.Records("tag_list", PPPoETag),
).Titled("PPPoE Tag List").SummaryFunc(func(l *packet.Line) {
	l.Text("PPPoE Tags")
	for i, tag := range l.List("tag_list") {
		if i > 0 {
			l.Text(", ")
		}
		if tag.Proto() == PPPoETag {
			l.Text(tag.Str("tag_type"))
		}
	}
}).With(PPPoED)

// PPPoETag is one tag (RFC 2516 appendix A).
var PPPoETag = packet.Define("PPPoETag",
	packet.U16("tag_type").Auto(packet.Unset()).Enum(pppoeTags),
	packet.U16("tag_len").Auto(packet.LenOf("tag_value")),
	packet.Data("tag_value"),
).Titled("PPPoE Tag")

var pppoeCodes = packet.NamesOf("code", func() map[uint64]string {
	return map[uint64]string{
		0x00: "PPP Session Stage", 0x09: "PPPoE Active Discovery Initiation (PADI)",
		0x07: "PPPoE Active Discovery Offer (PADO)", 0x0a: "PPPoE Active Discovery Session-Grant (PADG)",
		0x0b: "PPPoE Active Discovery Session-Credit Response (PADC)", 0x0c: "PPPoE Active Discovery Quality (PADQ)",
		0x19: "PPPoE Active Discovery Request (PADR)", 0x65: "PPPoE Active Discovery Session-confirmation (PADS)",
		0xa7: "PPPoE Active Discovery Terminate (PADT)",
	}
})

var pppoeTags = packet.NamesOf("tag", func() map[uint64]string {
	return map[uint64]string{
		0x0000: "End-Of-List", 0x0101: "Service-Name", 0x0102: "AC-Name", 0x0103: "Host-Uniq", 0x0104: "AC-Cookie",
		0x0105: "Vendor-Specific", 0x0106: "Credits", 0x0107: "Metrics", 0x0108: "Sequence Number",
		0x0109: "Credit Scale Factor", 0x0110: "Relay-Session-Id", 0x0120: "PPP-Max-Payload",
		0x0201: "Service-Name-Error", 0x0202: "AC-System-Error", 0x0203: "Generic-Error",
	}
})

func init() {
	bindEtherType(PPPoED, 0x8863)
	bindEtherType(PPPoE, 0x8864)
	packet.Bind(PPPoE, PPP, "code", 0)
	packet.Bind(PPPoED, PPPoED_Tags)
}
