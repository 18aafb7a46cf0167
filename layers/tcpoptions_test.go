package layers

import (
	"encoding/hex"
	"testing"

	"pktsh/layers/packet"
)

// TestTCPOptions: options are built as Scapy 2.5 builds them, and read back.
func TestTCPOptions(t *testing.T) {
	for _, test := range []struct {
		option packet.Tuple
		bytes  string
		text   string
	}{
		{packet.Tuple{"MSS", 1460}, "020405b4", `[("MSS", 1460)]`},
		{packet.Tuple{"NOP", nil}, "01000000", `[("NOP", None), ("EOL", None)]`},
		{packet.Tuple{"WScale", 7}, "03030700", `[("WScale", 7), ("EOL", None)]`},
		{packet.Tuple{"SAckOK", ""}, "04020000", `[("SAckOK", ""), ("EOL", None)]`},
		{packet.Tuple{"SAck", packet.Tuple{1, 2}}, "050a00000001000000020000", `[("SAck", (1, 2)), ("EOL", None)]`},
		{packet.Tuple{"SAck", packet.Tuple{1, 2, 3, 4}}, "0512000000010000000200000003000000040000",
			`[("SAck", (1, 2, 3, 4)), ("EOL", None)]`},
		{packet.Tuple{"Timestamp", packet.Tuple{1, 2}}, "080a00000001000000020000", `[("Timestamp", (1, 2)), ("EOL", None)]`},
		{packet.Tuple{"AltChkSum", packet.Tuple{1, 2}}, "0e05010002000000", `[("AltChkSum", (1, 2)), ("EOL", None)]`},
		{packet.Tuple{"MD5", "aaaaaaaaaaaaaaaa"}, "1312616161616161616161616161616161610000",
			`[("MD5", "aaaaaaaaaaaaaaaa"), ("EOL", None)]`},
		{packet.Tuple{"Mood", "hi"}, "19046869", `[("Mood", "hi")]`},
		{packet.Tuple{"UTO", 3}, "1c040003", `[("UTO", 3)]`},
		{packet.Tuple{"AO", []byte("abc")}, "1d05616263000000", `[("AO", (97, 98, "c")), ("EOL", None)]`},
		{packet.Tuple{"TFO", packet.Tuple{1, 2}}, "220a00000001000000020000", `[("TFO", (1, 2)), ("EOL", None)]`},
		{packet.Tuple{"TFO", []byte{0xaa, 0xbb, 0xcc, 0xdd}}, "2206aabbccdd0000", `[("TFO", "\xaa\xbb\xcc\xdd"), ("EOL", None)]`},
		{packet.Tuple{"EOL", nil}, "00000000", `[("EOL", None)]`},
		{packet.Tuple{253, []byte("ab")}, "fd046162", `[(253, "ab")]`},
		{packet.Tuple{66, "abc"}, "4205616263000000", `[(66, "abc"), ("EOL", None)]`},
	} {
		p, err := build(test.option)
		if err != nil {
			t.Errorf("%v: %v", test.option, err)
			continue
		}
		b := p.Build()
		if got := hex.EncodeToString(b[20:]); got != test.bytes {
			t.Errorf("%v is built as %s, Scapy builds %s", test.option, got, test.bytes)
		}
		if got := packet.Repr(TCP.Dissect(b).Options("options")); got != test.text {
			t.Errorf("%v is read as %s, not %s", test.option, got, test.text)
		}
	}
}

func build(option packet.Tuple) (*packet.Packet, error) {
	p := TCP.New()
	return p, p.Set("options", []packet.Tuple{option})
}

// TestWrongTCPOptions: wrong ones are read as far as they go, and kept.
func TestWrongTCPOptions(t *testing.T) {
	for bytes, want := range map[string]string{
		"02000000":                 `[("MSS", 0)]`,
		"0203aa00":                 `[("MSS", "\xaa"), ("EOL", None)]`,
		"0304010203000000":         `[("WScale", "\x01\x02"), ("WScale", "\x00\x00")]`,
		"050aaaaaaaaabbbbbbbb0000": `[("SAck", (2863311530, 3149642683)), ("EOL", None)]`,
		"2206aabbccdd0000":         `[("TFO", "\xaa\xbb\xcc\xdd"), ("EOL", None)]`,
		"0e05010203000000":         `[("AltChkSum", (1, 515)), ("EOL", None)]`,
		"01020405b4000000":         `[("NOP", None), ("MSS", 1460), ("EOL", None)]`,
		"08060000000a0000":         `[("Timestamp", "\x00\x00\x00\n"), ("EOL", None)]`,
	} {
		options, err := hex.DecodeString(bytes)
		if err != nil {
			t.Fatal(err)
		}
		b := append(TCP.New().Build(), options...)
		b[12] = byte(len(b) / 4 << 4)
		p := TCP.Dissect(b)
		if got := packet.Repr(p.Options("options")); got != want {
			t.Errorf("%s is read as %s, not %s", bytes, got, want)
		}
		if err := p.Set("seq", 0); err != nil {
			t.Fatal(err)
		}
		if got := hex.EncodeToString(p.Build()[20:]); got != bytes {
			t.Errorf("%s becomes %s in an edited header", bytes, got)
		}
	}
}
