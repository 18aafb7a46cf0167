package layers_test

import (
	"encoding/hex"
	"strings"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// Options of Multipath TCP as RFC 8684 draws them, with code and length.
func TestMPTCP(t *testing.T) {
	for _, c := range []struct {
		option *Packet
		bytes  string
	}{
		{MPTCP_CAPABLE.New(), "1e040101"},
		{MPTCP_CAPABLE.New("keys", []any{1, 2}, "data", []int{5}), "1e160101" + "0000000000000001" + "0000000000000002" + "0005"},
		{MPTCP_JOIN_SYN.New("B", 1, "addrid", 2, "token", 3, "nonce", 4), "1e0c1102" + "00000003" + "00000004"},
		{MPTCP_DSS.New("data_ack", 9), "1e082001" + "00000009"},
		{MPTCP_DSS.New("flags", "AaM", "data_ack8", 9, "dsn", 7, "subflow_seq", 1, "datalen", 10, "checksum", []int{0xabcd}),
			"1e182007" + "0000000000000009" + "00000007" + "00000001" + "000a" + "abcd"},
		{MPTCP_ADD_ADDR.New("addrid", 1, "address", "192.0.2.1", "more", []byte{0, 80}), "1e0a3001" + "c0000201" + "0050"},
		{MPTCP_REMOVE_ADDR.New("addrids", []int{1, 2}), "1e054001" + "02"},
		{MPTCP_RST.New("flags", "T", "reason", 3), "1e048103"},
	} {
		tcp := TCP.New("sport", 1, "dport", 2, "options", []Tuple{{"MPTCP", c.option}}).Build()
		n := len(c.bytes) / 2
		if got := hex.EncodeToString(tcp[20 : 20+n]); got != c.bytes {
			t.Errorf("%v is %s, want %s", c.option, got, c.bytes)
		}
		options := TCP.Dissect(tcp).Options("options")
		read, _ := options[0][1].(*Packet)
		if read == nil || read.Proto() != c.option.Proto() {
			t.Errorf("%v is read as %v", c.option, options)
			continue
		}
		if again := TCP.New("sport", 1, "dport", 2, "options", options).Build(); string(again) != string(tcp) {
			t.Errorf("%v, read and set, is %x, was %x", c.option, again, tcp)
		}
	}
	raw := TCP.New("options", []Tuple{{"MPTCP", []byte{0xf0}}}).Build()
	if got, want := Repr(TCP.Dissect(raw).Options("options")[0]), `("MPTCP", "\xf0")`; got != want {
		t.Errorf("an unknown subtype is %s, want %s", got, want)
	}
}

// The packet in an option goes wherever its packet goes.
func TestMPTCPShown(t *testing.T) {
	p := TCP.Dissect(TCP.New("options", []Tuple{{"MPTCP", MPTCP_RST.New("reason", 3)}}).Build())
	const want = `[("MPTCP", <MPTCP_RST  subtype=8 flags= reason=Administratively prohibited |>)]`
	if got := Repr(p.Options("options")); got != want {
		t.Errorf("the options are %s, want %s", got, want)
	}
	const command = `[]Tuple{{"MPTCP", MPTCP_RST.New("subtype", 8, "flags", "", "reason", 3)}}`
	if got := p.Command(); !strings.Contains(got, command) {
		t.Errorf("the command is %s, want in it %s", got, command)
	}
	if q, err := TCP.FromJSON(p.JSON()); err != nil || string(q.Build()) != string(p.Build()) {
		t.Errorf("JSON: %v, %v, %s", q, err, p.JSON())
	}
}
