package layers

import (
	"encoding/hex"

	"pktsh/layers/packet"
)

// PPP_LCP is a packet of the Link Control Protocol (RFC 1661 section 5). Read, it
// gives way to the protocol of its code.
var PPP_LCP = lcp("PPP_LCP", 5, packet.Data("data"))

// PPP_LCP_Configure is a request, ack, nak or reject of options (RFC 1661 sections
// 5.1 to 5.4).
var PPP_LCP_Configure = lcp("PPP_LCP_Configure", 1, packet.RecordsOf("options", lcpOption))

// PPP_LCP_Terminate closes a link (RFC 1661 section 5.5).
var PPP_LCP_Terminate = lcp("PPP_LCP_Terminate", 5, packet.Data("data"))

// PPP_LCP_Code_Reject returns a packet with an unknown code (RFC 1661 section 5.6).
var PPP_LCP_Code_Reject = lcp("PPP_LCP_Code_Reject", 7, packet.RecordOf("rejected_packet", lcpRejected))

// PPP_LCP_Protocol_Reject returns a packet of an unknown protocol (RFC 1661 section
// 5.7).
var PPP_LCP_Protocol_Reject = lcp("PPP_LCP_Protocol_Reject", 8,
	packet.U16("rejected_protocol").Auto(packet.Unset()).Enum(pppProtocols),
	packet.Data("rejected_information"),
)

// PPP_LCP_Echo tests a link (RFC 1661 section 5.8).
var PPP_LCP_Echo = lcp("PPP_LCP_Echo", 9, packet.U32("magic_number").Auto(packet.Unset()), packet.Data("data"))

// PPP_LCP_Discard_Request is thrown away by its receiver (RFC 1661 section 5.9).
var PPP_LCP_Discard_Request = lcp("PPP_LCP_Discard_Request", 11,
	packet.U32("magic_number").Auto(packet.Unset()), packet.Data("data"))

func lcp(name string, code int, body ...*packet.Field) *packet.Proto {
	return packet.Define(name, append(pppHead(code, lcpCodes), body...)...).
		Titled("PPP Link Control Protocol").Summary("LCP {code}")
}

// pppHead is what the control protocols of PPP begin with.
func pppHead(code int, codes *packet.Enum) []*packet.Field {
	return []*packet.Field{
		packet.U8("code").Default(code).Enum(codes),
		packet.X8("id"),
		packet.U16("len").Auto(packet.LenHeader(1)),
	}
}

var lcpCodes = packet.NamesOf("code", func() map[uint64]string {
	return map[uint64]string{
		1: "Configure-Request", 2: "Configure-Ack", 3: "Configure-Nak", 4: "Configure-Reject",
		5: "Terminate-Request", 6: "Terminate-Ack", 7: "Code-Reject", 8: "Protocol-Reject",
		9: "Echo-Request", 10: "Echo-Reply", 11: "Discard-Request", 14: "Reset-Request", 15: "Reset-Ack",
	}
})

// lcpKinds is the protocol of each code.
var lcpKinds map[byte]*packet.Proto

// lcpKind is the protocol of the packet that b begins with.
func lcpKind(b []byte) *packet.Proto {
	if len(b) == 0 {
		return nil
	}
	return lcpKinds[b[0]]
}

// lcpRejected is the protocol of a rejected packet, which has an unknown code.
func lcpRejected(_ packet.Layer, b []byte) *packet.Proto {
	if p := lcpKind(b); p != nil && b[0] != 7 {
		return p
	}
	return lcpKinds[0]
}

// PPP_IPCP is the control protocol of IP (RFC 1332).
var PPP_IPCP = packet.Define("PPP_IPCP", append(pppHead(1, lcpCodes), packet.RecordsOf("options", ipcpOption))...)

// PPP_ECP is the control protocol of encryption (RFC 1968).
var PPP_ECP = packet.Define("PPP_ECP", append(pppHead(1, lcpCodes), packet.Records("options", PPP_ECP_Option))...)

// PPP_ECP_Option is an option of PPP_ECP (RFC 1968 section 4).
var PPP_ECP_Option = packet.Define("PPP_ECP_Option",
	packet.U8("type").Auto(packet.Unset()),
	packet.U8("len").Auto(packet.LenHeader(1)),
	packet.Data("data"),
).Titled("PPP ECP Option")

// PPP_PAP is a packet of password authentication (RFC 1334 section 2). Read, it
// gives way to the protocol of its code.
var PPP_PAP = pap("PPP_PAP", 1, packet.Data("data"))

// PPP_PAP_Request is a name and a password (RFC 1334 section 2.2.1).
var PPP_PAP_Request = pap("PPP_PAP_Request", 1,
	packet.U8("username_len").Auto(packet.LenOf("username")),
	packet.Text("username"),
	packet.U8("passwd_len").Auto(packet.LenOf("password")),
	packet.Text("password"),
).Summary("PAP-Request username={username} password={password}")

// PPP_PAP_Response is the answer to PPP_PAP_Request (RFC 1334 section 2.2.2).
var PPP_PAP_Response = pap("PPP_PAP_Response", 2,
	packet.U8("msg_len").Auto(packet.LenOf("message")),
	packet.Text("message"),
).SummaryFunc(func(l *packet.Line) {
	l.Text(map[bool]string{true: "PAP-Ack msg=", false: "PAP-Nak msg="}[l.Layer().Int("code") == 2])
	l.Field("message")
})

func pap(name string, code int, body ...*packet.Field) *packet.Proto {
	return packet.Define(name, append(pppHead(code, papCodes), body...)...).Titled("PPP Password Authentication Protocol")
}

var papCodes = packet.NamesOf("code", func() map[uint64]string {
	return map[uint64]string{1: "Authenticate-Request", 2: "Authenticate-Ack", 3: "Authenticate-Nak"}
})

// PPP_CHAP is the end of an authentication by challenge (RFC 1994 section 4.2).
// Read, it gives way to PPP_CHAP_ChallengeResponse where its code says so.
var PPP_CHAP = packet.Define("PPP_CHAP", append(pppHead(1, chapCodes), packet.Text("data"))...).
	Titled("PPP Challenge Handshake Authentication Protocol").Summary("CHAP {code} message={data}")

// PPP_CHAP_ChallengeResponse is a challenge or the response to it (RFC 1994 section
// 4.1).
var PPP_CHAP_ChallengeResponse = packet.Define("PPP_CHAP_ChallengeResponse", append(pppHead(1, chapCodes),
	packet.U8("value_size").Auto(packet.LenOf("value")),
	hexData("value").Default(make([]byte, 8)),
	packet.Text("optional_name"),
)...).Titled("PPP Challenge Handshake Authentication Protocol").SummaryFunc(func(l *packet.Line) {
	l.Text(map[bool]string{true: "CHAP challenge=0x", false: "CHAP response=0x"}[l.Layer().Int("code") == 1])
	l.Field("value")
	l.Text(" optional_name=")
	l.Field("optional_name")
})

var chapCodes = packet.NamesOf("code", func() map[uint64]string {
	return map[uint64]string{1: "Challenge", 2: "Response", 3: "Success", 4: "Failure"}
})

// hexData is bytes that print in hexadecimal.
func hexData(name string) *packet.Field {
	return packet.Data(name).Shown(hexText)
}

func hexText(v any) string {
	b, _ := v.([]byte)
	return hex.EncodeToString(b)
}

func init() {
	lcpKinds = map[byte]*packet.Proto{
		0: PPP_LCP, 1: PPP_LCP_Configure, 2: PPP_LCP_Configure, 3: PPP_LCP_Configure, 4: PPP_LCP_Configure,
		5: PPP_LCP_Terminate, 6: PPP_LCP_Terminate, 7: PPP_LCP_Code_Reject, 8: PPP_LCP_Protocol_Reject,
		9: PPP_LCP_Echo, 10: PPP_LCP_Echo, 11: PPP_LCP_Discard_Request,
	}
	PPP_LCP.Instead(lcpKind)
	PPP_PAP.Instead(func(b []byte) *packet.Proto {
		switch {
		case len(b) > 0 && b[0] == 1:
			return PPP_PAP_Request
		case len(b) > 0 && (b[0] == 2 || b[0] == 3):
			return PPP_PAP_Response
		}
		return nil
	})
	PPP_CHAP.Instead(func(b []byte) *packet.Proto {
		if len(b) > 0 && (b[0] == 1 || b[0] == 2) {
			return PPP_CHAP_ChallengeResponse
		}
		return nil
	})
	for _, kinds := range []struct {
		proto int
		list  []*packet.Proto
	}{
		{0xc021, []*packet.Proto{PPP_LCP_Configure, PPP_LCP_Terminate, PPP_LCP_Code_Reject, PPP_LCP_Protocol_Reject,
			PPP_LCP_Echo, PPP_LCP_Discard_Request, PPP_LCP}},
		{0xc023, []*packet.Proto{PPP_PAP_Request, PPP_PAP_Response, PPP_PAP}},
		{0xc223, []*packet.Proto{PPP_CHAP_ChallengeResponse, PPP_CHAP}},
		{0x8021, []*packet.Proto{PPP_IPCP}},
		{0x8053, []*packet.Proto{PPP_ECP}},
	} {
		for _, upper := range kinds.list {
			packet.Bind(PPP, upper, "proto", kinds.proto)
		}
	}
}
