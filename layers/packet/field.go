package packet

// Kind says which typed read fits a field: it is what the shell's completion
// and its field access by name go by.
type Kind uint8

// The kinds of typed reads.
const (
	KindInt     Kind = iota // Packet.Int
	KindFlags               // Packet.Flags
	KindText                // Packet.Str: addresses, names and text
	KindBytes               // Packet.Bytes
	KindRecords             // Packet.List: a list of packets
	KindOptions             // Packet.Options: a list of (name, value) tuples
	KindAny                 // Packet.Get
)

// A Field is one field of a protocol: a name, a codec for its bytes, a default,
// and how it is filled when nobody sets it. Fields are made by the constructors
// (U16, Bits, MAC, ...) and refined by the methods, each of which changes and
// returns the field, so that a definition reads as one line a field.
type Field struct {
	name   string
	codec  codec
	width  int  // bits, or -1 when the bytes decide
	number bool // the value lies in value.num
	little bool // byte order of a number
	host   bool // little endian, unless that makes the number big
	def    value
	hasNo  bool // no default at all: unset means absent value (None)
	auto   *Auto
	enum   *Enum
	enumBy func(Layer) *Enum // chooses enum by the fields before
	show   func(any) string  // how a value prints, from Shown
	adapt  func(any) any     // what users give, from Adapted
	when   func(Layer) bool
	class  string // the type as ls prints it, from Class

	proto *Proto
	index int
	off   int // bit offset in the fixed prefix, or -1
	align int // fills up with zero bytes to a multiple of this, from Aligned
	window
	// lenFrom and countFrom are the fields that tell this one's length and
	// count while reading (their Auto says LenOf or CountOf this field).
	lenFrom, countFrom *Field
	// lenFn is the length in bytes while reading, from Len.
	lenFn func(Layer) int
}

// codec is how one kind of field reads, writes, accepts and prints values.
type codec interface {
	// kind is the typed read that fits.
	kind() Kind
	// typeName is what ls prints, in Scapy's words.
	typeName(f *Field) string
	// size is how many bytes of b, which runs from the field to the end of
	// what the layer may use, the field takes when read. Fixed-width fields
	// are not asked.
	size(f *Field, l Layer, b []byte) int
	// decode reads the value from b, exactly the field's bytes.
	decode(f *Field, l Layer, b []byte) value
	// encode appends the value.
	encode(f *Field, e *encoder, l Layer, v value)
	// parse turns what a user gave into a value.
	parse(f *Field, x any) (value, error)
	// text appends the value as show prints it.
	text(dst []byte, f *Field, v value) []byte
	// export is the value as Get returns it.
	export(f *Field, v value) any
}

// value is the content of a field: num for numbers and addresses up to 64 bits,
// ref for everything else (bytes, text, lists, sets, random values, RawVal).
type value struct {
	num uint64
	ref any
}

// Name returns the field's name.
func (f *Field) Name() string { return f.name }

// Kind returns the typed read that fits the field.
func (f *Field) Kind() Kind { return f.codec.kind() }

// TypeName returns the field's type as ls prints it, in Scapy's words.
func (f *Field) TypeName() string {
	if f.class != "" {
		return f.class
	}
	return f.codec.typeName(f)
}

// Class names the field's type where Scapy has one of its own for it, such as
// SourceIPField.
func (f *Field) Class(name string) *Field {
	f.class = name
	return f
}

// DefaultValue returns what the field holds when unset: nil when it is automatic.
func (f *Field) DefaultValue() any {
	if f.auto != nil || f.hasNo {
		return nil
	}
	return f.codec.export(f, f.def)
}

// Automatic reports whether the field is computed when it is not set.
func (f *Field) Automatic() bool { return f.auto != nil && f.auto.role != roleDefault }

// Chosen reports whether the field's automatic value is the sender's choice, as a
// source address is, and does not follow from the packet.
func (f *Field) Chosen() bool { return f.auto != nil && f.auto.free }

// Values returns the names a value of the field may have, for completion: those
// of its enum or flags.
func (f *Field) Values() []string {
	if f.enum != nil {
		return f.enum.Names()
	}
	if fl, ok := f.codec.(flagsCodec); ok {
		return fl.letters
	}
	return nil
}

// Default sets what the field holds when nobody sets it.
func (f *Field) Default(def any) *Field {
	v, err := f.parse(def)
	if err != nil {
		panic("packet: default of " + f.name + ": " + err.Error())
	}
	f.def = v
	return f
}

// Auto makes the field automatic: a computes it when it is not set, and, where
// that says something about lengths or counts, guides reading.
func (f *Field) Auto(a *Auto) *Field {
	f.auto = a
	return f
}

// Enum names the values of a number.
func (f *Field) Enum(e *Enum) *Field {
	f.enum = e
	return f
}

// When makes the field conditional: it exists only where cond holds of the
// fields before it.
func (f *Field) When(cond func(Layer) bool) *Field {
	f.when = cond
	return f
}

// Len sets the length in bytes of a variable field while reading, computed from
// the fields before it.
func (f *Field) Len(n func(Layer) int) *Field {
	f.lenFn = n
	return f
}

// LE makes a number little endian.
func (f *Field) LE() *Field {
	f.little = true
	return f
}

// Hex prints a number in hexadecimal.
func (f *Field) Hex() *Field {
	n, ok := f.codec.(numberCodec)
	if !ok {
		panic("packet: " + f.name + ": Hex is for numbers")
	}
	n.hex = true
	f.codec = n
	return f
}

// Shown sets how a value, as Get returns it, prints.
func (f *Field) Shown(text func(v any) string) *Field {
	f.show = text
	return f
}

// Adapted sets a function that turns what a user gives into what the field takes,
// so that it takes more: text as a hardware address where bytes are meant.
func (f *Field) Adapted(adapt func(x any) any) *Field {
	f.adapt = adapt
	return f
}

// limit is the length in bytes that reading gives a variable field: what a
// length field or function says, never more than there is.
func (f *Field) limit(l Layer, b []byte) int {
	n := len(b)
	switch {
	case f.lenFn != nil:
		n = f.lenFn(l)
	case f.lenFrom != nil:
		n = f.lenFrom.auto.lengthFrom(l, f.lenFrom)
	}
	return max(0, min(n, len(b)))
}

// parse turns a user's value into the field's own: wrappers that any field
// takes first, then the codec.
func (f *Field) parse(x any) (value, error) {
	switch x := x.(type) {
	case nil:
		return value{}, f.fail("nil is no value (use del to make the field automatic)")
	case RawVal:
		return value{ref: x}, nil
	case Random:
		return value{ref: x}, nil
	}
	if f.adapt != nil {
		x = f.adapt(x)
	}
	return f.codec.parse(f, x)
}

// text appends a value as show prints it.
func (f *Field) text(dst []byte, v value) []byte {
	switch x := v.ref.(type) {
	case RawVal:
		return append(append(append(dst, "<RawVal ["...), quoteBytes(x)...), "]>"...)
	case Random:
		return append(dst, x.String()...)
	case *set:
		return append(dst, x.text...)
	}
	if f.show != nil {
		return append(dst, f.show(f.codec.export(f, v))...)
	}
	return f.codec.text(dst, f, v)
}

// export is a value as Get returns it.
func (f *Field) export(v value) any {
	switch x := v.ref.(type) {
	case RawVal, Random:
		return x
	case *set:
		return x
	}
	return f.codec.export(f, v)
}
