package eval

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strconv"
)

// A target is an enclosing statement that break or continue may mean, or the border of a function literal that stands for
// the body of a range over a function.
type target struct {
	label     string
	breaks    bool // break without a label means it
	continues bool // so does continue

	// again are the statements to run before a continue.
	again func(pos token.Pos) []ast.Stmt

	// For the body of a range over a function:
	iter  bool
	exit  string // variable that says how the body was left
	exits []exit // the ways it was left, numbered from 1
}

// An exit is a jump out of the body of a range over a function.
type exit struct {
	jump *ast.BranchStmt // nil for a return
}

func (l *lowerer) within(t *target, write func()) {
	l.fn.targets = append(l.fn.targets, t)
	write()
	l.fn.targets = l.fn.targets[:len(l.fn.targets)-1]
}

// labeled writes a labelled statement. Loops and switches learn their label; yaegi keeps it too.
func (l *lowerer) labeled(s *ast.LabeledStmt) []ast.Stmt {
	name := s.Label.Name
	var list []ast.Stmt
	switch inner := s.Stmt.(type) {
	case *ast.ForStmt:
		list = l.forStmt(inner, name)
	case *ast.RangeStmt:
		list = l.rangeStmt(inner, name)
	default:
		list = l.stmt(s.Stmt)
	}
	// The label goes to the loop itself, which comes last or is in the last block.
	return l.putLabel(list, s)
}

// putLabel labels the statement that s.Stmt became.
func (l *lowerer) putLabel(list []ast.Stmt, s *ast.LabeledStmt) []ast.Stmt {
	label := func(x ast.Stmt) ast.Stmt {
		return &ast.LabeledStmt{Label: ident(s.Label.Name, s.Label.Pos()), Colon: s.Colon, Stmt: x}
	}
	for i, x := range list {
		switch x := x.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			list[i] = label(x)
			return list
		case *ast.BlockStmt:
			if _, typed := s.Stmt.(*ast.BlockStmt); !typed {
				x.List = l.putLabel(x.List, s)
				return list
			}
		}
	}
	return append([]ast.Stmt{label(l.tick(s.Pos()))}, list...) // a place for goto
}

// branch writes break, continue, goto and fallthrough.
func (l *lowerer) branch(s *ast.BranchStmt) []ast.Stmt {
	label := ""
	if s.Label != nil {
		label = s.Label.Name
	}
	if s.Tok == token.GOTO || s.Tok == token.FALLTHROUGH {
		return []ast.Stmt{l.jump(s.Tok, label, s.TokPos)}
	}
	for i := len(l.fn.targets) - 1; i >= 0; i-- {
		t := l.fn.targets[i]
		hit := label != "" && t.label == label ||
			label == "" && (s.Tok == token.BREAK && t.breaks || s.Tok == token.CONTINUE && t.continues)
		if !hit {
			if t.iter {
				return l.leave(t, exit{jump: s}, s.TokPos)
			}
			continue
		}
		if t.iter {
			return []ast.Stmt{returns(s.TokPos, ident(strconv.FormatBool(s.Tok == token.CONTINUE), s.TokPos))}
		}
		var list []ast.Stmt
		if s.Tok == token.CONTINUE && t.again != nil {
			list = t.again(s.TokPos)
		}
		return append(list, l.jump(s.Tok, label, s.TokPos))
	}
	return []ast.Stmt{l.jump(s.Tok, label, s.TokPos)}
}

func (l *lowerer) jump(tok token.Token, label string, pos token.Pos) ast.Stmt {
	b := &ast.BranchStmt{TokPos: pos, Tok: tok}
	if label != "" {
		b.Label = ident(label, pos)
	}
	return b
}

// tick is the interrupt check at the start of a loop body or function: if stop { Tick() }.
func (l *lowerer) tick(pos token.Pos) ast.Stmt {
	if raceBuild {
		return &ast.ExprStmt{X: l.runtimeCall("Check", pos)}
	}
	call := &ast.ExprStmt{X: l.runtimeCall("Tick", pos)}
	return &ast.IfStmt{If: pos, Cond: ident(stopName, pos), Body: &ast.BlockStmt{Lbrace: pos, List: []ast.Stmt{call}, Rbrace: pos}}
}

// loopBody writes the body of a loop of any kind, after pre.
func (l *lowerer) loopBody(b *ast.BlockStmt, t *target, pre ...ast.Stmt) *ast.BlockStmt {
	out := &ast.BlockStmt{Lbrace: b.Lbrace, Rbrace: b.Rbrace}
	l.within(t, func() {
		out.List = append([]ast.Stmt{l.tick(b.Lbrace)}, pre...)
		out.List = append(out.List, l.stmts(b.List)...)
		if t.again != nil {
			out.List = append(out.List, t.again(b.Rbrace)...)
		}
	})
	return out
}

// forStmt writes a for statement. Its variables are one set in yaegi; when a function literal or a pointer may keep them,
// each iteration gets its own.
func (l *lowerer) forStmt(s *ast.ForStmt, label string) []ast.Stmt {
	t := &target{label: label, breaks: true, continues: true}
	if vars := l.kept(s); len(vars) > 0 {
		return l.forEach(s, t, vars)
	}
	var pre []ast.Stmt
	if s.Init != nil {
		pre = l.stmt(s.Init)
	}
	out := &ast.ForStmt{For: s.For, Cond: l.opt(s.Cond)}
	out.Body = l.loopBody(s.Body, t)
	if s.Post != nil {
		out.Post = l.one(s.Post)
	}
	return l.scoped(pre, out, s)
}

// forEach writes a for statement with variables of each iteration's own:
//
//	{ outer := init; for first := true; ; { i := outer; if first { first = false } else { post }; if !cond { break }; body; outer = i } }
func (l *lowerer) forEach(s *ast.ForStmt, t *target, vars []*types.Var) []ast.Stmt {
	pos := s.For
	list := l.stmt(s.Init) // defines the variables by their own names: these are the outer ones
	outer := map[*types.Var]string{}
	var copies []ast.Stmt
	for _, v := range vars {
		outer[v] = l.localName(v)
		delete(l.fn.local, v)
		copies = append(copies, define(l.localName(v), ident(outer[v], pos)))
	}
	t.again = func(pos token.Pos) []ast.Stmt {
		var back []ast.Stmt
		for _, v := range vars {
			back = append(back, assignTo(ident(outer[v], pos), ident(l.localName(v), pos)))
		}
		return back
	}
	pre := copies
	if s.Post != nil {
		first := l.temp()
		list = append(list, define(first, ident("true", pos)))
		pre = append(pre, &ast.IfStmt{If: pos, Cond: ident(first, pos),
			Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{assignTo(ident(first, pos), ident("false", pos))}},
			Else: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: l.stmt(s.Post)},
		})
	}
	if s.Cond != nil {
		pre = append(pre, &ast.IfStmt{If: pos, Cond: &ast.UnaryExpr{OpPos: pos, Op: token.NOT, X: &ast.ParenExpr{Lparen: pos, X: l.expr(s.Cond), Rparen: pos}},
			Body: &ast.BlockStmt{Lbrace: pos, Rbrace: pos, List: []ast.Stmt{l.jump(token.BREAK, "", pos)}}})
	}
	out := &ast.ForStmt{For: s.For, Body: l.loopBody(s.Body, t, pre...)}
	return l.scoped(list, out, s)
}

// kept lists the variables of a for statement that its function literals mention, or whose address is taken.
func (l *lowerer) kept(s *ast.ForStmt) []*types.Var {
	a, ok := s.Init.(*ast.AssignStmt)
	if !ok || a.Tok != token.DEFINE {
		return nil
	}
	var vars []*types.Var
	for _, x := range a.Lhs {
		if v, ok := l.info.Defs[x.(*ast.Ident)].(*types.Var); ok && (l.escapes(v, s.Body) || l.escapes(v, s.Post) || l.escapes(v, s.Cond)) {
			vars = append(vars, v)
		}
	}
	return vars
}

// escapes reports whether a function literal in n mentions v, or the address of v or of a part of it is taken.
func (l *lowerer) escapes(v types.Object, n ast.Node) bool {
	found := false
	if isNil(n) {
		return false
	}
	mentions := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && l.info.Uses[id] == v {
				found = true
			}
			return !found
		})
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.FuncLit:
			mentions(x)
		case *ast.UnaryExpr:
			if x.Op == token.AND {
				mentions(x.X)
			}
		case *ast.SelectorExpr:
			if sel := l.info.Selections[x]; sel != nil && sel.Kind() == types.MethodVal && !isPointer(sel.Recv()) {
				if m, ok := sel.Obj().(*types.Func); ok && isPointer(m.Signature().Recv().Type()) {
					mentions(x.X)
				}
			}
		case *ast.SliceExpr:
			if _, array := l.typeOf(x.X).Underlying().(*types.Array); array {
				mentions(x.X)
			}
		}
		return !found
	})
	return found
}

func isNil(n ast.Node) bool {
	switch n := n.(type) {
	case nil:
		return true
	case *ast.BlockStmt:
		return n == nil
	}
	return false
}

// assigned reports whether n assigns to v.
func (l *lowerer) assigned(v types.Object, n ast.Node) bool {
	found := false
	is := func(x ast.Expr) {
		id, ok := ast.Unparen(x).(*ast.Ident)
		found = found || ok && l.info.Uses[id] == v
	}
	ast.Inspect(n, func(n ast.Node) bool {
		switch s := n.(type) {
		case *ast.AssignStmt:
			for _, x := range s.Lhs {
				is(x)
			}
		case *ast.IncDecStmt:
			is(s.X)
		case *ast.RangeStmt:
			if s.Tok == token.ASSIGN {
				is(s.Key)
				if s.Value != nil {
					is(s.Value)
				}
			}
		}
		return !found
	})
	return found
}

// rangeStmt writes a range over anything.
func (l *lowerer) rangeStmt(s *ast.RangeStmt, label string) []ast.Stmt {
	t := &target{label: label, breaks: true, continues: true}
	x := l.typeOf(s.X)
	switch u := x.Underlying().(type) {
	case *types.Basic:
		if u.Info()&types.IsInteger != 0 {
			return l.rangeInt(s, t, x)
		}
		return l.rangeString(s, t)
	case *types.Signature:
		return l.rangeFunc(s, label, u)
	case *types.Chan:
		return l.rangeChan(s, t)
	}
	if list := l.nativeLoop(s); list != nil {
		return list
	}
	out := &ast.RangeStmt{For: s.For, TokPos: s.TokPos, Tok: token.DEFINE, X: l.expr(s.X)}
	var pre []ast.Stmt
	out.Key, pre = l.rangeVar(s, s.Key, pre)
	out.Value, pre = l.rangeVar(s, s.Value, pre)
	if out.Key == nil && out.Value == nil {
		out.Tok = token.ILLEGAL
	}
	out.Body = l.loopBody(s.Body, t, pre...)
	return []ast.Stmt{out}
}

// rangeVar writes the key or value of a range statement: by its name, or through a temporary when it is not a plain
// variable of the loop or may outlive the iteration.
func (l *lowerer) rangeVar(s *ast.RangeStmt, x ast.Expr, pre []ast.Stmt) (ast.Expr, []ast.Stmt) {
	if x == nil {
		return nil, pre
	}
	if id, ok := x.(*ast.Ident); ok {
		if id.Name == "_" {
			return ident("_", id.NamePos), pre
		}
		if v := l.info.Defs[id]; v != nil {
			if !l.escapes(v, s.Body) {
				return ident(l.localName(v), id.NamePos), pre
			}
			name := l.temp()
			return ident(name, id.NamePos), append(pre, define(l.localName(v), ident(name, id.NamePos)))
		}
	}
	name := l.temp()
	return ident(name, x.Pos()), append(pre, assignTo(l.place(x), ident(name, x.Pos())))
}

// rangeInt writes for i := range n as a loop of three clauses.
func (l *lowerer) rangeInt(s *ast.RangeStmt, t *target, typ types.Type) []ast.Stmt {
	pos := s.For
	var list, pre []ast.Stmt
	var bound func() ast.Expr
	if tv := l.info.Types[s.X]; tv.Value != nil {
		if b, ok := typ.(*types.Basic); ok && b.Info()&types.IsUntyped != 0 {
			typ = types.Typ[types.Int]
		}
		if id, ok := s.Key.(*ast.Ident); ok && id.Name != "_" { // a constant takes the type of the variable
			typ = l.lhsTypeOf(s.Key)
		}
		bound = func() ast.Expr { return l.constant(tv.Value, typ, s.X.Pos()) }
	} else {
		n := l.temp()
		list = append(list, define(n, l.expr(s.X)))
		bound = func() ast.Expr { return ident(n, s.X.Pos()) }
	}
	i := ""
	if id, ok := s.Key.(*ast.Ident); ok && id.Name != "_" && l.info.Defs[id] != nil &&
		!l.escapes(l.info.Defs[id], s.Body) && !l.assigned(l.info.Defs[id], s.Body) {
		i = l.localName(l.info.Defs[id])
	} else {
		i = l.temp()
		if ok && id.Name != "_" && l.info.Defs[id] != nil {
			pre = append(pre, define(l.localName(l.info.Defs[id]), ident(i, pos)))
		} else if s.Key != nil && !(ok && id.Name == "_") {
			pre = append(pre, assignTo(l.place(s.Key), ident(i, pos)))
		}
	}
	out := &ast.ForStmt{
		For:  pos,
		Init: define(i, l.constant(constant.MakeInt64(0), typ, pos)),
		Cond: &ast.BinaryExpr{X: ident(i, pos), OpPos: pos, Op: token.LSS, Y: bound()},
		Post: &ast.IncDecStmt{X: ident(i, pos), TokPos: pos, Tok: token.INC},
	}
	out.Body = l.loopBody(s.Body, t, pre...)
	return l.scoped(list, out, s)
}

// lhsTypeOf is the type of the left side of a range statement.
func (l *lowerer) lhsTypeOf(x ast.Expr) types.Type {
	if id, ok := x.(*ast.Ident); ok && l.info.Defs[id] != nil {
		return l.subst(l.info.Defs[id].Type())
	}
	return l.typeOf(x)
}
