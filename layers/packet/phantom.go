package packet

// phantomCodec is a number that takes no bytes.
type phantomCodec struct{}

// Phantom is a number of up to 8 bits that is not on the wire: an instruction to
// building. Of a captured packet it is the default.
func Phantom(name string) *Field { return &Field{name: name, width: -1, codec: phantomCodec{}} }

func (phantomCodec) kind() Kind                               { return KindInt }
func (phantomCodec) typeName(*Field) string                   { return "PhantomField" }
func (phantomCodec) size(*Field, Layer, []byte) int           { return 0 }
func (phantomCodec) decode(f *Field, _ Layer, _ []byte) value { return f.def }
func (phantomCodec) encode(*Field, *encoder, Layer, value)    {}

func (phantomCodec) parse(f *Field, x any) (value, error) {
	g := U8(f.name)
	g.proto, g.enum = f.proto, f.enum
	return g.codec.parse(g, x)
}

func (phantomCodec) text(dst []byte, f *Field, v value) []byte { return numberCodec{}.text(dst, f, v) }
func (phantomCodec) export(f *Field, v value) any              { return numberCodec{}.export(f, v) }
