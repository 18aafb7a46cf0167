package layers

import "pktsh/layers/packet"

// DNSRR is a resource record (RFC 1035 section 4.1.3; RFC 6762 section 10.2 for
// cacheflush). What rdata holds depends on the type: an address, a name, texts,
// and bytes for the types that have neither that nor a protocol of their own.
var DNSRR = packet.Define("DNSRR", append(dnsRecordHead(dnsA, packet.LenOf("rdata")),
	packet.Switch("rdata", dnsData),
)...).Titled("DNS Resource Record")

// DNSRRSOA is the start of a zone of authority (RFC 1035 section 3.3.13).
var DNSRRSOA = dnsRecordType("DNSRRSOA", 6,
	packet.DNSName("mname"),
	packet.DNSName("rname"),
	packet.U32("serial"),
	packet.U32("refresh"),
	packet.U32("retry"),
	packet.U32("expire"),
	packet.U32("minimum"),
).Titled("DNS SOA Resource Record")

// DNSRRMX is a mail exchange (RFC 1035 section 3.3.9).
var DNSRRMX = dnsRecordType("DNSRRMX", 15,
	packet.U16("preference"),
	packet.DNSName("exchange"),
).Titled("DNS MX Resource Record")

// DNSRRSRV is the location of a service (RFC 2782).
var DNSRRSRV = dnsRecordType("DNSRRSRV", 33,
	packet.U16("priority"),
	packet.U16("weight"),
	packet.U16("port"),
	packet.PlainDNSName("target"),
).Titled("DNS SRV Resource Record")

// DNSRROPT is the pseudo-record of EDNS (RFC 6891): rclass is how long an answer
// over UDP may be.
var DNSRROPT = packet.Define("DNSRROPT",
	packet.DNSName("rrname"),
	packet.U16("type").Default(41).Enum(dnsTypes),
	packet.U16("rclass").Default(4096),
	packet.U8("extrcode"),
	packet.U8("version"),
	packet.U16("z").Default(0x8000).Enum(packet.Names(map[uint64]string{0x8000: "D0"})),
	packet.U16("rdlen").Auto(packet.LenOf("rdata")),
	packet.RecordsOf("rdata", ednsRecord),
).Titled("DNS OPT Resource Record")

// EDNS0TLV is an option of EDNS (RFC 6891 section 6.1.2).
var EDNS0TLV = packet.Define("EDNS0TLV",
	packet.U16("optcode").Enum(ednsOptions),
	packet.U16("optlen").Auto(packet.LenOf("optdata")),
	packet.Data("optdata"),
).Titled("DNS EDNS0 TLV")

// dnsRecordHead is the fields in front of the data of a record.
func dnsRecordHead(kind int, length *packet.Auto) []*packet.Field {
	return []*packet.Field{
		packet.DNSName("rrname"),
		packet.U16("type").Default(kind).Enum(dnsTypes),
		packet.Bits("cacheflush", 1),
		packet.Bits("rclass", 15).Class("ShortEnumField").Default(1).Enum(dnsClasses),
		packet.U32("ttl"),
		packet.U16("rdlen").Auto(length),
	}
}

// dnsRecordTypes is which protocol reads records of which type.
var dnsRecordTypes = map[int]*packet.Proto{}

// dnsRecordType defines the records of a type whose data is these fields.
func dnsRecordType(name string, kind int, data ...*packet.Field) *packet.Proto {
	p := packet.Define(name, append(dnsRecordHead(kind, packet.LenRest()), data...)...)
	dnsRecordTypes[kind] = p
	return p
}

// dnsRecord names the protocol of the record that b begins with.
func dnsRecord(_ packet.Layer, b []byte) *packet.Proto {
	end, _ := nameEnd(b)
	if end+2 <= len(b) {
		if p := dnsRecordTypes[int(b[end])<<8|int(b[end+1])]; p != nil {
			return p
		}
	}
	return DNSRR
}

const (
	dnsA    = 1
	dnsTXT  = 16
	dnsAAAA = 28
)

var (
	dnsAddr  = packet.IP4("rdata")
	dnsAddr6 = packet.IP6("rdata")
	dnsName  = packet.DNSName("rdata")
	dnsTexts = packet.ListOf("rdata", packet.PData("rdata", 1))
	dnsBytes = packet.Data("rdata")
)

// dnsData is what the data of a record is. A name that does not fill the data it
// was captured in is bytes.
func dnsData(l packet.Layer) *packet.Field {
	switch l.Int("type") {
	case dnsA:
		return dnsAddr
	case dnsAAAA:
		return dnsAddr6
	case dnsTXT, 99:
		return dnsTexts
	case 2, 3, 4, 5, 7, 8, 9, 12, 39:
		if b := l.Header(); !l.Built() {
			end, _ := nameEnd(b)
			if from := end + 10; from < len(b) {
				if n, _ := nameEnd(b[from:]); n != l.Int("rdlen") {
					return dnsBytes
				}
			}
		}
		return dnsName
	}
	return dnsBytes
}

func init() {
	dnsRecordTypes[41] = DNSRROPT
}
