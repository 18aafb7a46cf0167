package layers

import (
	"fmt"

	"pktsh/layers/packet"
)

// DNSRRHINFO names processor and operating system (RFC 1035 section 3.3.2), or
// answers a question of type ANY (RFC 8482).
var DNSRRHINFO = dnsRecordType("DNSRRHINFO", 13,
	packet.U8("cpulen").Auto(packet.LenOf("cpu")),
	packet.Text("cpu"),
	packet.U8("oslen").Auto(packet.LenOf("os")),
	packet.Text("os"),
).Titled("DNS HINFO Resource Record")

// DNSRRNAPTR is a rule that rewrites a name (RFC 3403 section 4.1).
var DNSRRNAPTR = dnsRecordType("DNSRRNAPTR", 35,
	packet.U16("order"),
	packet.U16("preference"),
	packet.U8("flags_len").Auto(packet.LenOf("flags")),
	packet.Text("flags"),
	packet.U8("services_len").Auto(packet.LenOf("services")),
	packet.Text("services"),
	packet.U8("regexp_len").Auto(packet.LenOf("regexp")),
	packet.Text("regexp"),
	packet.PlainDNSName("replacement"),
).Titled("DNS NAPTR Resource Record")

// DNSRRRP names who is responsible (RFC 1183 section 2.2).
var DNSRRRP = dnsRecordType("DNSRRRP", 17,
	packet.DNSName("mbox"),
	packet.DNSName("txt"),
).Titled("DNS RP Resource Record")

// DNSRRAFSDB is a server of AFS (RFC 1183 section 1).
var DNSRRAFSDB = dnsRecordType("DNSRRAFSDB", 18,
	packet.U16("subtype").Default(1),
	packet.DNSName("hostname"),
).Titled("DNS AFSDB Resource Record")

// DNSRRKX is a key exchanger (RFC 2230).
var DNSRRKX = dnsRecordType("DNSRRKX", 36,
	packet.U16("preference"),
	packet.PlainDNSName("exchanger"),
).Titled("DNS KX Resource Record")

// DNSRRCERT is a certificate (RFC 4398).
var DNSRRCERT = dnsRecordType("DNSRRCERT", 37,
	packet.U16("certtype").Default(1).Enum(packet.Names(map[uint64]string{
		1: "PKIX", 2: "SPKI", 3: "PGP", 4: "IPKIX", 5: "ISPKI", 6: "IPGP", 7: "ACPKIX", 8: "IACPKIX",
		253: "URI", 254: "OID",
	})),
	packet.U16("keytag"),
	packet.U8("algorithm").Enum(dnssecAlgorithms),
	packet.Data("certificate"),
).Titled("DNS CERT Resource Record")

// DNSRRLOC is a place (RFC 1876): latitude and longitude in thousandths of a
// second of arc from 2^31, altitude in centimetres above 100 km below the
// ellipsoid, sizes with four bits of mantissa and of exponent, in centimetres.
var DNSRRLOC = dnsRecordType("DNSRRLOC", 29,
	packet.U8("version"),
	packet.U8("size").Default(0x12).Shown(locSize),
	packet.U8("horiz_pre").Default(0x16).Shown(locSize),
	packet.U8("vert_pre").Default(0x13).Shown(locSize),
	packet.U32("latitude").Default(1<<31).Shown(locAngle("N", "S")),
	packet.U32("longitude").Default(1<<31).Shown(locAngle("E", "W")),
	packet.U32("altitude").Default(10000000).Shown(func(v any) string {
		n, _ := v.(int)
		return fmt.Sprintf("%.2fm", float64(n-10000000)/100)
	}),
).Titled("DNS LOC Resource Record")

// locSize is a length in metres.
func locSize(v any) string {
	n, _ := v.(int)
	cm := float64(n >> 4)
	for range n & 15 {
		cm *= 10
	}
	return fmt.Sprintf("%gm", cm/100)
}

// locAngle is degrees, minutes and seconds, and which way.
func locAngle(positive, negative string) func(any) string {
	return func(v any) string {
		n, _ := v.(int)
		way := positive
		if n -= 1 << 31; n < 0 {
			n, way = -n, negative
		}
		return fmt.Sprintf("%d %d %d.%03d %s", n/3600000, n/60000%60, n/1000%60, n%1000, way)
	}
}

// DNSRRSSHFP is the fingerprint of a host's key (RFC 4255; RFC 6594, 7479, 8709).
var DNSRRSSHFP = dnsRecordType("DNSRRSSHFP", 44,
	packet.U8("algorithm").Default(1).Enum(packet.Names(map[uint64]string{
		1: "RSA", 2: "DSA", 3: "ECDSA", 4: "Ed25519", 6: "Ed448",
	})),
	packet.U8("fptype").Default(1).Enum(packet.Names(map[uint64]string{1: "SHA-1", 2: "SHA-256"})),
	packet.Data("fingerprint"),
).Titled("DNS SSHFP Resource Record")

// DNSRRTLSA is what a server's certificate has to match (RFC 6698 section 2.1).
var DNSRRTLSA = dnsRecordType("DNSRRTLSA", 52, tlsaFields()...).Titled("DNS TLSA Resource Record")

// DNSRRSMIMEA is DNSRRTLSA for mail (RFC 8162).
var DNSRRSMIMEA = dnsRecordType("DNSRRSMIMEA", 53, tlsaFields()...).Titled("DNS SMIMEA Resource Record")

func tlsaFields() []*packet.Field {
	return []*packet.Field{
		packet.U8("usage").Default(3).Enum(packet.Names(map[uint64]string{
			0: "PKIX-TA", 1: "PKIX-EE", 2: "DANE-TA", 3: "DANE-EE", 255: "PrivCert",
		})),
		packet.U8("selector").Default(1).Enum(packet.Names(map[uint64]string{0: "Cert", 1: "SPKI", 255: "PrivSel"})),
		packet.U8("matching").Default(1).Enum(packet.Names(map[uint64]string{
			0: "Full", 1: "SHA2-256", 2: "SHA2-512", 255: "PrivMatch",
		})),
		packet.Data("association"),
	}
}

// DNSRRCDS is the DNSRRDS that a child zone wants (RFC 7344).
var DNSRRCDS = dnsRecordType("DNSRRCDS", 59, dnsDigest()...).Titled("DNS CDS Resource Record")

// DNSRRCDNSKEY is the DNSRRDNSKEY that a child zone wants a digest of (RFC 7344).
var DNSRRCDNSKEY = dnsRecordType("DNSRRCDNSKEY", 60, dnsKey()...).Titled("DNS CDNSKEY Resource Record")

// DNSRRURI is the URI of a service (RFC 7553).
var DNSRRURI = dnsRecordType("DNSRRURI", 256,
	packet.U16("priority"),
	packet.U16("weight"),
	packet.Text("target"),
).Titled("DNS URI Resource Record")

// DNSRRCAA says who may issue certificates (RFC 8659).
var DNSRRCAA = dnsRecordType("DNSRRCAA", 257,
	packet.FlagBits("flags", 8, "bit7", "bit6", "bit5", "bit4", "bit3", "bit2", "bit1", "critical"),
	packet.U8("taglen").Auto(packet.LenOf("tag")),
	packet.Text("tag").Default("issue"),
	packet.Text("value"),
).Titled("DNS CAA Resource Record")
