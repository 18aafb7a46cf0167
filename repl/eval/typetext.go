package eval

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"
)

// typeText writes a type for a program: names of own packages as they are typed, those of the session by their internal
// names, others behind their package, which r imports.
func (s *Session) typeText(t types.Type, r *Record) string {
	text := func(t types.Type) string { return s.typeText(t, r) }
	switch t := types.Unalias(t).(type) {
	case *types.Named:
		name := s.typeName(t.Obj(), r)
		if args := t.TypeArgs(); args.Len() > 0 {
			var list []string
			for i := range args.Len() {
				list = append(list, text(args.At(i)))
			}
			name += "[" + strings.Join(list, ", ") + "]"
		}
		return name
	case *types.Pointer:
		return "*" + text(t.Elem())
	case *types.Slice:
		return "[]" + text(t.Elem())
	case *types.Array:
		return "[" + strconv.FormatInt(t.Len(), 10) + "]" + text(t.Elem())
	case *types.Map:
		return "map[" + text(t.Key()) + "]" + text(t.Elem())
	case *types.Chan:
		switch t.Dir() {
		case types.SendOnly:
			return "chan<- " + text(t.Elem())
		case types.RecvOnly:
			return "<-chan " + text(t.Elem())
		}
		return "chan (" + text(t.Elem()) + ")"
	case *types.Signature:
		return "func" + s.signatureText(t, r)
	case *types.Struct:
		var fields []string
		for i := range t.NumFields() {
			f := t.Field(i)
			field := text(f.Type())
			if !f.Embedded() {
				field = f.Name() + " " + field
			}
			if tag := t.Tag(i); tag != "" {
				field += " " + strconv.Quote(tag)
			}
			fields = append(fields, field)
		}
		return "struct{ " + strings.Join(fields, "; ") + " }"
	case *types.Interface:
		if t.Empty() {
			return "any"
		}
		var parts []string
		for i := range t.NumExplicitMethods() {
			m := t.ExplicitMethod(i)
			parts = append(parts, m.Name()+s.signatureText(m.Signature(), r))
		}
		for i := range t.NumEmbeddeds() {
			parts = append(parts, text(t.EmbeddedType(i)))
		}
		return "interface{ " + strings.Join(parts, "; ") + " }"
	case *types.Basic:
		return types.Default(t).String()
	}
	return fmt.Sprint(t)
}

// typeName writes the name of a defined type.
func (s *Session) typeName(o *types.TypeName, r *Record) string {
	if o.Pkg() == nil {
		return o.Name()
	}
	if s.dotPath(o) != "" {
		return s.ownName(o, r)
	}
	if name := s.exportName(o); name != "" {
		return name
	}
	return s.packageID(o.Pkg(), r) + "." + o.Name()
}

// signatureText writes the parameters and results of a function.
func (s *Session) signatureText(t *types.Signature, r *Record) string {
	list := func(vars *types.Tuple, variadic bool) string {
		var parts []string
		for i := range vars.Len() {
			if part := vars.At(i).Type(); variadic && i == vars.Len()-1 {
				parts = append(parts, "..."+s.typeText(part.(*types.Slice).Elem(), r))
			} else {
				parts = append(parts, s.typeText(part, r))
			}
		}
		return strings.Join(parts, ", ")
	}
	text := "(" + list(t.Params(), t.Variadic()) + ")"
	switch t.Results().Len() {
	case 0:
		return text
	case 1:
		return text + " " + list(t.Results(), false)
	}
	return text + " (" + list(t.Results(), false) + ")"
}
