package layers

import "pktsh/layers/packet"

// SCTPChunkParamHeartbeatInfo is what the sender of a heartbeat gets back (RFC 9260
// section 3.3.5).
var SCTPChunkParamHeartbeatInfo = sctpValue("SCTPChunkParamHeartbeatInfo", 1, packet.Data("data"))

// SCTPChunkParamIPv4Addr is an address of the sender (RFC 9260 section 3.3.2.1).
var SCTPChunkParamIPv4Addr = sctpFixedParam("SCTPChunkParamIPv4Addr", 5, 8, packet.IP4("addr").Default("127.0.0.1"))

// SCTPChunkParamIPv6Addr is an address of the sender (RFC 9260 section 3.3.2.1).
var SCTPChunkParamIPv6Addr = sctpFixedParam("SCTPChunkParamIPv6Addr", 6, 20, packet.IP6("addr").Default("::1"))

// SCTPChunkParamStateCookie is the cookie that opens an association (RFC 9260
// section 3.3.3.1).
var SCTPChunkParamStateCookie = sctpValue("SCTPChunkParamStateCookie", 7, packet.Data("cookie"))

// SCTPChunkParamUnrocognizedParam returns a parameter that was not understood
// (RFC 9260 section 3.3.3.1). Parameters of unknown types are read as it, too.
var SCTPChunkParamUnrocognizedParam = sctpValue("SCTPChunkParamUnrocognizedParam", 8, packet.Data("param"))

// SCTPChunkParamCookiePreservative asks for a longer life of the cookie (RFC 9260
// section 3.3.2.1).
var SCTPChunkParamCookiePreservative = sctpFixedParam("SCTPChunkParamCookiePreservative", 9, 8,
	packet.X32("sug_cookie_inc").Auto(packet.Unset()))

// SCTPChunkParamHostname is the sender's host name (RFC 9260 section 3.3.2.1).
var SCTPChunkParamHostname = sctpValue("SCTPChunkParamHostname", 11, packet.Data("hostname"))

// SCTPChunkParamSupportedAddrTypes is the types of addresses that the sender can
// use (RFC 9260 section 3.3.2.1).
var SCTPChunkParamSupportedAddrTypes = sctpValue("SCTPChunkParamSupportedAddrTypes", 12,
	packet.ListOf("addr_type_list", packet.U16("type").Enum(sctpParams)).Default([]int{5}))

// SCTPChunkParamECNCapable says that the sender knows ECN (RFC 9260 appendix B).
var SCTPChunkParamECNCapable = sctpFixedParam("SCTPChunkParamECNCapable", 0x8000, 4)

// SCTPChunkParamRandom is the random number of authentication (RFC 4895 section 3.1).
var SCTPChunkParamRandom = sctpValue("SCTPChunkParamRandom", 0x8002, packet.Data("random").Default(make([]byte, 32)))

// SCTPChunkParamChunkList is the chunks that must be authenticated (RFC 4895 section
// 3.2).
var SCTPChunkParamChunkList = sctpValue("SCTPChunkParamChunkList", 0x8003,
	packet.ListOf("chunk_list", packet.U8("chunk").Enum(sctpTypes)))

// SCTPChunkParamRequestedHMACFunctions is the functions that the sender can use
// (RFC 4895 section 3.3).
var SCTPChunkParamRequestedHMACFunctions = sctpValue("SCTPChunkParamRequestedHMACFunctions", 0x8004,
	packet.ListOf("HMAC_functions_list", packet.U16("function").Enum(
		packet.Names(map[uint64]string{0: "Reserved1", 1: "SHA-1", 2: "Reserved2", 3: "SHA-256"}))).Default([]int{1}))

// SCTPChunkParamSupportedExtensions is the chunks that the sender knows (RFC 5061
// section 4.2.7).
var SCTPChunkParamSupportedExtensions = sctpValue("SCTPChunkParamSupportedExtensions", 0x8008,
	packet.ListOf("supported_extensions", packet.U8("chunk").Enum(sctpTypes)).Default([]int{15, 193, 128}))

// SCTPChunkParamFwdTSN says that the sender knows partial reliability (RFC 3758
// section 3.1).
var SCTPChunkParamFwdTSN = sctpFixedParam("SCTPChunkParamFwdTSN", 0xc000, 4)

// SCTPChunkParamAddIPAddr adds an address (RFC 5061 section 4.2.1).
var SCTPChunkParamAddIPAddr = sctpAddress("SCTPChunkParamAddIPAddr", 0xc001)

// SCTPChunkParamDelIPAddr removes an address (RFC 5061 section 4.2.2).
var SCTPChunkParamDelIPAddr = sctpAddress("SCTPChunkParamDelIPAddr", 0xc002)

// SCTPChunkParamErrorIndication says why a change was refused (RFC 5061 section
// 4.2.3).
var SCTPChunkParamErrorIndication = packet.Define("SCTPChunkParamErrorIndication",
	packet.U16("type").Default(0xc003).Enum(sctpParams),
	packet.U16("len").Auto(packet.LenOf("error_causes").Plus(8)),
	packet.X32("correlation_id").Auto(packet.Unset()),
	packet.Data("error_causes").Aligned(4),
)

// SCTPChunkParamSetPrimaryAddr names the address to send to (RFC 5061 section 4.2.4).
var SCTPChunkParamSetPrimaryAddr = sctpAddress("SCTPChunkParamSetPrimaryAddr", 0xc004)

// SCTPChunkParamSuccessIndication says that a change was made (RFC 5061 section
// 4.2.5).
var SCTPChunkParamSuccessIndication = sctpFixedParam("SCTPChunkParamSuccessIndication", 0xc005, 8,
	packet.X32("correlation_id").Auto(packet.Unset()))

// SCTPChunkParamAdaptationLayer names the layer above (RFC 5061 section 4.2.6).
var SCTPChunkParamAdaptationLayer = sctpFixedParam("SCTPChunkParamAdaptationLayer", 0xc006, 8,
	packet.X32("indication").Auto(packet.Unset()))

// sctpValue defines a parameter of one value, which is filled up to 4 bytes.
func sctpValue(name string, kind int, value *packet.Field) *packet.Proto {
	return packet.Define(name,
		packet.U16("type").Default(kind).Enum(sctpParams),
		packet.U16("len").Auto(packet.LenOf(value.Name()).Plus(4)),
		value.Aligned(4),
	)
}

// sctpFixedParam defines a parameter of a fixed length.
func sctpFixedParam(name string, kind, length int, value ...*packet.Field) *packet.Proto {
	return packet.Define(name, append([]*packet.Field{
		packet.U16("type").Default(kind).Enum(sctpParams),
		packet.U16("len").Default(length),
	}, value...)...)
}

// sctpAddress defines a parameter that holds one with an address.
func sctpAddress(name string, kind int) *packet.Proto {
	return packet.Define(name,
		packet.U16("type").Default(kind).Enum(sctpParams),
		packet.U16("len").Auto(packet.LenOf("addr").Plus(12)),
		packet.X32("correlation_id").Auto(packet.Unset()),
		packet.U16("addr_type").Default(5).Enum(sctpParams),
		packet.U16("addr_len").Auto(packet.LenOf("addr").Plus(4)),
		packet.Switch("addr", sctpAddressKind).Class("MultipleTypeField (IPField, IP6Field, StrFixedLenField)"),
	)
}

var (
	sctpAddr4 = packet.IP4("addr").Default("0.0.0.0")
	sctpAddr6 = packet.IP6("addr")
	sctpOther = packet.Data("addr")
)

func sctpAddressKind(l packet.Layer) *packet.Field {
	switch kind := l.Int("addr_type"); {
	case kind == 5 && lengthIs(l, "addr_len", 8):
		return sctpAddr4
	case kind == 6 && lengthIs(l, "addr_len", 20):
		return sctpAddr6
	}
	return sctpOther
}

// sctpParams are the types of parameters (IANA registry).
var sctpParams = packet.NamesOf("parameter", func() map[uint64]string {
	return map[uint64]string{
		1: "heartbeat-info", 5: "IPv4", 6: "IPv6", 7: "state-cookie", 8: "unrecognized-param", 9: "cookie-preservative",
		11: "hostname", 12: "addrtypes", 0x8000: "ecn-capable", 0x8002: "random", 0x8003: "chunk-list",
		0x8004: "requested-HMAC-functions", 0x8008: "supported-extensions", 0xc000: "fwd-tsn-supported",
		0xc001: "add-IP", 0xc002: "del-IP", 0xc003: "error-indication", 0xc004: "set-primary-addr",
		0xc005: "success-indication", 0xc006: "adaptation-layer",
	}
})

// sctpParam is the protocol of the parameter that b begins with. One that has not
// the length of its type is read as one of an unknown type.
func sctpParam(_ packet.Layer, b []byte) *packet.Proto {
	if len(b) < 4 {
		return nil
	}
	n := int(b[2])<<8 | int(b[3])
	p := sctpParamTypes[int(b[0])<<8|int(b[1])]
	if p.proto == nil || p.length != 0 && n != p.length {
		return SCTPChunkParamUnrocognizedParam
	}
	return p.proto
}

type sctpParamType struct {
	proto  *packet.Proto
	length int // 0: any
}

var sctpParamTypes = map[int]sctpParamType{
	1: {SCTPChunkParamHeartbeatInfo, 0}, 5: {SCTPChunkParamIPv4Addr, 8}, 6: {SCTPChunkParamIPv6Addr, 20},
	7: {SCTPChunkParamStateCookie, 0}, 9: {SCTPChunkParamCookiePreservative, 8}, 11: {SCTPChunkParamHostname, 0},
	12: {SCTPChunkParamSupportedAddrTypes, 0}, 0x8000: {SCTPChunkParamECNCapable, 4}, 0x8002: {SCTPChunkParamRandom, 0},
	0x8003: {SCTPChunkParamChunkList, 0}, 0x8004: {SCTPChunkParamRequestedHMACFunctions, 0},
	0x8008: {SCTPChunkParamSupportedExtensions, 0}, 0xc000: {SCTPChunkParamFwdTSN, 4}, 0xc001: {SCTPChunkParamAddIPAddr, 0},
	0xc002: {SCTPChunkParamDelIPAddr, 0}, 0xc003: {SCTPChunkParamErrorIndication, 0},
	0xc004: {SCTPChunkParamSetPrimaryAddr, 0}, 0xc005: {SCTPChunkParamSuccessIndication, 8},
	0xc006: {SCTPChunkParamAdaptationLayer, 8},
}
