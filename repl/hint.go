package repl

import (
	"fmt"
	"go/doc"
	"go/types"
	"strings"
	"sync/atomic"

	"pktsh/layers/packet"
)

// hint is the line below the one that is typed: what is misspelt in it, or the signature and the purpose of what is being
// called.
func (s *Shell) hint(before string, wrong []misspelling) string {
	if len(wrong) > 0 {
		return wrong[0].String()
	}
	if strings.HasPrefix(before, ":") {
		return ""
	}
	at := placeOf(before)
	if at.comment || at.open != '(' || at.callee == "" {
		return ""
	}
	text, _ := s.ask("hint "+at.callee+"("+at.keyword, func() any {
		if q := protoNamed(at.callee); q != nil {
			return protoHint(q, at.keyword)
		}
		return s.callHint(at.callee, at.keyword)
	}).(string)
	return text
}

// protoHint is a protocol with its fields and their defaults, or one of them.
func protoHint(q *packet.Proto, keyword string) string {
	if f := q.Field(keyword); f != nil {
		text := fmt.Sprintf("%s.%s: %s = %s", q.Name(), f.Name(), f.TypeName(), defaultText(f))
		if values := f.Values(); len(values) > 0 {
			text += "  (" + strings.Join(values[:min(len(values), maxValues)], ", ") + ")"
		}
		return text
	}
	var parts []string
	for _, f := range q.Fields() {
		text := f.Name()
		if def := typedDefault(f); def != "" {
			text += "=" + def
		}
		parts = append(parts, text)
	}
	return q.Name() + "(" + strings.Join(parts, ", ") + ")"
}

// callHint is the signature of a function or method, and what it does; of a keyword argument its type and what it means.
func (s *Shell) callHint(callee, keyword string) string {
	t := s.typeOf(callee)
	if t == nil {
		return ""
	}
	sig, ok := t.Underlying().(*types.Signature)
	if !ok {
		return ""
	}
	if o := s.options(callee); o != nil && keyword != "" {
		for f := range o.Fields() {
			if sameName(f.Name(), keyword) {
				return fmt.Sprintf("%s: %s", keyword, shortType(f.Type()))
			}
		}
	}
	text := callee + signatureText(sig, s.options(callee))
	if doc := synopsis(callee); doc != "" {
		text += "  " + doc
	}
	return text
}

// signatureText is the parameters and results of a function, its options as keywords.
func signatureText(sig *types.Signature, options *types.Struct) string {
	var parts []string
	for i := range sig.Params().Len() {
		p := sig.Params().At(i)
		if last := i == sig.Params().Len()-1; last && options != nil {
			for f := range options.Fields() {
				if f.Exported() {
					parts = append(parts, strings.ToLower(f.Name())+"=")
				}
			}
			break
		}
		parts = append(parts, strings.TrimSpace(p.Name()+" "+shortType(p.Type())))
	}
	text := "(" + strings.Join(parts, ", ") + ")"
	if n := sig.Results().Len(); n > 0 && shortType(sig.Results().At(0).Type()) != "error" {
		text += " " + shortType(sig.Results().At(0).Type())
	}
	return text
}

// shortType is a type without its packages.
func shortType(t types.Type) string {
	return types.TypeString(t, func(*types.Package) string { return "" })
}

// libraryReady is set once the documentation has been read, in the background.
var libraryReady, libraryAsked atomic.Bool

// synopsis is the first sentence on a function. Until the documentation is read, which the first question begins, it is "".
func synopsis(callee string) string {
	if !libraryReady.Load() {
		if libraryAsked.CompareAndSwap(false, true) {
			go func() {
				if _, err := loadLibrary(); err == nil { // the failure is told to who asks for help
					libraryReady.Store(true)
				}
			}()
		}
		return ""
	}
	lib, err := loadLibrary()
	if err != nil {
		return ""
	}
	return strings.Join(strings.Fields(new(doc.Package).Synopsis(lib.docOf(callee))), " ")
}

// docOf is the comment of a function, or of a method by its name alone.
func (lib *library) docOf(callee string) string {
	_, method, dotted := cutLast(callee, ".")
	for _, p := range lib.pkgs {
		for _, f := range p.Funcs {
			if !dotted && sameName(f.Name, callee) {
				return f.Doc
			}
		}
		for _, t := range p.Types {
			list := t.Funcs
			if dotted {
				list = t.Methods
			}
			for _, f := range list {
				if sameName(f.Name, callee) || dotted && sameName(f.Name, method) && (t.Name == "Packet" || t.Name == "PacketList") {
					return f.Doc
				}
			}
		}
	}
	return ""
}
