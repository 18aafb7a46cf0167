package dialect

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"sort"
	"strings"
	"sync"
	"testing"

	"pktsh/layers/packet"
)

// init defines the protocols of the tests, with the fields that the rules must tell apart.
func init() {
	packet.Define("Ether", packet.MAC("dst"), packet.MAC("src"), packet.X16("type"))
	packet.Define("IP", packet.Bits("version", 4), packet.Bits("ihl", 4), packet.U8("ttl"), packet.U16("len"), packet.U16("id"),
		packet.FlagBits("flags", 8, "MF", "DF"), packet.U8("proto"), packet.X16("chksum"), packet.IP4("src"), packet.IP4("dst"))
	packet.Define("TCP", packet.U16("sport"), packet.U16("dport"), packet.U32("seq"), packet.FlagBits("flags", 8, "F", "S", "R", "P", "A"),
		packet.X16("chksum"), packet.Data("options"))
	packet.Define("UDP", packet.U16("sport"), packet.U16("dport"), packet.U16("len"), packet.X16("chksum"))
	packet.Define("ICMP", packet.U8("type"), packet.U8("code"), packet.U16("id"), packet.U16("seq"))
	packet.Define("ARP", packet.U16("op"), packet.MAC("hwsrc"), packet.IP4("psrc"), packet.IP4("pdst"))
	testQR := packet.Define("DNSQR", packet.DNSName("qname"), packet.U16("qtype"))
	packet.Define("DNS", packet.U16("id"), packet.U8("rd"), packet.Records("qd", testQR), packet.Records("an", testQR))
	packet.Define("VXLAN", packet.Data("flags"), packet.U24("vni"))
}

// sources are stand-ins for the packages of pktsh: what the rules see of them is their types.
var sources = map[string]string{
	packetPath: `package packet
import ("time"; "iter")
type Proto struct{ n string }
func (p *Proto) New(pairs ...any) *Packet { return nil }
func (p *Proto) Dissect(b []byte) *Packet { return nil }
func (p *Proto) Name() string { return "" }
func (p *Proto) Titled(title string) *Proto { return p }
type Layer struct { n int }
func (l Layer) Int(name string) int { return 0 }
func (l Layer) Bytes(name string) []byte { return nil }
func (l Layer) Str(name string) string { return "" }
type Auto struct { n int }
func Unset() *Auto { return nil }
func LenOf(field string) *Auto { return nil }
func CountOf(field string) *Auto { return nil }
func LenPayload() *Auto { return nil }
func (a *Auto) Plus(n int) *Auto { return a }
func (a *Auto) Unit(n int) *Auto { return a }
type Enum struct { n int }
func Names(m map[uint64]string) *Enum { return nil }
type Field struct { n int }
func (f *Field) Default(x any) *Field { return f }
func (f *Field) Enum(e *Enum) *Field { return f }
func (f *Field) Auto(a *Auto) *Field { return f }
func (f *Field) Len(n func(Layer) int) *Field { return f }
func (f *Field) When(c func(Layer) bool) *Field { return f }
func (f *Field) Hex() *Field { return f }
func (f *Field) LE() *Field { return f }
func (f *Field) Name() string { return "" }
func U8(name string) *Field { return nil }
func U16(name string) *Field { return nil }
func U24(name string) *Field { return nil }
func U32(name string) *Field { return nil }
func U64(name string) *Field { return nil }
func X8(name string) *Field { return nil }
func X16(name string) *Field { return nil }
func LE16(name string) *Field { return nil }
func LE32(name string) *Field { return nil }
func I8(name string) *Field { return nil }
func Data(name string) *Field { return nil }
func CText(name string) *Field { return nil }
func FixedData(name string, n int) *Field { return nil }
func IP4(name string) *Field { return nil }
func IP6(name string) *Field { return nil }
func MAC(name string) *Field { return nil }
func DNSName(name string) *Field { return nil }
func Bits(name string, n int) *Field { return nil }
func FlagBits(name string, n int, names ...string) *Field { return nil }
func Records(name string, elem *Proto) *Field { return nil }
func Record(name string, elem *Proto) *Field { return nil }
func ListOf(name string, elem *Field) *Field { return nil }
func Define(name string, fields ...*Field) *Proto { return nil }
func Bind(lower, upper *Proto, pairs ...any) {}
func BindUp(lower, upper *Proto, pairs ...any) {}
func BindDown(lower, upper *Proto, pairs ...any) {}
func Unbind(lower, upper *Proto, pairs ...any) {}
type Packet struct { n int }
type Tuple []any
type Random interface{ Draw() any }
func RandShort() Random { return nil }
type Network struct{ F, L string }
func (n Network) Addrs() []string { return nil }
func Net(spec ...string) Network { return Network{} }
type FlagValue struct { n int }
func (f FlagValue) Int() int { return 0 }
func (f FlagValue) Is(x any) bool { return false }
func (f FlagValue) Has(x any) bool { return false }
func (f FlagValue) With(x any) FlagValue { return f }
func (f FlagValue) Without(x any) FlagValue { return f }
func (f FlagValue) And(x any) FlagValue { return f }
func (f FlagValue) String() string { return "" }
func Stack(parts ...any) *Packet { return nil }
func (p *Packet) Layer(which any, nth ...int) *Packet { return nil }
func (p *Packet) HasLayer(which any) bool { return false }
func (p *Packet) Get(name string) any { return nil }
func (p *Packet) Int(name string) int { return 0 }
func (p *Packet) Str(name string) string { return "" }
func (p *Packet) Bytes(name string) []byte { return nil }
func (p *Packet) Flags(name string) FlagValue { return FlagValue{} }
func (p *Packet) List(name string) PacketList { return nil }
func (p *Packet) Options(name string) []Tuple { return nil }
func (p *Packet) Set(pairs ...any) error { return nil }
func (p *Packet) Del(names ...string) error { return nil }
func (p *Packet) Build() []byte { return nil }
func (p *Packet) Len() int { return 0 }
func (p *Packet) Copy() *Packet { return nil }
func (p *Packet) Proto() *Proto { return nil }
func (p *Packet) Payload() *Packet { return nil }
func (p *Packet) SetPayload(x any) {}
func (p *Packet) AddPayload(x any) {}
func (p *Packet) RemovePayload() {}
func (p *Packet) Layers() []*Proto { return nil }
func (p *Packet) LastLayer() *Packet { return nil }
func (p *Packet) Show() {}
func (p *Packet) ShowText() string { return "" }
func (p *Packet) Summary() string { return "" }
func (p *Packet) Sprintf(format string) string { return "" }
func (p *Packet) String() string { return "" }
func (p *Packet) Hexdump() {}
func (p *Packet) All() iter.Seq[*Packet] { return nil }
func (p *Packet) Expand() PacketList { return nil }
func (p *Packet) Epoch() float64 { return 0 }
func (p *Packet) Find(which any, pairs ...any) *Packet { return nil }
func (p *Packet) Answers(request *Packet) bool { return false }
func (p *Packet) Values() map[string]any { return nil }
func (p *Proto) Defaults() map[string]any { return nil }
func (p *Proto) Field(name string) *Field { return nil }
func Less(a, b any) bool { return false }
func (l PacketList) Replace(field string, values ...any) (PacketList, error) { return nil, nil }
func (l PacketList) MakeTable(f func(*Packet) Tuple) {}
func (p *Proto) Fields() []*Field { return nil }
func Wire(p *Packet) []byte { return nil }
func CorruptBytes(x any, n ...int) []byte { return nil }
func Mac2Str(addr string) ([]byte, error) { return nil, nil }
func (p *Packet) Time() time.Time { return time.Time{} }
func (p *Packet) SetTime(t time.Time) {}
func Hexdump(x any) {}
func HexdumpText(x any) string { return "" }
func Ls(x ...any) {}
func Repr(v any) string { return "" }
type PacketList []*Packet
type SummaryOptions struct { Prn func(*Packet) any; Lfilter func(*Packet) bool }
func (l PacketList) Summary(o ...SummaryOptions) {}
func (l PacketList) NSummary(o ...SummaryOptions) {}
func (l PacketList) Filter(f func(*Packet) bool) PacketList { return nil }
func (l PacketList) With(which any) PacketList { return nil }
func (l PacketList) Plus(m PacketList) PacketList { return nil }
func (l PacketList) Sessions() map[string]PacketList { return nil }
func (l PacketList) String() string { return "" }
`,
	"pktsh/layers": `package layers
import "pktsh/layers/packet"
var Ether, IP, TCP, UDP, ICMP, ARP, Raw, DNS, DNSQR, VXLAN *packet.Proto
`,
	"pktsh/sniff": `package sniff
import ("pktsh/layers/packet"; "time")
type ReadOptions struct { Count int }
func Rdpcap(name string, opts ...ReadOptions) (packet.PacketList, error) { return nil, nil }
type WriteOptions struct { Append bool; Gz bool }
func Wrpcap(name string, pkts any, opts ...WriteOptions) error { return nil }
type PcapReader struct { n int }
func NewPcapReader(name string) (*PcapReader, error) { return nil, nil }
func (r *PcapReader) All() func(func(*packet.Packet) bool) { return nil }
type SniffOptions struct {
	Iface []string; Filter string; Count int; Timeout time.Duration; Store bool; Verbose *bool
	Prn func(*packet.Packet) any; LFilter func(*packet.Packet) bool; StopFilter func(*packet.Packet) bool; Offline any
}
func Sniff(opts ...SniffOptions) (packet.PacketList, error) { return nil, nil }
type Iface struct { Name string }
type RouteOptions struct { Net, Host, GW string }
type Table struct { n int }
func (t *Table) Add(opts ...RouteOptions) error { return nil }
type Config struct { Route *Table; Verb int; Padding bool; ArpTimeout time.Duration; CheckIPaddr bool }
func (c *Config) Iface() *Iface { return nil }
func (c *Config) SetIface(x any) error { return nil }
func (c *Config) Theme() int { return 0 }
func (c *Config) SetTheme(n int) {}
func GetIfAddr(x any) (string, error) { return "", nil }
var Conf *Config
type Pair struct { Sent, Received *packet.Packet }
type Results []Pair
type PairOptions struct { Prn func(s, r *packet.Packet) any; Lfilter func(s, r *packet.Packet) bool }
func (r Results) Summary(o ...PairOptions) {}
type SendOptions struct { Timeout time.Duration; Verbose *bool; Retry int; Inter time.Duration; Count int }
func Sr(p any, opts ...SendOptions) (Results, packet.PacketList, error) { return nil, nil, nil }
func Sr1(p any, opts ...SendOptions) (*packet.Packet, error) { return nil, nil }
func Send(p any, opts ...SendOptions) error { return nil }
`,
}

var testPackages = sync.OnceValue(func() map[string]*types.Package {
	std := importer.ForCompiler(token.NewFileSet(), "source", nil)
	done := map[string]*types.Package{}
	var load func(path string) (*types.Package, error)
	load = func(path string) (*types.Package, error) {
		src, ok := sources[path]
		if !ok {
			return std.Import(path)
		}
		if p := done[path]; p != nil {
			return p, nil
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, path, src, 0)
		if err != nil {
			return nil, err
		}
		p, err := (&types.Config{Importer: importFunc(load)}).Check(path, fset, []*ast.File{f}, nil)
		done[path] = p
		return p, err
	}
	for path := range sources {
		if _, err := load(path); err != nil {
			panic(err)
		}
	}
	for _, path := range []string{"fmt", "time", "strings", "bytes", "sort", "strconv", "encoding/hex", "slices", "maps", "math", "encoding/binary", "regexp", "math/rand", "os"} {
		p, err := std.Import(path)
		if err != nil {
			panic(err)
		}
		done[path] = p
	}
	return done
})

type importFunc func(string) (*types.Package, error)

func (f importFunc) Import(path string) (*types.Package, error) { return f(path) }

// A session is a Scope over the stand-in packages, with variables that stay from entry to entry.
type session struct {
	fset *token.FileSet
	vars map[string]types.Type
	last *Checked
}

func newSession() *session {
	return &session{fset: token.NewFileSet(), vars: map[string]types.Type{}}
}

func (s *session) Check(e *Entry) *Checked {
	pkg := types.NewPackage("main", "main")
	for name, t := range s.vars {
		pkg.Scope().Insert(types.NewVar(token.NoPos, pkg, name, t))
	}
	for path, p := range testPackages() {
		if !strings.HasPrefix(path, "pktsh/") {
			if pkg.Scope().Lookup(p.Name()) == nil {
				pkg.Scope().Insert(types.NewPkgName(token.NoPos, pkg, p.Name(), p))
			}
			continue
		}
		for _, name := range p.Scope().Names() {
			if o := p.Scope().Lookup(name); o.Exported() && pkg.Scope().Lookup(name) == nil {
				pkg.Scope().Insert(o)
			}
		}
	}
	file := &ast.File{Name: ast.NewIdent("main")}
	body := &ast.BlockStmt{}
	for _, n := range e.Nodes {
		switch n := n.(type) {
		case *ast.FuncDecl:
			file.Decls = append(file.Decls, n)
		case *ast.GenDecl:
			if n.Tok == token.IMPORT {
				continue
			}
			body.List = append(body.List, &ast.DeclStmt{Decl: n})
		case ast.Stmt:
			body.List = append(body.List, n)
		}
	}
	file.Decls = append(file.Decls, &ast.FuncDecl{Name: ast.NewIdent("_"), Type: &ast.FuncType{Params: &ast.FieldList{}}, Body: body})
	c := &Checked{Pkg: pkg, Info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{},
		Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
	}}
	conf := types.Config{Importer: importFunc(func(path string) (*types.Package, error) { return testPackages()[path], nil }),
		Error: func(err error) {
			if err := err.(types.Error); !strings.Contains(err.Msg, "is not used") {
				c.Errors = append(c.Errors, err)
			}
		}}
	types.NewChecker(&conf, s.fset, pkg, c.Info).Files([]*ast.File{file})
	s.last = c
	return c
}

func (s *session) Names() []string {
	var names []string
	for name := range s.vars {
		names = append(names, name)
	}
	for path, p := range testPackages() {
		if strings.HasPrefix(path, "pktsh/") {
			for _, name := range p.Scope().Names() {
				if ast.IsExported(name) {
					names = append(names, name)
				}
			}
		} else {
			names = append(names, p.Name())
		}
	}
	sort.Strings(names)
	return names
}

func (s *session) Proto(x ast.Expr) *packet.Proto {
	if id, ok := x.(*ast.Ident); ok && s.vars[id.Name] == nil {
		return packet.Lookup(id.Name)
	}
	return nil
}

// enter runs one entry through the package and keeps what it defines.
func (s *session) enter(src string) (string, error) {
	e, err := Parse(s.fset, src)
	if err != nil {
		return "", err
	}
	if err := Rewrite(e, s); err != nil {
		return "", err
	}
	s.Check(e)
	for _, n := range e.Nodes {
		if a, ok := n.(*ast.AssignStmt); ok && a.Tok == token.DEFINE {
			for _, l := range a.Lhs {
				if id, ok := l.(*ast.Ident); ok && s.last.Info.Defs[id] != nil && id.Name != "err" {
					s.vars[id.Name] = s.last.Info.Defs[id].Type()
				}
			}
		}
	}
	return e.Go(), nil
}

// start is a session with the variables most tests need.
func start(t *testing.T) *session {
	t.Helper()
	s := newSession()
	for _, src := range []string{
		`p := Stack(IP.New(), TCP.New())`, `pkts := PacketList{p}`, `n := 3`, `f := 1.5`, `s := "text"`, `b := []byte("x")`,
		`m := map[string]int{"a": 1}`, `xs := []int{1, 2}`, `ans := Results{}`,
	} {
		if got, err := s.enter(src); err != nil || got != src {
			t.Fatalf("%s: %s %v", src, got, err)
		}
	}
	return s
}
