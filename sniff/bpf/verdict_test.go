package bpf

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The verdicts of libpcap for many packets of all link types are beside the repository; tests that use them are skipped without. Some
// for Ethernet are in testdata.
const verdictDir = "../../../shared/bpf"

// A pkt is a packet of a capture file.
type pkt struct {
	data []byte
	wire int
}

// readPcap reads a little-endian pcap file.
func readPcap(t testing.TB, name string) (pkts []pkt, link int) {
	t.Helper()
	if filepath.Dir(name) == "." {
		name = filepath.Join(verdictDir, name)
	}
	b, err := os.ReadFile(name)
	if err != nil {
		t.Skip(err)
	}
	link = int(binary.LittleEndian.Uint32(b[20:]))
	for b = b[24:]; len(b) >= 16; {
		n, wire := binary.LittleEndian.Uint32(b[8:]), binary.LittleEndian.Uint32(b[12:])
		pkts = append(pkts, pkt{b[16 : 16+n : 16+n], int(wire)})
		b = b[16+n:]
	}
	return pkts, link
}

// A verdict is what libpcap says of an expression.
type verdict struct {
	ok        bool
	hits      int
	fnv, expr string
	message   string
}

func readVerdicts(t testing.TB, name string) (vs []verdict) {
	t.Helper()
	if filepath.Dir(name) == "." {
		name = filepath.Join(verdictDir, name)
	}
	f, err := os.Open(name)
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for before := ""; lines.Scan(); {
		line := before + lines.Text()
		if before = ""; strings.Count(line, "\t") < 2 {
			before = line // a message of libpcap with a line's end in it
			continue
		}
		w := strings.Split(line, "\t")
		if w[0] == "OK" {
			v := verdict{ok: true, fnv: w[3], expr: strings.Join(w[4:], "\t")}
			fmt.Sscan(w[2], &v.hits)
			vs = append(vs, v)
		} else if w[0] == "ERR" && len(w) > 2 {
			vs = append(vs, verdict{message: w[1], expr: strings.Join(w[2:], "\t")})
		}
	}
	return vs
}

// sum runs a filter over packets, as the oracle does.
func sum(pkts []pkt, match func(data []byte, wire int) bool) (hits int, fnv string) {
	h := uint64(1469598103934665603)
	for _, p := range pkts {
		v := uint64(0)
		if match(p.data, p.wire) {
			v, hits = 1, hits+1
		}
		h = (h ^ v) * 1099511628211
	}
	return hits, fmt.Sprintf("%016x", h)
}

// testResolver knows the one name of the corpus that the oracle's machine knew.
type testResolver struct{}

func (testResolver) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if host == "localhost" {
		return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
	}
	return nil, errors.New("no such host")
}

var testOptions = Options{Resolver: testResolver{}}

// exception says why our verdict is not that of libpcap 1.10.3, "" where nothing excuses it. Most reasons are checked: with
// Options.AsLibpcap the verdict must be the same.
func exception(v verdict, pkts []pkt, link int) string {
	o := testOptions
	o.AsLibpcap = true
	same := compare(v, pkts, link, o) == ""
	switch {
	case same && !v.ok && strings.Contains(v.expr, "vxlan"):
		return "vxlan is a keyword of libpcap 1.11"
	case same && !v.ok && (v.message == "division by zero" || strings.HasPrefix(v.message, "shift by more")):
		return "libpcap takes the 0 of tcp[0] for a divisor, the 40 of tcp[40] for a shift"
	case v.ok && strings.Contains(v.expr, "decnet"):
		return "libpcap takes 1.2.3.4 and 10.0.0.0/8 for DECnet addresses"
	case same:
		return "libpcap drops the check of the right-hand side's protocol: tcp[2] of 1+tcp[2] is read in any packet"
	case strings.Contains(v.expr, "geneve") && v.ok:
		return "libpcap reads scratch memory that geneve did not set, where it did not match"
	}
	return ""
}

// TestVerdicts compares every verdict of libpcap, for each link type, with that of the own machine.
func TestVerdicts(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join(verdictDir, "*.pcap"))
	if len(files) == 0 {
		t.Skip("no verdicts beside the repository")
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".pcap")
		t.Run(name, func(t *testing.T) {
			pkts, link := readPcap(t, name+".pcap")
			tally(t, readVerdicts(t, name+".verdicts.tsv"), pkts, link)
		})
	}
}

// TestOwnVerdicts does the same for the packets in testdata.
func TestOwnVerdicts(t *testing.T) {
	pkts, link := readPcap(t, "testdata/ethernet.pcap")
	tally(t, readVerdicts(t, "testdata/ethernet.verdicts.tsv"), pkts, link)
}

// TestRandomVerdicts does the same for random expressions. As libpcap, it must be right in 99.5 of 100.
func TestRandomVerdicts(t *testing.T) {
	vs := readVerdicts(t, "EN10MB.random.verdicts.tsv")
	pkts, link := readPcap(t, "EN10MB.pcap")
	tally(t, vs, pkts, link)
	o, equal := testOptions, 0
	o.AsLibpcap = true
	for _, v := range vs {
		if compare(v, pkts, link, o) == "" {
			equal++
		}
	}
	t.Logf("as libpcap: %d of %d equal", equal, len(vs))
	if equal*1000 < len(vs)*995 {
		t.Error("that is too few")
	}
}

// tally compares all verdicts, and logs how many are equal and why others are not.
func tally(t *testing.T, vs []verdict, pkts []pkt, link int) {
	equal, why := 0, map[string]int{}
	for _, v := range vs {
		msg := compare(v, pkts, link, testOptions)
		if msg == "" {
			equal++
			continue
		}
		reason := exception(v, pkts, link)
		why[reason]++
		if reason == "" {
			t.Error(msg)
		}
	}
	t.Logf("%d of %d equal", equal, len(vs))
	for reason, n := range why {
		t.Logf("%4d: %s", n, reason)
	}
}

// compare says how our verdict of an expression differs from that of libpcap, "" if it does not.
func compare(v verdict, pkts []pkt, link int, o Options) string {
	p, err := Compile(v.expr, link, o)
	switch {
	case err != nil && v.ok:
		return fmt.Sprintf("%s: rejected: %v", v.expr, err)
	case err != nil:
		return ""
	case !v.ok:
		return fmt.Sprintf("%s: accepted, libpcap says %s", v.expr, v.message)
	}
	if hits, fnv := sum(pkts, p.Match); fnv != v.fnv {
		return fmt.Sprintf("%s: %d packets match, %d with libpcap", v.expr, hits, v.hits)
	}
	return ""
}
