package pcapio

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// records reads the records of a file in memory, as a list and as a stream do. Size is -1 for a stream.
func records(t *testing.T, r io.Reader, size int64, file []byte) (n int) {
	t.Helper()
	w := newWindow(r, size)
	b, err := w.peek(8)
	if err != nil && err != io.EOF {
		t.Fatal(err)
	}
	f, err := openFormat(w, b, ReadOptions{}, func(int64, string, ...any) {})
	if err != nil {
		return 0
	}
	var rec record
	for f.next(&rec) == nil {
		if rec.off < 0 || rec.off+int64(len(rec.data)) > int64(len(file)) || !bytes.Equal(file[rec.off:rec.off+int64(len(rec.data))], rec.data) {
			t.Fatalf("record %d is not the %d bytes at %d", n, len(rec.data), rec.off)
		}
		if n++; n > len(file) {
			t.Fatal("more packets than bytes")
		}
	}
	if most := max(windowSize, 2*len(file)); len(w.buf) > most {
		t.Fatalf("a buffer of %d bytes for a file of %d", len(w.buf), len(file))
	}
	return n
}

// both checks that a file gives the same packets however it is read.
func both(t *testing.T, file []byte) {
	t.Helper()
	n := records(t, bytes.NewReader(file), int64(len(file)), file)
	if m := records(t, bytes.NewReader(file), -1, file); m != n {
		t.Fatalf("%d packets from a file, %d from a stream", n, m)
	}
}

// Every file cut at every byte gives no more packets than before, and never panics.
func TestCutEverywhere(t *testing.T) {
	for name, b := range testFiles(t) {
		before := 0
		for i := range b {
			both(t, b[:i])
			n := records(t, bytes.NewReader(b[:i]), int64(i), b[:i])
			if n < before {
				t.Errorf("%s: %d packets in %d bytes, %d in one less", name, n, i, before)
			}
			before = n
		}
	}
}

// A pipe that gives a byte at a time gives the same packets.
func TestSlowStream(t *testing.T) {
	for name, b := range testFiles(t) {
		want := records(t, bytes.NewReader(b), int64(len(b)), b)
		if got := records(t, iotest.OneByteReader(bytes.NewReader(b)), -1, b); got != want {
			t.Errorf("%s: %d packets, want %d", name, got, want)
		}
	}
}

// A cut compressed file gives the packets before the cut.
func TestCutCompressed(t *testing.T) {
	warnings := collectWarnings(t)
	mixed, err := os.ReadFile(filepath.Join(testdata, "mixed.pcap"))
	if err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{".gz", ".zst"} {
		z := compressed(t, suffix, mixed)
		name := filepath.Join(t.TempDir(), "cut.pcap"+suffix)
		if err := os.WriteFile(name, z[:len(z)-9], 0o666); err != nil {
			t.Fatal(err)
		}
		*warnings = nil
		pkts, err := Rdpcap(name)
		if err != nil {
			t.Fatal(err)
		}
		if suffix == ".gz" && len(pkts) < 50 {
			t.Errorf("%s: %d packets", suffix, len(pkts))
		}
		if len(*warnings) != 1 || !strings.Contains((*warnings)[0], "cut short") {
			t.Errorf("%s: warnings %q", suffix, *warnings)
		}
	}
}

func FuzzPcap(f *testing.F) {
	seeds(f, ".pcap")
	f.Fuzz(both)
}

func FuzzPcapng(f *testing.F) {
	seeds(f, ".pcapng")
	f.Fuzz(both)
}

// FuzzRewrite reads what it can of any file and writes it in both formats: what was written reads the same.
func FuzzRewrite(f *testing.F) {
	seeds(f, ".pcap")
	seeds(f, ".pcapng")
	Warn = func(string) {}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, b []byte) {
		in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
		if err := os.WriteFile(in, b, 0o666); err != nil {
			t.Fatal(err)
		}
		pkts, err := Rdpcap(in)
		if err != nil || len(pkts) == 0 {
			return
		}
		if err := Wrpcapng(out, pkts); err != nil {
			return // a time before 1970
		}
		got := mustRead(t, out)
		if len(got) != len(pkts) {
			t.Fatalf("%d packets, wrote %d", len(got), len(pkts))
		}
		for i, p := range got {
			if !bytes.Equal(p.Build(), pkts[i].Build()) || !p.Time().Equal(pkts[i].Time()) {
				t.Fatalf("packet %d: %x, wrote %x", i, p.Build(), pkts[i].Build())
			}
		}
	})
}

func seeds(f *testing.F, suffix string) {
	for name, b := range testFiles(f) {
		if filepath.Ext(name) == suffix {
			f.Add(b)
		}
	}
}
