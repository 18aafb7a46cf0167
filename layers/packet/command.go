package packet

import (
	"fmt"
	"strconv"
	"strings"
)

// Command returns a Go expression that makes the packet again: the layers with
// the fields that are set.
func (p *Packet) Command() string {
	p.need()
	var parts []string
	p.each(func(l Layer) bool {
		parts = append(parts, p.layerCommand(l))
		return true
	})
	if len(parts) == 1 {
		return parts[0]
	}
	return "Stack(" + strings.Join(parts, ", ") + ")"
}

func (p *Packet) layerCommand(l Layer) string {
	if l.proto.foreign != nil {
		return "[]byte(" + quoteBytes(l.hdr) + ")"
	}
	var args []string
	for _, f := range l.proto.fields {
		if l.n != nil && !l.n.isSet(f) {
			continue
		}
		if v, state := p.shown(l, f); state == held {
			args = append(args, strconv.Quote(f.name), f.command(v))
		}
	}
	return l.proto.name + ".New(" + strings.Join(args, ", ") + ")"
}

// command is a value as a Go expression that the field accepts.
func (f *Field) command(v value) string {
	switch x := v.ref.(type) {
	case *set:
		return x.expr
	case *random:
		return x.expr()
	case chosen:
		if x.f != nil {
			return x.f.command(x.v)
		}
	}
	return goLiteral(f.export(v))
}

// goLiteral is x as a Go expression.
func goLiteral(x any) string {
	switch x := x.(type) {
	case nil:
		return "nil"
	case int:
		return strconv.Itoa(x)
	case uint64:
		return fmt.Sprintf("uint64(%d)", x)
	case string:
		return strconv.Quote(x)
	case RawVal:
		return "RawVal(" + quoteBytes(x) + ")"
	case []byte:
		return "[]byte(" + quoteBytes(x) + ")"
	case FlagValue:
		if strings.IndexByte(x.String(), '+') < 0 && x.known() {
			return strconv.Quote(x.String())
		}
		return strconv.Itoa(x.Int())
	case Tuple:
		return "Tuple" + literals(x)
	case []Tuple:
		return "[]Tuple" + literals(x)
	case []any:
		return "[]any" + literals(x)
	case *Packet:
		return x.Command()
	case PacketList:
		parts := make([]string, len(x))
		for i, p := range x {
			parts[i] = p.Command()
		}
		return "PacketList{" + strings.Join(parts, ", ") + "}"
	}
	return fmt.Sprintf("%#v", x)
}

func literals[T any](list []T) string {
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = strings.TrimPrefix(goLiteral(any(x)), elided[T]())
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// elided is the type that the members of a []T need not repeat.
func elided[T any]() string {
	if _, ok := any(*new(T)).(Tuple); ok {
		return "Tuple"
	}
	return ""
}

// known reports whether every set flag has a name.
func (v FlagValue) known() bool {
	return v.bits>>len(v.field.codec.(flagsCodec).letters) == 0
}
