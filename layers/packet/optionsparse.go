package packet

import (
	"fmt"
	"reflect"
)

func (c optionsCodec) parse(f *Field, x any) (value, error) {
	var items []any
	switch x := x.(type) {
	case []Tuple:
		for _, t := range x {
			items = append(items, t)
		}
	case Tuple, string:
		items = []any{x}
	case []byte:
		return c.decode(f, Layer{}, x), nil
	default:
		v := reflect.ValueOf(x)
		if v.Kind() != reflect.Slice {
			return value{}, f.fail("a %T is not a list of options such as (\"%s\", value)", x, c.family.Options[0].Name)
		}
		for i := range v.Len() {
			items = append(items, v.Index(i).Interface())
		}
	}
	list := make([]Tuple, 0, len(items))
	for _, item := range items {
		t, err := c.parseOne(f, item)
		if err != nil {
			return value{}, err
		}
		list = append(list, t)
	}
	return value{ref: list}, nil
}

// parseOne checks an option: its name and that its values fit.
func (c optionsCodec) parseOne(f *Field, item any) (Tuple, error) {
	t, ok := item.(Tuple)
	if !ok {
		if v := reflect.ValueOf(item); v.Kind() == reflect.Slice && v.Len() > 0 && v.Type().Elem().Kind() == reflect.Interface {
			for i := range v.Len() {
				t = append(t, v.Index(i).Interface())
			}
		} else {
			t = Tuple{item}
		}
	}
	if len(t) == 0 {
		return nil, f.fail("an option needs a name")
	}
	o, code, ok := c.option(t[0])
	if !ok {
		word := fmt.Sprint(t[0])
		return nil, f.failNear(word, c.family.Names(), "no option is named %q", word)
	}
	if o == nil {
		t = append(Tuple{int(code)}, t[1:]...)
	} else {
		t = append(Tuple{o.Name}, t[1:]...)
	}
	if o != nil && o.Bare {
		return c.bare(o), nil
	}
	args := o.args(t[1:])
	if b, raw := rawArg(o, args); raw {
		if limit := 255 - c.counted(); len(b) > limit {
			return nil, f.fail("%d bytes do not fit into an option", len(b))
		}
		return c.normal(t), nil
	}
	if o == nil || len(o.Values) == 0 {
		return nil, f.fail("the value of %v is bytes", t[0])
	}
	if len(args) > len(o.Values) && !o.Repeat {
		return nil, f.fail("the value of %q has %d parts, not %d", o.Name, len(o.Values), len(args))
	}
	for i, x := range args {
		if _, err := o.Values[i%len(o.Values)].parse(x); err != nil {
			return nil, f.fail("%s: %v", o.Name, err)
		}
	}
	return c.normal(t), nil
}

// normal gives an option without value the empty one, as reading would.
func (c optionsCodec) normal(t Tuple) Tuple {
	if len(t) == 1 {
		return append(t, []byte{})
	}
	return t
}
