package packet

import (
	"fmt"
	"io"
	"reflect"
	"sort"
	"strings"
)

// Echo prints values to Output as the shell shows the value of an entry: one as it is, several as a tuple, nothing for nil.
// Saved programs print with it what the session showed.
func Echo(values ...any) {
	text := ""
	switch len(values) {
	case 0:
		return
	case 1:
		text = Shown(reflect.ValueOf(values[0]))
	default:
		parts := make([]string, len(values))
		for i, v := range values {
			parts[i] = element(reflect.ValueOf(v))
		}
		text = "(" + strings.Join(parts, ", ") + ")"
	}
	if text != "" {
		io.WriteString(Output, text+"\n")
	}
}

// Shown is one value as the shell shows it; "" for nil.
func Shown(v reflect.Value) string {
	if !v.IsValid() || !v.CanInterface() {
		return ""
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface, reflect.Func, reflect.Chan:
		if v.IsNil() {
			return ""
		}
	}
	switch v.Kind() {
	case reflect.Func:
		return "<" + v.Type().String() + ">"
	case reflect.Slice, reflect.Map:
		if v.Type().PkgPath() == "" && v.Type().Name() == "" {
			return container(v)
		}
	}
	return Repr(v.Interface())
}

// maxShown is how many elements of a slice or map are shown.
const maxShown = 1000

// container shows the elements of a slice or map as Shown shows them.
func container(v reflect.Value) string {
	switch v.Interface().(type) {
	case []byte, []*Packet, []Tuple:
		return Repr(v.Interface())
	}
	var parts []string
	if v.Kind() == reflect.Slice {
		for i := range min(v.Len(), maxShown) {
			parts = append(parts, element(v.Index(i)))
		}
		return "[" + strings.Join(parts, ", ") + more(v.Len()) + "]"
	}
	for _, k := range sortedKeys(v) {
		parts = append(parts, element(k)+": "+element(v.MapIndex(k)))
	}
	return "{" + strings.Join(parts, ", ") + more(v.Len()) + "}"
}

func element(v reflect.Value) string {
	if v.Kind() == reflect.Interface {
		v = v.Elem()
	}
	if s := Shown(v); s != "" {
		return s
	}
	return "nil"
}

// more says how many of n elements are not shown.
func more(n int) string {
	if n <= maxShown {
		return ""
	}
	return fmt.Sprintf(", ... %d more", n-maxShown)
}

// sortedKeys are the keys of a map, at most maxShown: numbers and texts in their order, others in that of what they print as.
func sortedKeys(m reflect.Value) []reflect.Value {
	keys := m.MapKeys()
	less := func(i, j int) bool { return fmt.Sprint(keys[i]) < fmt.Sprint(keys[j]) }
	switch k := m.Type().Key().Kind(); {
	case k == reflect.String:
		less = func(i, j int) bool { return keys[i].String() < keys[j].String() }
	case k >= reflect.Int && k <= reflect.Int64:
		less = func(i, j int) bool { return keys[i].Int() < keys[j].Int() }
	case k >= reflect.Uint && k <= reflect.Uintptr:
		less = func(i, j int) bool { return keys[i].Uint() < keys[j].Uint() }
	case k == reflect.Float32 || k == reflect.Float64:
		less = func(i, j int) bool { return keys[i].Float() < keys[j].Float() }
	}
	sort.Slice(keys, less)
	return keys[:min(len(keys), maxShown)]
}
