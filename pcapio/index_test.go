package pcapio

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// A file of many windows is the same list as the stream: packets of all sizes, some with comments.
func TestLargeFiles(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	load := make([]byte, 200_000)
	for i := range load {
		load[i] = byte(r.Uint32())
	}
	pcap := pcapOf(little, magicNano, 2, 4, 1)[:pcapFileHeader]
	ng := append(ngSection(little), ngInterface(little, 1)...)
	n := 0
	for len(pcap) < 10<<20 {
		size := r.IntN(1500)
		switch r.IntN(1000) {
		case 0:
			size = r.IntN(len(load))
		case 1:
			for range 1000 { // more than a buffer's worth of small ones now and then
				pcap, ng, n = appendBoth(pcap, ng, load[:r.IntN(4)], n)
			}
		}
		at := r.IntN(len(load) - size)
		pcap, ng, n = appendBoth(pcap, ng, load[at:at+size], n)
	}
	for file, b := range map[string][]byte{"large.pcap": pcap, "large.pcapng": ng, "large.pcap.gz": compressed(t, ".gz", pcap)} {
		name := filepath.Join(t.TempDir(), file)
		if err := os.WriteFile(name, b, 0o666); err != nil {
			t.Fatal(err)
		}
		reader, err := NewPcapReader(name)
		if err != nil {
			t.Fatal(err)
		}
		want := reader.ReadAll()
		reader.Close()
		if len(want) != n {
			t.Fatalf("%s: the stream has %d packets of %d", file, len(want), n)
		}
		same(t, mustRead(t, name), want)
		for _, count := range []int{1, 1000, n - 1, n + 1} {
			pkts, err := Rdpcap(name, ReadOptions{Count: count})
			if err != nil {
				t.Fatal(err)
			}
			if len(pkts) != min(count, n) {
				t.Errorf("%s: Count %d gives %d packets", file, count, len(pkts))
			}
		}
	}
}

// appendBoth appends packet n to a pcap and a pcapng file.
func appendBoth(pcap, ng, data []byte, n int) ([]byte, []byte, int) {
	le := binary.LittleEndian
	pcap = le.AppendUint32(pcap, 1)
	pcap = le.AppendUint32(pcap, uint32(n))
	pcap = le.AppendUint32(pcap, uint32(len(data)))
	pcap = le.AppendUint32(pcap, uint32(len(data)))
	pcap = append(pcap, data...)
	var options [][]byte
	if n%10 == 0 {
		options = [][]byte{ngOption(little, optComment, []byte(strconv.Itoa(n))), ngOption(little, optEpbQueue, little.put32(nil, 1)), ngEnd}
	}
	return pcap, append(ng, ngPacket(little, 0, uint64(n), data, options...)...), n + 1
}

// Loading costs few allocations, and little memory beside the packets.
func BenchmarkRdpcap(b *testing.B) {
	name := os.Getenv("PKTSH_BENCH_CAPTURE")
	if name == "" {
		name = filepath.Join(testdata, "mixed.pcap")
	}
	st, err := os.Stat(name)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(st.Size())
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		n += len(mustRead(b, name))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/packet")
}
