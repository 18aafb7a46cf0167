package repl

import (
	"go/ast"
	"go/types"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// complete returns what may stand where text ends: the part of the word that is there already, and the words it may become,
// sorted.
func (s *Shell) complete(text string) (word string, candidates []string) {
	if strings.HasPrefix(text, ":") {
		name, args, more := strings.Cut(text[1:], " ")
		if !more {
			return text, prefixed(commandNames(), text)
		}
		if list, ok := s.completeCommand(name, args); ok {
			return list.word, list.candidates
		}
		text = args
	}
	at := placeOf(text)
	if strings.HasPrefix(text, "import ") && at.quote != 0 {
		return at.word, closing(prefixed(s.session.Packages(), at.word), at.quote)
	}
	switch {
	case at.comment:
		return "", nil
	case at.quote != 0:
		return s.completeText(at)
	case at.object != "":
		return at.word, s.completeMember(at)
	}
	return at.word, s.completeName(at)
}

// A completion is the part of a word that is there and what it may become.
type completion struct {
	word       string
	candidates []string
}

// completeCommand completes the arguments of a command; ok is false for those that are code.
func (s *Shell) completeCommand(name, args string) (c completion, ok bool) {
	word := args[strings.LastIndexByte(args, ' ')+1:]
	switch name {
	case "time", "timeit", "type", "help", "doc":
		return c, false
	case "bpf":
		return completion{lastWord(args), prefixed(filterWords, lastWord(args))}, true
	case "load", "run", "cd", "save":
		return completion{word, files(word, 0)}, true
	case "set":
		if word != args {
			return c, true
		}
		t, err := s.session.TypeOf("conf")
		if err != nil {
			return c, true
		}
		return completion{word, spelled(members(t), word)}, true
	}
	return c, true
}

func commandNames() []string {
	names := make([]string, len(commands))
	for i, c := range commands {
		names[i] = ":" + c.name
	}
	return names
}

// completeText completes inside a string: the named values of a field, the names of fields or protocols, files.
func (s *Shell) completeText(at place) (string, []string) {
	switch {
	case at.open == '[':
		return at.word, prefixed(s.layerNames(at.callee), at.word)
	case at.keyword == "filter" || sameName(at.callee[strings.LastIndexByte(at.callee, '.')+1:], "bpf"):
		word := lastWord(at.word)
		return word, prefixed(filterWords, word)
	case at.keyword == "iface":
		return at.word, closing(prefixed(interfaces(), at.word), at.quote)
	}
	if q := s.protoOf(at.callee); q != nil {
		if f := q.Field(at.keyword); f != nil && len(f.Values()) > 0 {
			return at.word, closing(prefixed(f.Values(), at.word), at.quote)
		}
	}
	if object, method, ok := cutLast(at.callee, "."); ok {
		switch method {
		case "Set", "Get", "Int", "Str", "Bytes", "Flags", "Addr", "List", "Options", "Del", "New":
			if names := s.fieldNames(object); len(names) > 0 {
				return at.word, closing(prefixed(names, at.word), at.quote)
			}
		}
	}
	if takesCapture(at) {
		return at.word, captures(at.word, at.quote)
	}
	return at.word, files(at.word, at.quote)
}

// takesCapture reports whether a string is the name of a capture.
func takesCapture(at place) bool {
	for _, f := range []string{"rdpcap", "PcapReader", "NewPcapReader", "RawPcapReader"} {
		if sameName(at.callee, f) {
			return true
		}
	}
	return at.keyword == "offline"
}

// closing puts the closing quote behind the only candidate.
func closing(list []string, quote rune) []string {
	if len(list) == 1 {
		list[0] += string(quote)
	}
	return list
}

// completeMember completes what follows a dot.
func (s *Shell) completeMember(at place) []string {
	names := s.fieldNames(at.object)
	t, err := s.session.TypeOf(at.object)
	if err == nil && t != nil {
		names = append(names, members(t)...)
	} else {
		names = append(names, s.session.Exports(at.object)...)
	}
	return spelled(names, at.word)
}

// fieldNames are the fields of the packet or protocol that an expression denotes.
func (s *Shell) fieldNames(expr string) []string {
	var protos []*packet.Proto
	if q := s.protoOf(expr); q != nil {
		protos = []*packet.Proto{q}
	} else if p := s.packetOf(expr); p != nil {
		protos = p.Layers()
	}
	var names []string
	for _, q := range protos {
		for _, f := range q.Fields() {
			names = append(names, f.Name())
		}
	}
	return names
}

// layerNames are the protocols in the packet that an expression denotes, all protocols when it is none.
func (s *Shell) layerNames(expr string) []string {
	protos := packet.Protos()
	if p := s.packetOf(expr); p != nil {
		protos = p.Layers()
	}
	names := make([]string, len(protos))
	for i, q := range protos {
		names[i] = q.Name()
	}
	return names
}

// completeName completes a name: of a layer within the brackets of a packet, of a keyword argument, or any in scope.
func (s *Shell) completeName(at place) []string {
	if at.open == '[' && at.callee != "" {
		if list := prefixed(s.layerNames(at.callee), at.word); len(list) > 0 {
			return list
		}
	}
	if at.open == '(' && at.keyword != "" && at.word == "" {
		if list := s.argumentValues(at); len(list) > 0 {
			return list
		}
	}
	var list []string
	if at.open == '(' && at.callee != "" && at.keyword == "" && at.fresh {
		list = prefixed(s.keywords(at.callee), at.word)
		if at.word == "" && len(list) > 0 {
			return list
		}
	}
	names := append(s.session.Names(), goWords...)
	if at.word == "" {
		names = s.startNames()
	}
	return sorted(append(list, spelled(names, at.word)...))
}

// argumentValues are the texts that a keyword argument may be, quoted: the named values of a field, interfaces.
func (s *Shell) argumentValues(at place) []string {
	var names []string
	if at.keyword == "iface" {
		names = interfaces()
	} else if q := s.protoOf(at.callee); q != nil {
		if f := q.Field(at.keyword); f != nil {
			names = f.Values()
		}
	}
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = strconv.Quote(n)
	}
	return quoted
}

// interfaces are the names of the system's network interfaces.
func interfaces() []string {
	names, err := route.GetIfList()
	if err != nil {
		return nil // nothing to offer
	}
	return names
}

// filterWords are the words of pcap-filter(7) that people use.
var filterWords = []string{
	"and", "arp", "broadcast", "dst", "ether", "gateway", "greater", "host", "icmp", "icmp6", "igmp", "ip", "ip6", "less",
	"mpls", "multicast", "net", "not", "or", "port", "portrange", "pppoed", "pppoes", "proto", "rarp", "sctp", "src", "stp",
	"tcp", "udp", "vlan", "vrrp",
}

// startNames are the names that are worth listing when nothing is typed yet: those of the session and of the protocols.
func (s *Shell) startNames() []string {
	names := s.layerNames("")
	for _, v := range s.session.Vars() {
		names = append(names, v.Name)
	}
	return names
}

// goWords are words of Go and of the dialect that are worth completing.
var goWords = []string{
	"append", "break", "const", "continue", "default", "defer", "exit", "fallthrough", "false", "for", "func", "help",
	"import", "interface", "lambda", "len", "make", "map", "nil", "package", "print", "range", "return", "select", "string",
	"struct", "switch", "true", "type", "var",
}

// keywords are the names of the keyword arguments that a call accepts, with their equals sign: the fields of a protocol, or
// those of the struct that ends a function's parameters.
func (s *Shell) keywords(callee string) []string {
	if q := s.protoOf(callee); q != nil {
		names := s.fieldNames(callee)
		for i := range names {
			names[i] += "="
		}
		return names
	}
	st := s.options(callee)
	if st == nil {
		return nil
	}
	var names []string
	for i := range st.NumFields() {
		if f := st.Field(i); f.Exported() {
			names = append(names, strings.ToLower(f.Name())+"=")
		}
	}
	return names
}

// options is the struct that ends a function's parameters, nil when none does.
func (s *Shell) options(callee string) *types.Struct {
	t, err := s.session.TypeOf(s.exact(callee))
	if err != nil || t == nil {
		return nil
	}
	sig, ok := t.Underlying().(*types.Signature)
	if !ok || !sig.Variadic() {
		return nil
	}
	last := sig.Params().At(sig.Params().Len() - 1).Type().(*types.Slice)
	st, _ := last.Elem().Underlying().(*types.Struct)
	return st
}

// exact is the name in scope that a Scapy spelling stands for.
func (s *Shell) exact(name string) string {
	for _, n := range s.names() {
		if n == name {
			return name
		}
	}
	for _, n := range s.names() {
		if ast.IsExported(n) && sameName(n, name) {
			return n
		}
	}
	return name
}

// members are the exported fields and methods of a type.
func members(t types.Type) []string {
	var names []string
	ms := types.NewMethodSet(t)
	if _, isPointer := t.Underlying().(*types.Pointer); !isPointer && !types.IsInterface(t) {
		ms = types.NewMethodSet(types.NewPointer(t))
	}
	for i := range ms.Len() {
		names = append(names, ms.At(i).Obj().Name())
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if st, ok := t.Underlying().(*types.Struct); ok {
		for i := range st.NumFields() {
			names = append(names, st.Field(i).Name())
		}
	}
	var exported []string
	for _, n := range names {
		if ast.IsExported(n) {
			exported = append(exported, n)
		}
	}
	return exported
}

// prefixed are the names that begin with word, sorted.
func prefixed(names []string, word string) []string {
	var out []string
	for _, n := range names {
		if strings.HasPrefix(n, word) {
			out = append(out, n)
		}
	}
	return sorted(out)
}

// spelled are the names that begin with word, whatever its case: a Go name that is typed in small letters, as Scapy has it,
// is completed in small letters, too.
func spelled(names []string, word string) []string {
	list := prefixed(names, word)
	if word == "" || word != strings.ToLower(word) {
		return list
	}
	for _, n := range names {
		if ast.IsExported(n) && len(n) >= len(word) && strings.EqualFold(n[:len(word)], word) {
			list = append(list, strings.ToLower(n))
		}
	}
	return sorted(list)
}

// sorted sorts and drops what is there twice.
func sorted(list []string) []string {
	sort.Strings(list)
	out := list[:0]
	for i, s := range list {
		if i == 0 || s != list[i-1] {
			out = append(out, s)
		}
	}
	return out
}

func cutLast(s, sep string) (before, after string, ok bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// lastWord is the name that text ends in.
func lastWord(text string) string {
	i := len(text)
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(text[:i])
		if r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			break
		}
		i -= n
	}
	return text[i:]
}
