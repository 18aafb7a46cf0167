package repl

import (
	"reflect"
	"regexp"
	"sync"

	"pktsh/layers/packet"
)

// harmless matches expressions that may be evaluated for completion and help: names, members, and indexes by name, number
// or text. They call nothing.
var harmless = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\pL_][\pL\d_]*(\.[\pL_][\pL\d_]*|\[([\pL_][\pL\d_]*|-?\d+|"[^"\\]*"|[\pL_][\pL\d_]*:\d+)\])*$`)
})

// valueOf is the value of a harmless expression, the zero Value when it has none.
func (s *Shell) valueOf(expr string) reflect.Value {
	if !harmless().MatchString(expr) {
		return reflect.Value{}
	}
	res, err := s.session.Eval(expr)
	if err != nil || len(res.Values) != 1 {
		return reflect.Value{}
	}
	return res.Values[0]
}

// valueAs is the value of a harmless expression when it has type T, the zero T otherwise.
func valueAs[T any](s *Shell, expr string) (t T) {
	if v := s.valueOf(expr); v.IsValid() && v.CanInterface() {
		t, _ = v.Interface().(T)
	}
	return t
}

// protoOf is the protocol that an expression denotes, nil when it denotes none.
func (s *Shell) protoOf(expr string) *packet.Proto { return valueAs[*packet.Proto](s, expr) }

// packetOf is the packet that an expression denotes, nil when it denotes none.
func (s *Shell) packetOf(expr string) *packet.Packet { return valueAs[*packet.Packet](s, expr) }
