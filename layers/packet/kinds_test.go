package packet_test

import (
	"encoding/hex"
	"fmt"
	"testing"

	. "pktsh/layers/packet"
)

// kindProtos are protocols made for the tests, one a family of kinds.
var (
	testNumbers = Define("TestNumbers",
		Bits("high", 3), Bits("low", 13), U24("three").Default(7), LE16("little"), I8("signed"), Varint("quic"), LEB128("leb"))
	testBER = Define("TestBER",
		BERInteger("version"), BERString("community"), BERObject("oid"))
	testText = Define("TestText",
		U8("n").Auto(LenOf("body")), CText("c"), PText("p", 2), FixedText("fixed", 4), Text("body"))
	testItem = Define("TestItem", U8("kind"), U8("len").Auto(LenOf("data").Plus(2)), Data("data"))
	testList = Define("TestList",
		U8("count").Auto(CountOf("items")), U8("addrs").Auto(CountOf("ips")), Records("items", testItem), ListOf("ips", IP4("")), Data("rest"))
	testWhen = Define("TestWhen",
		FlagBits("flags", 8, "KS"), U32("key").When(func(l Layer) bool { return l.Int("flags")&1 != 0 }),
		U32("seq").When(func(l Layer) bool { return l.Int("flags")&2 != 0 }), Data("rest"))
)

// TestKinds builds a packet, compares the bytes, reads them back and compares
// what show prints of each field.
func TestKinds(t *testing.T) {
	tests := []struct {
		name  string
		p     *Packet
		bytes string
		reads map[string]any
	}{
		{"numbers", testNumbers.New("high", 5, "low", 1, "little", 0x0102, "signed", -2, "quic", 494878333, "leb", 300),
			"a001" + "000007" + "0201" + "fe" + "9d7f3e7d" + "ac02",
			map[string]any{"high": 5, "low": 1, "three": 7, "little": 0x102, "signed": -2, "quic": 494878333, "leb": 300}},
		{"ber", testBER.New("version", 300, "community", "public", "oid", "1.3.6.1.4.1.2680"),
			"0202012c" + "04067075626c6963" + "06072b0601040194" + "78",
			map[string]any{"version": 300, "oid": "1.3.6.1.4.1.2680"}},
		{"text", testText.New("c", "ab", "p", "xyz", "fixed", "f", "body", "hi"),
			"02" + "616200" + "0003" + "78797a" + "66000000" + "6869",
			map[string]any{"n": 2, "c": "ab", "p": "xyz", "fixed": "f", "body": "hi"}},
		{"lists", testList.New("items", []*Packet{testItem.New("kind", 1, "data", "a"), testItem.New("kind", 2)}, "ips", []string{"10.0.0.1"}, "rest", "!"),
			"02" + "01" + "010361" + "0202" + "0a000001" + "21",
			map[string]any{"count": 2, "addrs": 1}},
		{"conditional", testWhen.New("flags", "S", "seq", 9, "rest", "x"), "02" + "00000009" + "78",
			map[string]any{"seq": 9, "flags": "S"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := hex.EncodeToString(tt.p.Build()); got != tt.bytes {
				t.Fatalf("built %s, want %s", got, tt.bytes)
			}
			q := tt.p.Proto().Dissect(tt.p.Build())
			for name, want := range tt.reads {
				got := q.Get(name)
				if fl, ok := got.(FlagValue); ok {
					got = fl.String()
				}
				if got != want {
					t.Errorf("%s reads %v, want %v", name, got, want)
				}
			}
			if again := hex.EncodeToString(q.Copy().Build()); again != tt.bytes {
				t.Errorf("rebuilt %s", again)
			}
		})
	}
}

// TestVarintWidths checks the borders of the four lengths of RFC 9000.
func TestVarintWidths(t *testing.T) {
	p := Define("TestVarint", Varint("v"))
	for _, v := range []int{0, 63, 64, 16383, 16384, 1<<30 - 1, 1 << 30, 1<<62 - 1} {
		b := p.New("v", v).Build()
		if got := p.Dissect(b).Int("v"); got != v {
			t.Errorf("%d reads back as %d from %x", v, got, b)
		}
	}
	if err := p.New().Set("v", 1<<62); err == nil {
		t.Error("2^62 was accepted")
	}
}

// TestEveryPrefix reads and prints every prefix of a packet of each kind.
func TestEveryPrefix(t *testing.T) {
	for _, p := range []*Packet{
		testNumbers.New("quic", 1<<40), testBER.New("community", "public"), testText.New("c", "abc", "body", "x"),
		testList.New("items", testItem.New("data", "abc"), "ips", "10.0.0.1"), testWhen.New("flags", 3, "key", 1),
	} {
		b := p.Build()
		for i := range b {
			q := p.Proto().Dissect(b[:i:i])
			_ = fmt.Sprint(q.ShowText(), q.Repr(), q.Summary())
			if got := q.Copy().Build(); string(got) != string(b[:i]) {
				t.Errorf("%s: prefix %x rebuilds as %x", p.Proto(), b[:i], got)
			}
		}
	}
}
