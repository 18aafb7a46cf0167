package layers

import (
	"bytes"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pktsh/layers/packet"
)

var update = flag.Bool("update", false, "write the golden files anew")

// own are the protocols of this package, without those that gopacket decodes.
func own() []*packet.Proto {
	var list []*packet.Proto
	for _, p := range packet.Protos() {
		if !p.Foreign() {
			list = append(list, p)
		}
	}
	return list
}

// TestProtos holds every protocol to what all of them promise.
func TestProtos(t *testing.T) {
	for _, p := range own() {
		t.Run(p.Name(), func(t *testing.T) {
			plain := p.New().Build()
			t.Run("default", func(t *testing.T) { readsBack(t, p, plain) })
			t.Run("filled", func(t *testing.T) { readsBack(t, p, filled(p).Build()) })
			t.Run("prefixes", func(t *testing.T) {
				for _, b := range [][]byte{plain, filled(p).Build(), packet.Stack(p.New(), payload).Build(), ones(len(plain) + 8)} {
					for n := 0; n <= len(b); n += 1 + n/200 {
						safe(t, p, b[:n])
					}
				}
			})
			t.Run("ls", func(t *testing.T) { golden(t, filepath.Join("ls", p.Name()+".txt"), packet.LsText(p)) })
		})
	}
}

var payload = bytes.Repeat([]byte{0xa5, 0x5a, 0x01}, 20)

func ones(n int) []byte { return bytes.Repeat([]byte{0xff}, n) }

// filled is a packet of p with a value of its own in every field that takes one.
func filled(p *packet.Proto) *packet.Packet {
	q := p.New()
	for _, f := range p.Fields() {
		if f.Automatic() {
			continue
		}
		for _, x := range []any{3, "192.0.2.1", "2001:db8::1", "02:00:00:00:00:01", 1, "text"} {
			if q.Set(f.Name(), x) == nil {
				break
			}
		}
	}
	return q
}

// readsBack checks that b, which was built, is read as p and rebuilt to itself,
// unedited, and edited without a change.
func readsBack(t *testing.T, p *packet.Proto, b []byte) {
	t.Helper()
	q := p.Dissect(b)
	if got := q.Build(); !bytes.Equal(got, b) {
		t.Errorf("built %x, read and rebuilt %x", b, got)
	}
	safe(t, p, b)
	q = p.Dissect(b)
	for _, f := range q.Proto().Fields() {
		if f.Kind() != packet.KindInt {
			continue
		}
		v, ok := q.Get(f.Name()).(int)
		if !ok {
			continue
		}
		if err := q.Set(f.Name(), v); err != nil {
			t.Errorf("set %s to its own value %v: %v", f.Name(), v, err)
		}
	}
	if got := q.Build(); !bytes.Equal(got, b) {
		t.Errorf("built %x, and with its numbers set to what they are %x", b, got)
	}
}

// safe does with b, read as p, what a user may do, and checks that it is still b.
func safe(t *testing.T, p *packet.Proto, b []byte) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Errorf("%s of %x: %v", p.Name(), b, r)
			panic(r)
		}
	}()
	q := p.Dissect(b)
	q.Summary()
	q.ShowText()
	q.Repr()
	packet.LsText(q)
	for _, layer := range q.Layers() {
		q.HasLayer(layer)
	}
	if len(b) == 0 {
		return
	}
	last := q.LastLayer()
	last.ShowText()
	if got := q.Build(); !bytes.Equal(got, b) {
		t.Errorf("%s of %x is rebuilt as %x", p.Name(), b, got)
	}
	q = q.Copy()
	q.AddPayload("more")
	q.Build()
	q.Summary()
	q.ShowText()
	q.Show2Text()
}

// golden compares text with the file of that name in testdata/golden.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("..", "testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (go test -run TestProtos -update writes it)", err)
	}
	if text != string(want) {
		t.Errorf("%s is\n%s\nthe golden has\n%s", name, text, want)
	}
}

// TestDocs: every protocol variable says what it is and where it is specified.
func TestDocs(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	for _, name := range files {
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.VAR {
				documented(t, g)
			}
		}
	}
}

var specs = []string{"RFC ", "IEEE ", "LINKTYPE_", "IANA", "ISO ", "ITU"}

func documented(t *testing.T, g *ast.GenDecl) {
	for _, s := range g.Specs {
		v := s.(*ast.ValueSpec)
		if !v.Names[0].IsExported() || packet.Lookup(v.Names[0].Name) == nil {
			continue
		}
		doc := v.Doc
		if doc == nil {
			doc = g.Doc
		}
		text := doc.Text()
		known := false
		for _, s := range specs {
			known = known || strings.Contains(text, s)
		}
		if !strings.HasPrefix(text, v.Names[0].Name+" ") || !known {
			t.Errorf("the comment of %s begins with another name or does not say where the protocol is specified: %q", v.Names[0].Name, text)
		}
	}
}
