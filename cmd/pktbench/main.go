// Pktbench measures pktsh against other programs on the same capture, in the same
// run, and prints a table of figures and ratios; make bench runs it.
//
//	pktbench [-n packets] [-runs n] [-pktsh path] [-live]
//
// Absolute times differ from machine to machine and from minute to minute:
// what counts is the ratio to a peer that was measured beside it. Programs that
// are not installed are left out.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

func main() {
	packets := flag.Int("n", 1_000_000, "packets in the capture")
	runs := flag.Int("runs", 5, "runs of each program; the best counts")
	shell := flag.String("pktsh", "bin/pktsh", "the program")
	live := flag.Bool("live", false, "measure the live network in a lab of namespaces instead, which takes root")
	child := flag.String("summaries", "", "print the summaries of the packets of a file that have no DNS, and leave")
	flag.Parse()
	var err error
	switch {
	case *child != "":
		err = summaries(*child)
	case *live:
		err = table{runs: *runs}.live(*shell)
	default:
		err = bench(*packets, *runs, *shell)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "pktbench:", err)
		os.Exit(1)
	}
}

// bench prints the table.
func bench(packets, runs int, shell string) error {
	file, err := capture(packets)
	if err != nil {
		return err
	}
	small, err := capture(min(packets, 50_000))
	if err != nil {
		return err
	}
	t := table{runs: runs}
	t.head(fmt.Sprintf("%d mixed packets, %.0f MB", packets, megabytes(file)))
	steps := []func() error{
		func() error { return t.load(shell, file) },
		func() error { return t.memory(file) },
		func() error { return t.texts(file) },
		func() error { return t.loop(shell, file, packets) },
		func() error { return t.scapy(shell, small) },
		func() error { return t.engine() },
		func() error { return t.start(shell) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// capture makes the capture of so many packets, once, and returns its name.
func capture(packets int) (string, error) {
	file := filepath.Join(os.TempDir(), fmt.Sprintf("pktbench-%d.pcap", packets))
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	cmd := exec.Command("go", "run", "./cmd/pktgen", "-n", strconv.Itoa(packets), "-o", file)
	cmd.Stderr = os.Stderr
	return file, cmd.Run()
}

func megabytes(file string) float64 {
	st, err := os.Stat(file)
	if err != nil {
		return 0
	}
	return float64(st.Size()) / 1e6
}
