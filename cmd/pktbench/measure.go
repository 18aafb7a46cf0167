package main

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/pcapio"
)

// load compares reading and counting, program start included.
func (t table) load(shell, file string) error {
	ours, err := t.best(shell, "--no-init", "-c", fmt.Sprintf("len(rdpcap(%q))", file))
	if err != nil {
		return err
	}
	peer, err := t.best("capinfos", "-c", file)
	t.ratio("load and count, against capinfos -c", ours, peer, "2x", "1.2x", false)
	return err
}

// memory measures what a loaded list takes besides the file, and HasLayer on it.
func (t table) memory(file string) error {
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapInuse
	}
	before := heap()
	pkts, err := pcapio.Rdpcap(file)
	if err != nil {
		return err
	}
	perPacket := float64(heap()-before) / float64(len(pkts))
	t.figure("memory besides the file, bytes a packet", fmt.Sprintf("%.1f", perPacket), "150", "100")
	bestTime := time.Duration(1<<63 - 1)
	n := 0
	for range t.runs {
		n = 0
		start := time.Now()
		for _, p := range pkts {
			if p.HasLayer(layers.DNS) {
				n++
			}
		}
		bestTime = min(bestTime, time.Since(start))
	}
	each := float64(bestTime.Nanoseconds()) / float64(len(pkts))
	t.figure(fmt.Sprintf("HasLayer(DNS) after load, ns (%d have it)", n), fmt.Sprintf("%.1f", each), "150", "80")
	return nil
}

// texts compares loading and printing a line for each packet.
func (t table) texts(file string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	ours, err := t.best(self, "-summaries", file)
	if err != nil {
		return err
	}
	peer, err := t.best("tcpdump", "-nqtr", file)
	t.ratio("summaries of all without DNS, against tcpdump -nqtr", ours, peer, "1x", "0.6x", false)
	return err
}

// summaries is what texts runs.
func summaries(file string) error {
	pkts, err := pcapio.Rdpcap(file)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(os.Stdout, 1<<16)
	packet.Output = w
	pkts.Summary(packet.SummaryOptions{Lfilter: func(p *packet.Packet) bool { return !p.HasLayer(layers.DNS) }})
	return w.Flush()
}

// userLoop is what a user types for the same.
const userLoop = `for _, p := range rdpcap(%q) { if !p.HasLayer(DNS) { fmt.Println(p.Summary()) } }`

func (t table) loop(shell, file string, packets int) error {
	d, err := t.best(shell, "--no-init", "-c", fmt.Sprintf(userLoop, file))
	t.figure("the same typed as a loop in the shell, us a packet", fmt.Sprintf("%.2f", float64(d.Microseconds())/float64(packets)), "2.5", "1.5")
	return err
}

// scapyLoop is userLoop in Python.
const scapyLoop = `
import sys
from scapy.all import *
for p in rdpcap(sys.argv[1]):
    if not p.haslayer(DNS):
        print(p.summary())
`

func (t table) scapy(shell, file string) error {
	ours, err := t.best(shell, "--no-init", "-c", fmt.Sprintf(userLoop, file))
	if err != nil {
		return err
	}
	var peer time.Duration
	const python = "/usr/bin/python3"
	if exec.Command(python, "-c", "import scapy").Run() == nil {
		one := table{runs: 1}
		if peer, err = one.best(python, "-c", scapyLoop, file); err != nil {
			return err
		}
	}
	t.ratio("that loop over 50,000 of them, against Scapy", ours, peer, "100x", "", true)
	return nil
}

var benchLine = regexp.MustCompile(`(?m)^Benchmark(\w+?)(?:-\d+)?\s+\d+\s+([\d.]+) ns/op(?:\s+(\d+) B/op\s+(\d+) allocs/op)?`)

// engine runs the benchmarks beside the engine.
func (t table) engine() error {
	rows := []struct{ name, what, bar, aim string }{
		{"Dissect", "find the layers of Ether/IP/TCP, ns", "100", "50"},
		{"Build", "build Ether/IP/TCP from New, ns", "2000", "1000"},
		{"Rebuild", "rebuild it after one field changed, ns", "500", "250"},
		{"Summary", "its summary, ns", "", ""},
	}
	out, err := exec.Command("go", "test", "-run", "^$", "-bench", "^Benchmark(Dissect|Build|Rebuild|Summary)$",
		"-benchtime", "100ms", "-count", strconv.Itoa(t.runs), "./layers/packet").CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	least := make(map[string]float64)
	allocs := make(map[string]string)
	for _, m := range benchLine.FindAllStringSubmatch(string(out), -1) {
		ns, err := strconv.ParseFloat(m[2], 64)
		if err != nil {
			return err
		}
		if old, ok := least[m[1]]; !ok || ns < old {
			least[m[1]], allocs[m[1]] = ns, m[4]
		}
	}
	for _, r := range rows {
		t.figure(fmt.Sprintf("%s (%s allocations)", r.what, allocs[r.name]), fmt.Sprintf("%.0f", least[r.name]), r.bar, r.aim)
	}
	return nil
}

// start measures the shortest use of the shell, and its size.
func (t table) start(shell string) error {
	all, err := t.times(20, shell, "--no-init", "-c", "1")
	if err != nil || len(all) == 0 {
		return err
	}
	t.figure("pktsh -c 1, ms (best of 20; median "+short(all[len(all)/2])+")", fmt.Sprintf("%.1f", float64(all[0].Microseconds())/1000), "30", "15")
	t.figure("size of the program, MB", fmt.Sprintf("%.1f", megabytes(shell)), "", "")
	return nil
}
