package layers_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pktsh/layers/packet"
	"pktsh/pcapio"
)

// TestCorpus reads all capture files under the folder that PKTSH_CAPTURES names,
// testdata/captures when it is not set, and holds every packet to what is
// promised of all: it can be printed, and it is rebuilt as it was, also when its
// fields are set to what they are.
func TestCorpus(t *testing.T) {
	dir := os.Getenv("PKTSH_CAPTURES")
	if dir == "" {
		dir = filepath.Join("..", "testdata", "captures")
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		packets, err := pcapio.Rdpcap(name)
		if err != nil {
			t.Logf("%s: %v", name, err)
		}
		for i, p := range packets[:min(len(packets), 500)] {
			if problem := hold(p); problem != "" {
				t.Errorf("%s, packet %d: %s\n%x\n%s", strings.TrimPrefix(name, dir), i, problem, p.Build(), p.Summary())
			}
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// hold returns what is wrong with a captured packet.
func hold(p *packet.Packet) (problem string) {
	at := "printing"
	defer func() {
		if r := recover(); r != nil {
			problem = at + ": panic: " + packet.Repr(r)
			if err, ok := r.(error); ok {
				problem = at + ": panic: " + err.Error()
			}
		}
	}()
	b := p.Build()
	p.Summary()
	p.ShowText()
	p.Repr()
	p.Show2Text()
	packet.LsText(p)
	if !bytes.Equal(p.Build(), b) {
		return "printing changes it"
	}
	q := p.Copy()
	for n := q; n != nil; n = n.Payload() {
		if n.Proto().Foreign() {
			continue
		}
		for _, f := range n.Proto().Fields() {
			at = "setting " + n.Proto().Name() + "." + f.Name()
			v := n.Get(f.Name())
			if v == nil || f.Kind() >= packet.KindRecords { // lists are written anew, without what is wrong in them
				continue
			}
			if err := n.Set(f.Name(), v); err != nil {
				return at + " to what it is: " + err.Error()
			}
			if got := q.Build(); !bytes.Equal(got, b) {
				return at + " to what it is changes it to " + packet.Repr(got)
			}
		}
	}
	at = "printing the edited packet"
	q.ShowText()
	q.Summary()
	return ""
}
