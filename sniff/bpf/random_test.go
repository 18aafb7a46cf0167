package bpf

import (
	"testing"
)

// TestRandomVerdicts compares the verdicts of libpcap for random expressions.
func TestRandomVerdicts(t *testing.T) {
	vs := readVerdicts(t, "EN10MB.random.verdicts.tsv")
	pkts, link := readPcap(t, "EN10MB.pcap")
	quirk := testOptions
	quirk.unguardedRight = true
	equal, equalQuirk := 0, 0
	for _, v := range vs {
		a, b := compare(v, pkts, link, testOptions), compare(v, pkts, link, quirk)
		if a == "" {
			equal++
		}
		if b == "" {
			equalQuirk++
		} else {
			t.Error(b)
		}
	}
	t.Logf("%d of %d equal, %d with the guard of right-hand operands dropped", equal, len(vs), equalQuirk)
}
