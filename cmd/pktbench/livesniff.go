//go:build linux

package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"pktsh/sniff/labtest"
)

// What the capture benchmark sends: frames of 100 bytes at the rate that the bar of the project asks for.
const (
	sniffFrames = 1_000_000
	sniffRate   = 400_000
)

// liveSniff counts what captures lose while frames come at a high rate, beside tcpdump and Scapy on the same traffic.
func (t table) liveSniff(shell string) error {
	tb := &benchTB{}
	defer tb.cleanUp()
	if os.Geteuid() != 0 {
		return nil // liveSend has said so
	}
	shell, err := filepath.Abs(shell)
	if err != nil {
		return err
	}
	b := sniffBench{lab: labtest.NewChain(tb, 0), shell: shell}
	fmt.Printf("%-52s %14s %14s %10s %10s %10s\n", fmt.Sprintf("captures of %d frames of 100 bytes", sniffFrames), "sent/s", "dropped", "lost", "cpu ns/pkt", "bar")
	call := func(options string) []string {
		return []string{shell, "--no-init", "-c", fmt.Sprintf(`sniff(iface="eth0", filter="udp port 9", timeout=%.1f, started_callback=lambda: print("ready"), %s); fmt.Println("end")`,
			sniffSeconds(), options)}
	}
	rows := []struct {
		what string
		argv []string
		bar  string
	}{
		{"sniff(store=0)", call("store=0"), "0"},
		{"sniff()", call("store=1"), "0"},
		{"sniff(store=0, prn=lambda p: None)", call("store=0, prn=lambda p: None"), ""},
		{"sniff(store=0, lfilter=lambda p: p[UDP].dport == 8)", call("store=0, lfilter=lambda p: p[UDP].dport == 8"), ""},
		{`sniff(write="/dev/shm/...pcap")`, call(`write="/dev/shm/pktbench-live.pcap"`), ""},
		{"tcpdump -w /dev/null", []string{"timeout", "-s", "INT", fmt.Sprintf("%.1f", sniffSeconds()), "tcpdump", "-B", "16384", "-i", "eth0", "-w", "/dev/null", "udp port 9"}, ""},
		{"Scapy sniff(store=0, prn=lambda p: None)", []string{"/usr/bin/python3", "-c", scapySniff, fmt.Sprintf("%.1f", sniffSeconds())}, ""},
	}
	defer os.Remove("/dev/shm/pktbench-live.pcap")
	for _, r := range rows {
		if err := b.row(r.what, r.argv, r.bar); err != nil {
			return err
		}
	}
	return nil
}

// sniffSeconds is how long a capture goes on: until everything was sent, and some more for what starts slowly.
func sniffSeconds() float64 { return sniffFrames/sniffRate + 3 }

const scapySniff = `
import sys
from scapy.all import *
n = 0
def seen(p):
    global n
    n += 1
sniff(iface="eth0", filter="udp port 9", store=0, timeout=float(sys.argv[1]), prn=seen, started_callback=lambda: print("ready", flush=True))
print(n, "seen")`

type sniffBench struct {
	lab   *labtest.Lab
	shell string
}

var (
	sniffReady   = regexp.MustCompile(`ready|listening on`)
	sniffDropped = regexp.MustCompile(`(\d+) (?:packets )?dropped by (?:the )?kernel`)
	sniffSeen    = regexp.MustCompile(`(\d+) seen`)
)

// row runs a capture on host b while host a sends, and prints what it lost.
func (b sniffBench) row(what string, argv []string, bar string) error {
	if _, err := exec.LookPath(argv[0]); err != nil {
		return nil
	}
	cmd := b.lab.Command(b.lab.B, argv...)
	out, said, err := os.Pipe()
	if err != nil {
		return err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Start(); err != nil {
		return err
	}
	said.Close()
	r := bufio.NewReader(out)
	var text strings.Builder
	for !sniffReady.MatchString(text.String()) {
		line, err := r.ReadString('\n')
		text.WriteString(line)
		if err != nil {
			cmd.Wait()
			fmt.Printf("%-52s left out: %.80q\n", what, text.String())
			return nil
		}
	}
	sent, err := b.send()
	if err != nil {
		return err
	}
	rest, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := cmd.Wait(); err != nil && argv[0] != "timeout" {
		return fmt.Errorf("%s: %w: %s", what, err, rest)
	}
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	dropped := count(sniffDropped, string(rest))
	if m := sniffSeen.FindStringSubmatch(string(rest)); m != nil {
		dropped = sniffFrames - count(sniffSeen, string(rest))
	}
	fmt.Printf("%-52s %14.0f %14d %9.2f%% %10d %10s\n", what, sent, dropped, 100*float64(dropped)/sniffFrames,
		(used/sniffFrames)/time.Nanosecond, bar)
	return nil
}

// send sends the frames, and returns how many went in a second.
func (b sniffBench) send() (float64, error) {
	const frame = `(Ether(src="02:00:00:00:00:77", dst="02:00:00:00:00:78")/IP(src="192.0.2.1", dst="192.0.2.2")/UDP(sport=7, dport=9)/("x"*58)).Build()`
	code := fmt.Sprintf(`f := %s; l := [][]byte{}; for i := 0; i < 1000; i++ { l = append(l, f) }; sendpfast(l, iface="eth0", loop=%d, pps=%d)`,
		frame, sniffFrames/1000, sniffRate)
	out, err := b.lab.Command(b.lab.A, b.shell, "--no-init", "-c", code).CombinedOutput()
	if err != nil {
		return 0, fmt.Errorf("sendpfast: %w: %s", err, out)
	}
	return number(ownPps, string(out)), nil
}

func count(re *regexp.Regexp, text string) int {
	m := re.FindStringSubmatch(text)
	if m == nil {
		return 0
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		return 0
	}
	return n
}
