package pcapio

import (
	"bytes"
	"io/fs"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestCountsOfCapinfos compares the number of packets of every capture with what Wireshark counts, where it counts.
func TestCountsOfCapinfos(t *testing.T) {
	capinfos, err := exec.LookPath("capinfos")
	if err != nil {
		t.Skip(err)
	}
	var files []string
	err = filepath.WalkDir(captures, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Skip(err)
	}
	differ := map[string]int{
		// Wireshark skips four bytes that this file, which only has the magic number of an appliance, does not have.
		"ixia_hw.pcap": 3,
	}
	out, _ := exec.Command(capinfos, append([]string{"-c", "-M", "-T", "-r"}, files...)...).Output() // fails when a file does
	collectWarnings(t)
	n := 0
	for line := range bytes.Lines(out) {
		name, count, ok := strings.Cut(strings.TrimSpace(string(line)), "\t")
		want, err := strconv.Atoi(count)
		if !ok || err != nil {
			t.Fatalf("capinfos prints %q", line)
		}
		n++
		if d, ok := differ[filepath.Base(name)]; ok {
			want = d
		}
		pkts, err := Rdpcap(name)
		if len(pkts) != want {
			t.Errorf("%s: %d packets, capinfos counts %d (%v)", name, len(pkts), want, err)
		}
	}
	if n < len(files)/2 {
		t.Errorf("capinfos counted only %d of %d files", n, len(files))
	}
}
