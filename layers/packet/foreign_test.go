package packet_test

import (
	"bytes"
	"strings"
	"testing"

	"pktsh/layers/packet"
)

// other reads a header of a length, a kind and text, and nothing else.
var (
	carrier = packet.Define("TestCarrier", packet.U8("kind"))
	inner   = packet.Define("TestInner", packet.U8("x"))
	other   = packet.DefineForeign("TestOther", func() []packet.ForeignField {
		return []packet.ForeignField{
			{Name: "Kind", Kind: packet.KindInt, Type: "uint8"},
			{Name: "Text", Kind: packet.KindText, Type: "string"},
			{Name: "Rare", Kind: packet.KindInt, Type: "int"},
		}
	}, func(b []byte) (packet.ForeignLayer, bool) {
		if len(b) < 2 || int(b[0]) > len(b) {
			return packet.ForeignLayer{}, false
		}
		n := int(b[0])
		l := packet.ForeignLayer{Len: n, Value: func(name string) any {
			switch name {
			case "Kind":
				return packet.ForeignValue{Value: int(b[1]), Text: "kind-" + string('a'+rune(b[1]))}
			case "Text":
				return string(b[2:n])
			}
			return nil
		}}
		if b[1] == 1 {
			l.Next = inner
		}
		return l, true
	})
)

func init() { packet.BindForeign(carrier, other, "kind", 9) }

func TestForeign(t *testing.T) {
	raw := []byte{9, 4, 1, 'h', 'i', 7, 'r', 'e', 's', 't'}
	for _, edited := range []bool{false, true} {
		p := carrier.Dissect(bytes.Clone(raw))
		if edited {
			if err := p.Set("kind", 9); err != nil {
				t.Fatal(err)
			}
		}
		want := "###[ TestCarrier ]###\n  kind      = 9\n###[ TestOther (gopacket, read-only) ]###\n     Kind      = kind-b\n     Text      = \"hi\"\n###[ TestInner ]###\n        x         = 7\n###[ Raw ]###\n           load      = \"rest\"\n"
		if got := p.ShowText(); got != want {
			t.Errorf("edited %v: show\n%s\nwant\n%s", edited, got, want)
		}
		if got := p.Build(); !bytes.Equal(got, raw) {
			t.Errorf("edited %v: rebuilt %x", edited, got)
		}
		if p.Int("Kind") != 1 || p.Str("Text") != "hi" || p.Get("Kind") != 1 || !p.HasLayer(other) || p.Layer(other).Proto() != other {
			t.Errorf("edited %v: wrong fields: %s", edited, p.Repr())
		}
		err := p.Set("Kind", 2)
		if err == nil || !strings.HasPrefix(err.Error(), "TestOther.Kind: the layer is decoded by gopacket and is read-only") {
			t.Errorf("Set: %v", err)
		}
		if err := p.Del("Text"); err == nil {
			t.Error("Del worked")
		}
		if !p.Equal(carrier.Dissect(raw)) {
			t.Errorf("edited %v: not equal to itself", edited)
		}
	}
}

func TestForeignRefuses(t *testing.T) {
	for _, raw := range [][]byte{{9}, {9, 1}, {9, 200, 1}} {
		p := carrier.Dissect(raw)
		if p.HasLayer(other) || !bytes.Equal(p.Build(), raw) {
			t.Errorf("%x: %s", raw, p.Repr())
		}
	}
	if p := other.Dissect([]byte{200, 1}); p.Proto() != packet.Raw {
		t.Errorf("refused bytes are %s", p.Proto())
	}
	defer func() {
		if _, ok := recover().(*packet.FieldError); !ok {
			t.Error("a foreign layer was built")
		}
	}()
	other.New()
}

func TestForeignNeverReplaces(t *testing.T) {
	packet.Bind(carrier, inner, "kind", 8)
	packet.BindForeign(carrier, other, "kind", 8)
	if p := carrier.Dissect([]byte{8, 4, 1, 2, 3}); !p.HasLayer(inner) {
		t.Errorf("a foreign protocol took a binding of ours: %s", p.Repr())
	}
}
