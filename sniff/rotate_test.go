package sniff

import (
	"os"
	"path/filepath"
	"testing"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/pcapio"
)

// list is n frames that differ.
func list(n int) packet.PacketList {
	var l packet.PacketList
	for i := range n {
		l = append(l, packet.Stack(layers.Ether.New("dst", "02:00:00:00:00:02", "src", "02:00:00:00:00:01"), layers.IP.New("src", "192.0.2.1", "dst", "192.0.2.2", "id", i), layers.UDP.New()))
	}
	return l
}

func TestSniffOffline(t *testing.T) {
	l := list(10)
	got, err := Sniff(SniffOptions{Offline: l, Filter: "ip[4:2] > 3", Count: 4})
	if err != nil || len(got) != 4 || got[0].Int("id") != 4 {
		t.Errorf("%v %v", got, err)
	}
	file := filepath.Join(t.TempDir(), "a.pcap")
	if err := pcapio.Wrpcap(file, l); err != nil {
		t.Fatal(err)
	}
	n := 0
	got, err = Sniff(SniffOptions{
		Offline: []string{file, file}, Store: 0,
		Lfilter:    func(p *packet.Packet) bool { return p.Int("id")%2 == 0 },
		Prn:        func(*packet.Packet) any { n++; return nil },
		StopFilter: func(*packet.Packet) bool { return n == 7 },
	})
	if err != nil || len(got) != 0 || n != 7 {
		t.Errorf("%v %v %d", got, err, n)
	}
	if _, err := Sniff(SniffOptions{Offline: l, Filter: "tcp prot 80"}); err == nil {
		t.Error("a filter that makes no sense is taken")
	}
	if _, err := Sniff(SniffOptions{Offline: 3}); err == nil {
		t.Error("3 is taken for packets")
	}
}

func TestRotate(t *testing.T) {
	dir := t.TempDir()
	for _, c := range []struct {
		o    SniffOptions
		want map[string]int // packets by file
	}{
		{SniffOptions{Write: "a.pcap"}, map[string]int{"a.pcap": 10}},
		{SniffOptions{Write: "b.pcapng", RotateCount: 4}, map[string]int{"b_00001.pcapng": 4, "b_00002.pcapng": 4, "b_00003.pcapng": 2}},
		{SniffOptions{Write: "c.pcap.gz", RotateCount: 3, RotateFiles: 2}, map[string]int{"c_00003.pcap.gz": 3, "c_00004.pcap.gz": 1}},
		{SniffOptions{Write: "d.pcap", RotateSize: 2*42 + 2*recordOverhead}, map[string]int{
			"d_00001.pcap": 2, "d_00002.pcap": 2, "d_00003.pcap": 2, "d_00004.pcap": 2, "d_00005.pcap": 2}},
	} {
		sub := filepath.Join(dir, c.o.Write+".d")
		if err := os.Mkdir(sub, 0o755); err != nil {
			t.Fatal(err)
		}
		c.o.Write = filepath.Join(sub, c.o.Write)
		c.o.Offline = list(10)
		if got, err := Sniff(c.o); err != nil || len(got) != 0 {
			t.Fatal(got, err)
		}
		entries, err := os.ReadDir(sub)
		if err != nil || len(entries) != len(c.want) {
			t.Errorf("%s: %v %v", c.o.Write, entries, err)
		}
		for name, n := range c.want {
			if got, err := pcapio.Rdpcap(filepath.Join(sub, name)); err != nil || len(got) != n {
				t.Errorf("%s: %d packets, want %d, %v", name, len(got), n, err)
			}
		}
	}
}
