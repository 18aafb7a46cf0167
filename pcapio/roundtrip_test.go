package pcapio

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pktsh/layers/packet"
)

// same compares what files hold of packets.
func same(t *testing.T, got, want packet.PacketList) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d packets, want %d", len(got), len(want))
	}
	for i, p := range got {
		q := want[i]
		if !p.Time().Equal(q.Time()) || p.WireLen() != q.WireLen() || p.Comment() != q.Comment() || !bytes.Equal(p.Build(), q.Build()) {
			t.Errorf("packet %d is %v %d %q %x, want %v %d %q %x", i,
				p.Time(), p.WireLen(), p.Comment(), p.Build(), q.Time(), q.WireLen(), q.Comment(), q.Build())
		}
	}
}

func mustRead(t testing.TB, name string) packet.PacketList {
	t.Helper()
	pkts, err := Rdpcap(name)
	if err != nil {
		t.Fatal(err)
	}
	return pkts
}

// What is read from a file of the present format and written again is the same file.
func TestRewriteIsIdentical(t *testing.T) {
	tests := []struct {
		file string
		o    WriteOptions
	}{
		{"micro.pcap", WriteOptions{Snaplen: 65535}},
		{"micro_be.pcap", WriteOptions{Snaplen: 65535, Endianness: ">"}},
		{"nano.pcap", WriteOptions{Snaplen: 65535}},
		{"nano_be.pcap", WriteOptions{Snaplen: 65535, Endianness: "big"}},
		{"fcs.pcap", WriteOptions{Snaplen: 65535}},
		{"mixed.pcap", WriteOptions{}},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			in := filepath.Join(testdata, test.file)
			out := filepath.Join(t.TempDir(), test.file)
			if err := Wrpcap(out, mustRead(t, in), test.o); err != nil {
				t.Fatal(err)
			}
			want, _ := os.ReadFile(in)
			got, _ := os.ReadFile(out)
			if !bytes.Equal(got, want) {
				t.Errorf("wrote\n%x\nwant\n%x", got[:min(len(got), 200)], want[:min(len(want), 200)])
			}
		})
	}
}

// Every file keeps its packets, times and comments in every format that it is written in.
func TestRewriteKeepsPackets(t *testing.T) {
	collectWarnings(t)
	for file := range testFiles(t) {
		pkts := mustRead(t, filepath.Join(testdata, file))
		dir := t.TempDir()
		for _, o := range []WriteOptions{{}, {Endianness: "<"}, {Endianness: ">"}, {Gz: true}, {Sync: true}} {
			out := filepath.Join(dir, "out.pcapng")
			if err := Wrpcapng(out, pkts, o); err != nil {
				t.Fatalf("%s %+v: %v", file, o, err)
			}
			same(t, mustRead(t, out), pkts)
		}
		if strings.HasSuffix(file, ".pcapng") && file != "simple.pcapng" && file != "oldblocks.pcapng" {
			continue // two link types
		}
		for _, name := range []string{"out.pcap", "out.pcap.gz", "out.pcap.zst"} {
			for _, e := range []string{"<", ">"} {
				out := filepath.Join(dir, name)
				if err := Wrpcap(out, pkts, WriteOptions{Endianness: e, Nano: true}); err != nil {
					t.Fatalf("%s: %v", file, err)
				}
				same(t, mustRead(t, out), pkts)
			}
		}
	}
}

// A pcapng file written again has all of its blocks and options, but the clock, which is always nanoseconds.
func TestRewritePcapng(t *testing.T) {
	for _, o := range []order{little, big} {
		dir := t.TempDir()
		in, out := filepath.Join(dir, "in.pcapng"), filepath.Join(dir, "out.pcapng")
		if err := os.WriteFile(in, pcapngOf(o), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := Wrpcapng(out, mustRead(t, in)); err != nil {
			t.Fatal(err)
		}
		want := bytes.Join([][]byte{
			ngSection(o, ngOption(o, optComment, []byte("a section")), ngOption(o, 4, []byte("pktsh tests")), ngEnd),
			ngInterface(o, 1, ngOption(o, optIfName, []byte("eth0")), ngOption(o, optIfTsresol, []byte{9}), ngEnd),
			ngInterface(o, 101, ngOption(o, optIfName, []byte("tun0")), ngOption(o, optIfSpeed, o.put64(nil, 1_000_000_000)),
				ngOption(o, optIfTsresol, []byte{9}), ngEnd),
			ngBlock(o, 4, o.put16(o.put16(nil, 1), 14), []byte{10, 0, 0, 1}, []byte("host.test\x00"), make([]byte, 2+4)),
			ngBlock(o, 0x0bad, o.put32(nil, 32473), []byte("custom"), []byte{0, 0}),
			ngPacket(o, 0, testSecond*1_000_000_000+123456000, frame, ngOption(o, optComment, []byte("first")), ngEnd),
			ngPacket(o, 1, testSecond*1_000_000_000+123456789, frame[14:], ngOption(o, optEpbFlags, o.put32(nil, 1)),
				ngOption(o, optComment, []byte("one")), ngOption(o, optComment, []byte("two")), ngEnd),
			ngPacket(o, 0, testSecond*1_000_000_000+123457000, frame),
			ngBlock(o, blockInterfaceStats, o.put32(nil, 1), o.put64(nil, 0), ngOption(o, 4, o.put64(nil, 3)), ngEnd),
		}, nil)
		got, _ := os.ReadFile(out)
		if !bytes.Equal(got, want) {
			t.Errorf("wrote\n%x\nwant\n%x", got, want)
		}
	}
}

// Options that are numbers follow the byte order of the file.
func TestRewriteInOtherOrder(t *testing.T) {
	warnings := collectWarnings(t)
	pkts := mustRead(t, filepath.Join(testdata, "all.pcapng"))
	out := filepath.Join(t.TempDir(), "out.pcapng")
	if err := Wrpcapng(out, pkts, WriteOptions{Endianness: ">"}); err != nil {
		t.Fatal(err)
	}
	b, _ := os.ReadFile(out)
	for _, want := range [][]byte{
		ngOption(big, optEpbFlags, []byte{0, 0, 0, 1}), ngOption(big, optIfSpeed, big.put64(nil, 1_000_000_000)),
	} {
		if !bytes.Contains(b, want) {
			t.Errorf("no %x in %x", want, b)
		}
	}
	if len(*warnings) != 1 || !strings.Contains((*warnings)[0], "3 blocks") {
		t.Errorf("warnings %q", *warnings)
	}
}

func TestComments(t *testing.T) {
	pkts := mustRead(t, filepath.Join(testdata, "all.pcapng"))
	var got []string
	for _, p := range pkts {
		got = append(got, p.Comment())
	}
	if want := []string{"first", "one\ntwo", ""}; !slices.Equal(got, want) {
		t.Fatalf("comments %q, want %q", got, want)
	}
	pkts[1].SetComment("three")
	pkts[2].SetComment("four")
	out := filepath.Join(t.TempDir(), "out.pcapng")
	if err := Wrpcapng(out, pkts); err != nil {
		t.Fatal(err)
	}
	same(t, mustRead(t, out), pkts)
	b, _ := os.ReadFile(out)
	if !bytes.Contains(b, ngOption(little, optEpbFlags, little.put32(nil, 1))) {
		t.Error("the flags of the packet with another comment are gone")
	}
}

// Wireshark reads what is written.
func TestWrittenForWireshark(t *testing.T) {
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip(err)
	}
	out := filepath.Join(t.TempDir(), "out.pcapng")
	if err := Wrpcapng(out, mustRead(t, filepath.Join(testdata, "all.pcapng"))); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command("tshark", "-r", out, "-Y", "frame.time_epoch", "-T", "fields", "-e", "frame.interface_name", "-e", "frame.time_epoch", "-e", "frame.comment").Output()
	if err != nil {
		t.Fatal(err)
	}
	want := "eth0\t1700000000.123456000\tfirst\ntun0\t1700000000.123456789\tone,two\neth0\t1700000000.123457000\t\n"
	if string(text) != want {
		t.Errorf("tshark prints\n%s\nwant\n%s", text, want)
	}
}

// Writing packets over the file they come from is safe, also when they are slices of its mapping.
func TestRewriteInPlace(t *testing.T) {
	name := filepath.Join(t.TempDir(), "big.pcap")
	one := mustRead(t, filepath.Join(testdata, "mixed.pcap"))
	w, err := NewPcapWriter(name)
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if err := w.Write(one); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	pkts := mustRead(t, name)
	if len(pkts) != 50*len(one) {
		t.Fatalf("%d packets", len(pkts))
	}
	slices.Reverse(pkts)
	if err := Wrpcap(name, pkts); err != nil {
		t.Fatal(err)
	}
	same(t, mustRead(t, name), pkts)
	same(t, pkts[len(pkts)-len(one):], reversed(one))
}

func reversed(l packet.PacketList) packet.PacketList {
	l = slices.Clone(l)
	slices.Reverse(l)
	return l
}

// Readers that stream see the same as the list.
func TestReaders(t *testing.T) {
	collectWarnings(t)
	for file := range testFiles(t) {
		name := filepath.Join(testdata, file)
		want := mustRead(t, name)
		r, err := NewPcapReader(name)
		if err != nil {
			t.Fatal(err)
		}
		same(t, r.ReadAll(), want)
		if _, err := r.Next(); err != io.EOF {
			t.Errorf("%s: after the last packet: %v", file, err)
		}
		if cut := strings.HasPrefix(file, "cut"); cut != (r.Err() != nil) {
			t.Errorf("%s: Err is %v", file, r.Err())
		}
		r.Close()
		raw, err := NewRawPcapReader(name, ReadOptions{Count: 2})
		if err != nil {
			t.Fatal(err)
		}
		i := 0
		for b, m := range raw.All() {
			if p := want[i]; !bytes.Equal(b, p.Build()) || m.WireLen != p.WireLen() || m.Comment != p.Comment() || m.Link != p.Source().Link || m.Iface != p.Source().Iface {
				t.Errorf("%s: packet %d is %x %+v", file, i, b, m)
			}
			i++
		}
		if i != min(2, len(want)) {
			t.Errorf("%s: Count 2 gives %d packets", file, i)
		}
		raw.Close()
	}
}

func TestPacketTimes(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.pcap")
	p := packet.Raw.Dissect(frame)
	p.SetTime(time.Unix(1, 999_999_999))
	tests := []struct {
		o    WriteOptions
		want time.Time
	}{
		{WriteOptions{Linktype: 1}, time.Unix(1, 999_999_000)},
		{WriteOptions{Linktype: 1, Nano: true}, time.Unix(1, 999_999_999)},
		{WriteOptions{Linktype: 1, Pcapng: true}, time.Unix(1, 999_999_999)},
	}
	for _, test := range tests {
		if err := Wrpcap(out, p, test.o); err != nil {
			t.Fatal(err)
		}
		if got := mustRead(t, out)[0].Time(); !got.Equal(test.want) {
			t.Errorf("%+v: %v, want %v", test.o, got, test.want)
		}
	}
	p.SetTime(time.Unix(-1, 0))
	if err := Wrpcap(out, p, WriteOptions{Linktype: 1}); err == nil || !strings.Contains(err.Error(), "1969-12-31") {
		t.Errorf("time before 1970: %v", err)
	}
}
