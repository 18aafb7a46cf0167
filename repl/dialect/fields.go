package dialect

import (
	"go/ast"
	"sort"
	"strconv"

	"pktsh/layers/packet"
)

// reads gives the method of *packet.Packet that reads a field of each kind.
var reads = map[packet.Kind]string{
	packet.KindInt: "Int", packet.KindFlags: "Flags", packet.KindText: "Str", packet.KindBytes: "Bytes",
	packet.KindRecords: "List", packet.KindOptions: "Options", packet.KindAny: "Get",
}

// An attribute is what Scapy reads and writes like a field, but is no part of the protocol: how it is read of _0, and
// the method that writes it.
type attribute struct{ get, set string }

var attributes = map[string]attribute{
	"time": {"_0.Epoch()", "SetTime"}, "payload": {"_0.Payload()", "SetPayload"}, "underlayer": {"_0.Underlayer()", ""},
	"wirelen": {"_0.WireLen()", "SetWireLen"}, "comment": {"_0.Comment()", "SetComment"}, "name": {"_0.Proto().Name()", ""},
	"sent_time": {"_0.Epoch()", "SetTime"}, "sniffed_on": {"_0.Source().Iface", ""}, "fields_desc": {"_0.Proto().Fields()", ""},
	"fields": {"_0.Values()", ""}, "default_fields": {"_0.Proto().Defaults()", ""},
}

// protoOf returns the protocol of the layer that x stands at when it can be told: p.Layer(TCP), TCP.New(...).
func (r *rewriter) protoOf(x ast.Expr) *packet.Proto {
	if p, ok := x.(*ast.ParenExpr); ok {
		return r.protoOf(p.X)
	}
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return nil
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	switch sel.Sel.Name {
	case "New", "Dissect":
		return r.s.Proto(sel.X)
	case "Layer":
		if len(call.Args) > 0 {
			if lit, ok := call.Args[0].(*ast.BasicLit); ok {
				if name, err := strconv.Unquote(lit.Value); err == nil {
					return packet.Lookup(name)
				}
				return nil
			}
			return r.s.Proto(call.Args[0])
		}
	}
	return nil
}

// common are the protocols that decide how a field is read when the layer is not known and others disagree: those that
// nearly every packet is made of. So p.src is text, though a few protocols keep bytes of that name.
var common = []string{"Ether", "IP", "IPv6", "TCP", "UDP", "ICMP", "ARP", "DNS", "Raw"}

// kindsOf returns the kinds that a field of x called name may have: one when the layer is known and has it, when all
// protocols agree, or when the common ones do.
func (r *rewriter) kindsOf(x ast.Expr, name string) []packet.Kind {
	if p := r.protoOf(x); p != nil {
		if f := p.Field(name); f != nil {
			return []packet.Kind{f.Kind()}
		}
	}
	kinds := kindsIn(packet.Protos(), name)
	if len(kinds) > 1 {
		var protos []*packet.Proto
		for _, c := range common {
			if p := packet.Lookup(c); p != nil && p.Name() == c {
				protos = append(protos, p)
			}
		}
		if few := kindsIn(protos, name); len(few) == 1 {
			return few
		}
	}
	return kinds
}

// kindsIn lists the kinds of the fields called name.
func kindsIn(protos []*packet.Proto, name string) (kinds []packet.Kind) {
	seen := map[packet.Kind]bool{}
	for _, p := range protos {
		if f := p.Field(name); f != nil && !seen[f.Kind()] {
			seen[f.Kind()] = true
			kinds = append(kinds, f.Kind())
		}
	}
	return kinds
}

// fieldNames lists the fields that x may have: those of its layer, then those of every protocol.
func (r *rewriter) fieldNames(x ast.Expr) []string {
	var names []string
	if p := r.protoOf(x); p != nil {
		names = protoFields(p)
	}
	seen := map[string]bool{}
	for _, p := range packet.Protos() {
		for _, f := range p.Fields() {
			if !seen[f.Name()] {
				seen[f.Name()] = true
				names = append(names, f.Name())
			}
		}
	}
	return names
}

func protoFields(p *packet.Proto) []string {
	var names []string
	for _, f := range p.Fields() {
		names = append(names, f.Name())
	}
	return names
}

// fieldName returns the name of the field that was meant by name: itself when there is such a field, the one that differs
// in case, or "".
func (r *rewriter) fieldName(x ast.Expr, name string) string {
	if len(r.kindsOf(x, name)) > 0 {
		return name
	}
	names := r.fieldNames(x)
	sort.Strings(names)
	return folded(name, names)
}

// noField records the mistake of a field that no protocol has.
func (r *rewriter) noField(at ast.Node, x ast.Expr, name string) {
	if p := r.protoOf(x); p != nil {
		r.fail(at, p.Name()+" has no field "+name, r.fieldHelp(p, name))
		return
	}
	names := append(r.fieldNames(x), members(r.typeOf(x))...)
	r.fail(at, "no protocol has a field "+name, didYouMean(name, names))
}

// fieldHelp names the nearest field of p, or else shows where they are listed.
func (r *rewriter) fieldHelp(p *packet.Proto, name string) string {
	if help := didYouMean(name, protoFields(p)); help != "" {
		return help
	}
	return "Ls(" + p.Name() + ") lists its fields"
}

// quoted is a string literal at the position of at.
func quoted(at ast.Node, s string) *ast.BasicLit {
	return &ast.BasicLit{ValuePos: at.Pos(), Kind: stringToken, Value: strconv.Quote(s)}
}
