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

// The verdicts of libpcap, made by tools/bpf-oracle.c, are beside the repository; tests that use them are skipped without.
const verdictDir = "/work/shared/bpf"

// A pkt is a packet of a capture file.
type pkt struct {
	data []byte
	wire int
}

// readPcap reads a little-endian pcap file.
func readPcap(t testing.TB, name string) (pkts []pkt, link int) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(verdictDir, name))
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
	f, err := os.Open(filepath.Join(verdictDir, name))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		w := strings.Split(lines.Text(), "\t")
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

// exceptions are the expressions where our verdict is not that of libpcap 1.10.3, with the reason.
var exceptions = map[string]string{
	"vxlan": "a keyword of libpcap 1.11", "vxlan 0x7": "a keyword of libpcap 1.11", "vxlan 12345": "a keyword of libpcap 1.11",
	"vxlan 0x7 && ip6": "a keyword of libpcap 1.11", "vxlan and vxlan": "a keyword of libpcap 1.11",
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
			equal, total := 0, 0
			for _, v := range readVerdicts(t, name+".verdicts.tsv") {
				total++
				if msg := compare(v, pkts, link, testOptions); msg == "" {
					equal++
				} else if exceptions[v.expr] == "" {
					t.Error(msg)
				}
			}
			t.Logf("%d of %d equal", equal, total)
		})
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
