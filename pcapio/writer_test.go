package pcapio

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pktsh/layers/packet"
)

// names lists a folder.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

// fullDisk takes n bytes.
type fullDisk struct {
	w io.Writer
	n int
}

var errFull = errors.New("no space left")

func (d *fullDisk) Write(b []byte) (int, error) {
	if len(b) > d.n {
		n, _ := d.w.Write(b[:d.n])
		d.n = 0
		return n, errFull
	}
	d.n -= len(b)
	return d.w.Write(b)
}

// A write that fails leaves no file, or the file that was there.
func TestFullDisk(t *testing.T) {
	pkts := mustRead(t, filepath.Join(testdata, "mixed.pcap"))
	for _, old := range []string{"", "old"} {
		dir := t.TempDir()
		name := filepath.Join(dir, "out.pcap")
		if old != "" {
			if err := os.WriteFile(name, []byte(old), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		w, err := NewPcapWriter(name)
		if err != nil {
			t.Fatal(err)
		}
		w.out = &fullDisk{w.t.file, 10_000}
		if err := w.Write(pkts); err != nil {
			t.Fatal(err) // not written yet
		}
		if err := w.Close(); !errors.Is(err, errFull) || !strings.Contains(err.Error(), "out.pcap") {
			t.Errorf("Close: %v", err)
		}
		if err := w.Write(pkts); !errors.Is(err, errFull) {
			t.Errorf("Write after the failure: %v", err)
		}
		if b, _ := os.ReadFile(name); string(b) != old {
			t.Errorf("the file has %d bytes", len(b))
		}
		if got := names(t, dir); got != "" && got != "out.pcap" || got == "" && old != "" {
			t.Errorf("left: %s", got)
		}
	}
}

// A failure while appending leaves the file as it was before, or as the last Flush left it.
func TestFullDiskAppending(t *testing.T) {
	pkts := mustRead(t, filepath.Join(testdata, "mixed.pcap"))
	name := filepath.Join(t.TempDir(), "out.pcap")
	if err := Wrpcap(name, pkts[:10]); err != nil {
		t.Fatal(err)
	}
	w, err := NewPcapWriter(name, WriteOptions{Append: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Write(pkts[10]), w.Flush()); err != nil {
		t.Fatal(err)
	}
	w.out = &fullDisk{w.t.file, 1000}
	if err := errors.Join(w.Write(pkts[11:]), w.Close()); !errors.Is(err, errFull) {
		t.Fatal(err)
	}
	same(t, mustRead(t, name), pkts[:11])
}

func TestAppend(t *testing.T) {
	pkts := mustRead(t, filepath.Join(testdata, "mixed.pcap"))
	for _, file := range []string{"a.pcap", "a.pcap.gz", "a.pcap.zst", "a.pcap.lz4", "a.pcap.xz", "a.pcapng"} {
		name := filepath.Join(t.TempDir(), file)
		o := WriteOptions{Append: true, Pcapng: file == "a.pcapng"}
		for i := range pkts {
			if err := Wrpcap(name, pkts[i], o); err != nil {
				t.Fatal(err)
			}
		}
		same(t, mustRead(t, name), pkts)
	}
}

// Appending keeps byte order and clock of the file.
func TestAppendInFormatOfFile(t *testing.T) {
	for _, file := range []string{"micro_be.pcap", "nano.pcap", "nano_be.pcap"} {
		name := filepath.Join(t.TempDir(), file)
		b, err := os.ReadFile(filepath.Join(testdata, file))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, b, 0o666); err != nil {
			t.Fatal(err)
		}
		pkts := mustRead(t, name)
		if err := Wrpcap(name, pkts, WriteOptions{Append: true}); err != nil {
			t.Fatal(err)
		}
		got, _ := os.ReadFile(name)
		if want := append(b, b[pcapFileHeader:]...); !bytes.Equal(got, want) {
			t.Errorf("%s: wrote\n%x\nwant\n%x", file, got, want)
		}
	}
}

func TestWriteErrors(t *testing.T) {
	dir := t.TempDir()
	tunnel := packet.NewSource("tun0", 101)
	var slab packet.Slab
	ip := slab.Add(tunnel, frame[14:], 28, 1e9, nil)
	ether := slab.Add(packet.NewSource("eth0", 1), frame, 42, 1e9, nil)
	copyOf := func(file string) string {
		b, err := os.ReadFile(filepath.Join(testdata, file))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(t.TempDir(), file)
		if err := os.WriteFile(name, b, 0o666); err != nil {
			t.Fatal(err)
		}
		return name
	}
	cutOf := func(file string) string {
		name := copyOf(file)
		st, err := os.Stat(name)
		if err == nil {
			err = os.Truncate(name, st.Size()-5)
		}
		if err != nil {
			t.Fatal(err)
		}
		return name
	}
	add := WriteOptions{Append: true}
	tests := []struct {
		name string
		pkts any
		o    WriteOptions
		want string
	}{
		{"out.pcap", 42, WriteOptions{}, "out.pcap: packet 1: a int is neither a packet"},
		{"out.pcap", (*packet.Packet)(nil), WriteOptions{}, "packet 1: the packet is nil"},
		{"out.pcap", packet.PacketList{ether, ip}, WriteOptions{}, "packet 2: its link type is 101 and the file's is 1"},
		{"out.pcap", ether, WriteOptions{Endianness: "middle"}, `endianness: "middle"`},
		{"out.pcap", ether, WriteOptions{Linktype: 65536}, "linktype: 65536 is not between"},
		{"out.pcap", ether, WriteOptions{Linktype: "Ether"}, "linktype: a string"},
		{"out.pcap", ether, WriteOptions{Snaplen: -1}, "snaplen: -1"},
		{"out.pcap", ether, WriteOptions{Nano: true, Micro: true}, "exclude"},
		{"out.pcap.bz2", ether, WriteOptions{}, "bzip2 compression cannot be written"},
		{"no/such/out.pcap", ether, WriteOptions{}, "no such file"},
		{".", ether, WriteOptions{}, "is a directory"},
		{copyOf("micro.pcap"), ip, add, "its link type is 101 and the file's is 1"},
		{copyOf("micro.pcap"), ip, WriteOptions{Append: true, Linktype: 101}, "its link type is 1, not 101"},
		{copyOf("micro.pcap"), ip, WriteOptions{Append: true, Pcapng: true}, "it is a pcap file"},
		{copyOf("micro.pcap"), ether, WriteOptions{Append: true, Nano: true}, "its clock counts microseconds"},
		{copyOf("nano.pcap"), ether, WriteOptions{Append: true, Micro: true}, "its clock counts nanoseconds"},
		{copyOf("micro.pcap"), ether, WriteOptions{Append: true, Endianness: "big"}, "its byte order is not"},
		{cutOf("micro.pcap"), ether, add, "cannot append: the file is cut short within a packet"},
		{copyOf("cut.pcapng"), ether, WriteOptions{Append: true, Pcapng: true}, "cannot append: the file is cut short within a block"},
		{copyOf("version2_2.pcap"), ether, add, "an old variant"},
		{copyOf("kuznetzov.pcap"), ether, add, "an old variant"},
	}
	for _, test := range tests {
		name := test.name
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		before, _ := os.ReadFile(name)
		err := Wrpcap(name, test.pkts, test.o)
		if err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s %+v: %v, want %q", test.name, test.o, err, test.want)
		}
		if after, _ := os.ReadFile(name); !bytes.Equal(before, after) {
			t.Errorf("%s %+v: the file is changed", test.name, test.o)
		}
	}
	if got := names(t, dir); got != "" {
		t.Errorf("left: %s", got)
	}
}

// One packet that cannot be written does not cost the others.
func TestWriterGoesOn(t *testing.T) {
	pkts := mustRead(t, filepath.Join(testdata, "mixed.pcap"))
	name := filepath.Join(t.TempDir(), "out.pcap")
	w, err := NewPcapWriter(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(pkts[0]); err != nil {
		t.Fatal(err)
	}
	if err := w.Write("text"); err == nil {
		t.Error("text is written")
	}
	if err := w.Write(pkts[1], pkts[2:4], []*packet.Packet(pkts[4:6])); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Close(), w.Close()); err != nil {
		t.Fatal(err)
	}
	if err := w.Write(pkts[0]); !errors.Is(err, errClosed) {
		t.Errorf("Write after Close: %v", err)
	}
	same(t, mustRead(t, name), pkts[:6])
}

func TestBytesAndEmptyLists(t *testing.T) {
	warnings := collectWarnings(t)
	name := filepath.Join(t.TempDir(), "out.pcap")
	if err := Wrpcap(name, [][]byte{frame, frame[:20]}); err != nil {
		t.Fatal(err)
	}
	if len(*warnings) != 1 || !strings.Contains((*warnings)[0], "as Ethernet") {
		t.Errorf("warnings %q", *warnings)
	}
	if pkts := mustRead(t, name); len(pkts) != 2 || !bytes.Equal(pkts[1].Build(), frame[:20]) || pkts[0].Source().Link != 1 {
		t.Errorf("read %v", pkts)
	}
	for _, o := range []WriteOptions{{}, {Linktype: 0}, {Pcapng: true}, {Pcapng: true, Linktype: 113}} {
		if err := Wrpcap(name, packet.PacketList{}, o); err != nil {
			t.Fatal(err)
		}
		if pkts := mustRead(t, name); len(pkts) != 0 {
			t.Errorf("%+v: %d packets", o, len(pkts))
		}
	}
}

func TestSnaplen(t *testing.T) {
	name := filepath.Join(t.TempDir(), "out.pcap")
	pkts := mustRead(t, filepath.Join(testdata, "micro.pcap"))
	for _, ng := range []bool{false, true} {
		if err := Wrpcap(name, pkts, WriteOptions{Snaplen: 20, Pcapng: ng}); err != nil {
			t.Fatal(err)
		}
		for i, p := range mustRead(t, name) {
			if p.Len() != 20 || p.WireLen() != pkts[i].WireLen() {
				t.Errorf("packet %d: %d of %d bytes", i, p.Len(), p.WireLen())
			}
		}
	}
}

// With Sync, and after Flush, a file can be read while it is written.
func TestReadWhileWriting(t *testing.T) {
	collectWarnings(t)
	pkts := mustRead(t, filepath.Join(testdata, "mixed.pcap"))
	for _, file := range []string{"out.pcap", "out.pcap.gz", "out.pcap.zst", "out.pcap.lz4", "out.pcapng"} {
		name := filepath.Join(t.TempDir(), file)
		w, err := NewPcapWriter(name, WriteOptions{Sync: true, Pcapng: file == "out.pcapng"})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 5 {
			if err := w.Write(pkts[i]); err != nil {
				t.Fatal(err)
			}
			same(t, mustRead(t, name), pkts[:i+1])
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		same(t, mustRead(t, name), pkts[:5])
	}
}

// A link is not replaced by the file, and the file keeps its mode.
func TestWriteThroughLink(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "file.pcap"), filepath.Join(dir, "link.pcap")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(file, link); err != nil {
		t.Skip(err)
	}
	if err := Wrpcap(link, mustRead(t, filepath.Join(testdata, "micro.pcap"))); err != nil {
		t.Fatal(err)
	}
	if st, err := os.Lstat(link); err != nil || st.Mode().Type() != os.ModeSymlink {
		t.Errorf("the link is %v, %v", st.Mode(), err)
	}
	if st, err := os.Stat(file); err != nil || st.Mode().Perm() != 0o600 || st.Size() == 0 {
		t.Errorf("the file is %v of %d bytes, %v", st.Mode(), st.Size(), err)
	}
}
