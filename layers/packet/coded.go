package packet

// A TextForm is how bytes are written as text, such as a route
// "10.0.0.0/8:10.0.0.1".
type TextForm struct {
	// Size is how many bytes of b the form takes.
	Size func(b []byte) int
	// Text is the form of exactly so many bytes.
	Text func(b []byte) string
	// Bytes reads the form; an error says what is wrong with it.
	Bytes func(text string) ([]byte, error)
}

// codedCodec is bytes that users see as text of some form.
type codedCodec struct{ form TextForm }

// Coded is a field of bytes that is read and set as text of a form; bytes are
// taken as they are.
func Coded(name string, form TextForm) *Field {
	return &Field{name: name, width: -1, codec: codedCodec{form}, def: value{ref: []byte(nil)}}
}

func (codedCodec) kind() Kind                               { return KindText }
func (codedCodec) typeName(*Field) string                   { return "StrField" }
func (c codedCodec) size(_ *Field, _ Layer, b []byte) int   { return c.form.Size(b) }
func (codedCodec) decode(_ *Field, _ Layer, b []byte) value { return value{ref: b} }

func (codedCodec) encode(_ *Field, e *encoder, _ Layer, v value) {
	b, _ := v.ref.([]byte)
	e.bytes(b)
}

func (c codedCodec) text(dst []byte, f *Field, v value) []byte {
	return append(dst, c.export(f, v).(string)...)
}

func (c codedCodec) export(_ *Field, v value) any {
	b, _ := v.ref.([]byte)
	return c.form.Text(b)
}

func (c codedCodec) parse(f *Field, x any) (value, error) {
	switch x := x.(type) {
	case []byte:
		return value{ref: append([]byte(nil), x...)}, nil
	case string:
		b, err := c.form.Bytes(x)
		if err != nil {
			return value{}, f.fail("%v", err)
		}
		return value{ref: b}, nil
	}
	if isList(x) {
		return f.setOf(x)
	}
	return value{}, f.fail("a %T is neither text nor bytes", x)
}
