package eval

import (
	"go/ast"
	"go/types"
	"reflect"
	"sort"
	"strings"

	"pktsh/repl/dialect"
)

// Names lists every name that an entry may use at its top, sorted: the session's own, those of the dot-imported packages,
// and the packages of the standard library.
func (s *Session) Names() []string { return s.names.all() }

// Lookup returns what a name at the top of an entry means, or nil. A package is a *types.PkgName; Exports lists its names.
func (s *Session) Lookup(name string) types.Object {
	o, path := s.names.find(name)
	if o == nil && path != "" {
		return types.NewPkgName(0, s.names.pkg, name, s.universe.pkg(path))
	}
	return o
}

// Exports lists the exported names of the package that a name stands for, sorted; nil when it stands for none.
func (s *Session) Exports(pkg string) []string {
	_, path := s.names.find(pkg)
	t, ok := s.universe.tables[path]
	if !ok {
		return nil
	}
	var list []string
	for name := range t.syms {
		if ast.IsExported(name) {
			list = append(list, name)
		}
	}
	sort.Strings(list)
	return list
}

// Packages lists the import paths that an entry may import, sorted.
func (s *Session) Packages() []string {
	var list []string
	for path, t := range s.universe.tables {
		if len(t.syms) > 0 && !strings.HasPrefix(path, "pktsh/repl") {
			list = append(list, path)
		}
	}
	sort.Strings(list)
	return list
}

// A Var is a variable, function, type or constant of the session.
type Var struct {
	Name string
	Kind string // "var", "func", "type" or "const"
	Type types.Type
}

// Vars lists what the session has defined, sorted by name.
func (s *Session) Vars() []Var {
	var list []Var
	for name, o := range s.names.own {
		v := Var{Name: name, Type: o.Type()}
		switch o.(type) {
		case *types.Var:
			v.Kind = "var"
		case *types.Func:
			v.Kind = "func"
		case *types.TypeName:
			v.Kind = "type"
		case *types.Const:
			v.Kind = "const"
		}
		list = append(list, v)
	}
	sort.Slice(list, func(i, k int) bool { return list[i].Name < list[k].Name })
	return list
}

// TypeOf returns the type of the expression src, without evaluating it. Several values have a tuple.
func (s *Session) TypeOf(src string) (types.Type, error) {
	u, _, err := s.parse(src)
	if err != nil {
		return nil, err
	}
	c := checkUnit(s.fset, u, s.names)
	if len(c.errs) > 0 {
		return nil, c.firstError()
	}
	if t := c.exprType(); t != nil {
		return types.Default(t), nil
	}
	return nil, &dialect.Error{Msg: "not an expression with a value", End: len(src)}
}

// Value returns the current value of a session variable. It is not valid when there is no such variable.
func (s *Session) Value(name string) (v reflect.Value, t types.Type) {
	o, ok := s.names.own[name].(*types.Var)
	if !ok {
		return reflect.Value{}, nil
	}
	return s.global(s.internal[o]), o.Type()
}

// valueOf returns the current value of a variable of the session or of a compiled package; it is not valid for another
// object.
func (s *Session) valueOf(o types.Object) reflect.Value {
	v, ok := o.(*types.Var)
	if !ok {
		return reflect.Value{}
	}
	if name, ok := s.internal[v]; ok {
		return s.global(name)
	}
	if v.Pkg() == nil {
		return reflect.Value{}
	}
	return s.universe.tables[v.Pkg().Path()].syms[v.Name()]
}

// global returns the variable that has an internal name, which can be set.
func (s *Session) global(name string) (v reflect.Value) {
	defer func() {
		if recover() != nil { // yaegi fails to list its variables after a failed compilation
			v = reflect.Value{}
		}
	}()
	return s.interp.Globals()[name]
}

// SetVar gives a session variable a value, defining the variable when it does not exist or has another type. A nil type
// is that of the value as compiled code knows it.
func (s *Session) SetVar(name string, v reflect.Value, t types.Type) error {
	if t == nil {
		t = s.universe.typeOf(v.Type())
	}
	u := &unit{src: name, offsetOf: offsetZero}
	c := &check{unit: u, names: s.names.over(), info: newInfo(), pkg: s.names.pkg, session: map[types.Object]types.Object{}}
	sv := types.NewVar(s.home, c.pkg, name, t)
	c.vars = []*types.Var{sv}
	c.names.own[name] = sv
	s.undo = nil
	file, out, err := s.lower(c)
	if err != nil {
		s.rollback()
		return err
	}
	if r, err := s.execute(u, file); err != nil {
		if r == nil {
			s.rollback()
		}
		return err
	}
	slot := s.global(out.names[sv])
	if !slot.CanSet() || !v.IsValid() || !v.Type().AssignableTo(slot.Type()) {
		return &dialect.Error{Msg: "cannot keep a value of type " + cleanType(t.String()) + " in " + name}
	}
	slot.Set(v)
	s.commit(c, out, nil)
	return nil
}
