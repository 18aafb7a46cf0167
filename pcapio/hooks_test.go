package pcapio

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// bigFile makes a file of several windows.
func bigFile(t *testing.T) (name string, packets int) {
	t.Helper()
	mixed := mustRead(t, filepath.Join(testdata, "mixed.pcap"))
	name = filepath.Join(t.TempDir(), "big.pcap")
	w, err := NewPcapWriter(name)
	if err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if err := w.Write(mixed); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return name, 100 * len(mixed)
}

// A stopped reading returns what it has, and says so.
func TestStop(t *testing.T) {
	name, all := bigFile(t)
	ctx, cancel := context.WithCancel(context.Background())
	reads := 0
	tests := map[string]func() (ReadOptions, func() bool){
		"context": func() (ReadOptions, func() bool) {
			return ReadOptions{Context: ctx}, func() bool {
				if reads++; reads == 3 {
					cancel()
				}
				return false
			}
		},
		"Interrupted": func() (ReadOptions, func() bool) {
			return ReadOptions{}, func() bool { reads++; return reads == 3 }
		},
	}
	for what, test := range tests {
		warnings := collectWarnings(t)
		reads = 0
		var o ReadOptions
		o, Interrupted = test()
		pkts, err := Rdpcap(name, o)
		Interrupted = nil
		if err != nil {
			t.Fatal(err)
		}
		if len(pkts) == 0 || len(pkts) >= all {
			t.Errorf("%s: %d of %d packets", what, len(pkts), all)
		}
		if len(*warnings) != 1 || !strings.Contains((*warnings)[0], "stopped after") {
			t.Errorf("%s: warnings %q", what, *warnings)
		}
	}
}

// asStdin makes r standard input during a test.
func asStdin(t *testing.T, r *os.File) {
	before := os.Stdin
	os.Stdin = r
	t.Cleanup(func() { os.Stdin = before })
}

func TestStdin(t *testing.T) {
	for _, file := range []string{"micro.pcap", "micro.pcap.gz", "all.pcapng"} {
		want := mustRead(t, filepath.Join(testdata, file))
		f, err := os.Open(filepath.Join(testdata, file))
		if err != nil {
			t.Fatal(err)
		}
		asStdin(t, f)
		same(t, mustRead(t, "-"), want)
		f.Close()

		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		b, _ := os.ReadFile(filepath.Join(testdata, file))
		go func() {
			w.Write(b)
			w.Close()
		}()
		asStdin(t, r)
		Interrupted = func() bool { return false }
		same(t, mustRead(t, "-"), want)
		Interrupted = nil
		r.Close()
	}
}

// Packets of a pipe are seen when they come, and waiting for the next can be stopped.
func TestPipe(t *testing.T) {
	collectWarnings(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	defer r.Close()
	asStdin(t, r)
	b, _ := os.ReadFile(filepath.Join(testdata, "micro.pcap"))
	go w.Write(b[:24+16+42])
	ctx, cancel := context.WithCancel(context.Background())
	in, err := NewPcapReader("-", ReadOptions{Context: ctx})
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	if p, err := in.Next(); err != nil || p.Len() != 42 {
		t.Fatalf("first packet: %v, %v", p, err)
	}
	start := time.Now()
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := in.Next(); err != io.EOF || in.Err() != errStopped {
		t.Errorf("stopped: %v, %v", err, in.Err())
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("stopped after %v", d)
	}
}

func TestProgress(t *testing.T) {
	var out bytes.Buffer
	Progress = &out
	defer func() { Progress = nil }()
	k := newTicker("a.pcap")
	k.tick(10, 1<<20, 1<<22)
	if out.Len() > 0 {
		t.Errorf("at once: %q", out.String())
	}
	k.started = k.started.Add(-2 * progressAfter)
	k.tick(10, 1<<20, 1<<22)
	k.tick(11, 1<<20, 1<<22)
	k.clear()
	if want := "\ra.pcap: 10 packets, 1 MB (25%)\r" + strings.Repeat(" ", 30) + "\r"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}
}

// Options of packets that were streamed do not stay behind.
func TestStreamForgets(t *testing.T) {
	name := filepath.Join(t.TempDir(), "many.pcapng")
	b := append(ngSection(little), ngInterface(little, 1)...)
	for range 3 * sourceRenewal {
		b = append(b, ngPacket(little, 0, 1, frame, ngOption(little, optComment, []byte("same")), ngEnd)...)
	}
	if err := os.WriteFile(name, b, 0o666); err != nil {
		t.Fatal(err)
	}
	r, err := NewPcapReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	sources := map[any]bool{}
	for p := range r.All() {
		if p.Comment() != "same" {
			t.Fatalf("comment %q", p.Comment())
		}
		sources[p.Source()] = true
	}
	if len(sources) != 3 {
		t.Errorf("%d sources", len(sources))
	}
}
