package main

import (
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"pktsh/pcapio"
)

// differ are the captures whose count is known not to be that of capinfos.
var differ = map[string]string{
	"ixia_hw.pcap": "Wireshark skips four bytes that this file, which only has the magic number of an appliance, does not have",
	"le.pcap.lz4":  "lz4 is not read yet",
}

// counts compares the number of packets in each file that capinfos can open, cut
// files included, with what Rdpcap gives.
func counts(files []string) (string, int) {
	// capinfos fails when one of the files does; what it counted counts.
	out, err := exec.Command("capinfos", append([]string{"-c", "-M", "-T", "-r"}, files...)...).Output()
	if errors.Is(err, exec.ErrNotFound) {
		return "counts: capinfos is not here, nothing was compared", 1
	}
	var total, wrong, packets int
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		name, count, _ := strings.Cut(line, "\t")
		want, err := strconv.Atoi(count)
		if err != nil {
			return fmt.Sprintf("counts: capinfos printed %q", line), 1
		}
		total++
		pkts, readErr := pcapio.Rdpcap(name)
		packets += len(pkts)
		if len(pkts) == want {
			continue
		}
		why, known := differ[filepath.Base(name)]
		if !known {
			wrong++
		}
		fmt.Printf("%s: %d packets, capinfos counts %d (%v) %s\n", name, len(pkts), want, readErr, why)
	}
	return fmt.Sprintf("counts: %d files, %d packets, %d differ; capinfos cannot open %d", total, packets, wrong, len(files)-total), wrong
}
