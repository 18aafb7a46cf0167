package pcapio

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// The files in testdata/captures are made here, apart from the encoders that are tested.

var update = flag.Bool("update", false, "write testdata/captures")

const testdata = "../testdata/captures"

// frame is Ethernet, IPv4, UDP from port 53 to port 53 without payload.
var frame = []byte{
	0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0x08, 0x00,
	0x45, 0, 0, 0x1c, 0, 1, 0, 0, 0x40, 0x11, 0x66, 0xcf, 10, 0, 0, 1, 10, 0, 0, 2,
	0, 0x35, 0, 0x35, 0, 8, 0, 0,
}

const testSecond = 1_700_000_000

// pcapOf builds a pcap file of three frames.
func pcapOf(o order, magic uint32, major, minor uint16, link uint32) []byte {
	b := o.put32(nil, magic)
	b = o.put16(b, major)
	b = o.put16(b, minor)
	b = o.put64(b, 0)
	b = o.put32(b, 65535)
	b = o.put32(b, link)
	for i := range uint32(3) {
		b = o.put32(b, testSecond+i)
		b = o.put32(b, 123456)
		caplen, wire := uint32(len(frame)), uint32(len(frame))+i // the second and third are cut
		if major == 543 || minor < 3 {
			caplen, wire = wire, caplen
		}
		b = o.put32(b, caplen)
		b = o.put32(b, wire)
		if magic == magicKuznetzov {
			b = o.put64(b, 0)
		}
		b = append(b, frame...)
	}
	return b
}

// ngBlock builds a pcapng block.
func ngBlock(o order, typ uint32, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	n := uint32(pad4(len(body)) + blockOverhead)
	b := o.put32(nil, typ)
	b = o.put32(b, n)
	b = append(b, body...)
	b = append(b, make([]byte, pad4(len(body))-len(body))...)
	return o.put32(b, n)
}

func ngSection(o order, options ...[]byte) []byte {
	b := o.put32(nil, byteOrderMagic)
	b = o.put32(b, 0)
	if o == big {
		copy(b[4:], []byte{0, 1, 0, 0})
	} else {
		copy(b[4:], []byte{1, 0, 0, 0})
	}
	b = o.put64(b, ^uint64(0))
	return ngBlock(o, blockSection, b, bytes.Join(options, nil))
}

func ngInterface(o order, link uint16, options ...[]byte) []byte {
	b := o.put16(nil, link)
	b = o.put16(b, 0)
	return ngBlock(o, blockInterface, o.put32(b, 0), bytes.Join(options, nil))
}

func ngPacket(o order, iface uint32, ts uint64, data []byte, options ...[]byte) []byte {
	b := o.put32(nil, iface)
	b = o.put32(b, uint32(ts>>32))
	b = o.put32(b, uint32(ts))
	b = o.put32(b, uint32(len(data)))
	b = o.put32(b, uint32(len(data)))
	b = append(b, data...)
	b = append(b, make([]byte, pad4(len(data))-len(data))...)
	return ngBlock(o, blockEnhancedPacket, b, bytes.Join(options, nil))
}

func ngOption(o order, code uint16, value []byte) []byte { return appendOption(nil, o, code, value) }

var ngEnd = []byte{0, 0, 0, 0}

// pcapngOf builds a pcapng file with everything in it that is to survive rewriting.
func pcapngOf(o order) []byte {
	const micros = testSecond*1_000_000 + 123456
	const nanos = testSecond*1_000_000_000 + 123456789
	return bytes.Join([][]byte{
		ngSection(o, ngOption(o, optComment, []byte("a section")), ngOption(o, 4, []byte("pktsh tests")), ngEnd),
		ngInterface(o, 1, ngOption(o, optIfName, []byte("eth0")), ngEnd),
		ngInterface(o, 101, ngOption(o, optIfName, []byte("tun0")), ngOption(o, optIfTsresol, []byte{9}),
			ngOption(o, optIfSpeed, o.put64(nil, 1_000_000_000)), ngEnd),
		ngBlock(o, 4, o.put16(o.put16(nil, 1), 14), []byte{10, 0, 0, 1}, []byte("host.test\x00"), make([]byte, 2+4)), // names
		ngPacket(o, 0, micros, frame, ngOption(o, optComment, []byte("first")), ngEnd),
		ngPacket(o, 1, nanos, frame[14:], ngOption(o, optEpbFlags, o.put32(nil, 1)),
			ngOption(o, optComment, []byte("one")), ngOption(o, optComment, []byte("two")), ngEnd),
		ngBlock(o, 0x0bad, o.put32(nil, 32473), []byte("custom")),
		ngBlock(o, blockCustomNoCopy, o.put32(nil, 32473), []byte("custom")),
		ngPacket(o, 0, micros+1, frame),
		ngBlock(o, blockInterfaceStats, o.put32(nil, 1), o.put64(nil, 0), ngOption(o, 4, o.put64(nil, 3)), ngEnd),
	}, nil)
}

// testFiles are the captures in testdata that are built here.
func testFiles(t testing.TB) map[string][]byte {
	le := pcapOf(little, magicMicro, 2, 4, 1)
	ng := pcapngOf(little)
	return map[string][]byte{
		"micro.pcap":       le,
		"micro_be.pcap":    pcapOf(big, magicMicro, 2, 4, 1),
		"nano.pcap":        pcapOf(little, magicNano, 2, 4, 1),
		"nano_be.pcap":     pcapOf(big, magicNano, 2, 4, 1),
		"kuznetzov.pcap":   pcapOf(little, magicKuznetzov, 2, 4, 1),
		"version2_2.pcap":  pcapOf(little, magicMicro, 2, 2, 1),
		"version543.pcap":  pcapOf(little, magicMicro, 543, 0, 1),
		"fcs.pcap":         pcapOf(little, magicMicro, 2, 4, 0x44000001),
		"cut.pcap":         le[:len(le)-5],
		"micro.pcap.gz":    compressed(t, ".gz", le),
		"micro.pcap.zst":   compressed(t, ".zst", le),
		"all.pcapng":       ng,
		"all_be.pcapng":    pcapngOf(big),
		"sections.pcapng":  append(append([]byte(nil), ng...), pcapngOf(big)...),
		"cut.pcapng":       ng[:len(ng)-5],
		"simple.pcapng":    append(append(ngSection(little), ngInterface(little, 1)...), ngBlock(little, blockSimplePacket, little.put32(nil, uint32(len(frame))), frame)...),
		"oldblocks.pcapng": append(append(ngSection(little), ngInterface(little, 1)...), ngBlock(little, blockPacket, little.put32(nil, 0), make([]byte, 8), little.put32(nil, uint32(len(frame))), little.put32(nil, uint32(len(frame))), frame)...),
	}
}

func compressed(t testing.TB, suffix string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	var err error
	switch suffix {
	case ".gz":
		z := gzip.NewWriter(&out)
		_, err = z.Write(b)
		z.Close()
	case ".zst":
		z, _ := zstd.NewWriter(&out)
		_, err = z.Write(b)
		z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestFilesAreCurrent checks that the stored captures are those built here; -update stores them.
func TestFilesAreCurrent(t *testing.T) {
	for name, want := range testFiles(t) {
		path := filepath.Join(testdata, name)
		if *update {
			if err := os.WriteFile(path, want, 0o666); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Ext(name) != ".gz" && filepath.Ext(name) != ".zst" && !bytes.Equal(got, want) {
			t.Errorf("%s is not what is built: run go test ./pcapio -update", name)
		}
	}
}
