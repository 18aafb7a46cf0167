package layers

import "pktsh/layers/packet"

// PPP_LCP_Option is an option of PPP_LCP_Configure that has no protocol of its own
// (RFC 1661 section 6).
var PPP_LCP_Option = packet.Define("PPP_LCP_Option",
	packet.U8("type").Auto(packet.Unset()).Enum(lcpOptions),
	packet.U8("len").Auto(packet.LenHeader(1)),
	packet.Data("data"),
).Titled("PPP LCP Option")

// PPP_LCP_MRU_Option is the greatest packet that a peer receives (RFC 1661 section
// 6.1).
var PPP_LCP_MRU_Option = fixedLCPOption("PPP_LCP_MRU_Option", 1, 4, packet.U16("max_recv_unit").Default(1500))

// PPP_LCP_ACCM_Option is the control characters that must be escaped (RFC 1662
// section 7.1).
var PPP_LCP_ACCM_Option = fixedLCPOption("PPP_LCP_ACCM_Option", 2, 6, packet.Bits("accm", 32))

// PPP_LCP_Auth_Protocol_Option is how to authenticate (RFC 1661 section 6.2;
// RFC 1994 section 3 for the algorithm).
var PPP_LCP_Auth_Protocol_Option = lcpOptionOf("PPP_LCP_Auth_Protocol_Option", 3,
	packet.U16("auth_protocol").Default(0xc023).Enum(packet.Names(map[uint64]string{
		0xc023: "Password authentication protocol", 0xc223: "Challenge-response authentication protocol",
		0xc227: "PPP Extensible authentication protocol",
	})),
	packet.Data("data").When(func(l packet.Layer) bool { return l.Int("auth_protocol") != 0xc223 }),
	packet.U8("algorithm").Default(5).Enum(packet.Names(map[uint64]string{
		5: "MD5", 6: "SHA1", 128: "MS-CHAP", 129: "MS-CHAP-v2",
	})).When(func(l packet.Layer) bool { return l.Int("auth_protocol") == 0xc223 }),
)

// PPP_LCP_Quality_Protocol_Option is how to watch the link's quality (RFC 1661
// section 6.3).
var PPP_LCP_Quality_Protocol_Option = lcpOptionOf("PPP_LCP_Quality_Protocol_Option", 4,
	packet.U16("quality_protocol").Default(0xc025).Enum(packet.Names(map[uint64]string{0xc025: "Link Quality Report"})),
	packet.Data("data"),
)

// PPP_LCP_Magic_Number_Option tells a link from its own echo (RFC 1661 section 6.4).
var PPP_LCP_Magic_Number_Option = fixedLCPOption("PPP_LCP_Magic_Number_Option", 5, 6,
	packet.U32("magic_number").Auto(packet.Unset()))

// PPP_LCP_Callback_Option asks to be called back (RFC 1570 section 2.3).
var PPP_LCP_Callback_Option = lcpOptionOf("PPP_LCP_Callback_Option", 13,
	packet.U8("operation").Enum(packet.Names(map[uint64]string{
		0: "Location determined by user authentication", 1: "Dialing string", 2: "Location identifier",
		3: "E.164 number", 4: "Distinguished name",
	})),
	packet.Data("message"),
)

// lcpOptionOf defines an option whose length follows from its value.
func lcpOptionOf(name string, kind int, value ...*packet.Field) *packet.Proto {
	return packet.Define(name, append([]*packet.Field{
		packet.U8("type").Default(kind).Enum(lcpOptions),
		packet.U8("len").Auto(packet.LenHeader(1)),
	}, value...)...).Titled("PPP LCP Option")
}

// fixedLCPOption defines an option of a fixed length.
func fixedLCPOption(name string, kind, length int, value *packet.Field) *packet.Proto {
	return packet.Define(name,
		packet.U8("type").Default(kind).Enum(lcpOptions),
		packet.U8("len").Default(length),
		value,
	).Titled("PPP LCP Option")
}

var lcpOptions = packet.NamesOf("option", func() map[uint64]string {
	return map[uint64]string{
		1: "Maximum-Receive-Unit", 2: "Async-Control-Character-Map", 3: "Authentication-protocol",
		4: "Quality-protocol", 5: "Magic-number", 7: "Protocol-Field-Compression",
		8: "Address-and-Control-Field-Compression", 13: "Callback",
	}
})

// lcpOption is the protocol of the option that b begins with. One that has not
// the length of its type is read as PPP_LCP_Option.
func lcpOption(_ packet.Layer, b []byte) *packet.Proto {
	if len(b) < 2 {
		return PPP_LCP_Option
	}
	switch kind, n := b[0], b[1]; {
	case kind == 1 && n == 4:
		return PPP_LCP_MRU_Option
	case kind == 2 && n == 6:
		return PPP_LCP_ACCM_Option
	case kind == 3 && n >= 4:
		return PPP_LCP_Auth_Protocol_Option
	case kind == 4 && n >= 4:
		return PPP_LCP_Quality_Protocol_Option
	case kind == 5 && n == 6:
		return PPP_LCP_Magic_Number_Option
	case kind == 13 && n >= 3:
		return PPP_LCP_Callback_Option
	}
	return PPP_LCP_Option
}

// PPP_IPCP_Option is an option of PPP_IPCP that has no protocol of its own
// (RFC 1332 section 3).
var PPP_IPCP_Option = packet.Define("PPP_IPCP_Option",
	packet.U8("type").Auto(packet.Unset()).Enum(ipcpOptions),
	packet.U8("len").Auto(packet.LenHeader(1)),
	packet.Data("data"),
).Titled("PPP IPCP Option")

// PPP_IPCP_Option_IPAddress is the address to use (RFC 1332 section 3.3).
var PPP_IPCP_Option_IPAddress = ipcpAddress("PPP_IPCP_Option_IPAddress", 3, "IP Address")

// PPP_IPCP_Option_DNS1 is the first name server (RFC 1877 section 1.1).
var PPP_IPCP_Option_DNS1 = ipcpAddress("PPP_IPCP_Option_DNS1", 129, "DNS1 Address")

// PPP_IPCP_Option_NBNS1 is the first NetBIOS name server (RFC 1877 section 1.2).
var PPP_IPCP_Option_NBNS1 = ipcpAddress("PPP_IPCP_Option_NBNS1", 130, "NBNS1 Address")

// PPP_IPCP_Option_DNS2 is the second name server (RFC 1877 section 1.3).
var PPP_IPCP_Option_DNS2 = ipcpAddress("PPP_IPCP_Option_DNS2", 131, "DNS2 Address")

// PPP_IPCP_Option_NBNS2 is the second NetBIOS name server (RFC 1877 section 1.4).
var PPP_IPCP_Option_NBNS2 = ipcpAddress("PPP_IPCP_Option_NBNS2", 132, "NBNS2 Address")

func ipcpAddress(name string, kind int, title string) *packet.Proto {
	return packet.Define(name,
		packet.U8("type").Default(kind).Enum(ipcpOptions),
		packet.U8("len").Auto(packet.LenHeader(1)),
		packet.IP4("data").Default("0.0.0.0"),
		packet.Data("garbage"),
	).Titled("PPP IPCP Option: " + title)
}

var ipcpOptions = packet.NamesOf("option", func() map[uint64]string {
	return map[uint64]string{
		1: "IP-Addresses (Deprecated)", 2: "IP-Compression-Protocol", 3: "IP-Address", 4: "Mobile-IPv4",
		129: "Primary-DNS-Address", 130: "Primary-NBNS-Address", 131: "Secondary-DNS-Address", 132: "Secondary-NBNS-Address",
	}
})

// ipcpOption is the protocol of the option that b begins with.
func ipcpOption(_ packet.Layer, b []byte) *packet.Proto {
	if len(b) < 2 || b[1] < 6 {
		return PPP_IPCP_Option
	}
	switch b[0] {
	case 3:
		return PPP_IPCP_Option_IPAddress
	case 129:
		return PPP_IPCP_Option_DNS1
	case 130:
		return PPP_IPCP_Option_NBNS1
	case 131:
		return PPP_IPCP_Option_DNS2
	case 132:
		return PPP_IPCP_Option_NBNS2
	}
	return PPP_IPCP_Option
}
