package dialect

import (
	"errors"
	"strings"
	"testing"
)

// TestClass shows the definition that each kind of class becomes.
func TestClass(t *testing.T) {
	for _, c := range []struct{ fields, want string }{
		{`ShortField("mickey",5), XByteField("minnie",3)`, `U16("mickey").Default(5), X8("minnie").Default(3)`},
		{`IntEnumField("donald",1,{1:"happy",2:"cool"})`, `U32("donald").Default(1).Enum(Names(map[uint64]string{1: "happy", 2: "cool"}))`},
		{`ByteEnumField('t', 0, ['a', "b"])`, `U8("t").Enum(Names(map[uint64]string{0: "a", 1: "b"}))`},
		{`ByteField(name="t", default=2)`, `U8("t").Default(2)`},
		{`ByteField("t", 0xff), XShortField("c", None)`, `U8("t").Default(0xff), X16("c").Auto(Unset())`},
		{`LEShortField("a", 1), XLEIntField("b", 1), LEThreeBytesField("c", 1), SignedByteField("d", -1)`,
			`LE16("a").Default(1), LE32("b").Hex().Default(1), U24("c").LE().Default(1), I8("d").Default(-1)`},
		{`BitField("v",1,4), BitEnumField("r",0,4,{1:"x"}), FlagsField("fl",0,8,["A","B"]), FlagsField("g",1,8,"FSRPAUEC")`,
			`Bits("v", 4).Default(1), Bits("r", 4).Enum(Names(map[uint64]string{1: "x"})), FlagBits("fl", 8, "A", "B"), FlagBits("g", 8, "FSRPAUEC").Default(1)`},
		{`FieldLenField("l",None,length_of="v",fmt="B"), StrLenField("v","",length_from=lambda p:p.l)`, `U8("l").Auto(LenOf("v")), Data("v")`},
		{`FieldLenField("l",None,"v"), StrLenField("v",b"hi",lambda p:p.l)`, `U16("l").Auto(LenOf("v")), Data("v").Default([]byte("hi"))`},
		{`FieldLenField("l",None,length_of="v",fmt="!I",adjust=lambda pkt,x: x+4), StrLenField("v","",length_from=lambda p:p.l-4)`,
			`U32("l").Auto(LenOf("v").Plus(4)), Data("v").Len(func(p Layer) int { return p.Int("l") - 4 })`},
		{`FieldLenField("n",None,count_of="q"), PacketListField("q",[],DNSQR,count_from=lambda p:p.n)`, `U16("n").Auto(CountOf("q")), Records("q", DNSQR)`},
		{`ByteField("n",0), FieldListField("q",[],IPField("","0.0.0.0"),count_from=lambda p:p.n)`,
			`U8("n").Auto(CountOf("q")), ListOf("q", IP4("").Default("0.0.0.0"))`},
		{`ByteField("f",0), ConditionalField(ShortField("x",7),lambda p:p.f==1)`, `U8("f"), U16("x").Default(7).When(func(p Layer) bool { return p.Int("f") == 1 })`},
		{`ByteField("f",0), ConditionalField(ShortField("x",7),lambda p:p.f & 1)`, `U8("f"), U16("x").Default(7).When(func(p Layer) bool { return p.Int("f")&1 != 0 })`},
		{`IPField("a","1.2.3.4"), IP6Field("b","::1"), MACField("c",ETHER_ANY), SourceIPField("d")`, `IP4("a").Default("1.2.3.4"), IP6("b").Default("::1"), MAC("c"), IP4("d")`},
		{`StrFixedLenField("a","",6), StrFixedLenField("b",b"",length=4), StrNullField("c","x"), StrField("d","")`,
			`FixedData("a", 6), FixedData("b", 4), CText("c").Default("x"), Data("d")`},
		{`PacketField("q",DNSQR(),DNSQR), LenField("l",None)`, `Record("q", DNSQR), U16("l").Auto(LenPayload())`},
	} {
		got, err := start(t).enter("class Foo(Packet): fields_desc=[" + c.fields + "]")
		if want := `Foo := Define("Foo", ` + c.want + ")"; err != nil {
			t.Errorf("%s\n\t%v", c.fields, describeError(err))
		} else if got != want {
			t.Errorf("%s\n\tgot  %s\n\twant %s", c.fields, got, want)
		}
	}
}

// TestClassForms shows the ways to write a class: on one line, as a block, pasted with prompts.
func TestClassForms(t *testing.T) {
	for _, typed := range []string{
		"class Foo(Packet): name=\"F\"; fields_desc=[ByteField(\"a\", 1)]",
		"class Foo(Packet):\n    name = \"F\"\n    fields_desc = [ByteField(\"a\", 1)]",
		"class Foo(Packet):\n    \"\"\"A foo.\"\"\"\n\n    name = \"F\"\n    # the fields\n    fields_desc = [\n        ByteField(\"a\", 1),\n    ]\n\n",
		">>> class Foo(Packet):\n...     name = 'F'\n...     fields_desc = [ByteField(\"a\", 1)]\n...\n",
	} {
		got, err := start(t).enter(typed)
		if want := `Foo := Define("Foo", U8("a").Default(1)).Titled("F")`; err != nil || got != want {
			t.Errorf("%s\n\t%s %v", typed, got, err)
		}
	}
	got, err := start(t).enter("class A(Packet):\n  fields_desc = [ByteField(\"a\", 1)]\nbind_layers(UDP, A, dport=7)\nclass B(Packet): fields_desc=[]\nn")
	if want := "A := Define(\"A\", U8(\"a\").Default(1))\nBind(UDP, A, \"dport\", 7)\nB := Define(\"B\")\nn"; err != nil || got != want {
		t.Errorf("%s %v", got, err)
	}
	for _, begun := range []string{"class Foo(Packet):", "class Foo(Packet):\n    name = \"F\"", "class Foo(Packet):\n    fields_desc = ["} {
		if _, err := start(t).enter(begun); !errors.Is(err, ErrIncomplete) {
			t.Errorf("%q: %v, want more lines", begun, err)
		}
	}
}

// TestClassErrors shows what is said of a class that is more than fields.
func TestClassErrors(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"class Foo: x = 1", "only classes of packets are known here | write class Foo(Packet): fields_desc=[...]"},
		{"class Foo(Packet): fields_desc=[ShortFeld(\"a\", 1)]", "the field class ShortFeld is not known here | did you mean ShortField?"},
		{"class Foo(Packet): fields_desc=[BitField(\"a\", 1)]", "BitField needs its size | "},
		{"class Foo(Packet):\n  fields_desc=[ByteField(\"a\", 1)]\n  def mysummary(self):\n    return 1", "in Go, after the class: Foo.SummaryFunc("},
		{"class Foo(Packet): fields_desc=[StrLenField(\"a\", \"\", length_from=lambda p: p.b)]", "the class has no field b to read | "},
	} {
		_, err := start(t).enter(c.typed)
		if err == nil || !strings.Contains(describeError(err), c.want) {
			t.Errorf("%s: %v", c.typed, describeError(err))
		}
	}
}

// TestOdd reads what is almost a class, a text with values or a loop: an error, and no panic.
func TestOdd(t *testing.T) {
	for _, typed := range []string{
		"class", "class A", "class A:", "class A(Packet)", "class : x", "class A(Packet): fields_desc", "class A(Packet): fields_desc=",
		"class A(Packet): fields_desc=[,]", "class A(Packet): fields_desc=[ByteField()]", "class A(Packet): fields_desc=[ByteField(\"a\",)]",
		"class A(Packet): fields_desc=[StrLenField(\"a\",\"\",length_from=)]", "class A(Packet): fields_desc=[ConditionalField()]",
		"class A(Packet): fields_desc=[FieldLenField(\"a\",None,fmt=\"Z\")]", "class A(Packet): fields_desc=[FieldListField(\"a\",[],1)]",
		"class A(Packet): fields_desc=[ConditionalField(ByteField(\"a\",1), lambda)]", "class A(Packet): name=",
		"f\"{\"", "f\"{}\"", "f\"}\"", "f\"{n\"", "f\"{n:q}\"", "f\"{n!z}\"", "f\"{(n}\"", "f\"{n)}\"", "f\"{'}\"", "f'{\n}'", "f\"{class}\"",
		"for () in pkts: print(1)", "for i, () in pkts: print(1)", "for (a, (b, c), d) in pkts: print(1)", "[1 for () in xs]",
		"1 < < 2", "n or", "Counter()", "Counter(n)", "m.most_common(", "p.getlayer(ttl=1)", "p.time =", "IP.nothing", "p.fields = 1",
	} {
		_, _ = start(t).enter(typed)
	}
}
