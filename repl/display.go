package repl

import (
	"go/types"
	"reflect"
	"strings"

	"pktsh/layers/packet"
	"pktsh/repl/eval"
)

// A shown is what an entry leaves to see.
type shown struct {
	text  string        // "" when there is nothing to show
	value reflect.Value // the single value that text shows, for _
	typ   types.Type    // of value
}

// display returns how the values of an entry are shown: one as it is, several as a tuple. An error among them is returned
// instead when it comes last and is not nil.
func display(r eval.Result) (shown, error) {
	values := r.Shown
	n := len(values)
	if n == 0 {
		return shown{}, nil
	}
	if err, isError := lastError(r); isError {
		if err != nil {
			return shown{}, err
		}
		values = values[:n-1]
	}
	switch len(values) {
	case 0:
		return shown{}, nil
	case 1:
		s := shown{text: packet.Shown(values[0]), value: r.Values[0]}
		if len(r.Types) > 0 {
			s.typ = r.Types[0]
		}
		return s, nil
	}
	parts := make([]string, len(values))
	for i, v := range values {
		if parts[i] = packet.Shown(v); parts[i] == "" {
			parts[i] = "nil"
		}
	}
	return shown{text: "(" + strings.Join(parts, ", ") + ")"}, nil
}

// missingLayer is the error of an entry such as p[UDP] that asks for a layer that is not there. A call that returns no packet
// shows nothing, as None does.
func missingLayer(code string, r eval.Result) error {
	if len(r.Values) != 1 || !r.Values[0].IsValid() || !r.Values[0].CanInterface() || !strings.HasSuffix(strings.TrimSpace(code), "]") {
		return nil
	}
	if p, ok := r.Values[0].Interface().(*packet.Packet); ok {
		return p.Err()
	}
	return nil
}

// lastError reports whether the last value of r is of type error, and returns it.
func lastError(r eval.Result) (err error, isError bool) {
	n := len(r.Values)
	if len(r.Types) == n {
		isError = types.Identical(r.Types[n-1], types.Universe.Lookup("error").Type())
	}
	if v := r.Values[n-1]; v.IsValid() && v.CanInterface() {
		if e, ok := v.Interface().(error); ok && (isError || n > 1) {
			return e, true
		}
	}
	return nil, isError
}
