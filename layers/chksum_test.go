package layers_test

import (
	"testing"

	. "pktsh/layers"
)

// What Scapy 2.5 returns, and what building fills in.
func TestPseudoChecksums(t *testing.T) {
	p := IP.New("src", "1.1.1.1", "dst", "2.2.2.2")
	if got := In4Chksum(17, p, []byte("abcd")); got != 13598 {
		t.Errorf("the checksum over IPv4 is %d", got)
	}
	u := IPv6.New("src", "2001:db8::1", "dst", "2001:db8::2")
	udp := UDP.New("sport", 1, "dport", 2, "len", 8, "chksum", 0).Build()
	full := IPv6.Dissect(append(IPv6.New("src", "2001:db8::1", "dst", "2001:db8::2", "nh", 17, "plen", 8).Build(), udp...))
	full.Layer(UDP).Del("chksum")
	built := IPv6.Dissect(full.Build())
	if got, want := In6Chksum(17, u, udp), built.Layer(UDP).Int("chksum"); got != want {
		t.Errorf("the checksum over IPv6 is %#x, building gives %#x", got, want)
	}
}
