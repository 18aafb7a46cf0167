package layers

import (
	"maps"
	"strconv"

	"pktsh/layers/packet"
)

// dnsTypes and the tables below are from the IANA registry of DNS parameters.
var dnsTypes = packet.NamesOf("type", recordTypes)

// dnsQueryTypes are the types of records and those that only questions have.
var dnsQueryTypes = packet.NamesOf("type", func() map[uint64]string {
	names := recordTypes()
	maps.Copy(names, map[uint64]string{251: "IXFR", 252: "AXFR", 253: "MAILB", 254: "MAILA", 255: "ALL"})
	return names
})

func recordTypes() map[uint64]string {
	return map[uint64]string{
		0: "ANY", 1: "A", 2: "NS", 3: "MD", 4: "MF", 5: "CNAME", 6: "SOA", 7: "MB", 8: "MG", 9: "MR", 10: "NULL",
		11: "WKS", 12: "PTR", 13: "HINFO", 14: "MINFO", 15: "MX", 16: "TXT", 17: "RP", 18: "AFSDB", 19: "X25",
		20: "ISDN", 21: "RT", 22: "NSAP", 23: "NSAP-PTR", 24: "SIG", 25: "KEY", 26: "PX", 27: "GPOS", 28: "AAAA",
		29: "LOC", 30: "NXT", 31: "EID", 32: "NIMLOC", 33: "SRV", 34: "ATMA", 35: "NAPTR", 36: "KX", 37: "CERT",
		38: "A6", 39: "DNAME", 40: "SINK", 41: "OPT", 42: "APL", 43: "DS", 44: "SSHFP", 45: "IPSECKEY",
		46: "RRSIG", 47: "NSEC", 48: "DNSKEY", 49: "DHCID", 50: "NSEC3", 51: "NSEC3PARAM", 52: "TLSA",
		53: "SMIMEA", 55: "HIP", 56: "NINFO", 57: "RKEY", 58: "TALINK", 59: "CDS", 60: "CDNSKEY",
		61: "OPENPGPKEY", 62: "CSYNC", 63: "ZONEMD", 64: "SVCB", 65: "HTTPS", 99: "SPF", 100: "UINFO",
		101: "UID", 102: "GID", 103: "UNSPEC", 104: "NID", 105: "L32", 106: "L64", 107: "LP", 108: "EUI48",
		109: "EUI64", 249: "TKEY", 250: "TSIG", 256: "URI", 257: "CAA", 258: "AVC", 259: "DOA",
		260: "AMTRELAY", 32768: "TA", 32769: "DLV", 65535: "RESERVED",
	}
}

// dnsTypeName is the name of a type, or its number.
func dnsTypeName(t int) string {
	if name := dnsTypes.Name(uint64(t)); name != "" {
		return name
	}
	return strconv.Itoa(t)
}

var dnsClasses = packet.NamesOf("class", func() map[uint64]string {
	return map[uint64]string{1: "IN", 2: "CS", 3: "CH", 4: "HS", 254: "NONE", 255: "ANY"}
})

var dnsOpcodes = packet.NamesOf("opcode", func() map[uint64]string {
	return map[uint64]string{0: "QUERY", 1: "IQUERY", 2: "STATUS", 4: "NOTIFY", 5: "UPDATE"}
})

var dnsRcodes = packet.NamesOf("response code", func() map[uint64]string {
	return map[uint64]string{
		0: "ok", 1: "format-error", 2: "server-failure", 3: "name-error", 4: "not-implemented", 5: "refused",
	}
})

var ednsOptions = packet.NamesOf("option", func() map[uint64]string {
	return map[uint64]string{
		0: "Reserved", 1: "LLQ", 2: "UL", 3: "NSID", 4: "Reserved", 5: "DAU", 6: "DHU", 7: "N3U",
		8: "edns-client-subnet", 9: "EXPIRE", 10: "COOKIE", 11: "TCP-KEEPALIVE", 12: "PADDING", 13: "CHAIN",
		14: "KEY-TAG", 15: "Extended DNS Error",
	}
})
