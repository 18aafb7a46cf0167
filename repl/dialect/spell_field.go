package dialect

import "strings"

// A fieldClass says what becomes of a field class of Scapy: the constructor of the field, the arguments that follow name
// and default, how a lambda reads such a field, and what else is said of it.
type fieldClass struct {
	goes string // the constructor, or "fmt" where fmt= names it
	args string // words: size, enum, names, length, elem, proto, fmt
	read string // the method of Layer that reads it
	also string // further methods
}

// fieldClasses are the field classes that are known, by name.
var fieldClasses = map[string]fieldClass{
	"FlagsField": {"FlagBits", "size names", "Int", ""}, "BitField": {"Bits", "size", "Int", ""}, "XBitField": {"Bits", "size", "Int", ".Hex()"},
	"BitEnumField": {"Bits", "size enum", "Int", ""}, "EnumField": {"fmt", "enum fmt", "Int", ""},
	"FieldLenField": {"fmt", "", "Int", ""}, "LenField": {"fmt", "fmt", "Int", ".Auto(LenPayload())"}, "BitFieldLenField": {"Bits", "size", "Int", ""},
	"StrField": {"Data", "", "Bytes", ""}, "XStrField": {"Data", "", "Bytes", ""}, "StrNullField": {"CText", "", "Str", ""},
	"StrLenField": {"Data", "", "Bytes", ""}, "XStrLenField": {"Data", "", "Bytes", ""}, "BoundStrLenField": {"Data", "", "Bytes", ""},
	"StrFixedLenField": {"FixedData", "length", "Bytes", ""}, "XStrFixedLenField": {"FixedData", "length", "Bytes", ""},
	"IPField": {"IP4", "", "Str", ""}, "SourceIPField": {"IP4", "", "Str", ""}, "DestIPField": {"IP4", "", "Str", ""},
	"IP6Field": {"IP6", "", "Str", ""}, "SourceIP6Field": {"IP6", "", "Str", ""}, "DestIP6Field": {"IP6", "", "Str", ""},
	"MACField": {"MAC", "", "Str", ""}, "SourceMACField": {"MAC", "", "Str", ""}, "DestMACField": {"MAC", "", "Str", ""},
	"DNSStrField": {"DNSName", "", "Str", ""}, "PacketField": {"Record", "proto", "", ""}, "PacketListField": {"Records", "proto", "", ""},
	"PacketLenField": {"Record", "proto", "", ""}, "FieldListField": {"ListOf", "elem", "", ""},
	"SignedByteField": {"I8", "", "Int", ""}, "SignedShortField": {"I16", "", "Int", ""}, "SignedIntField": {"I32", "", "Int", ""},
	"LESignedShortField": {"I16", "", "Int", ".LE()"}, "LESignedIntField": {"I32", "", "Int", ".LE()"},
	"UTCTimeField": {"U32", "", "Int", ""},
}

// Numbers come in every size, as they are or little endian, decimal or hexadecimal, with names for values or without.
func init() {
	for _, n := range []struct{ class, bits string }{{"Byte", "8"}, {"Short", "16"}, {"ThreeBytes", "24"}, {"Int", "32"}, {"Long", "64"}} {
		for _, form := range []struct{ before, goes, also string }{{"", "U", ""}, {"X", "X", ""}, {"LE", "LE", ""}, {"XLE", "LE", ".Hex()"}, {"LEX", "LE", ".Hex()"}} {
			goes, also := form.goes+n.bits, form.also
			if goes == "LE24" || goes == "LE8" {
				goes, also = "U"+n.bits, ".LE()"+also
			}
			fieldClasses[form.before+n.class+"Field"] = fieldClass{goes, "", "Int", also}
			fieldClasses[form.before+n.class+"EnumField"] = fieldClass{goes, "enum", "Int", also}
		}
	}
	fieldClasses["X3BytesField"] = fieldClass{"X24", "", "Int", ""}
}

// formats are the constructors for the codes of fmt=.
var formats = map[string]string{
	"B": "U8", "b": "I8", "H": "U16", "h": "I16", "I": "U32", "L": "U32", "i": "I32", "l": "I32", "Q": "U64",
	"<H": "LE16", "<I": "LE32", "<L": "LE32", "<Q": "LE64",
}

// classField writes one field of a class as Go.
func (w *writer) classField(c *class, f *classField) error {
	if f.inner != nil {
		return w.wrappedField(c, f)
	}
	at := f.at.off
	var def []node
	if !(f.class == "SourceIPField" || f.class == "DestIPField" || f.class == "SourceMACField" || f.class == "DestMACField") {
		def = f.take("default", 0)
	}
	params := map[string][]node{}
	for _, p := range strings.Fields(f.kind.args) {
		x := f.take(argumentNames[p], -1)
		if x == nil {
			x = f.take(p, 0)
		}
		if x == nil && p != "fmt" {
			return errorAt([]node{f.at}, f.class+" needs its "+p, "")
		}
		params[p] = x
	}
	goes := f.kind.goes
	if goes == "fmt" {
		format := params["fmt"]
		if format == nil {
			format = f.take("fmt", -1)
		}
		code := "H"
		if len(format) > 0 {
			code = strings.TrimLeft(strings.Trim(format[0].text, `"'`), "!>@=")
		}
		if goes = formats[code]; goes == "" {
			return errorAt(format, "the format "+code+" is not known here", "B, H, I and Q are, with < for little endian")
		}
	}
	w.put(goes+"(\""+f.name+"\"", at)
	for _, p := range []string{"size", "length", "elem", "proto", "names"} {
		if x := params[p]; x != nil {
			w.put(", ", s0(x))
			if err := w.fieldArgument(c, p, x); err != nil {
				return err
			}
		}
	}
	w.put(")"+f.kind.also, at)
	if err := w.fieldDefault(f, def); err != nil {
		return err
	}
	if x := params["enum"]; x != nil {
		w.put(".Enum(Names(", s0(x))
		if err := w.enum(x); err != nil {
			return err
		}
		w.put("))", s0(x))
	}
	if err := w.lengths(c, f); err != nil {
		return err
	}
	for name, x := range f.keywords {
		return errorAt(x, f.class+" has no option "+name+" here", "write the definition in Go: Define(...)")
	}
	return nil
}

// argumentNames are the keywords that Scapy has for an argument.
var argumentNames = map[string]string{"size": "size", "enum": "enum", "names": "names", "length": "length_from", "elem": "field", "proto": "cls"}

// wrappedField writes a field that exists only sometimes.
func (w *writer) wrappedField(c *class, f *classField) error {
	if err := w.classField(c, f.inner); err != nil || f.class == "Emph" {
		return err
	}
	cond := f.take("cond", 0)
	if cond == nil {
		return errorAt([]node{f.at}, f.class+" needs a condition", "as in lambda pkt: pkt.type == 1")
	}
	w.put(".When(", s0(cond))
	if err := w.fieldLambda(c, cond); err != nil {
		return err
	}
	w.put(")", s0(cond))
	return nil
}

// fieldArgument writes an argument of a constructor.
func (w *writer) fieldArgument(c *class, param string, x []node) error {
	switch param {
	case "elem":
		f, err := newClassField(x)
		if err != nil {
			return err
		}
		return w.classField(c, f)
	case "length":
		if _, body := lambdaParts(x); body != nil {
			x = body
		}
	case "names":
		if len(x) == 1 && x[0].opens("[") {
			return w.list(split(trimAll(x[0].kids), ","), w.expr)
		}
	}
	return w.expr(x)
}

// enum writes the names of values: of a dict, or those of a list from 0 on.
func (w *writer) enum(x []node) error {
	if len(x) != 1 || !x[0].opens("[") {
		return w.expr(x)
	}
	w.put("map[uint64]string{", s0(x))
	for i, name := range split(trimAll(x[0].kids), ",") {
		w.put(itoa(i)+": ", s0(name))
		if err := w.expr(name); err != nil {
			return err
		}
		w.put(", ", s0(name))
	}
	w.put("}", s0(x))
	return nil
}

// fieldDefault writes the default of a field, where it is not what the field has anyway.
func (w *writer) fieldDefault(f *classField, def []node) error {
	switch word := source(def); {
	case len(def) == 0, f.lengthOf != "", f.countOf != "", f.class == "LenField", f.kind.read == "":
		return nil
	case word == "None":
		if f.kind.read == "Int" {
			w.put(".Auto(Unset())", s0(def))
		}
		return nil
	case word == "0", word == "0x0", word == "ETHER_ANY", strings.ContainsAny(word, "\"'") && strings.Trim(word, "b\"'") == "":
		return nil
	}
	w.put(".Default(", s0(def))
	if err := w.expr(def); err != nil {
		return err
	}
	w.put(")", s0(def))
	return nil
}

// lengths writes what a field says of the length or count of another, or of its own.
func (w *writer) lengths(c *class, f *classField) error {
	if f.lengthOf != "" || f.countOf != "" {
		goes := `LenOf("` + f.lengthOf + `")`
		if f.lengthOf == "" {
			goes = `CountOf("` + f.countOf + `")`
		}
		w.put(".Auto("+goes, f.at.off)
		if x := f.take("adjust", -1); x != nil {
			if err := w.adjusted(x); err != nil {
				return err
			}
		}
		w.put(")", f.at.off)
	}
	if x := f.take("count_from", -1); x != nil {
		return errorAt(x, "a count must be a field", `in Go: U8("n").Auto(CountOf("`+f.name+`")), then the list`)
	}
	x := f.take("length_from", -1)
	if x == nil {
		return nil
	}
	w.put(".Len(", s0(x))
	if err := w.fieldLambda(c, x); err != nil {
		return err
	}
	w.put(")", s0(x))
	return nil
}

// adjusted writes how a length differs from that of the field it speaks of: lambda pkt, x: x + 4.
func (w *writer) adjusted(x []node) error {
	_, body := lambdaParts(x)
	if len(body) == 3 && body[2].kind == number && !body[2].group {
		switch {
		case body[1].is("+"):
			w.put(".Plus("+body[2].text+")", s0(body))
			return nil
		case body[1].is("-"):
			w.put(".Plus(-"+body[2].text+")", s0(body))
			return nil
		case body[1].is("/"):
			w.put(".Unit("+body[2].text+")", s0(body))
			return nil
		}
	}
	return errorAt(x, "this adjustment is not known here", "x+4, x-4 and x/4 are; in Go: U16(\"len\").Auto(Compute(func(l Layer) any { ... }))")
}

// lambdaParts returns the parameters and the body of a lambda.
func lambdaParts(x []node) (params []string, body []node) {
	if len(x) == 0 || !x[0].is("lambda") {
		return nil, nil
	}
	for i := range x {
		switch {
		case x[i].is(":"):
			return params, x[i+1:]
		case i > 0 && x[i].isWord():
			params = append(params, x[i].text)
		}
	}
	return params, nil
}

// ownField returns the field that a lambda reads and nothing else: lambda pkt: pkt.len.
func ownField(x []node) string {
	params, body := lambdaParts(x)
	if len(params) == 1 && len(body) == 3 && body[0].is(params[0]) && body[1].is(".") && body[2].isWord() {
		return body[2].text
	}
	return ""
}

// fieldLambda writes a lambda that reads fields of the layer being read: pkt.len is pkt.Int("len").
func (w *writer) fieldLambda(c *class, x []node) error {
	params, body := lambdaParts(x)
	if len(params) != 1 || len(body) == 0 {
		return w.expr(x)
	}
	typed := len(body)
	body, err := c.reads(params[0], body)
	if err != nil {
		return err
	}
	return w.lambda(append(append([]node{}, x[:len(x)-typed]...), body...))
}

// reads spells out the fields that nodes read of the layer called pkt.
func (c *class) reads(pkt string, nodes []node) (list []node, err error) {
	for i := 0; i < len(nodes); i++ {
		n := nodes[i]
		if n.group {
			if n.kids, err = c.reads(pkt, n.kids); err != nil {
				return nil, err
			}
		}
		list = append(list, n)
		if !n.is(pkt) || i > 0 && nodes[i-1].is(".") || i+2 >= len(nodes) || !nodes[i+1].is(".") {
			continue
		}
		name := nodes[i+2]
		f := c.field(name.text)
		if f == nil || f.kind.read == "" {
			return nil, errorAt([]node{name}, "the class has no field "+name.text+" to read", "write the definition in Go: "+classHelp)
		}
		at := func(k kind, s string) tok { return tok{kind: k, text: s, off: name.off, end: name.end} }
		arg := node{tok: at(text, `"`+name.text+`"`)}
		list = append(list, nodes[i+1], node{tok: at(word, f.kind.read)},
			node{tok: at(op, "("), group: true, kids: []node{arg}, close: at(op, ")")})
		i += 2
	}
	return list, nil
}
