package eval

import (
	"errors"
	"go/ast"
	"go/types"
	"runtime"
	"runtime/metrics"
	"sync/atomic"
)

// errTooDeep is the failure of an entry whose functions call themselves without end.
var errTooDeep = errors.New("too deep recursion: a function calls itself without end")

// Functions that may lead back to themselves call Enter first. Go ends the process when a stack passes a gigabyte, so
// once in a while Enter looks at what all stacks take together.
const (
	maxStacks  = 120 << 20 // bytes; the stack of a goroutine doubles as it grows, so this is one that passed 64 MB
	enterEvery = 512       // calls of Enter from one look to the next
)

// enter is Enter: it stops the entry at an interrupt, and when its stack grows without end.
func (s *Session) enter() {
	s.check()
	if atomic.AddUint32(&s.entered, 1)%enterEvery != 0 || stacks() < maxStacks {
		return
	}
	runtime.GC() // frees the stack of a goroutine that ended
	if stacks() >= maxStacks {
		s.halt(errTooDeep)
		s.tick()
	}
}

// stacks is the size of all stacks in bytes.
func stacks() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/stacks:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return sample[0].Value.Uint64()
}

// A callGraph holds which functions of the session mention which, methods of interfaces by their names alone.
type callGraph map[any][]any

// add notes what the functions of an entry mention.
func (g callGraph) add(c *check) {
	for _, d := range c.decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil {
			continue
		}
		fn := c.funcOf(f)
		if fn == nil {
			continue
		}
		g[fn] = mentions(c.info, f.Body)
		if f.Recv != nil {
			g[fn.Name()] = append(g[fn.Name()], fn)
		}
	}
}

// funcOf is the function or method that a declaration declares.
func (c *check) funcOf(f *ast.FuncDecl) *types.Func {
	if m := c.late[f]; m != nil {
		return m
	}
	fn, _ := c.info.Defs[f.Name].(*types.Func)
	return fn
}

// mentions lists the functions that n mentions, and the variables of a function type: any function may be in those.
func mentions(info *types.Info, n ast.Node) []any {
	var list []any
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		switch o := info.Uses[id].(type) {
		case *types.Func:
			if recv := o.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
				list = append(list, o.Name())
			} else {
				list = append(list, o.Origin())
			}
		case *types.Var:
			if _, ok := o.Type().Underlying().(*types.Signature); ok && !compiled(o) {
				list = append(list, o)
			}
		}
		return true
	})
	return list
}

// cyclic reports whether fn may be called while it runs.
func (g callGraph) cyclic(fn any) bool {
	seen := map[any]bool{}
	var walk func(x any) bool
	walk = func(x any) bool {
		for _, y := range g[x] {
			if v, ok := y.(*types.Var); ok && v.Parent() != nil && v.Parent().Parent() == types.Universe {
				return true // a variable of the session: it may hold fn
			}
			if y == fn {
				return true
			}
			if !seen[y] {
				seen[y] = true
				if walk(y) {
					return true
				}
			}
		}
		return false
	}
	return walk(fn)
}

// literalRecurs reports whether a function literal may call itself: it can only do so through a variable declared outside
// of it, or through a function that is cyclic itself and checks.
func literalRecurs(info *types.Info, lit *ast.FuncLit) bool {
	for _, m := range mentions(info, lit.Body) {
		if v, ok := m.(*types.Var); ok && (v.Pos() < lit.Pos() || v.Pos() > lit.End()) {
			return true
		}
	}
	return false
}
