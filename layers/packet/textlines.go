package packet

import (
	"fmt"
	"reflect"
	"sort"
)

// linesCodec is the lines of a textHead whose names are no fields.
type linesCodec struct{}

func (linesCodec) kind() Kind                           { return KindOptions }
func (linesCodec) typeName(*Field) string               { return "OptionsField" }
func (linesCodec) size(_ *Field, _ Layer, _ []byte) int { return 0 }
func (linesCodec) decode(*Field, Layer, []byte) value   { return value{} }

func (linesCodec) encode(_ *Field, e *encoder, _ Layer, v value) {
	list, _ := v.ref.([]Tuple)
	for _, t := range list {
		name, _ := t[0].(string)
		text, _ := t[1].(string)
		if name == "" {
			e.bytes([]byte(text + "\r\n"))
			continue
		}
		e.bytes([]byte(name + ": " + text + "\r\n"))
	}
}

// parse takes tuples of name and value, or a map.
func (linesCodec) parse(f *Field, x any) (value, error) {
	list := []Tuple{}
	add := func(name, text any) error {
		n, err := bytesOf(name)
		if err != nil {
			return f.fail("%v", err)
		}
		t, err := bytesOf(text)
		if err != nil {
			t = fmt.Append(nil, text)
		}
		list = append(list, Tuple{string(n), string(t)})
		return nil
	}
	v := reflect.ValueOf(x)
	switch {
	case v.Kind() == reflect.Map:
		for _, k := range v.MapKeys() {
			if err := add(k.Interface(), v.MapIndex(k).Interface()); err != nil {
				return value{}, err
			}
		}
		sort.Slice(list, func(i, j int) bool { return list[i][0].(string) < list[j][0].(string) })
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			pair := reflect.ValueOf(v.Index(i).Interface())
			if pair.Kind() != reflect.Slice || pair.Len() != 2 {
				return value{}, f.fail("a line is a tuple of name and value")
			}
			if err := add(pair.Index(0).Interface(), pair.Index(1).Interface()); err != nil {
				return value{}, err
			}
		}
	default:
		return value{}, f.fail("a %T is neither a map nor a list of names and values", x)
	}
	return value{ref: list}, nil
}

func (linesCodec) text(dst []byte, _ *Field, v value) []byte { return appendValue(dst, v.ref) }

func (linesCodec) export(_ *Field, v value) any {
	list, _ := v.ref.([]Tuple)
	return list
}
