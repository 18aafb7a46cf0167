package pcapio

import (
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"pktsh/layers/packet"
)

// erfRecord is one record: type, extension headers, data filled up to 8 bytes.
func erfRecord(ts uint64, kind byte, wire int, parts ...[]byte) []byte {
	b := little.put64(nil, ts)
	b = append(b, kind, 1, 0, 0, 0, 0)
	b = big.put16(b, uint16(wire))
	for _, p := range parts {
		b = append(b, p...)
	}
	b = append(b, make([]byte, -len(b)&7)...)
	big.put16(b[10:10], uint16(len(b)))
	return b
}

func TestERF(t *testing.T) {
	const half = 1_700_000_000<<32 | 1<<31
	file := erfRecord(half, 2, len(frame), []byte{0, 0}, frame)
	file = append(file, erfRecord(half, erfPadding, 0, make([]byte, 8))...)
	file = append(file, erfRecord(half, 2|erfExtension, len(frame), []byte{0x83, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0}, []byte{0, 0}, frame)...)
	file = append(file, erfRecord(half, 22, len(frame)-14, frame[14:])...)
	name := filepath.Join(t.TempDir(), "a.erf")
	if err := os.WriteFile(name, file, 0o666); err != nil {
		t.Fatal(err)
	}
	pkts := mustRead(t, name)
	if len(pkts) != 3 {
		t.Fatalf("%d packets, want 3", len(pkts))
	}
	for i, want := range [][]byte{frame, frame, frame[14:]} {
		if got := pkts[i].Build(); string(got) != string(want) {
			t.Errorf("packet %d is %x, want %x", i, got, want)
		}
		if ns := pkts[i].Time().UnixNano(); ns != 1_700_000_000_500_000_000 {
			t.Errorf("packet %d is of %d", i, ns)
		}
	}
	warnings := collectWarnings(t)
	for n := range file {
		if err := os.WriteFile(name, file[:n], 0o666); err != nil {
			t.Fatal(err)
		}
		Rdpcap(name) // must not panic
	}
	if len(*warnings) == 0 {
		t.Error("cut files give no warning")
	}
}

// Wireshark's editcap writes the format, with four bytes for the frame check sequence.
func TestERFOfEditcap(t *testing.T) {
	editcap, err := exec.LookPath("editcap")
	if err != nil {
		t.Skip(err)
	}
	want := mustRead(t, filepath.Join(testdata, "mixed.pcap"))
	name := filepath.Join(t.TempDir(), "mixed.erf")
	if out, err := exec.Command(editcap, "-F", "erf", filepath.Join(testdata, "mixed.pcap"), name).CombinedOutput(); err != nil {
		t.Skipf("%v: %s", err, out)
	}
	got := mustRead(t, name)
	if len(got) != len(want) {
		t.Fatalf("%d packets, want %d", len(got), len(want))
	}
	for i := range got {
		a, b := wireOf(got[i]), wireOf(want[i])
		if len(a) < len(b) || string(a[:len(b)]) != string(b) {
			t.Errorf("packet %d is %s, want %s", i, hex.EncodeToString(a), hex.EncodeToString(b))
		}
		if d := got[i].Time().Sub(want[i].Time()).Abs(); d > 1000 {
			t.Errorf("packet %d is %v off", i, d)
		}
	}
}

func wireOf(p *packet.Packet) []byte {
	b, _ := p.AppendWire(nil)
	return b
}
