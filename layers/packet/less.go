package packet

import "reflect"

// Less orders values of any types, as lists of them are sorted: numbers by
// their size, text by its letters, tuples by their first difference, anything
// else as Repr writes it.
func Less(a, b any) bool { return compare(a, b) < 0 }

func compare(a, b any) int {
	if x, ok := numeric(a); ok {
		if y, ok := numeric(b); ok {
			switch {
			case x < y:
				return -1
			case x > y:
				return 1
			}
			return 0
		}
	}
	if x, ok := a.(Tuple); ok {
		if y, ok := b.(Tuple); ok {
			for i := range min(len(x), len(y)) {
				if c := compare(x[i], y[i]); c != 0 {
					return c
				}
			}
			return len(x) - len(y)
		}
	}
	x, isText := a.(string)
	y, areTexts := b.(string)
	if !isText || !areTexts {
		x, y = Repr(a), Repr(b)
	}
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// numeric is a number of any of Go's types.
func numeric(x any) (float64, bool) {
	switch v := reflect.ValueOf(x); v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return float64(v.Int()), true
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return float64(v.Uint()), true
	case reflect.Float32, reflect.Float64:
		return v.Float(), true
	}
	return 0, false
}
