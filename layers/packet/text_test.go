package packet_test

import (
	"bytes"
	"strings"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

func TestRfc(t *testing.T) {
	want := ` 0                   1                   2                   3
 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|             SPORT             |             DPORT             |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                              SEQ                              |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                              ACK                              |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|DATAOFS|RESER|      FLAGS      |             WINDOW            |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|             CHKSUM            |             URGPTR            |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|            OPTIONS            |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

                             Fig. TCP                             `
	if got := RfcText(TCP); got != want {
		t.Errorf("TCP is drawn\n%s", got)
	}
	ether := `|                              DST                              |
+                               +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|                               |              SRC              |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+                               +
|                                                               |
+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
|              TYPE             |
`
	if got := RfcText("Ether"); !strings.Contains(got, ether) {
		t.Errorf("Ether is drawn\n%s", got)
	}
}

func TestHexdiff(t *testing.T) {
	a := Stack(IP.New("src", "1.1.1.1", "dst", "2.2.2.2", "ttl", 3), "abcdefghijklmnop")
	b := Stack(IP.New("src", "1.1.1.1", "dst", "2.2.2.2", "ttl", 4), "abcdefXhijklmnopq")
	want := `0000        45 00 00 24 00 01 00 00  03 00 B1 D4 01 01 01 01   E..$............
     0000   45 00 00 25 00 01 00 00  04 00 B0 D3 01 01 01 01   E..%............
0010        02 02 02 02 61 62 63 64  65 66 67 68 69 6A 6B 6C   ....abcdefghijkl
     0010   02 02 02 02 61 62 63 64  65 66 58 68 69 6A 6B 6C   ....abcdefXhijkl
0020        6D 6E 6F 70                                        mnop 
     0020   6D 6E 6F 70 71                                     mnopq`
	if got := HexdiffText(a, b); got != want {
		t.Errorf("differences are\n%s", got)
	}
}

func TestHexText(t *testing.T) {
	p := IP.New("src", "1.1.1.1", "dst", "2.2.2.2")
	tests := []struct{ got, want string }{
		{HexStr("ABC\x00"), "41 42 43 00  ABC."},
		{HexStr(p), "45 00 00 14 00 01 00 00 40 00 74 E4 01 01 01 01 02 02 02 02  E.......@.t........."},
		{ChexdumpText("\x00\xff"), "0x00, 0xff"},
		{HexdumpText("0123456789abcdefX"), "0000  30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66  0123456789abcdef\n0010  58                                               X"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

// TestImportHexcap reads the dumps of several programs.
func TestImportHexcap(t *testing.T) {
	want := []byte("E\x00\x00\x14\x00\x01abcdef 45 67|yz!AB")
	dumps := map[string]string{
		"pktsh":      HexdumpText(want),
		"digits":     "450000140001616263646566203435203637" + "7c797a214142",
		"spaced":     "45 00 00 14 00 01 61 62 63 64 65 66 20 34 35 20\n36 37 7c 79 7a 21 41 42",
		"tcpdump -x": "\t0x0000:  4500 0014 0001 6162 6364 6566 2034 3520\n\t0x0010:  3637 7c79 7a21 4142",
		"tcpdump -X": "\t0x0000:  4500 0014 0001 6162 6364 6566 2034 3520  E.....abcdef.45.\n\t0x0010:  3637 7c79 7a21 4142                      67|yz!AB",
		"xxd":        "00000000: 4500 0014 0001 6162 6364 6566 2034 3520  E.....abcdef 45 \n00000010: 3637 7c79 7a21 4142                      67|yz!AB",
		"hexdump -C": "00000000  45 00 00 14 00 01 61 62  63 64 65 66 20 34 35 20  |E.....abcdef 45 |\n00000010  36 37 7c 79 7a 21 41 42                           |67|yz!AB|\n00000018",
		"od":         "000000 45 00 00 14 00 01 61 62 63 64 65 66 20 34 35 20\n000010 36 37 7c 79 7a 21 41 42\n000018",
		"wireshark":  "0000   45 00 00 14 00 01 61 62 63 64 65 66 20 34 35 20   E.....abcdef 45 \n0010   36 37 7c 79 7a 21 41 42                           67|yz!AB",
		"escapes":    `\x45\x00\x00\x14\x00\x01\x61\x62\x63\x64\x65\x66\x20\x34\x35\x20\x36\x37\x7c\x79\x7a\x21\x41\x42`,
		"C":          "0x45, 0x00, 0x00, 0x14, 0x00, 0x01, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x20, 0x34, 0x35, 0x20, 0x36, 0x37, 0x7c, 0x79, 0x7a, 0x21, 0x41, 0x42",
	}
	for name, text := range dumps {
		got, err := ImportHexcap(text)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: read %x, %v", name, got, err)
		}
	}
	if _, err := ImportHexcap("45 00\n45 0g"); err == nil || err.Error() != `line 2: "0g" is not hexadecimal` {
		t.Errorf("error is %v", err)
	}
}

func TestCommand(t *testing.T) {
	p := Stack(IP.New("dst", "192.0.2.0/30", "ttl", Tuple{1, 4}, "flags", "DF", "len", RawVal("x")),
		TCP.New("sport", RandNum(1, 9), "dport", []any{80, Tuple{1, 2}}, "flags", "SA", "options", []Tuple{{"MSS", 1460}, {"SAckOK", ""}}), "hi")
	want := `Stack(IP.New("len", RawVal("x"), "flags", "DF", "ttl", Tuple{1, 4}, "dst", Net("192.0.2.0/30")), ` +
		`TCP.New("sport", RandNum(1, 9), "dport", []any{80, Tuple{1, 2}}, "flags", "SA", "options", []Tuple{{"MSS", 1460}, {"SAckOK", ""}}), Raw.New("load", []byte("hi")))`
	if got := p.Command(); got != want {
		t.Errorf("command is\n%s, want\n%s", got, want)
	}
}

func TestJSON(t *testing.T) {
	p := syn()
	want := `{"dst": "02:00:00:00:00:01", "src": "02:00:00:00:00:0a", "type": 2048, "payload": {"version": 4, "ihl": null, "tos": 0, "len": null, "id": 7, "flags": 0, "frag": 0, "ttl": 64, "proto": 6, "chksum": null, "src": "10.9.0.1", "dst": "10.8.0.2", "options": [], "payload": {"sport": 50000, "dport": 80, "seq": 0, "ack": 0, "dataofs": null, "reserved": 0, "flags": 2, "window": 8192, "chksum": null, "urgptr": 0, "options": [["MSS", 1460], ["NOP", null], ["WScale", 7]], "payload": {"load": "hi"}}}}`
	if got := p.JSON(); got != want {
		t.Errorf("JSON is\n%s", got)
	}
	for name, q := range map[string]*Packet{"built": p, "captured": Ether.Dissect(p.Build()), "odd": Stack(UDP.New(), Ether.New(), "\xff\x00")} {
		r, err := q.Proto().FromJSON(q.JSON())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !bytes.Equal(r.Build(), q.Build()) {
			t.Errorf("%s: comes back as %s", name, r.Repr())
		}
	}
	if _, err := IP.FromJSON(`{"ttl": 300}`); err == nil {
		t.Error("a ttl of 300 was accepted")
	}
}

func TestHideDefaults(t *testing.T) {
	p := Ether.Dissect(syn().Build())
	p.HideDefaults()
	want := `<Ether  dst=02:00:00:00:00:01 src=02:00:00:00:00:0a type=IPv4 |<IP  ihl=5 len=50 id=7 frag=0 proto=tcp chksum=0x66ac src=10.9.0.1 dst=10.8.0.2 |` +
		`<TCP  sport=50000 dataofs=7 chksum=0x23f9 options=[("MSS", 1460), ("NOP", None), ("WScale", 7)] |<Raw  load="hi" |>>>>`
	if got := p.Repr(); got != want {
		t.Errorf("repr is\n%s", got)
	}
}

func TestCloneWithAndDecodeAs(t *testing.T) {
	q, err := syn().CloneWith("zz", "src", "02:02:02:02:02:02")
	if err != nil || q.Repr() != `<Ether  dst=02:00:00:00:00:01 src=02:02:02:02:02:02 |<Raw  load="zz" |>>` {
		t.Errorf("clone is %s, %v", q.Repr(), err)
	}
	p := Stack(UDP.New("dport", 9), IP.New("dst", "127.0.0.1").Build())
	p.DecodePayloadAs(IP)
	if !p.HasLayer(IP) {
		t.Errorf("decoded as %s", p.Repr())
	}
}
