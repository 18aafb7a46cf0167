package dialect

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"pktsh/layers/packet"
)

const stringToken = token.STRING

// fieldOf returns the packet and field name of x when it selects something that Go does not find on a packet.
func (r *rewriter) fieldOf(x ast.Expr) (p ast.Expr, name string, sel *ast.SelectorExpr) {
	sel, ok := x.(*ast.SelectorExpr)
	if !ok || !r.isPacket(sel.X) || r.chk.Info.Selections[sel] != nil || method(r.typeOf(sel.X), sel.Sel.Name) != nil {
		return nil, "", nil
	}
	return sel.X, sel.Sel.Name, sel
}

// readField turns p.ttl into the typed read of the field's kind.
func (r *rewriter) readField(x ast.Expr) ast.Expr {
	p, name, sel := r.fieldOf(x)
	if sel == nil || r.assigned(x) {
		return nil
	}
	if call, ok := r.parent(0).(*ast.CallExpr); ok && call.Fun == x {
		return nil // a method, whose case caseFree finds
	}
	if attr, ok := attributes[name]; ok && len(r.kindsOf(p, name)) == 0 {
		return r.tmpl(x, attr.get, p)
	}
	field := r.fieldName(p, name)
	if field == "" || field != name && folded(name, members(r.typeOf(p))) != "" {
		if folded(name, members(r.typeOf(p))) == "" && methodNames[name] == "" {
			r.noField(sel.Sel, p, name)
		}
		return nil
	}
	kinds := r.kindsOf(p, field)
	kind := packet.KindAny
	if len(kinds) == 1 {
		kind = kinds[0]
	} else if k, ok := r.wanted(x, kinds); ok {
		kind = k
	}
	return r.is(r.tmpl(x, "_0._1(_2)", p, reads[kind], quoted(sel.Sel, field)), r.resultOf(p, reads[kind]))
}

// resultOf returns the type of the single result of a method of x.
func (r *rewriter) resultOf(x ast.Expr, name string) types.Type {
	if f, ok := method(r.typeOf(x), name).(*types.Func); ok {
		if res := f.Type().(*types.Signature).Results(); res.Len() == 1 {
			return res.At(0).Type()
		}
	}
	return nil
}

// wanted chooses among the kinds that protocols give a field by what the value is used for.
func (r *rewriter) wanted(x ast.Expr, kinds []packet.Kind) (packet.Kind, bool) {
	has := func(k packet.Kind) bool {
		for _, kind := range kinds {
			if kind == k {
				return true
			}
		}
		return false
	}
	var other ast.Expr
	switch p := r.parent(0).(type) {
	case *ast.SelectorExpr: // p.flags.S, p.src.split(".")
		for key := range textMethods {
			if strings.HasPrefix(key, p.Sel.Name+"/") {
				return packet.KindText, has(packet.KindText)
			}
		}
		return packet.KindFlags, has(packet.KindFlags)
	case *ast.CallExpr:
		if name, _ := callee(p); name == "dict" {
			return packet.KindOptions, has(packet.KindOptions)
		}
		switch want := r.expected(x); {
		case isBasic(want, types.IsString):
			return packet.KindText, has(packet.KindText)
		case isBasic(want, types.IsInteger):
			return packet.KindInt, has(packet.KindInt)
		case isBytes(want):
			return packet.KindBytes, has(packet.KindBytes)
		}
		return 0, false
	case *ast.IndexExpr: // p.options[0], p.an[0]
		switch {
		case p.X == x && has(packet.KindRecords):
			return packet.KindRecords, true
		case p.X == x && has(packet.KindOptions):
			return packet.KindOptions, true
		}
		return 0, false
	case *ast.RangeStmt:
		return packet.KindRecords, has(packet.KindRecords)
	case *ast.BinaryExpr:
		other = p.X
		if p.X == x {
			other = p.Y
		}
	default:
		return 0, false
	}
	other = r.letterText(other)
	switch {
	case r.isText(other) && has(packet.KindFlags):
		return packet.KindFlags, true
	case r.isText(other) && has(packet.KindText):
		return packet.KindText, true
	case r.isText(other) && has(packet.KindBytes):
		return packet.KindBytes, true
	case r.isKind(other, types.IsNumeric) && has(packet.KindInt):
		return packet.KindInt, true
	case r.isKind(other, types.IsNumeric) && has(packet.KindFlags):
		return packet.KindFlags, true
	}
	return 0, false
}

// unsetField asks whether a field has a value at all: p.chksum is None.
func (r *rewriter) unsetField(x ast.Expr) ast.Expr {
	args, ok := marked(x, "__is")
	if !ok || len(args) != 2 || !isNil(args[1]) {
		return nil
	}
	call, ok := args[0].(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || !r.isPacket(sel.X) {
		return nil
	}
	for _, read := range reads {
		if sel.Sel.Name == read {
			return r.tmpl(x, "_0.Get(_1) == nil", sel.X, call.Args)
		}
	}
	return nil
}

func isNil(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == "nil"
}

// writeField turns an assignment to a field into a checked Set.
func (r *rewriter) writeField(s ast.Stmt) []ast.Stmt {
	a, ok := s.(*ast.AssignStmt)
	if !ok || a.Tok == token.DEFINE || len(a.Lhs) != len(a.Rhs) {
		return nil
	}
	for _, l := range a.Lhs {
		if _, _, sel := r.fieldOf(l); sel == nil {
			return nil
		}
	}
	var list []ast.Stmt
	for i, l := range a.Lhs {
		p, name, sel := r.fieldOf(l)
		v := a.Rhs[i]
		if op, ok := binary[a.Tok]; ok {
			if name == "time" {
				v = r.is(&ast.BinaryExpr{X: r.tmpl(l, "_0.Epoch()", p), OpPos: a.TokPos, Op: op, Y: v}, types.Typ[types.Float64])
			} else {
				v = r.flagOperator(&ast.BinaryExpr{X: r.copyOf(l), OpPos: a.TokPos, Op: op, Y: v}, p, name)
			}
		}
		st := r.setField(sel, p, name, v)
		if st == nil {
			return nil
		}
		list = append(list, st)
	}
	return list
}

// copyOf makes a second tree of an expression, to stand in two places.
func (r *rewriter) copyOf(x ast.Expr) ast.Expr {
	sel, ok := x.(*ast.SelectorExpr)
	if !ok {
		return x
	}
	return &ast.SelectorExpr{X: sel.X, Sel: ident(sel.Sel, sel.Sel.Name)}
}

// flagOperator spells out an operator on a flags field: p.flags |= "F" is p.Flags("flags").With("F").
func (r *rewriter) flagOperator(x *ast.BinaryExpr, p ast.Expr, name string) ast.Expr {
	for _, k := range r.kindsOf(p, name) {
		if k != packet.KindFlags {
			continue
		}
		if m, ok := map[token.Token]string{token.OR: "With", token.ADD: "With", token.SUB: "Without", token.AND_NOT: "Without", token.AND: "And"}[x.Op]; ok {
			return r.tmpl(x.X, "_0.Flags(_1)._2(_3)", p, quoted(x, name), m, r.letterText(x.Y))
		}
	}
	return x
}

// letterText turns a letter, which a text in single quotes is to Go, into the text.
func (r *rewriter) letterText(x ast.Expr) ast.Expr {
	if lit, ok := x.(*ast.BasicLit); ok && lit.Kind == token.CHAR {
		return &ast.BasicLit{ValuePos: lit.ValuePos, Kind: token.STRING, Value: textOfLetter(lit.Value)}
	}
	return x
}

// moment is a time to set: that of another packet as it is, a number as seconds since 1970; nil while the type of v is
// not known.
func (r *rewriter) moment(v ast.Expr) ast.Expr {
	if p, name, sel := r.fieldOf(v); sel != nil && name == "time" {
		return r.tmpl(v, "_0.Time()", p)
	}
	switch t := r.typeOf(v); {
	case t == nil:
		return nil
	case isBasic(t, types.IsNumeric):
		return r.tmpl(v, "time.Unix(0, int64((_0) * 1e9))", v)
	}
	return v
}

// setField is the statement that sets a field, nil when there is none of that name (a mistake is recorded).
func (r *rewriter) setField(sel *ast.SelectorExpr, p ast.Expr, name string, v ast.Expr) ast.Stmt {
	if attr, ok := attributes[name]; ok && attr.set != "" && len(r.kindsOf(p, name)) == 0 {
		if name == "time" {
			if v = r.moment(v); v == nil {
				return nil
			}
		}
		return &ast.ExprStmt{X: r.tmpl(sel, "_0._1(_2)", p, attr.set, v)}
	}
	field := r.fieldName(p, name)
	if field == "" {
		r.noField(sel.Sel, p, name)
		return nil
	}
	return r.raising(r.tmpl(sel, "_0.Set(_1, _2)", p, quoted(sel.Sel, field), r.letterText(v)))
}

// stepField turns p.ttl++ into a checked Set.
func (r *rewriter) stepField(s ast.Stmt) []ast.Stmt {
	inc, ok := s.(*ast.IncDecStmt)
	if !ok {
		return nil
	}
	p, name, sel := r.fieldOf(inc.X)
	if sel == nil {
		return nil
	}
	op := token.ADD
	if inc.Tok == token.DEC {
		op = token.SUB
	}
	one := &ast.BasicLit{ValuePos: inc.TokPos, Kind: token.INT, Value: "1"}
	if st := r.setField(sel, p, name, &ast.BinaryExpr{X: r.copyOf(inc.X), OpPos: inc.TokPos, Op: op, Y: one}); st != nil {
		return []ast.Stmt{st}
	}
	return nil
}

// isDel reports whether a call is a del statement, with or without parentheses.
func isDel(call *ast.CallExpr) bool {
	id, ok := call.Fun.(*ast.Ident)
	return ok && (id.Name == "__del" || id.Name == "del")
}

// deleteField turns del p.ttl into a checked Del; it also deletes elements of slices and maps.
func (r *rewriter) deleteField(s ast.Stmt) []ast.Stmt {
	x, ok := s.(*ast.ExprStmt)
	if !ok {
		return nil
	}
	call, ok := x.X.(*ast.CallExpr)
	if !ok || !isDel(call) || len(call.Args) != 1 {
		return nil
	}
	if id := call.Fun.(*ast.Ident); id.Name == "del" && !r.undefined(id) {
		return nil
	}
	switch arg := call.Args[0].(type) {
	case *ast.SelectorExpr:
		p, name, sel := r.fieldOf(arg)
		if sel == nil {
			return nil
		}
		if name == "payload" {
			return []ast.Stmt{&ast.ExprStmt{X: r.tmpl(s, "_0.RemovePayload()", p)}}
		}
		field := r.fieldName(p, name)
		if field == "" {
			r.noField(sel.Sel, p, name)
			return nil
		}
		return []ast.Stmt{r.raising(r.tmpl(s, "_0.Del(_1)", p, quoted(sel.Sel, field)))}
	case *ast.IndexExpr:
		t := r.typeOf(arg.X)
		if t == nil {
			return nil
		}
		switch t.Underlying().(type) {
		case *types.Map:
			return r.tmplStmts(s, "delete(_0, _1)", arg.X, arg.Index)
		case *types.Slice:
			return r.tmplStmts(s, "_0 = append(_0[:_1], _0[_1+1:]...)", arg.X, arg.Index)
		}
	case *ast.Ident:
		r.fail(arg, "a variable cannot be deleted", "del takes a field, as in del p.chksum")
	}
	return nil
}
