package packet

import (
	"reflect"
	"strconv"
)

// An Option is one kind of a family of type-length-value options.
type Option struct {
	Code int
	Name string
	// Bare options are the code alone, without length or value.
	Bare bool
	// Last ends the list; what follows is padding.
	Last bool
	// Values are the fields of the value. None: the value is bytes. A value
	// that does not fit them is bytes, too.
	Values []*Field
	// Repeat: the one field of Values is repeated as often as the length allows.
	Repeat bool
}

// OptionFamily describes options of one byte of code and one of length.
type OptionFamily struct {
	Options []Option
	// WholeLength: the length counts code and length themselves.
	WholeLength bool
	// Align pads the written list with zero bytes to a multiple of this.
	Align int
	// Flat tuples hold several values side by side, ("router", a, b), and
	// bare options are plain text; otherwise several values are a Tuple and
	// bare options (name, nil).
	Flat bool
	// Class is the type of the field as ls prints it; "" for OptionsField.
	Class string

	byCode [256]*Option
	byName map[string]*Option
}

// optionsCodec is a list of options of one family as tuples of name and value.
type optionsCodec struct{ family *OptionFamily }

// Options is a list of options, read as Tuple{name, value}.
func Options(name string, family *OptionFamily) *Field {
	if family.byName == nil {
		family.index()
	}
	return &Field{name: name, width: -1, codec: optionsCodec{family}, def: value{ref: []Tuple(nil)}, class: family.Class}
}

func (fam *OptionFamily) index() {
	fam.byName = make(map[string]*Option, len(fam.Options))
	for i := range fam.Options {
		o := &fam.Options[i]
		fam.byCode[o.Code] = o
		fam.byName[o.Name] = o
	}
}

// Names returns the names of the options the family knows.
func (fam *OptionFamily) Names() []string {
	names := make([]string, len(fam.Options))
	for i, o := range fam.Options {
		names[i] = o.Name
	}
	return names
}

func (optionsCodec) kind() Kind             { return KindOptions }
func (optionsCodec) typeName(*Field) string { return "OptionsField" }

func (optionsCodec) size(f *Field, l Layer, b []byte) int { return f.limit(l, b) }

func (c optionsCodec) decode(_ *Field, l Layer, b []byte) value {
	list := []Tuple{}
	for len(b) > 0 {
		o := c.family.byCode[b[0]]
		if o != nil && o.Bare {
			list = append(list, c.bare(o))
			b = b[1:]
			if o.Last {
				break
			}
			continue
		}
		body, rest := c.split(b)
		list = append(list, c.tuple(l, o, b[0], body))
		b = rest
	}
	return value{ref: list}
}

// split cuts the first option's value off; a length that cannot be is taken for
// all that is left.
func (c optionsCodec) split(b []byte) (body, rest []byte) {
	if len(b) < 2 {
		return nil, nil
	}
	n := int(b[1]) + 2
	if c.family.WholeLength {
		n -= 2
	}
	if n < 2 || n > len(b) {
		n = len(b)
	}
	return b[2:n:n], b[n:]
}

func (c optionsCodec) bare(o *Option) Tuple {
	if c.family.Flat {
		return Tuple{o.Name}
	}
	return Tuple{o.Name, nil}
}

func (c optionsCodec) tuple(l Layer, o *Option, code byte, body []byte) Tuple {
	if o == nil {
		return Tuple{int(code), body}
	}
	values, ok := o.decode(l, body)
	if !ok {
		return Tuple{o.Name, body}
	}
	if c.family.Flat || len(values) == 1 && !o.Repeat {
		return append(Tuple{o.Name}, values...)
	}
	return Tuple{o.Name, Tuple(values)}
}

// decode reads the fields of a value; ok is false when they do not fill it.
func (o *Option) decode(l Layer, body []byte) (values []any, ok bool) {
	if len(o.Values) == 0 {
		return nil, false
	}
	for i := 0; len(body) > 0 || i < len(o.Values); i++ {
		if i >= len(o.Values) && !o.Repeat {
			return nil, false
		}
		f := o.Values[i%len(o.Values)]
		n := len(body)
		if f.width >= 0 {
			n = f.width / 8
		}
		if n > len(body) {
			return nil, false
		}
		x := f.codec.export(f, f.codec.decode(f, l, body[:n:n]))
		if list, isList := x.(PacketList); isList {
			if len(list) != 1 || list[0].Proto() == Raw {
				return nil, false
			}
			x = list[0]
		}
		values = append(values, x)
		body = body[n:]
	}
	return values, true
}

func (c optionsCodec) encode(_ *Field, e *encoder, l Layer, v value) {
	list, _ := v.ref.([]Tuple)
	start := len(e.buf)
	for _, t := range list {
		c.encodeOne(e, l, t)
	}
	if a := c.family.Align; a > 1 {
		e.zeros((a - (len(e.buf)-start)%a) % a)
	}
}

// counted is how many bytes of code and length the length counts.
func (c optionsCodec) counted() int {
	if c.family.WholeLength {
		return 2
	}
	return 0
}

// encodeOne appends one option that parse has checked.
func (c optionsCodec) encodeOne(e *encoder, l Layer, t Tuple) {
	o, code, _ := c.option(t[0])
	if o != nil && o.Bare {
		e.bytes([]byte{code})
		return
	}
	at := len(e.buf)
	e.bytes([]byte{code, 0})
	c.encodeValue(e, l, o, t[1:])
	n := len(e.buf) - at
	if !c.family.WholeLength {
		n -= 2
	}
	e.buf[at+1] = byte(n)
}

func (c optionsCodec) encodeValue(e *encoder, l Layer, o *Option, args []any) {
	args = o.args(args)
	if raw, ok := rawArg(o, args); ok {
		e.bytes(raw)
		return
	}
	for i, x := range args {
		f := o.Values[i%len(o.Values)]
		v, err := f.parse(x)
		if err != nil {
			continue // parse has accepted it; a random value may still draw badly
		}
		f.codec.encode(f, e, l, f.settle(v))
	}
}

// rawArg reports whether the value is given as bytes.
func rawArg(o *Option, args []any) ([]byte, bool) {
	if len(args) == 0 || len(args) == 1 && args[0] == nil {
		return nil, true
	}
	if len(args) > 1 {
		return nil, false
	}
	switch x := args[0].(type) {
	case []byte:
		return x, true
	case RawVal:
		return x, true
	case string:
		if o == nil || len(o.Values) == 0 || x == "" || o.record() {
			return []byte(x), true
		}
	}
	return nil, false
}

// record reports whether the value is a header, for which text can only be bytes.
func (o *Option) record() bool {
	_, ok := o.Values[0].codec.(recordsCodec)
	return ok
}

// args is the parts of a value: the members of a list given as the only value,
// unless the value is a list.
func (o *Option) args(args []any) []any {
	if o != nil && len(o.Values) == 1 {
		if _, isList := o.Values[0].codec.(listCodec); isList {
			if len(args) > 1 {
				return []any{args}
			}
			return args
		}
	}
	return flatten(args)
}

// flatten takes the members of a Tuple or list given as the only value.
func flatten(args []any) []any {
	if len(args) != 1 {
		return args
	}
	switch x := args[0].(type) {
	case Tuple:
		return x
	case []any:
		return x
	}
	if isList(args[0]) {
		v := reflect.ValueOf(args[0])
		out := make([]any, v.Len())
		for i := range out {
			out[i] = v.Index(i).Interface()
		}
		return out
	}
	return args
}

// option finds the option that x, a name or a code, stands for.
func (c optionsCodec) option(x any) (o *Option, code byte, ok bool) {
	switch x := x.(type) {
	case string:
		if o = c.family.byName[x]; o != nil {
			return o, byte(o.Code), true
		}
		n, err := strconv.ParseUint(x, 0, 8)
		return c.family.byCode[byte(n)], byte(n), err == nil
	case int:
		return c.family.byCode[byte(x)], byte(x), x >= 0 && x < 256
	}
	return nil, 0, false
}

func (c optionsCodec) export(_ *Field, v value) any {
	list, _ := v.ref.([]Tuple)
	return list
}

func (c optionsCodec) text(dst []byte, _ *Field, v value) []byte {
	list, _ := v.ref.([]Tuple)
	dst = append(dst, '[')
	for i, t := range list {
		if c.family.Flat {
			if i > 0 {
				dst = append(dst, ' ')
			}
			dst = c.flatText(dst, t)
			continue
		}
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = appendValue(dst, t)
	}
	return append(dst, ']')
}

// flatText prints name=value, or the name alone.
func (c optionsCodec) flatText(dst []byte, t Tuple) []byte {
	if name, ok := t[0].(string); ok {
		dst = append(dst, name...)
	} else {
		dst = appendValue(dst, t[0])
	}
	o, _, _ := c.option(t[0])
	for i, x := range t[1:] {
		if i == 0 {
			dst = append(dst, '=')
		} else {
			dst = append(dst, ',')
		}
		dst = o.valueText(dst, i, x)
	}
	return dst
}

// valueText prints the i-th part of a value, by name where its field has one.
func (o *Option) valueText(dst []byte, i int, x any) []byte {
	if o != nil && len(o.Values) > 0 {
		f := o.Values[i%len(o.Values)]
		if s, ok := x.(string); ok && f.enum != nil {
			return appendValue(dst, s)
		}
		if v, err := f.parse(x); err == nil {
			return f.text(dst, v)
		}
	}
	return appendValue(dst, x)
}
