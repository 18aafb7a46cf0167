//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"pktsh/sniff/labtest"
)

// liveSend compares sending and asking with tcpreplay, nmap and Scapy in a lab of three network namespaces, which takes root.
func (t table) liveSend(shell string) error {
	tb := &benchTB{}
	defer tb.cleanUp()
	if os.Geteuid() != 0 {
		fmt.Println("the live network is left out: its lab takes root")
		return nil
	}
	lab := labtest.New(tb)
	lab.Serve(22, 80, 443)
	shell, err := filepath.Abs(shell)
	if err != nil {
		return err
	}
	t.head("sending and asking on the live network")
	b := liveBench{table: t, lab: lab, shell: shell}
	for _, step := range []func() error{b.rates, b.sets, b.scan, b.echo} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// A benchTB lets a program use the lab of the tests.
type benchTB struct {
	testing.TB
	after []func()
}

func (b *benchTB) Helper()                      {}
func (b *benchTB) Cleanup(f func())             { b.after = append(b.after, f) }
func (b *benchTB) Logf(format string, a ...any) { fmt.Fprintf(os.Stderr, format+"\n", a...) }
func (b *benchTB) Skip(a ...any)                { b.Fatal(a...) }
func (b *benchTB) Skipf(format string, a ...any) {
	b.Fatalf(format, a...)
}
func (b *benchTB) Fatal(a ...any) { b.Fatalf("%s", fmt.Sprint(a...)) }
func (b *benchTB) Fatalf(format string, a ...any) {
	b.cleanUp()
	fmt.Fprintf(os.Stderr, "pktbench: "+format+"\n", a...)
	os.Exit(1)
}

func (b *benchTB) cleanUp() {
	for i := len(b.after) - 1; i >= 0; i-- {
		b.after[i]()
	}
	b.after = nil
}

type liveBench struct {
	table
	lab   *labtest.Lab
	shell string
}

// frames is how many frames of 100 bytes a run sends, as a capture of 1,000 sent again and again.
const frames = 300_000

var (
	ratedPps = regexp.MustCompile(`([\d.]+) pps`)
	ownPps   = regexp.MustCompile(`([\d.]+) packets/s`)
)

// rates measures sendpfast and sendp beside tcpreplay, all in turn, the best of each.
func (b liveBench) rates() error {
	file, err := os.CreateTemp("", "pktbench-*.pcap")
	if err != nil {
		return err
	}
	file.Close()
	defer os.Remove(file.Name())
	frame := `Ether(src="` + labtest.MACA + `", dst="` + labtest.MACGateA + `")/IP(src="10.9.0.1", dst="10.9.0.254")/UDP(sport=(1,1000), dport=9)/("x"*58)`
	if _, err := b.typed(fmt.Sprintf(`wrpcap(%q, %s)`, file.Name(), frame)); err != nil {
		return err
	}
	var fast, plain, set, peer float64
	for range b.runs {
		out, err := b.typed(fmt.Sprintf(`sendpfast(rdpcap(%q), iface="eth0", loop=%d)`, file.Name(), frames/1000))
		if err != nil {
			return err
		}
		fast = max(fast, number(ownPps, out))
		rate, err := b.timed(fmt.Sprintf(`sendp(pkts, iface="eth0", count=%d, verbose=0)`, frames/1000), fmt.Sprintf(`pkts := rdpcap(%q)`, file.Name()))
		if err != nil {
			return err
		}
		plain = max(plain, rate)
		big := strings.Replace(frame, "(1,1000)", "(1,60000)", 1)
		big = strings.Replace(big, "dport=9", "dport=[9,10,11,12,13]", 1)
		if rate, err = b.timed(fmt.Sprintf(`sendp(%s, iface="eth0", verbose=0)`, big), ""); err != nil {
			return err
		}
		set = max(set, rate)
		if _, err := exec.LookPath("tcpreplay"); err == nil {
			out, err := b.lab.Command(b.lab.A, "tcpreplay", "-q", "--topspeed", "-K", fmt.Sprintf("--loop=%d", frames/1000), "-i", "eth0", file.Name()).CombinedOutput()
			if err != nil {
				return fmt.Errorf("tcpreplay: %w: %s", err, out)
			}
			peer = max(peer, number(ratedPps, string(out)))
		}
	}
	b.rate("sendpfast of a capture, packets/s, against tcpreplay -K", fast, peer, "1x", "1.5x")
	b.rate("sendp of a capture, against the same", plain, peer, "1x", "1.5x")
	b.rate("sendp of a set, against the same", set, peer, "", "")
	return nil
}

// sets measures send of a set of 1,000 beside Scapy.
func (b liveBench) sets() error {
	const set = `IP(dst="10.9.0.254")/TCP(dport=(1,1000))`
	var ours, peer float64
	for range b.runs {
		out, err := b.typed(fmt.Sprintf(`t := time.Now(); send(%s, count=100, verbose=0); fmt.Println(100000/time.Since(t).Seconds(), "packets/s")`, set))
		if err != nil {
			return err
		}
		ours = max(ours, number(ownPps, out))
	}
	const python = "/usr/bin/python3"
	if exec.Command(python, "-c", "import scapy").Run() == nil {
		out, err := b.lab.Command(b.lab.A, python, "-c", `
import time
from scapy.all import *
t = time.time(); send(`+set+`, verbose=0); print(1000/(time.time()-t), "packets/s")`).CombinedOutput()
		if err != nil {
			return fmt.Errorf("scapy: %w: %s", err, out)
		}
		peer = number(ownPps, string(out))
	}
	b.rate("send(IP()/TCP(dport=(1,1000))), packets/s, against Scapy", ours, peer, "", "")
	return nil
}

// scan compares whole processes.
func (b liveBench) scan() error {
	ours, err := b.best("ip", "netns", "exec", b.lab.A, b.shell, "--no-init", "-c",
		`ans, unans := sr(IP(dst="10.8.0.2")/TCP(dport=(1,1000)), timeout=2, verbose=0); if len(ans) != 1000 { panic(len(ans)) }`)
	if err != nil {
		return err
	}
	var peer time.Duration
	if _, err := exec.LookPath("nmap"); err == nil {
		if peer, err = b.best("ip", "netns", "exec", b.lab.A, "nmap", "-sS", "-T4", "-n", "-Pn", "-p1-1000", labtest.AddrB); err != nil {
			return err
		}
	}
	b.ratio("SYN scan of 1,000 ports, whole process, against nmap", ours, peer, "0.5x", "0.1x", false)
	out, err := b.typed(`
p := IP(dst="10.8.0.2")/TCP(dport=(1,1000))
best := time.Hour
for i := 0; i < 20; i++ { t := time.Now(); sr(p, timeout=2, verbose=0); if d := time.Since(t); d < best { best = d } }
fmt.Println(best.Seconds() * 1000, "ms")`)
	b.figure("the same within the shell, ms (best of 20)", strings.TrimSuffix(lastLine(out), " ms"), "", "")
	return err
}

// echo measures 50 times sr1.
func (b liveBench) echo() error {
	out, err := b.typed(`
took := []float64{}
for i := 0; i < 50; i++ { t := time.Now(); sr1(IP(dst="10.8.0.2")/ICMP(), timeout=2, verbose=0); took = append(took, time.Since(t).Seconds() * 1000) }
sort.Float64s(took)
fmt.Printf("%.3f\n", took[25])`)
	b.figure("sr1 of an echo, ms (median of 50)", lastLine(out), "1", "")
	return err
}

// rate prints a rate beside that of a peer.
func (b liveBench) rate(what string, ours, peer float64, bar, aim string) {
	ratio, other := "-", "-"
	if peer > 0 {
		ratio, other = fmt.Sprintf("%.2fx", ours/peer), fmt.Sprintf("%.0f", peer)
	}
	fmt.Printf("%-52s %14.0f %14s %10s %10s %10s\n", what, ours, other, ratio, bar, aim)
}

// typed runs entries in the shell on host a.
func (b liveBench) typed(code string) (string, error) {
	out, err := b.lab.Command(b.lab.A, b.shell, "--no-init", "-c", code).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s: %w: %s", code, err, out)
	}
	return string(out), nil
}

// timed is how many of the frames go in a second with one call.
func (b liveBench) timed(call, before string) (float64, error) {
	out, err := b.typed(fmt.Sprintf("%s\nt := time.Now()\n%s\nfmt.Println(%d/time.Since(t).Seconds(), \"packets/s\")", before, call, frames))
	return number(ownPps, out), err
}

func number(re *regexp.Regexp, text string) float64 {
	m := re.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, err := strconv.ParseFloat(m[1], 64)
	if err != nil {
		return 0
	}
	return n
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}
