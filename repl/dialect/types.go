package dialect

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// packetPath is the import path of the engine, whose types the rules know by name.
const packetPath = "pktsh/layers/packet"

// isDot reports whether the shell and saved programs import p with a point, so that its names stand alone.
func (r *rewriter) isDot(p *types.Package) bool {
	return strings.HasPrefix(p.Path(), "pktsh/") || p.Path() == "main" || p.Path() == "" || r.chk.Pkg != nil && p.Path() == r.chk.Pkg.Path()
}

// typeOf returns the type of an expression, nil when it is not known or not that of one value.
func (r *rewriter) typeOf(x ast.Expr) types.Type {
	t := r.resultsOf(x)
	if _, ok := t.(*types.Tuple); ok {
		return nil
	}
	return t
}

// resultsOf is typeOf that gives a call of several results their tuple.
func (r *rewriter) resultsOf(x ast.Expr) types.Type {
	if t := r.known[x]; t != nil {
		return t
	}
	if p, ok := x.(*ast.ParenExpr); ok {
		return r.resultsOf(p.X)
	}
	t := r.chk.Info.TypeOf(x)
	if b, ok := t.(*types.Basic); ok && b.Kind() == types.Invalid || t == nil {
		return nil
	}
	return t
}

// named reports whether t, or what it points to, is the named type of the engine.
func named(t types.Type, name string) bool {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		t = p.Elem()
	}
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == packetPath
}

func (r *rewriter) isPacket(x ast.Expr) bool {
	return isPtr(r.typeOf(x)) && named(r.typeOf(x), "Packet")
}
func (r *rewriter) isProto(x ast.Expr) bool { return isPtr(r.typeOf(x)) && named(r.typeOf(x), "Proto") }
func (r *rewriter) isList(x ast.Expr) bool  { return named(r.typeOf(x), "PacketList") }
func (r *rewriter) isFlags(x ast.Expr) bool { return named(r.typeOf(x), "FlagValue") }

func isPtr(t types.Type) bool {
	if t == nil {
		return false
	}
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// isKind reports whether the underlying type of x is basic with one of the given properties.
func (r *rewriter) isKind(x ast.Expr, info types.BasicInfo) bool { return isBasic(r.typeOf(x), info) }

func isBasic(t types.Type, info types.BasicInfo) bool {
	if t == nil {
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&info != 0
}

// isBytes reports whether t is a slice of bytes.
func isBytes(t types.Type) bool {
	if t == nil {
		return false
	}
	s, ok := t.Underlying().(*types.Slice)
	return ok && isBasic(s.Elem(), types.IsInteger) && types.Identical(s.Elem().Underlying(), types.Typ[types.Byte])
}

// isDuration reports whether t is time.Duration.
func isDuration(t types.Type) bool { return isStd(t, "time", "Duration") }

// isStd reports whether t is the named type of a package outside pktsh.
func isStd(t types.Type, path, name string) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && n.Obj().Name() == name && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == path
}

// signature returns the signature of the function that x is, nil when it is none.
func (r *rewriter) signature(x ast.Expr) *types.Signature {
	if t := r.typeOf(x); t != nil {
		sig, _ := t.Underlying().(*types.Signature)
		return sig
	}
	return nil
}

// constOf returns the constant value of x, nil when it has none.
func (r *rewriter) constOf(x ast.Expr) constant.Value {
	if tv, ok := r.chk.Info.Types[x]; ok && tv.Value != nil {
		return tv.Value
	}
	switch x := x.(type) {
	case *ast.BasicLit:
		return constant.MakeFromLiteral(x.Value, x.Kind, 0)
	case *ast.ParenExpr:
		return r.constOf(x.X)
	case *ast.UnaryExpr:
		if v := r.constOf(x.X); v != nil && x.Op == token.SUB && v.Kind() != constant.String {
			return constant.UnaryOp(token.SUB, v, 0)
		}
	}
	return nil
}

// method returns the method or field of t that Go finds under name, nil when it finds none or t is not known.
func method(t types.Type, name string) types.Object {
	if t == nil {
		return nil
	}
	o, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	return o
}

// members lists the exported fields and methods of t, the methods of its pointer included.
func members(t types.Type) []string {
	var list []string
	if !isPtr(t) && !types.IsInterface(t) {
		t = types.NewPointer(t)
	}
	ms := types.NewMethodSet(t)
	for i := range ms.Len() {
		list = append(list, ms.At(i).Obj().Name())
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		if s, ok := p.Elem().Underlying().(*types.Struct); ok {
			for i := range s.NumFields() {
				list = append(list, s.Field(i).Name())
			}
		}
	}
	exported := list[:0]
	for _, name := range list {
		if ast.IsExported(name) {
			exported = append(exported, name)
		}
	}
	return exported
}
