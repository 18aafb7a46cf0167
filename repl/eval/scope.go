package eval

import (
	"go/ast"
	"go/token"
	"go/types"
	"sort"
)

// A names resolves the identifiers at the top of an entry: the session's own names first, then those of the dot-imported
// packages, then imports, then the standard library by its package names.
//
// It is a stack of layers. An entry works on a layer of its own, which joins the session only when the entry is good, so
// that a failed one leaves nothing behind.
type names struct {
	u       *universe
	below   *names
	own     map[string]types.Object // variables, functions, types and constants
	imports map[string]string       // import declarations: package name -> path

	// Set in the lowest layer only.
	pkg *types.Package    // of the session's own objects
	dot []string          // import paths of the dot-imported packages
	std map[string]string // packages that need no import: name -> path
}

// over returns an empty layer above n.
func (n *names) over() *names {
	return &names{u: n.u, below: n, own: map[string]types.Object{}, imports: map[string]string{}}
}

// join adds the contents of the layer to the one below it.
func (n *names) join() {
	for name, o := range n.own {
		n.below.own[name] = o
		delete(n.below.imports, name)
	}
	for name, path := range n.imports {
		n.below.imports[name] = path
		delete(n.below.own, name)
	}
}

// lowest returns the layer of the session.
func (n *names) lowest() *names {
	for n.below != nil {
		n = n.below
	}
	return n
}

// find returns the session's object of a name, or the path of the package that the name stands for.
func (n *names) find(name string) (o types.Object, path string) {
	for l := n; l != nil; l = l.below {
		if o := l.own[name]; o != nil {
			return o, ""
		}
		if path := l.imports[name]; path != "" {
			return nil, path
		}
	}
	low := n.lowest()
	for _, path := range low.dot {
		if o := n.u.object(path, name); o != nil {
			return o, ""
		}
	}
	return nil, low.std[name]
}

// all lists every name, sorted.
func (n *names) all() []string {
	seen := map[string]bool{}
	for l := n; l != nil; l = l.below {
		for name := range l.own {
			seen[name] = true
		}
		for name := range l.imports {
			seen[name] = true
		}
	}
	low := n.lowest()
	for _, path := range low.dot {
		for name := range n.u.tables[path].syms {
			if ast.IsExported(name) {
				seen[name] = true
			}
		}
	}
	for name := range low.std {
		seen[name] = true
	}
	list := make([]string, 0, len(seen))
	for name := range seen {
		list = append(list, name)
	}
	sort.Strings(list)
	return list
}

// populate inserts into the scope of pkg the object of every identifier that nodes mention, except those that the nodes
// declare themselves. Types of compiled packages come to life here and nowhere else.
func (n *names) populate(pkg *types.Package, nodes []ast.Node, declared map[string]bool) {
	scope := pkg.Scope()
	for _, node := range nodes {
		ast.Inspect(node, func(node ast.Node) bool {
			switch x := node.(type) {
			case *ast.SelectorExpr:
				// The selector may be that of a package: its object must be in the scope of that package.
				if id, ok := x.X.(*ast.Ident); ok {
					if _, path := n.find(id.Name); path != "" {
						n.u.object(path, x.Sel.Name)
					}
				}
			case *ast.Ident:
				if declared[x.Name] || scope.Lookup(x.Name) != nil {
					return true
				}
				if o, path := n.find(x.Name); o != nil {
					scope.Insert(o)
				} else if path != "" {
					scope.Insert(types.NewPkgName(token.NoPos, pkg, x.Name, n.u.pkg(path)))
				}
			}
			return true
		})
	}
}
