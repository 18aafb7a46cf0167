package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strings"
	"sync"
)

// markerWords says what each marker was when it was typed, for an entry that could not be understood.
var markerWords = map[string]string{
	"__kw": "name=value", "__list": "the list", "__tuple": "the tuple", "__dict": "the dict", "__in": "in", "__is": "is",
	"__lambda": "the lambda", "__ret": "the lambda", "__listof": "the comprehension", "__dictof": "the comprehension",
	"__yield": "the comprehension", "__put": "the comprehension", "__iter": "the loop", "__pairs": "the loop",
	"__range": "range", "__type": "type", "__cond": "if else", "__and": "and", "__or": "or", "__not": "not",
	"__truth": "the condition", "__dissect": "the protocol's argument", "__del": "del",
}

// report turns what is wrong at the end into an error about what was typed.
func (r *rewriter) report() error {
	best, called := -1, -1
	for i, err := range r.hard {
		if strings.Contains(err.Msg, "__") {
			continue
		}
		if name, ok := strings.CutPrefix(err.Msg, "undefined: "); ok && builtins[name] != nil {
			called = i // known, but not for what it is called with: that is the mistake
			continue
		}
		if best < 0 || r.e.OffsetOf(err.Pos) < r.e.OffsetOf(r.hard[best].Pos) {
			best = i
		}
	}
	if best >= 0 {
		return r.describe(r.hard[best])
	}
	if called >= 0 {
		err := r.hard[called]
		name := strings.TrimPrefix(err.Msg, "undefined: ")
		at := r.e.OffsetOf(err.Pos)
		return &Error{Msg: name + " does not take this", Offset: at, End: at + len(name)}
	}
	if m := r.marker(); m != nil {
		what := markerWords[markerName(m)]
		if what == "" {
			what = "this"
		}
		r.fail(m, what+" has no meaning here that Go's types explain", "")
		return r.err
	}
	return r.describe(r.hard[0])
}

// describe words an error of the type checker, and helps with the nearest name.
func (r *rewriter) describe(err types.Error) error {
	at := r.e.OffsetOf(err.Pos)
	e := &Error{Msg: plain(err.Msg), Offset: at, End: at + 1}
	node := r.nodeAt(err.Pos)
	if node != nil {
		e.End = max(e.End, r.e.endOf(node))
	}
	e.End = min(e.End, len(r.e.Src))
	if name, ok := strings.CutPrefix(err.Msg, "undefined: "); ok && !strings.Contains(name, ".") {
		e.Msg = name + " is not defined"
		e.End = min(at+len(name), len(r.e.Src))
		e.Help = didYouMean(name, r.s.Names())
		return e
	}
	if sel, ok := node.(*ast.SelectorExpr); ok && strings.Contains(err.Msg, "undefined") {
		if t := r.typeOf(sel.X); t != nil {
			e.Msg = describe(t) + " has no field or method " + sel.Sel.Name
			e.Help = didYouMean(sel.Sel.Name, members(t))
			if hasSettings(t) {
				e.Msg, e.Help = "there is no setting "+sel.Sel.Name, didYouMean(sel.Sel.Name, settings(t))
			}
		}
		e.Offset = r.e.OffsetOf(sel.Sel.Pos())
		e.End = max(e.Offset+1, e.End)
	}
	return e
}

// nodeAt returns the name, selector or other expression that an error's position means, nil when none begins there.
func (r *rewriter) nodeAt(pos token.Pos) (found ast.Node) {
	for _, n := range r.e.Nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SelectorExpr:
				if found == nil && n.Sel.Pos() == pos {
					found = n
				}
			case ast.Expr:
				if found == nil && n.Pos() == pos {
					found = n
				}
			}
			return found == nil
		})
	}
	return found
}

var qualified = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b(packet|layers|main)\.([A-Z])`) })

// plain drops from a message what the user did not type: package names of dot imports, and notes on markers.
func plain(msg string) string {
	return qualified().ReplaceAllString(msg, "$2")
}
