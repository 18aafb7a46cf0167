package layers

import "pktsh/layers/packet"

// EAPOL carries authentication over a LAN (IEEE 802.1X).
var EAPOL = packet.Define("EAPOL",
	packet.U8("version").Default(1).Enum(packet.Names(map[uint64]string{
		1: "802.1X-2001", 2: "802.1X-2004", 3: "802.1X-2010",
	})),
	packet.U8("type").Enum(packet.NamesOf("type", func() map[uint64]string {
		return map[uint64]string{
			0: "EAP-Packet", 1: "EAPOL-Start", 2: "EAPOL-Logoff", 3: "EAPOL-Key", 4: "EAPOL-Encapsulated-ASF-Alert",
			5: "EAPOL-MKA", 6: "EAPOL-Announcement (Generic)", 7: "EAPOL-Announcement (Specific)",
			8: "EAPOL-Announcement-Req",
		}
	})),
	packet.U16("len").Class("LenField").Auto(packet.LenPayload()),
).Summary("EAPOL {type}")

// EAP is the Extensible Authentication Protocol (RFC 3748). Read, it gives way to
// the protocol of its type where there is one.
var EAP = packet.Define("EAP",
	packet.U8("code").Default(4).Enum(eapCodes),
	packet.U8("id"),
	packet.U16("len").Auto(packet.LenAll()),
	packet.U8("type").Enum(eapTypes).When(eapTyped),
	packet.ListOf("desired_auth_types", packet.U8("type").Enum(eapTypes)).Len(eapRest).
		When(func(l packet.Layer) bool { return l.Int("code") == 2 && l.Int("type") == 3 }),
	packet.Text("identity").Len(eapRest).When(func(l packet.Layer) bool { return l.Int("code") == 2 && l.Int("type") == 1 }),
	packet.Text("message").Len(eapRest).When(func(l packet.Layer) bool {
		return l.Int("code") == 1 && (l.Int("type") == 1 || l.Int("type") == 2)
	}),
).SummaryFunc(func(l *packet.Line) {
	eapLine(l)
	if l.Layer().Has("identity") {
		l.Text(" ")
		l.Field("identity")
	}
})

// eapTyped: success and failure end with the length; the others have a type, those
// of re-authentication (RFC 6696), too.
func eapTyped(l packet.Layer) bool { return l.Int("code") != 3 && l.Int("code") != 4 }

// eapRest is what the length leaves for the data of a type.
func eapRest(l packet.Layer) int { return l.Int("len") - 5 }

// eapLine is "EAP Request Identity".
func eapLine(l *packet.Line) {
	l.Text("EAP ")
	l.Field("code")
	l.Text(" ")
	if kind := eapTypes.Name(uint64(l.Layer().Int("type"))); kind != "" {
		l.Text(kind)
	} else {
		l.Field("type")
	}
}

// EAP_MD5 is a challenge with MD5 and its response (RFC 3748 section 5.4).
var EAP_MD5 = eapMethod("EAP_MD5", 4,
	packet.U8("value_size").Auto(packet.LenOf("value")),
	hexData("value"),
	hexData("optional_name"),
).Titled("EAP-MD5")

// EAP_TLS is authentication by TLS (RFC 5216).
var EAP_TLS = eapMethod("EAP_TLS", 13,
	packet.Bits("L", 1),
	packet.Bits("M", 1),
	packet.Bits("S", 1),
	packet.Bits("reserved", 5),
	packet.U32("tls_message_len").When(bitSet("L")),
	hexData("tls_data"),
).Titled("EAP-TLS")

// LEAP is the method of Cisco's wireless devices; its type is in the IANA registry.
var LEAP = packet.Define("LEAP",
	packet.U8("code").Default(1).Enum(eapCodes),
	packet.U8("id"),
	packet.U16("len").Auto(packet.LenHeader(1)),
	packet.U8("type").Default(17).Enum(eapTypes),
	packet.U8("version").Default(1),
	packet.X8("unused"),
	packet.U8("count").Auto(packet.LenOf("challenge_response")),
	hexData("challenge_response"),
	packet.Text("username"),
).Titled("Cisco LEAP").SummaryFunc(eapLine)

// EAP_TTLS is a tunnel of TLS (RFC 5281).
var EAP_TTLS = eapTunnel("EAP_TTLS", 21).Titled("EAP-TTLS")

// EAP_PEAP is Microsoft's tunnel of TLS; its type is in the IANA registry.
var EAP_PEAP = eapMethod("EAP_PEAP", 25,
	packet.Bits("L", 1),
	packet.Bits("M", 1),
	packet.Bits("S", 1),
	packet.Bits("reserved", 3),
	packet.Bits("version", 2).Default(1),
	packet.U32("tls_message_len").When(bitSet("L")),
	hexData("tls_data"),
).Titled("PEAP")

// EAP_FAST is Cisco's tunnel of TLS (RFC 4851).
var EAP_FAST = eapTunnel("EAP_FAST", 43).Titled("EAP-FAST")

func eapTunnel(name string, kind int) *packet.Proto {
	return eapMethod(name, kind,
		packet.Bits("L", 1),
		packet.Bits("M", 1),
		packet.Bits("S", 1),
		packet.Bits("reserved", 2),
		packet.Bits("version", 3),
		packet.U32("message_len").When(bitSet("L")),
		hexData("data"),
	)
}

// eapMethod defines the requests and responses of one type.
func eapMethod(name string, kind int, data ...*packet.Field) *packet.Proto {
	return packet.Define(name, append([]*packet.Field{
		packet.U8("code").Default(1).Enum(eapCodes),
		packet.U8("id"),
		packet.U16("len").Auto(packet.LenHeader(1)),
		packet.U8("type").Default(kind).Enum(eapTypes),
	}, data...)...).SummaryFunc(eapLine)
}

// EAPOL_KEY is a key frame of IEEE 802.11 (section 12.7.2), of which the exchanges
// of WPA and WPA2 are made.
var EAPOL_KEY = packet.Define("EAPOL_KEY",
	packet.U8("key_descriptor_type").Default(1).Enum(packet.Names(map[uint64]string{1: "RC4", 2: "RSN", 254: "WPA"})),
	packet.Bits("res2", 2),
	packet.Bits("smk_message", 1),
	packet.Bits("encrypted_key_data", 1),
	packet.Bits("request", 1),
	packet.Bits("error", 1),
	packet.Bits("secure", 1),
	packet.Bits("has_key_mic", 1).Default(1),
	packet.Bits("key_ack", 1),
	packet.Bits("install", 1),
	packet.Bits("res", 2),
	packet.Bits("key_type", 1).Enum(packet.Names(map[uint64]string{0: "Group/SMK", 1: "Pairwise"})),
	packet.Bits("key_descriptor_type_version", 3).Enum(packet.Names(map[uint64]string{
		1: "HMAC-MD5+ARC4", 2: "HMAC-SHA1-128+AES-128", 3: "AES-128-CMAC+AES-128",
	})),
	packet.U16("key_length"),
	packet.U64("key_replay_counter"),
	packet.FixedData("key_nonce", 32).Shown(hexText),
	packet.FixedData("key_iv", 16).Shown(hexText),
	packet.FixedData("key_rsc", 8).Shown(hexText),
	packet.FixedData("key_id", 8).Shown(hexText),
	packet.FixedData("key_mic", 16).Shown(hexText),
	packet.U16("key_data_length").Auto(packet.LenOf("key_data")),
	hexData("key_data"),
).Accept(func(b []byte) bool { return b[0] == 2 || b[0] == 254 })

var eapCodes = packet.NamesOf("code", func() map[uint64]string {
	return map[uint64]string{1: "Request", 2: "Response", 3: "Success", 4: "Failure", 5: "Initiate", 6: "Finish"}
})

func init() {
	methods := map[byte]*packet.Proto{4: EAP_MD5, 13: EAP_TLS, 17: LEAP, 21: EAP_TTLS, 25: EAP_PEAP, 43: EAP_FAST}
	EAP.Instead(func(b []byte) *packet.Proto {
		if len(b) >= 5 && (b[0] == 1 || b[0] == 2) {
			return methods[b[4]]
		}
		return nil
	})
	for _, lower := range []*packet.Proto{Ether, Dot1Q, Dot1AD} {
		packet.BindUp(lower, EAPOL, "type", 0x88c7)
	}
	bindEtherType(EAPOL, 0x888e)
	packet.Bind(SNAP, EAPOL, "code", 0x888e)
	packet.Bind(EAPOL, EAP, "type", 0)
	packet.Bind(EAPOL, EAPOL_KEY, "type", 3)
	packet.Bind(PPP, EAP, "proto", 0xc227)
	for _, method := range methods {
		packet.BindDown(EAPOL, method, "type", 0)
		packet.BindDown(PPP, method, "proto", 0xc227)
	}
}
