package eval

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"reflect"
	"strings"
)

// A universe turns compiled packages, known only by their symbol tables, into go/types packages.
//
// Nothing is converted before it is named: an object when an entry mentions it, a type when an object needs it. A session
// that uses strings.ToUpper pays for one function.
type universe struct {
	tables map[string]table // by import path
	loaded map[string]bool  // packages in source that are
	pkgs   map[string]*types.Package
	types  map[reflect.Type]types.Type
	back   map[*types.TypeName]reflect.Type // the compiled type of a converted name

	// load fills a package that exists in source, at its first use.
	load func(path string) error

	// used is told each import path that a converted type comes from: yaegi needs its interface wrappers.
	used func(path string)
}

// A table holds the exported symbols of one compiled package, as yaegi's extract writes them.
type table struct {
	name string
	syms map[string]reflect.Value
}

func newUniverse(used func(string)) *universe {
	return &universe{
		tables: map[string]table{},
		loaded: map[string]bool{},
		pkgs:   map[string]*types.Package{},
		types:  map[reflect.Type]types.Type{},
		back:   map[*types.TypeName]reflect.Type{},
		used:   used,
	}
}

// add registers the symbol tables of yaegi's form, keyed "import/path/name".
func (u *universe) add(symbols map[string]map[string]reflect.Value) {
	for key, syms := range symbols {
		i := strings.LastIndexByte(key, '/')
		if i < 0 {
			continue
		}
		u.tables[key[:i]] = table{name: key[i+1:], syms: syms}
	}
}

// pkg returns the types package of an import path, which may have no symbols.
func (u *universe) pkg(path string) *types.Package {
	if p := u.pkgs[path]; p != nil {
		return p
	}
	name := path[strings.LastIndexByte(path, '/')+1:]
	if t, ok := u.tables[path]; ok {
		name = t.name
	}
	p := types.NewPackage(path, name)
	p.MarkComplete()
	u.pkgs[path] = p
	return p
}

// object returns the exported object name of the package path, or nil. It is in the scope of the package afterwards.
func (u *universe) object(path, name string) types.Object {
	p := u.pkg(path)
	if u.load != nil && stdSources[path] && !u.loaded[path] {
		u.loaded[path] = true
		if err := u.load(path); err != nil {
			panic(err) // the source is part of pktsh
		}
	}
	if o := p.Scope().Lookup(name); o != nil {
		return o
	}
	if !ast.IsExported(name) || p == types.Unsafe {
		return nil
	}
	sym, ok := u.tables[path].syms[name]
	if !ok {
		return nil
	}
	u.used(path)
	o := u.convert(p, name, sym)
	if have := p.Scope().Insert(o); have != nil {
		return have // converting its type put it there
	}
	return o
}

// convert makes the object of a symbol: a nil pointer stands for a type, an addressable value is a variable, a func is a
// function, and everything else is a constant.
func (u *universe) convert(p *types.Package, name string, sym reflect.Value) types.Object {
	t := sym.Type()
	switch {
	case sym.CanAddr():
		return types.NewVar(token.NoPos, p, name, u.typeOf(t))
	case t.Kind() == reflect.Func:
		return types.NewFunc(token.NoPos, p, name, u.typeOf(t).Underlying().(*types.Signature))
	case t.Kind() == reflect.Pointer && sym.IsNil():
		typ := u.typeOf(t.Elem())
		if n, ok := typ.(*types.Named); ok && n.Obj().Name() == name && n.Obj().Pkg() == p {
			return n.Obj()
		}
		return types.NewTypeName(token.NoPos, p, name, typ)
	}
	if v, ok := sym.Interface().(constant.Value); ok {
		return types.NewConst(token.NoPos, p, name, untypedOf(v), v)
	}
	v := constantOf(sym)
	if v == nil { // a value that is neither: treat it as a variable that cannot be set
		return types.NewVar(token.NoPos, p, name, u.typeOf(t))
	}
	return types.NewConst(token.NoPos, p, name, u.typeOf(t), v)
}

// untypedOf is the untyped type of an untyped constant.
func untypedOf(v constant.Value) types.Type {
	switch v.Kind() {
	case constant.Bool:
		return types.Typ[types.UntypedBool]
	case constant.String:
		return types.Typ[types.UntypedString]
	case constant.Int:
		return types.Typ[types.UntypedInt]
	case constant.Float:
		return types.Typ[types.UntypedFloat]
	default:
		return types.Typ[types.UntypedComplex]
	}
}

// constantOf is the value of a typed constant, or nil for a kind that constants do not have.
func constantOf(v reflect.Value) constant.Value {
	switch {
	case v.Kind() == reflect.Bool:
		return constant.MakeBool(v.Bool())
	case v.Kind() == reflect.String:
		return constant.MakeString(v.String())
	case v.CanInt():
		return constant.MakeInt64(v.Int())
	case v.CanUint():
		return constant.MakeUint64(v.Uint())
	case v.CanFloat():
		return constant.MakeFloat64(v.Float())
	case v.CanComplex():
		c := v.Complex()
		return constant.BinaryOp(constant.MakeFloat64(real(c)), token.ADD, constant.MakeImag(constant.MakeFloat64(imag(c))))
	}
	return nil
}

var basicKinds = map[reflect.Kind]types.BasicKind{
	reflect.Bool: types.Bool, reflect.String: types.String,
	reflect.Int: types.Int, reflect.Int8: types.Int8, reflect.Int16: types.Int16, reflect.Int32: types.Int32, reflect.Int64: types.Int64,
	reflect.Uint: types.Uint, reflect.Uint8: types.Uint8, reflect.Uint16: types.Uint16, reflect.Uint32: types.Uint32, reflect.Uint64: types.Uint64,
	reflect.Uintptr: types.Uintptr, reflect.Float32: types.Float32, reflect.Float64: types.Float64,
	reflect.Complex64: types.Complex64, reflect.Complex128: types.Complex128, reflect.UnsafePointer: types.UnsafePointer,
}

var (
	errorType = reflect.TypeFor[error]()

	// The names that messages should use: []byte, not []uint8.
	byteType = types.Universe.Lookup("byte").Type()
	anyType  = types.Universe.Lookup("any").Type()
)

// typeOf converts a compiled type.
func (u *universe) typeOf(t reflect.Type) types.Type {
	if typ, ok := u.types[t]; ok {
		return typ
	}
	if t == errorType {
		return types.Universe.Lookup("error").Type()
	}
	if t.Name() == "" || t.PkgPath() == "" {
		typ := u.literal(t)
		u.types[t] = typ
		return typ
	}
	if iterator(t) { // range and calls see through it
		return u.literal(t)
	}
	return u.named(t)
}

// iterator reports whether t is iter.Seq or iter.Seq2 of something.
func iterator(t reflect.Type) bool { return t.PkgPath() == "iter" && t.Kind() == reflect.Func }

// named converts a defined type: its underlying type and its methods, those of the pointer included.
func (u *universe) named(t reflect.Type) types.Type {
	path := t.PkgPath()
	p := u.pkg(path)
	obj := types.NewTypeName(token.NoPos, p, t.Name(), nil)
	n := types.NewNamed(obj, nil, nil)
	u.types[t] = n
	u.back[obj] = t
	if ast.IsExported(t.Name()) && !strings.Contains(t.Name(), "[") {
		p.Scope().Insert(obj)
	}
	n.SetUnderlying(u.literal(t))
	if t.Kind() == reflect.Interface {
		u.used(path)
		return n
	}
	pt := reflect.PointerTo(t)
	for i := range pt.NumMethod() {
		m := pt.Method(i)
		recv := types.Type(n)
		if _, ok := t.MethodByName(m.Name); !ok {
			recv = types.NewPointer(n)
		}
		sig := u.signature(m.Type, 1, types.NewVar(token.NoPos, p, "", recv))
		n.AddMethod(types.NewFunc(token.NoPos, p, m.Name, sig))
	}
	return n
}

// literal converts the structure of t, whatever its name.
func (u *universe) literal(t reflect.Type) types.Type {
	if k, ok := basicKinds[t.Kind()]; ok {
		if k == types.Uint8 {
			return byteType
		}
		return types.Typ[k]
	}
	switch t.Kind() {
	case reflect.Pointer:
		return types.NewPointer(u.typeOf(t.Elem()))
	case reflect.Slice:
		return types.NewSlice(u.typeOf(t.Elem()))
	case reflect.Array:
		return types.NewArray(u.typeOf(t.Elem()), int64(t.Len()))
	case reflect.Map:
		return types.NewMap(u.typeOf(t.Key()), u.typeOf(t.Elem()))
	case reflect.Chan:
		return types.NewChan(chanDirs[t.ChanDir()], u.typeOf(t.Elem()))
	case reflect.Func:
		return u.signature(t, 0, nil)
	case reflect.Struct:
		return u.structure(t)
	case reflect.Interface:
		return u.iface(t)
	}
	panic(fmt.Sprintf("eval: type %v of an unknown kind", t))
}

var chanDirs = map[reflect.ChanDir]types.ChanDir{
	reflect.BothDir: types.SendRecv, reflect.SendDir: types.SendOnly, reflect.RecvDir: types.RecvOnly,
}

func (u *universe) structure(t reflect.Type) types.Type {
	fields := make([]*types.Var, t.NumField())
	tags := make([]string, t.NumField())
	for i := range fields {
		f := t.Field(i)
		path := f.PkgPath // set for unexported fields only
		if path == "" {
			path = t.PkgPath()
		}
		fields[i] = types.NewField(token.NoPos, u.pkg(path), f.Name, u.typeOf(f.Type), f.Anonymous)
		tags[i] = string(f.Tag)
	}
	return types.NewStruct(fields, tags)
}

func (u *universe) iface(t reflect.Type) types.Type {
	if t.NumMethod() == 0 && t.Name() == "" {
		return anyType
	}
	methods := make([]*types.Func, t.NumMethod())
	for i := range methods {
		m := t.Method(i)
		path := m.PkgPath
		if path == "" {
			path = t.PkgPath()
		}
		p := u.pkg(path)
		methods[i] = types.NewFunc(token.NoPos, p, m.Name, u.signature(m.Type, 0, types.NewVar(token.NoPos, p, "", u.receiver(t))))
	}
	return types.NewInterfaceType(methods, nil).Complete()
}

// receiver is the type a method of an interface names as its receiver; it matters to nothing but messages.
func (u *universe) receiver(t reflect.Type) types.Type {
	if typ, ok := u.types[t]; ok {
		return typ
	}
	return types.NewInterfaceType(nil, nil)
}

// signature converts a func type, leaving out its first skip parameters.
func (u *universe) signature(t reflect.Type, skip int, recv *types.Var) *types.Signature {
	params := make([]*types.Var, 0, t.NumIn())
	for i := skip; i < t.NumIn(); i++ {
		params = append(params, types.NewVar(token.NoPos, nil, "", u.typeOf(t.In(i))))
	}
	results := make([]*types.Var, t.NumOut())
	for i := range results {
		results[i] = types.NewVar(token.NoPos, nil, "", u.typeOf(t.Out(i)))
	}
	return types.NewSignatureType(recv, nil, nil, types.NewTuple(params...), types.NewTuple(results...), t.IsVariadic())
}
