package eval

import (
	"fmt"
	"go/types"
	"reflect"
	"strings"
	"unsafe"
)

// To compiled code a value of a type of the session is a plain struct, int or whatever it is made of: package fmt cannot
// find its String method. What is printed is therefore a twin of the value, in which the parts whose types have a String
// or Error method of the session are textual values.

// A textual is a value with its text.
type textual struct {
	text  func() string
	plain any // the value without its methods, for verbs that do not ask for text
}

// String returns the text.
func (t textual) String() string { return t.text() }

// Format is that of fmt.Formatter.
func (t textual) Format(st fmt.State, verb rune) {
	format := fmt.FormatString(st, verb)
	if !st.Flag('#') && strings.ContainsRune("vsqxX", verb) {
		fmt.Fprintf(st, strings.ReplaceAll(format, "+", ""), t.text())
		return
	}
	fmt.Fprintf(st, format, t.plain)
}

// addText keeps the String or Error method of a type, as a function of the value.
func (s *Session) addText(name string, pointer bool, method any) {
	if o := s.byName[name]; o != nil {
		if s.texts[o] == nil {
			s.texts[o] = map[bool]reflect.Value{}
		}
		s.texts[o][pointer] = reflect.ValueOf(method)
	}
}

// shownAs is the twin of an argument for package fmt, whose static type is known by a number. The argument comes in a
// list: its element is as yaegi keeps it, with its type.
func (s *Session) shownAs(list []any, number int) any {
	v := reflect.ValueOf(list[0])
	if !v.IsValid() {
		return nil
	}
	return s.twin(v, s.shown[number])
}

// unwrap takes a value out of yaegi's form of interface values: a struct of the value and, by way of a node, its type,
// whose name is returned when it is one of the session.
func unwrap(v reflect.Value) (inner reflect.Value, name string, ok bool) {
	if v.Kind() != reflect.Struct || v.Type().Name() != "valueInterface" {
		return v, "", false
	}
	if typ := v.FieldByName("node").Elem().FieldByName("typ"); typ.Kind() == reflect.Pointer && !typ.IsNil() {
		if name = typ.Elem().FieldByName("str").String(); !strings.Contains(name, mark) {
			name = ""
		}
	}
	p := reflect.New(v.Type()).Elem()
	p.Set(v)
	f := p.FieldByName("value")
	inner = *(*reflect.Value)(unsafe.Pointer(f.UnsafeAddr()))
	return inner, name, true
}

// twin is what to print for a value of type t.
func (s *Session) twin(v reflect.Value, t types.Type) any {
	for v.IsValid() {
		if v.Kind() == reflect.Interface {
			v = v.Elem()
			continue
		}
		inner, name, ok := unwrap(v)
		if !ok {
			break
		}
		v = inner
		if types.IsInterface(t) {
			t = s.dynamic(name, t)
		}
	}
	if !v.IsValid() || !v.CanInterface() {
		return nil
	}
	if w := v.Type(); v.Kind() == reflect.Struct && w.NumField() > 0 && w.Field(0).Name == "IValue" {
		return v.Interface() // a wrapper of yaegi has the methods already
	}
	if text, ok := s.textOf(v, t); ok {
		return textual{text: text, plain: v.Interface()}
	}
	if !s.textInside(t, map[types.Type]bool{}) {
		return v.Interface()
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		if v.Kind() == reflect.Pointer && !v.IsNil() && v.Elem().Kind() == reflect.Struct {
			if x := reflect.ValueOf(s.twin(v.Elem(), u.Elem())); x.Kind() == reflect.Struct {
				p := reflect.New(x.Type())
				p.Elem().Set(x)
				return p.Interface()
			}
		}
	case *types.Slice:
		if v.Kind() == reflect.Slice {
			return s.elements(v, u.Elem())
		}
	case *types.Array:
		if v.Kind() == reflect.Array {
			return s.elements(v, u.Elem())
		}
	case *types.Map:
		if v.Kind() == reflect.Map {
			m := make(map[any]any, v.Len())
			for it := v.MapRange(); it.Next(); {
				m[s.twinKey(it.Key(), u.Key())] = s.twin(it.Value(), u.Elem())
			}
			return m
		}
	case *types.Struct:
		if v.Kind() == reflect.Struct && v.NumField() == u.NumFields() {
			return s.structTwin(v, u)
		}
	}
	return v.Interface()
}

// twinKey is a twin that may be a key of a map.
func (s *Session) twinKey(v reflect.Value, t types.Type) any {
	x := s.twin(v, t)
	if tx, ok := x.(textual); ok {
		return tx.text()
	}
	return x
}

func (s *Session) elements(v reflect.Value, elem types.Type) []any {
	list := make([]any, v.Len())
	for i := range list {
		list[i] = s.twin(v.Index(i), elem)
	}
	return list
}

// structTwin is a struct of the same fields whose exported ones are twins.
func (s *Session) structTwin(v reflect.Value, u *types.Struct) any {
	fields := make([]reflect.StructField, u.NumFields())
	for i := range fields {
		f := u.Field(i)
		fields[i] = reflect.StructField{Name: f.Name(), Type: reflect.TypeFor[any]()}
		if !f.Exported() {
			fields[i].Type, fields[i].PkgPath = v.Field(i).Type(), "main"
		}
		if f.Name() == "_" {
			return v.Interface()
		}
	}
	p := reflect.New(reflect.StructOf(fields)).Elem()
	for i := range fields {
		to := p.Field(i)
		if fields[i].PkgPath != "" {
			to = reflect.NewAt(to.Type(), unsafe.Pointer(to.UnsafeAddr())).Elem()
			to.Set(v.Field(i))
			continue
		}
		if x := s.twin(v.Field(i), u.Field(i).Type()); x != nil {
			to.Set(reflect.ValueOf(x))
		}
	}
	return p.Interface()
}

// dynamic is the type of the session that yaegi calls name, or t.
func (s *Session) dynamic(name string, t types.Type) types.Type {
	base, star := strings.CutPrefix(name, "*")
	o := s.byName[strings.TrimPrefix(base, "main.")]
	switch {
	case o == nil:
		return t
	case star:
		return types.NewPointer(o.Type())
	}
	return o.Type()
}

// textOf returns the String or Error method of the session for a value of type t.
func (s *Session) textOf(v reflect.Value, t types.Type) (func() string, bool) {
	pointer := false
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		pointer, t = true, p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return nil, false
	}
	methods := s.texts[n.Obj()]
	fn, ok := methods[pointer]
	if !ok && pointer && v.Kind() == reflect.Pointer && !v.IsNil() {
		fn, ok = methods[false]
		v = v.Elem()
	}
	if !ok || !v.Type().AssignableTo(fn.Type().In(0)) {
		return nil, false
	}
	return func() (text string) {
		defer func() {
			if r := recover(); r != nil {
				text = "(" + panicText(r) + " in its text)"
			}
		}()
		return fn.Call([]reflect.Value{v})[0].String()
	}, true
}

// textInside reports whether values of t may hold a value with a text method of the session.
func (s *Session) textInside(t types.Type, seen map[types.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	if n, ok := types.Unalias(t).(*types.Named); ok {
		if len(s.texts[n.Obj()]) > 0 {
			return true
		}
		if _, compiled := s.universe.back[n.Obj()]; compiled {
			return false
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Interface:
		return len(s.texts) > 0
	case *types.Pointer:
		return s.textInside(u.Elem(), seen)
	case *types.Slice:
		return s.textInside(u.Elem(), seen)
	case *types.Array:
		return s.textInside(u.Elem(), seen)
	case *types.Map:
		return s.textInside(u.Key(), seen) || s.textInside(u.Elem(), seen)
	case *types.Struct:
		for i := range u.NumFields() {
			if s.textInside(u.Field(i).Type(), seen) {
				return true
			}
		}
	}
	return false
}
