package eval

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A source is a generic declaration kept for later instances.
type source struct {
	fun     *ast.FuncDecl
	typ     *ast.TypeSpec
	methods []*ast.FuncDecl
	info    *types.Info
	check   *check
}

// instance names the instance of a generic function that id means, and has it written when it is new.
func (l *lowerer) instance(id *ast.Ident, inst types.Instance) ast.Expr {
	o := l.info.Uses[id]
	if tn, ok := o.(*types.TypeName); ok {
		return l.typeExpr(tn.Type(), id.NamePos)
	}
	fn, _ := o.(*types.Func)
	src := l.s.sources[fn]
	if src == nil {
		panic(l.unable(id.NamePos, "%s has no source to make an instance of", id.Name))
	}
	args := l.substList(inst.TypeArgs)
	name, known := l.s.instanceName(fn, args)
	if !known {
		l.out.queue = append(l.out.queue, func() { l.writeFunc(src, name, args) })
	}
	return ident(name, id.NamePos)
}

// writeFunc writes a generic function for some type arguments.
func (l *lowerer) writeFunc(src *source, name string, args []types.Type) {
	params := src.check.funcOf(src.fun).Signature().TypeParams()
	sub := l.instanceOf(src, name, params, args)
	sub.funcDecl(src.fun, name)
}

// instanceOf is a lowerer for the source of a generic declaration with given type arguments.
func (l *lowerer) instanceOf(src *source, name string, params *types.TypeParamList, args []types.Type) *lowerer {
	env := map[*types.TypeParam]types.Type{}
	for i := range params.Len() {
		env[params.At(i)] = args[i]
	}
	return &lowerer{s: l.s, info: src.info, unit: l.unit, c: src.check, out: l.out, env: env, types: map[*types.TypeName]string{}}
}

// typeInstance names an instance of a generic type, and has it written with its methods when it is new.
func (l *lowerer) typeInstance(t *types.Named, pos token.Pos) string {
	o := t.Origin().Obj()
	args := l.substList(t.TypeArgs())
	name, known := l.s.instanceName(o, args)
	if known {
		return name
	}
	src := l.s.sources[o]
	if src == nil {
		panic(l.unable(pos, "%s has no source to make an instance of", o.Name()))
	}
	params := t.Origin().TypeParams()
	sub := l.instanceOf(src, name, params, args)
	sub.writeType(src.typ, name, sub.subst(t.Origin().Underlying()))
	l.s.addType(t)
	for _, m := range src.methods {
		sig := src.info.Defs[m.Name].(*types.Func).Signature()
		l.out.queue = append(l.out.queue, func() {
			l.instanceOf(src, name, sig.RecvTypeParams(), args).methodDecl(m, name, "")
		})
	}
	return name
}

func (l *lowerer) substList(list *types.TypeList) []types.Type {
	out := make([]types.Type, list.Len())
	for i := range out {
		out[i] = l.subst(list.At(i))
	}
	return out
}

// subst replaces the type parameters of the instance being written.
func (l *lowerer) subst(t types.Type) types.Type {
	if len(l.env) == 0 || t == nil {
		return t
	}
	return substitute(t, l.env)
}

// substitute replaces type parameters in a type.
func substitute(t types.Type, env map[*types.TypeParam]types.Type) types.Type {
	sub := func(t types.Type) types.Type { return substitute(t, env) }
	tuple := func(t *types.Tuple) *types.Tuple {
		vars := make([]*types.Var, t.Len())
		for i := range vars {
			v := t.At(i)
			vars[i] = types.NewVar(v.Pos(), v.Pkg(), v.Name(), sub(v.Type()))
		}
		return types.NewTuple(vars...)
	}
	switch t := t.(type) {
	case *types.TypeParam:
		if a, ok := env[t]; ok {
			return a
		}
	case *types.Alias:
		return sub(types.Unalias(t))
	case *types.Pointer:
		return types.NewPointer(sub(t.Elem()))
	case *types.Slice:
		return types.NewSlice(sub(t.Elem()))
	case *types.Array:
		return types.NewArray(sub(t.Elem()), t.Len())
	case *types.Map:
		return types.NewMap(sub(t.Key()), sub(t.Elem()))
	case *types.Chan:
		return types.NewChan(t.Dir(), sub(t.Elem()))
	case *types.Tuple:
		return tuple(t)
	case *types.Signature:
		return types.NewSignatureType(nil, nil, nil, tuple(t.Params()), tuple(t.Results()), t.Variadic())
	case *types.Struct:
		fields := make([]*types.Var, t.NumFields())
		tags := make([]string, t.NumFields())
		for i := range fields {
			f := t.Field(i)
			fields[i] = types.NewField(f.Pos(), f.Pkg(), f.Name(), sub(f.Type()), f.Embedded())
			tags[i] = t.Tag(i)
		}
		return types.NewStruct(fields, tags)
	case *types.Interface:
		if t.NumMethods() == 0 {
			return t
		}
		methods := make([]*types.Func, t.NumMethods())
		for i := range methods {
			m := t.Method(i)
			methods[i] = types.NewFunc(m.Pos(), m.Pkg(), m.Name(), sub(m.Signature()).(*types.Signature))
		}
		return types.NewInterfaceType(methods, nil).Complete()
	case *types.Named:
		if t.TypeArgs().Len() == 0 {
			return t
		}
		args := make([]types.Type, t.TypeArgs().Len())
		for i := range args {
			args[i] = sub(t.TypeArgs().At(i))
		}
		inst, err := types.Instantiate(nil, t.Origin(), args, false)
		if err == nil {
			return inst
		}
	}
	return t
}

// An instance is one use of a generic function or type.
type instance struct {
	args []types.Type
	name string
}

// instanceName is the internal name of an instance of o. known tells whether it was asked for before.
func (s *Session) instanceName(o types.Object, args []types.Type) (name string, known bool) {
next:
	for _, inst := range s.instances[o] {
		for i, a := range args {
			if !types.Identical(a, inst.args[i]) {
				continue next
			}
		}
		return inst.name, true
	}
	name = s.newName(o.Name())
	have := s.instances[o]
	s.instances[o] = append(have, instance{args: args, name: name})
	s.onFailure(func() { s.instances[o] = have })
	return name, false
}

// instantiated returns the identifier of a generic function or type in x of x[T].
func instantiated(x ast.Expr) *ast.Ident {
	switch x := ast.Unparen(x).(type) {
	case *ast.Ident:
		return x
	case *ast.SelectorExpr:
		return x.Sel
	}
	return nil
}

// helperName names a function of some kind for a type, written by write at its first use: min for int, say.
func (s *Session) helperName(kind string, t types.Type, write func(name string)) string {
	for _, h := range s.helpers[kind] {
		if types.Identical(h.args[0], t) {
			return h.name
		}
	}
	name := s.newName(kind)
	have := s.helpers[kind]
	s.helpers[kind] = append(have, instance{args: []types.Type{t}, name: name})
	s.onFailure(func() { s.helpers[kind] = have })
	write(name)
	return name
}

// addType notes a type that yaegi gets with the entry.
func (s *Session) addType(t *types.Named) {
	have := s.types
	s.types = append(have, t)
	s.onFailure(func() { s.types = have })
}
