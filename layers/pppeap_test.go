package layers

import (
	"encoding/hex"
	"testing"
)

// pppAndEAP are packets of PPP and EAP with the bytes and the summary that Scapy 2.5 gives
// the same packet.
var pppAndEAP = []scapyTest{
	{stack(ether, PPPoED.New()),
		"02fc0000000502fc000000018863110900000000",
		`Ether / PPPoE Active Discovery Initiation (PADI)`},
	{stack(ether, PPPoED.New(), PPPoED_Tags.New("tag_list", list(PPPoETag.New("tag_type", 0x101, "tag_value", "abc"), PPPoETag.New("tag_type", "Host-Uniq", "tag_value", "\x01\x02")))),
		"02fc0000000502fc00000001886311090000000d01010003616263010300020102",
		`Ether / PPPoE Active Discovery Initiation (PADI) / PPPoE TagsService-Name, Host-Uniq`},
	{stack(ether, PPPoED.New("code", 0x65, "sessionid", 3)),
		"02fc0000000502fc000000018863116500030000",
		`Ether / PPPoE Active Discovery Session-confirmation (PADS)`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_LCP_Configure.New("options", list(PPP_LCP_MRU_Option.New(), PPP_LCP_Magic_Number_Option.New("magic_number", 7), PPP_LCP_Auth_Protocol_Option.New(), PPP_LCP_ACCM_Option.New("accm", 1), PPP_LCP_Callback_Option.New("message", "x"), PPP_LCP_Quality_Protocol_Option.New("data", "ab"), PPP_LCP_Option.New("type", 7)))),
		"02fc0000000502fc000000018864110000000026c02101000024010405dc0506000000070304c0230206000000010d0400780406c02561620702",
		`Ether / PPPoE / PPP / LCP Configure-Request`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_LCP_Configure.New("options", list(PPP_LCP_Auth_Protocol_Option.New("auth_protocol", 0xc223)))),
		"02fc0000000502fc00000001886411000000000bc021010000090305c22305",
		`Ether / PPPoE / PPP / LCP Configure-Request`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_LCP_Echo.New("magic_number", 5, "data", "abc")),
		"02fc0000000502fc00000001886411000000000dc0210900000b00000005616263",
		`Ether / PPPoE / PPP / LCP Echo-Request`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_LCP_Terminate.New("data", "bye")),
		"02fc0000000502fc000000018864110000000009c02105000007627965",
		`Ether / PPPoE / PPP / LCP Terminate-Request`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_LCP_Code_Reject.New("rejected_packet", PPP_LCP_Echo.New("magic_number", 1))),
		"02fc0000000502fc00000001886411000000000ec0210700000c0900000800000001",
		`Ether / PPPoE / PPP / LCP Code-Reject`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_LCP_Protocol_Reject.New("rejected_protocol", 0x21, "rejected_information", ip4)),
		"02fc0000000502fc00000001886411000000001cc0210800001a00214500001400010000400074e40101010102020202",
		`Ether / PPPoE / PPP / LCP Protocol-Reject`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_LCP_Discard_Request.New("magic_number", 5)),
		"02fc0000000502fc00000001886411000000000ac0210b00000800000005",
		`Ether / PPPoE / PPP / LCP Discard-Request`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_IPCP.New("options", list(PPP_IPCP_Option_IPAddress.New("data", "1.2.3.4"), PPP_IPCP_Option_DNS1.New(), PPP_IPCP_Option_DNS2.New(), PPP_IPCP_Option_NBNS1.New(), PPP_IPCP_Option_NBNS2.New(), PPP_IPCP_Option.New("type", 2, "data", "abcd")))),
		"02fc0000000502fc00000001886411000000002a802101000028030601020304810600000000830600000000820600000000840600000000020661626364",
		`02:fc:00:00:00:01 > 02:fc:00:00:00:05 (PPP_SES) / PPPoE / PPP / PPP_IPCP`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_ECP.New()),
		"02fc0000000502fc000000018864110000000006805301000004",
		`02:fc:00:00:00:01 > 02:fc:00:00:00:05 (PPP_SES) / PPPoE / PPP / PPP_ECP`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_PAP_Request.New("username", "u", "password", "pw")),
		"02fc0000000502fc00000001886411000000000bc023010000090175027077",
		`Ether / PPPoE / PPP / PAP-Request username="u" password="pw"`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_PAP_Response.New("msg_len", 2, "message", "ok")),
		"02fc0000000502fc000000018864110000000009c02302000007026f6b",
		`Ether / PPPoE / PPP / PAP-Ack msg="ok"`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_CHAP_ChallengeResponse.New("optional_name", "nm")),
		"02fc0000000502fc000000018864110000000011c2230100000f0800000000000000006e6d",
		`Ether / PPPoE / PPP / CHAP challenge=0x0000000000000000 optional_name="nm"`},
	{stack(ether, PPPoE.New(), PPP.New(), PPP_CHAP.New("code", 3, "data", "ok")),
		"02fc0000000502fc000000018864110000000008c223030000066f6b",
		`Ether / PPPoE / PPP / CHAP Success message="ok"`},
	{stack(ether, PPPoE.New(), PPP.New(), EAP.New()),
		"02fc0000000502fc000000018864110000000006c22704000004",
		`Ether / PPPoE / PPP / EAP Failure Reserved`},
	{stack(ether, EAPOL.New("type", 1)),
		"02fc0000000502fc00000001888e01010000",
		`Ether / EAPOL EAPOL-Start`},
	{stack(ether, EAPOL.New(), EAP.New()),
		"02fc0000000502fc00000001888e0100000404000004",
		`Ether / EAPOL / EAP Failure Reserved`},
	{stack(ether, EAPOL.New(), EAP.New("code", 1, "type", 1, "id", 3)),
		"02fc0000000502fc00000001888e010000050103000501",
		`Ether / EAPOL / EAP Request Identity`},
	{stack(ether, EAPOL.New(), EAP.New("code", 2, "type", 1, "id", 3, "identity", "bob")),
		"02fc0000000502fc00000001888e010000080203000801626f62",
		`Ether / EAPOL / EAP Response Identity "bob"`},
	{stack(ether, EAPOL.New(), EAP.New("code", 1, "type", 1, "message", "hi")),
		"02fc0000000502fc00000001888e0100000701000007016869",
		`Ether / EAPOL / EAP Request Identity`},
	{stack(ether, EAPOL.New(), EAP.New("code", 2, "type", 3, "desired_auth_types", []int{25, 13})),
		"02fc0000000502fc00000001888e010000070200000703190d",
		`Ether / EAPOL / EAP Response Legacy Nak`},
	{stack(ether, EAPOL.New(), EAP.New("code", 3)),
		"02fc0000000502fc00000001888e0100000403000004",
		`Ether / EAPOL / EAP Success Reserved`},
	{stack(ether, EAPOL.New(), EAP.New("code", 2, "type", 6), "abc"),
		"02fc0000000502fc00000001888e010000080200000806616263",
		`Ether / EAPOL / EAP Response Generic Token Card (GTC) / Raw`},
	{stack(ether, EAPOL.New(), EAP_MD5.New("id", 2, "value", "abcd", "optional_name", "me")),
		"02fc0000000502fc00000001888e0100000c0102000c0404616263646d65",
		`Ether / EAPOL / EAP Request MD5-Challenge`},
	{stack(ether, EAPOL.New(), EAP_TLS.New("L", 1, "tls_message_len", 3, "tls_data", "abc")),
		"02fc0000000502fc00000001888e0100000d0100000d0d8000000003616263",
		`Ether / EAPOL / EAP Request EAP-TLS`},
	{stack(ether, EAPOL.New(), EAP_TTLS.New("S", 1)),
		"02fc0000000502fc00000001888e01000006010000061520",
		`Ether / EAPOL / EAP Request EAP-TTLS`},
	{stack(ether, EAPOL.New(), EAP_PEAP.New("S", 1)),
		"02fc0000000502fc00000001888e01000006010000061921",
		`Ether / EAPOL / EAP Request PEAP`},
	{stack(ether, EAPOL.New(), EAP_FAST.New("S", 1, "version", 1, "data", "x")),
		"02fc0000000502fc00000001888e01000007010000072b2178",
		`Ether / EAPOL / EAP Request EAP-FAST`},
	{stack(ether, EAPOL.New(), LEAP.New("challenge_response", "12345678", "username", "u")),
		"02fc0000000502fc00000001888e010000110100001111010008313233343536373875",
		`Ether / EAPOL / EAP Request EAP-Cisco Wireless`},
	{stack(ether, EAPOL.New("type", 3), "\x01\x00\x00"),
		"02fc0000000502fc00000001888e01030003010000",
		`Ether / EAPOL EAPOL-Key / Raw`},
}

func TestPPPAndEAP(t *testing.T) { compareScapy(t, pppAndEAP) }

// TestPPPProtocol: the protocol is written in two bytes, as it must be unless the
// peers agree on less and always is over Ethernet (RFC 2516 section 7), where
// Scapy writes one; one byte is read, and kept.
func TestPPPProtocol(t *testing.T) {
	ip := hex.EncodeToString(ip4.Build())
	compareScapy(t, []scapyTest{
		{stack(HDLC.New(), PPP.New(), ip4), "ff030021" + ip, "HDLC / PPP / 1.1.1.1 > 2.2.2.2 hopopt"},
		{stack(ether, PPPoE.New("sessionid", 5), PPP.New(), ip6),
			"02fc0000000502fc00000001886411000005002a0057" + hex.EncodeToString(ip6.Build()),
			"Ether / PPPoE / PPP / 2001:db8::1 > 2001:db8::2 (59)"},
	})
	for _, head := range []string{"21", "0021", "ff0321", "ff030021"} {
		b, err := hex.DecodeString(head + ip)
		if err != nil {
			t.Fatal(err)
		}
		p := PPP.Dissect(b)
		if p.Layer(PPP).Int("proto") != 0x21 || !p.HasLayer(IP) {
			t.Errorf("%s is read as %s", head, p.Repr())
		}
		if err := p.Set("proto", 0x21, "ttl", 64); err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(p.Build()); got != head+ip {
			t.Errorf("%s%s becomes %s", head, ip, got)
		}
	}
}
