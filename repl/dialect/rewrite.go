package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// Rewrite checks, applies the rules, and repeats until nothing changes. The result is plain Go. The error is an *Error.
//
// Rules come in turns: those of a later turn are tried only when no rule of an earlier turn applies any more, because
// they guess what an earlier rule may still find out.
func Rewrite(e *Entry, s Scope) error {
	r := &rewriter{e: e, s: s}
	turn := 0
	for range maxPasses {
		r.check()
		if len(r.hard) == 0 && !r.hasMarkers() && !r.printsPacket() {
			if turn = r.finish(turn); turn <= lastTurn {
				continue
			}
			if n := len(e.Nodes); n > 0 && e.IsExpr {
				_, e.IsExpr = e.Nodes[n-1].(*ast.ExprStmt) // del(p.ttl) looked like one
			}
			return nil
		}
		changed := r.pass(turn)
		switch {
		case r.err != nil:
			return r.err
		case changed:
			turn = 0
		case turn < lastTurn:
			turn++
		default:
			return r.report()
		}
	}
	return &Error{Msg: "this entry is too deep to rewrite", Offset: 0, End: len(e.Src)}
}

// maxPasses bounds the passes over one entry; each settles one more level of its expressions.
const maxPasses = 200

// A rewriter is the state of rewriting one entry.
type rewriter struct {
	e     *Entry
	s     Scope
	chk   *Checked
	hard  []types.Error             // the errors of the last check that matter
	errAt map[token.Pos]types.Error // the first error at each position
	known map[ast.Expr]types.Type   // types of nodes made in this pass
	made  map[ast.Expr]bool         // calls that a rule made or renamed: their error results are checked
	walk  *visitor                  // the walk of the current pass
	fresh map[string]bool           // names that an assignment of this entry will define
	err   *Error                    // a mistake that a rule found
	turn  int                       // of the current pass
}

// check asks the scope for the types of the entry as it is now.
func (r *rewriter) check() {
	r.chk = r.s.Check(r.e)
	if r.chk.Info == nil {
		r.chk.Info = &types.Info{}
	}
	r.hard = r.hard[:0]
	r.errAt = make(map[token.Pos]types.Error)
	r.known = make(map[ast.Expr]types.Type)
	r.fresh = nil
	for _, err := range r.chk.Errors {
		if err.Soft || r.redefines(err) {
			continue
		}
		r.hard = append(r.hard, err)
		if _, ok := r.errAt[err.Pos]; !ok {
			r.errAt[err.Pos] = err
		}
	}
}

// redefines reports whether err only says that := defines nothing new, which the shell allows.
func (r *rewriter) redefines(err types.Error) bool {
	return strings.Contains(err.Msg, "no new variables on left side of :=")
}

// hasMarkers reports whether a marker call is left.
func (r *rewriter) hasMarkers() bool { return r.marker() != nil }

// marker returns the first marker call that is left, nil when there is none.
func (r *rewriter) marker() (found ast.Expr) {
	for _, n := range r.e.Nodes {
		ast.Inspect(n, func(n ast.Node) bool {
			if x, ok := n.(ast.Expr); ok && found == nil && markerName(x) != "" {
				found = x
			}
			return found == nil
		})
	}
	return found
}

// pass applies the rules of the turns up to turn once over the whole entry and reports whether one applied.
func (r *rewriter) pass(turn int) (changed bool) {
	v := &visitor{}
	r.walk, r.turn = v, turn
	v.stmt = func(s ast.Stmt) ([]ast.Stmt, bool) {
		for i := range rules {
			if rl := &rules[i]; rl.stmt != nil && rl.turn <= turn && r.err == nil {
				if list := rl.stmt(r, s); list != nil {
					rl.applied()
					changed = true
					return list, true
				}
			}
		}
		return nil, false
	}
	v.expr = func(x ast.Expr) ast.Expr {
		for i := range rules {
			if rl := &rules[i]; rl.expr != nil && rl.turn <= turn && r.err == nil {
				if y := rl.expr(r, x); y != nil {
					rl.applied()
					changed = true
					return y
				}
			}
		}
		return x
	}
	r.e.Nodes = v.list(r.e.Nodes)
	return changed
}

// parent returns the node i levels above the current one, nil beyond the top.
func (r *rewriter) parent(i int) ast.Node {
	if n := len(r.walk.stack) - 1 - i; n >= 0 {
		return r.walk.stack[n]
	}
	return nil
}

// topLevel reports whether the current statement stands at the top of the entry.
func (r *rewriter) topLevel() bool { return len(r.walk.stack) == 0 }

// is records that x, which a rule made, has the type t, so that rules see it before the next check.
func (r *rewriter) is(x ast.Expr, t types.Type) ast.Expr {
	if t != nil {
		r.known[x] = t
	}
	return x
}

// call records that a rule made or renamed the call x.
func (r *rewriter) call(x ast.Expr) ast.Expr {
	if r.made == nil {
		r.made = make(map[ast.Expr]bool)
	}
	r.made[x] = true
	return x
}

// fail records a mistake at n.
func (r *rewriter) fail(n ast.Node, msg, help string) {
	if r.err == nil {
		r.err = &Error{Msg: msg, Help: help, Offset: r.e.OffsetOf(n.Pos()), End: r.e.endOf(n)}
	}
}

// failSpan records a mistake about what was typed from the beginning of one node to the end of another.
func (r *rewriter) failSpan(from, to ast.Node, msg, help string) {
	r.fail(from, msg, help)
	r.err.End = max(r.err.End, r.e.endOf(to))
}

// endOf returns the offset after n.
func (e *Entry) endOf(n ast.Node) int {
	start := e.OffsetOf(n.Pos())
	if end := e.OffsetOf(n.End() - 1); end >= start {
		return min(end+1, len(e.Src))
	}
	return min(start+1, len(e.Src))
}

// finish is called when the entry type-checks at last, with the turn; it runs the rules that need a whole, correct entry.
func (r *rewriter) finish(turn int) int {
	if r.made == nil || !r.checkErrorResults() {
		return lastTurn + 1
	}
	return turn
}
