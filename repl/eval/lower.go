package eval

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"

	"pktsh/repl/dialect"
)

// mark joins a typed name to a number in the names that yaegi sees. It is a letter to the Go grammar and on nobody's
// keyboard, so that no name typed is ever one of these.
const mark = "ˑ"

// A lowerer writes a checked unit in the part of Go that yaegi gets right. It never changes the tree it reads, since a
// generic function is written once for each of its instances: every node of the result is new and carries the position
// of what was typed.
//
// Names of the session become unique internal names, a new one for each definition with another shape; names of packages
// become unique import names; a local name that is used twice in a function gets a number. What remains has no shadowing,
// no untyped constants, no generics, no embedding and no iterators.
type lowerer struct {
	s     *Session
	info  *types.Info
	unit  *unit
	c     *check
	out   *output
	env   map[*types.TypeParam]types.Type // of the generic instance being written
	types map[*types.TypeName]string      // types declared in that instance
	fn    *function
}

// output collects the declarations of one entry for yaegi.
type output struct {
	imports []ast.Decl
	decls   []ast.Decl
	queue   []func()                // functions and methods of generic instances still to be written
	setup   []ast.Stmt              // what the entry does before it runs
	inits   []string                // init functions of a program
	names   map[types.Object]string // of what this entry declares
}

// A function is the state of one function, with the literals in it.
type function struct {
	outer   *function
	local   map[types.Object]string
	taken   map[string]bool // shared with the literals inside
	sig     *types.Signature
	temps   *int
	result  []string  // names of the results, when they have any
	stored  bool      // result are variables that the body must declare
	targets []*target // enclosing statements that break and continue may mean
}

// unable is the failure to lower something that has no way yet.
type unable struct {
	pos token.Pos
	msg string
}

func (l *lowerer) unable(pos token.Pos, format string, args ...any) unable {
	return unable{pos: pos, msg: fmt.Sprintf(format, args...)}
}

// lower writes the whole unit as one file for yaegi: declarations, and an init function with the statements.
func (s *Session) lower(c *check) (file *ast.File, out *output, err error) {
	out = &output{names: map[types.Object]string{}}
	l := &lowerer{s: s, info: c.info, unit: c.unit, c: c, out: out}
	defer func() {
		if r := recover(); r != nil {
			u, ok := r.(unable)
			if !ok { // a mistake in this package must not end the shell
				u = unable{msg: fmt.Sprintf("cannot evaluate this: internal error: %v", r)}
			}
			at := c.unit.offsetOf(u.pos)
			err = &dialect.Error{Msg: u.msg, Offset: at, End: min(at+1, len(c.unit.src))}
		}
	}()
	s.calls.add(c)
	l.nameVars()
	for _, d := range c.decls {
		l.decl(d)
	}
	l.entry()
	for len(out.queue) > 0 {
		f := out.queue[0]
		out.queue = out.queue[1:]
		f()
	}
	file = &ast.File{Package: s.home, Name: ident("main", s.home), Decls: append(out.imports, out.decls...)}
	return file, out, nil
}

// nameVars gives each variable the entry defines its internal name: that of the session's variable of the same name when
// the types agree, so that functions written earlier see the new value, and a new one otherwise.
func (l *lowerer) nameVars() {
	current := map[string]*types.Var{}
	for _, v := range l.c.vars {
		old, seen := current[v.Name()]
		if !seen {
			o, _ := l.c.names.below.find(v.Name())
			old, _ = o.(*types.Var)
			if old != nil && l.s.internal[old] == "" {
				old = nil // a variable of a compiled package
			}
		}
		current[v.Name()] = v
		if old != nil && types.Identical(old.Type(), v.Type()) {
			l.out.names[v] = l.globalName(old)
			continue
		}
		l.out.names[v] = l.s.newName(v.Name())
		l.declareVar(l.out.names[v], v.Type(), v.Pos())
	}
}

// declareVar writes `var name T`.
func (l *lowerer) declareVar(name string, t types.Type, pos token.Pos) {
	spec := &ast.ValueSpec{Names: []*ast.Ident{ident(name, pos)}, Type: l.typeExpr(t, pos)}
	l.out.decls = append(l.out.decls, &ast.GenDecl{Tok: token.VAR, TokPos: pos, Specs: []ast.Spec{spec}})
}

// globalName is the internal name of an object of the session.
func (l *lowerer) globalName(o types.Object) string {
	if s, ok := l.c.session[o]; ok {
		o = s
	}
	if n, ok := l.out.names[o]; ok {
		return n
	}
	if n, ok := l.s.internal[o]; ok {
		return n
	}
	n := l.s.newName(o.Name())
	l.out.names[o] = n
	return n
}

// isGlobal reports whether o belongs to the session rather than to a function.
func (l *lowerer) isGlobal(o types.Object) bool {
	if _, ok := l.c.session[o]; ok {
		return true
	}
	if _, ok := l.out.names[o]; ok {
		return true
	}
	if _, ok := l.s.internal[o]; ok {
		return true
	}
	return o.Parent() != nil && o.Parent().Parent() == types.Universe
}

// localName is the name of a variable, label-free, in the function being written.
func (l *lowerer) localName(o types.Object) string {
	for f := l.fn; f != nil; f = f.outer {
		if n, ok := f.local[o]; ok {
			return n
		}
	}
	n := o.Name()
	if l.fn.taken[n] || types.Universe.Lookup(n) != nil || n == "main" || n == "init" {
		*l.fn.temps++
		n = n + mark + strconv.Itoa(*l.fn.temps)
	}
	l.fn.taken[n] = true
	l.fn.local[o] = n
	return n
}

// temp is a name for a value that was not typed.
func (l *lowerer) temp() string {
	*l.fn.temps++
	return mark + strconv.Itoa(*l.fn.temps)
}

// inFunction writes a function body with write, in a function of signature sig.
func (l *lowerer) inFunction(sig *types.Signature, write func()) {
	outer := l.fn
	l.fn = &function{outer: outer, local: map[types.Object]string{}, sig: sig}
	if outer != nil {
		l.fn.taken, l.fn.temps = outer.taken, outer.temps
	} else {
		l.fn.taken, l.fn.temps = map[string]bool{}, new(int)
	}
	write()
	l.fn = outer
}

// imported names an object of a compiled package.
func (l *lowerer) imported(path, name string, pos token.Pos) ast.Expr {
	return &ast.SelectorExpr{X: ident(l.importName(path, pos), pos), Sel: ident(name, pos)}
}

// importName is the name under which this session imports a package; the first use writes the import.
func (l *lowerer) importName(path string, pos token.Pos) string {
	if n, ok := l.s.importNames[path]; ok {
		return n
	}
	l.s.use(path)
	n := l.s.newName(baseName(path)) // a new one each time: of a failed entry yaegi may keep the import
	l.s.importNames[path] = n
	l.s.onFailure(func() { delete(l.s.importNames, path) })
	lit := &ast.BasicLit{ValuePos: pos, Kind: token.STRING, Value: strconv.Quote(path)}
	spec := &ast.ImportSpec{Name: ident(n, pos), Path: lit}
	l.out.imports = append(l.out.imports, &ast.GenDecl{Tok: token.IMPORT, TokPos: pos, Specs: []ast.Spec{spec}})
	return n
}

// runtimeCall calls a function of the evaluator's own support package.
func (l *lowerer) runtimeCall(name string, pos token.Pos, args ...ast.Expr) *ast.CallExpr {
	return &ast.CallExpr{Fun: l.imported(supportPath, name, pos), Lparen: pos, Args: args, Rparen: pos}
}

// typeOf is the type of an expression, in the instance being written.
func (l *lowerer) typeOf(e ast.Expr) types.Type { return l.subst(l.info.TypeOf(e)) }
