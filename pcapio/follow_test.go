package pcapio

import (
	"context"
	"os"
	"path/filepath"
	"testing"
)

// A reader that follows sees each packet when it is whole, and ends when it is told to.
func TestFollow(t *testing.T) {
	warnings := collectWarnings(t)
	pkts := mustRead(t, filepath.Join(testdata, "mixed.pcap"))
	for _, file := range []string{"grow.pcap", "grow.pcapng"} {
		name := filepath.Join(t.TempDir(), file)
		w, err := NewPcapWriter(name, WriteOptions{Sync: true, Pcapng: file == "grow.pcapng"})
		if err != nil {
			t.Fatal(err)
		}
		if err := w.Write(pkts[0]); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		r, err := NewPcapReader(name, ReadOptions{Follow: true, Context: ctx})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 5 {
			p, err := r.Next()
			if err != nil {
				t.Fatalf("%s: packet %d: %v", file, i, err)
			}
			if string(p.Build()) != string(pkts[i].Build()) {
				t.Errorf("%s: packet %d is another one", file, i)
			}
			if err := w.Write(pkts[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		w.Close()
		if _, err := r.Next(); err != nil {
			t.Errorf("%s: the last packet: %v", file, err)
		}
		cancel()
		if p, err := r.Next(); err == nil || r.Err() != nil {
			t.Errorf("%s: after the end came %v, %v; %v", file, p, err, r.Err())
		}
		r.Close()
	}
	if len(*warnings) != 0 {
		t.Errorf("warnings %q", *warnings)
	}
}

// A file that begins anew is at its end; Count ends the waiting too.
func TestFollowEnds(t *testing.T) {
	collectWarnings(t)
	name := filepath.Join(t.TempDir(), "a.pcap")
	pkts := mustRead(t, filepath.Join(testdata, "mixed.pcap"))
	if err := Wrpcap(name, pkts[:3]); err != nil {
		t.Fatal(err)
	}
	list, err := Rdpcap(name, ReadOptions{Follow: true, Count: 3})
	if err != nil || len(list) != 3 {
		t.Errorf("%d packets, %v", len(list), err)
	}
	r, err := NewPcapReader(name, ReadOptions{Follow: true})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for range 3 {
		if _, err := r.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(name, 0); err != nil {
		t.Fatal(err)
	}
	if p, err := r.Next(); err == nil {
		t.Errorf("after the end came %v", p)
	}
}
