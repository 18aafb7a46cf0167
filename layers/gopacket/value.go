package gopacket

import (
	"fmt"
	"math"
	"net"
	"reflect"
	"sort"
	"strings"

	"pktsh/layers/packet"
)

// fields lists the exported fields of the protocol's layers, under the names that
// gopacket gives them.
func (p *protocol) fields() []packet.ForeignField {
	var list []packet.ForeignField
	seen := make(map[string]bool)
	for _, shape := range p.shapes {
		for _, f := range reflect.VisibleFields(reflect.TypeOf(shape).Elem()) {
			if seen[f.Name] || !isField(f) {
				continue
			}
			seen[f.Name] = true
			list = append(list, packet.ForeignField{Name: f.Name, Kind: kindOf(f.Type), Type: strings.ReplaceAll(f.Type.String(), "layers.", "")})
		}
	}
	return list
}

// isField leaves out what all layers of gopacket have: their bytes.
func isField(f reflect.StructField) bool {
	return f.IsExported() && !f.Anonymous && f.Name != "Contents" && f.Name != "Payload" && f.Name != "BaseLayer"
}

var (
	ipType  = reflect.TypeFor[net.IP]()
	macType = reflect.TypeFor[net.HardwareAddr]()
)

func kindOf(t reflect.Type) packet.Kind {
	switch t.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return packet.KindInt
	case reflect.String:
		return packet.KindText
	case reflect.Slice, reflect.Array:
		switch {
		case t == ipType, t == macType:
			return packet.KindText
		case t.Elem().Kind() == reflect.Uint8:
			return packet.KindBytes
		}
	}
	return packet.KindAny
}

// value returns a field of what was read, nil when no layer has it.
func (r *reader) value(name string) (x any) {
	defer func() {
		if recover() != nil { // a String method of gopacket, on odd values
			x = nil
		}
	}()
	for _, l := range r.layers {
		v := reflect.Indirect(reflect.ValueOf(l))
		if v.Kind() != reflect.Struct {
			continue
		}
		if f := v.FieldByName(name); f.IsValid() {
			return plain(f, 0)
		}
	}
	return nil
}

// maxDepth bounds how deep structures in fields are followed.
const maxDepth = 6

// plain turns a Go value into what Get returns: a number, text, bytes, or lists
// and maps of them.
func plain(v reflect.Value, depth int) any {
	if depth > maxDepth {
		return nil
	}
	switch v.Kind() {
	case reflect.Bool:
		return v.Bool()
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return number(v, int(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		if v.Uint() > math.MaxInt64 {
			return packet.ForeignValue{Value: int(v.Uint()), Text: fmt.Sprint(v.Uint())}
		}
		return number(v, int(v.Uint()))
	case reflect.Float32, reflect.Float64:
		return v.Float()
	case reflect.String:
		return v.String()
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return nil
		}
		return plain(v.Elem(), depth+1)
	case reflect.Slice, reflect.Array:
		return list(v, depth)
	case reflect.Struct:
		return structure(v, depth)
	case reflect.Map:
		return mapping(v, depth)
	}
	return nil
}

// number is n with the name that its type has for it, if any.
func number(v reflect.Value, n int) any {
	if s, ok := v.Interface().(fmt.Stringer); ok {
		if name := s.String(); name != "" && !strings.HasPrefix(strings.ToLower(name), "unknown") {
			return packet.ForeignValue{Value: n, Text: name}
		}
	}
	return n
}

func list(v reflect.Value, depth int) any {
	switch v.Type() {
	case ipType, macType:
		s := fmt.Sprint(v.Interface())
		return packet.ForeignValue{Value: s, Text: s}
	}
	if v.Type().Elem().Kind() == reflect.Uint8 {
		b := make([]byte, v.Len())
		reflect.Copy(reflect.ValueOf(b), v)
		return b
	}
	out := make([]any, v.Len())
	for i := range out {
		out[i] = plain(v.Index(i), depth+1)
	}
	return out
}

// structure is a map of the fields by name, and as text {Name=value, ...}.
func structure(v reflect.Value, depth int) any {
	var text []string
	m := make(map[string]any)
	for _, f := range reflect.VisibleFields(v.Type()) {
		if !isField(f) {
			continue
		}
		x := plain(v.FieldByIndex(f.Index), depth+1)
		m[f.Name] = bare(x)
		text = append(text, f.Name+"="+shown(x))
	}
	return packet.ForeignValue{Value: m, Text: "{" + strings.Join(text, ", ") + "}"}
}

func mapping(v reflect.Value, depth int) any {
	var text []string
	m := make(map[string]any)
	for it := v.MapRange(); it.Next(); {
		key, x := fmt.Sprint(it.Key().Interface()), plain(it.Value(), depth+1)
		m[key] = bare(x)
		text = append(text, fmt.Sprintf("%q=%s", key, shown(x)))
	}
	sort.Strings(text)
	return packet.ForeignValue{Value: m, Text: "{" + strings.Join(text, ", ") + "}"}
}

// bare is x without the text it prints as.
func bare(x any) any {
	if n, ok := x.(packet.ForeignValue); ok {
		return n.Value
	}
	return x
}

func shown(x any) string {
	if x == nil {
		return "None"
	}
	return packet.Repr(x)
}
