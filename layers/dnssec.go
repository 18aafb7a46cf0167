package layers

import (
	"strings"

	"pktsh/layers/packet"
)

// DNSRRDS is a delegation signer (RFC 4034 section 5).
var DNSRRDS = dnsRecordType("DNSRRDS", 43, dnsDigest()...).Titled("DNS DS Resource Record")

// DNSRRDLV is a DNSSEC lookaside validation (RFC 4431).
var DNSRRDLV = dnsRecordType("DNSRRDLV", 32769, dnsDigest()...).Titled("DNS DLV Resource Record")

func dnsDigest() []*packet.Field {
	return []*packet.Field{
		packet.U16("keytag"),
		packet.U8("algorithm").Default(5).Enum(dnssecAlgorithms),
		packet.U8("digesttype").Default(5).Enum(packet.Names(map[uint64]string{
			0: "Reserved", 1: "SHA-1", 2: "SHA-256", 3: "GOST R 34.11-94", 4: "SHA-384",
		})),
		packet.Data("digest"),
	}
}

// DNSRRDNSKEY is a public key of a zone (RFC 4034 section 2; RFC 5011 for R).
var DNSRRDNSKEY = dnsRecordType("DNSRRDNSKEY", 48, dnsKey()...).Titled("DNS DNSKEY Resource Record")

func dnsKey() []*packet.Field {
	return []*packet.Field{
		packet.FlagBits("flags", 16, "S......RZ.......").Default(256),
		packet.U8("protocol").Default(3),
		packet.U8("algorithm").Default(5).Enum(dnssecAlgorithms),
		packet.Data("publickey"),
	}
}

// DNSRRRSIG is a signature (RFC 4034 section 3).
var DNSRRRSIG = dnsRecordType("DNSRRRSIG", 46,
	packet.U16("typecovered").Default(1).Enum(dnsTypes),
	packet.U8("algorithm").Default(5).Enum(dnssecAlgorithms),
	packet.U8("labels"),
	packet.U32("originalttl"),
	packet.U32("expiration"),
	packet.U32("inception"),
	packet.U16("keytag"),
	packet.PlainDNSName("signersname"),
	packet.Data("signature"),
).Titled("DNS RRSIG Resource Record")

// DNSRRNSEC names the next name of a zone (RFC 4034 section 4).
var DNSRRNSEC = dnsRecordType("DNSRRNSEC", 47,
	packet.PlainDNSName("nextname"),
	packet.Data("typebitmaps").Shown(typeBitmap),
).Titled("DNS NSEC Resource Record")

// DNSRRNSEC3 names the hash of the next name of a zone (RFC 5155 section 3).
var DNSRRNSEC3 = dnsRecordType("DNSRRNSEC3", 50,
	packet.U8("hashalg"),
	packet.U8("flags").Enum(packet.Names(map[uint64]string{1: "Opt-Out"})),
	packet.U16("iterations"),
	packet.U8("saltlength").Auto(packet.LenOf("salt")),
	packet.Data("salt"),
	packet.U8("hashlength").Auto(packet.LenOf("nexthashedownername")),
	packet.Data("nexthashedownername"),
	packet.Data("typebitmaps").Shown(typeBitmap),
).Titled("DNS NSEC3 Resource Record")

// DNSRRNSEC3PARAM is how a zone hashes its names (RFC 5155 section 4).
var DNSRRNSEC3PARAM = dnsRecordType("DNSRRNSEC3PARAM", 51,
	packet.U8("hashalg"),
	packet.U8("flags"),
	packet.U16("iterations"),
	packet.U8("saltlength").Auto(packet.LenOf("salt")),
	packet.Data("salt"),
).Titled("DNS NSEC3PARAM Resource Record")

// DNSRRTSIG authenticates a message (RFC 8945).
var DNSRRTSIG = dnsRecordType("DNSRRTSIG", 250,
	packet.PlainDNSName("algo_name").Default("hmac-sha1."),
	packet.Bits("time_signed", 48),
	packet.U16("fudge"),
	packet.U16("mac_len").Auto(packet.LenOf("mac_data")),
	packet.Data("mac_data"),
	packet.U16("original_id"),
	packet.U16("error"),
	packet.U16("other_len").Auto(packet.LenOf("other_data")),
	packet.Data("other_data"),
).Titled("DNS TSIG Resource Record")

// typeBitmap shows the types in the bitmaps of RFC 4034 section 4.1.2.
func typeBitmap(v any) string {
	b, _ := v.([]byte)
	var names []string
	for len(b) >= 2 {
		window, n := int(b[0])<<8, min(int(b[1]), len(b)-2)
		for i, bits := range b[2 : 2+n] {
			for k := range 8 {
				if bits>>(7-k)&1 == 1 {
					names = append(names, dnsTypeName(window+i*8+k))
				}
			}
		}
		b = b[2+n:]
	}
	return "[" + strings.Join(names, ", ") + "]"
}

// dnssecAlgorithms is from the IANA registry of DNSSEC algorithm numbers.
var dnssecAlgorithms = packet.NamesOf("algorithm", func() map[uint64]string {
	return map[uint64]string{
		0: "Reserved", 1: "RSA/MD5", 2: "Diffie-Hellman", 3: "DSA/SHA-1", 4: "Reserved", 5: "RSA/SHA-1",
		6: "DSA-NSEC3-SHA1", 7: "RSASHA1-NSEC3-SHA1", 8: "RSA/SHA-256", 9: "Reserved", 10: "RSA/SHA-512",
		11: "Reserved", 12: "GOST R 34.10-2001", 13: "ECDSA Curve P-256 with SHA-256",
		14: "ECDSA Curve P-384 with SHA-384", 15: "Ed25519", 16: "Ed448",
		252: "Reserved for Indirect Keys", 253: "Private algorithms - domain name",
		254: "Private algorithms - OID", 255: "Reserved",
	}
})
