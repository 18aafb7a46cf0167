package layers

import "pktsh/layers/packet"

// DNSRRSVCB says how a service is reached (RFC 9460).
var DNSRRSVCB = dnsRecordType("DNSRRSVCB", 64, svcbFields()...).Titled("DNS SVCB Resource Record")

// DNSRRHTTPS is DNSRRSVCB for https (RFC 9460 section 9).
var DNSRRHTTPS = dnsRecordType("DNSRRHTTPS", 65, svcbFields()...).Titled("DNS HTTPS Resource Record")

func svcbFields() []*packet.Field {
	return []*packet.Field{
		packet.U16("svc_priority"),
		packet.PlainDNSName("target_name"),
		packet.Records("svc_params", SvcParam),
	}
}

// SvcParam is a parameter of DNSRRSVCB (RFC 9460 section 7; RFC 9461 for dohpath,
// RFC 9540 for ohttp). What value holds depends on the key: a list of keys, names
// of protocols, a port, addresses, a path; nothing, and bytes for other keys.
var SvcParam = packet.Define("SvcParam",
	packet.U16("key").Enum(svcKeys),
	packet.U16("len").Auto(packet.LenOf("value")),
	packet.Switch("value", svcValue),
).Titled("SvcParam")

var svcKeys = packet.NamesOf("key", func() map[uint64]string {
	return map[uint64]string{
		0: "mandatory", 1: "alpn", 2: "no-default-alpn", 3: "port", 4: "ipv4hint", 5: "ech", 6: "ipv6hint",
		7: "dohpath", 8: "ohttp", 9: "tls-supported-groups", 10: "docpath",
	}
})

var (
	svcMandatory = packet.ListOf("value", packet.U16("key").Enum(svcKeys))
	svcALPN      = packet.ListOf("value", packet.PText("protocol", 1))
	svcPort      = packet.U16("value")
	svcIPv4      = packet.ListOf("value", packet.IP4("address"))
	svcIPv6      = packet.ListOf("value", packet.IP6("address"))
	svcPath      = packet.Text("value")
	svcGroups    = packet.ListOf("value", packet.X16("group"))
	svcBytes     = packet.Data("value")
)

func svcValue(l packet.Layer) *packet.Field {
	switch l.Int("key") {
	case 0:
		return svcMandatory
	case 1:
		return svcALPN
	case 3:
		return svcPort
	case 4:
		return svcIPv4
	case 6:
		return svcIPv6
	case 7:
		return svcPath
	case 9:
		return svcGroups
	}
	return svcBytes
}
