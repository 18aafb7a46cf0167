package layers_test

import (
	"encoding/hex"
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// Options of neighbor discovery that Scapy does not know, as their RFCs draw them.
func TestNeighborOptions(t *testing.T) {
	for _, c := range []struct {
		option *Packet
		bytes  string
	}{
		{ICMPv6NDOptPREF64.New("scaledlifetime", 225, "plc", 0), "2602" + "0708" + "0064ff9b0000000000000000"},
		{ICMPv6NDOptCaptivePortal.New("uri", "https://a/"), "2502" + "68747470733a2f2f612f" + "00000000"},
		{ICMPv6NDOptCaptivePortal.New("uri", "https:"), "2501" + "68747470733a"},
		{ICMPv6NDOptRouteInfo.New("prefix", "2001:db8::"), "180340" + "00ffffffff" + "20010db8000000000000000000000000"},
		{ICMPv6NDOptRouteInfo.New(), "180100" + "00ffffffff"},
		{ICMPv6NDOptDNSSL.New("searchlist", []string{"a."}), "1f020000ffffffff" + "0161000000000000"},
	} {
		got := c.option.Build()
		if hex.EncodeToString(got) != c.bytes {
			t.Errorf("%v is %x, want %s", c.option, got, c.bytes)
		}
		p := ICMPv6ND_RS.Dissect(append(ICMPv6ND_RS.New().Build(), got...)).Layer(c.option.Proto())
		if p == nil {
			t.Errorf("%v is not read back", c.option)
			continue
		}
		for _, f := range p.Proto().Fields()[2:] {
			if err := p.Set(f.Name(), p.Get(f.Name())); err != nil {
				t.Error(err)
			}
		}
		if again := p.Build(); hex.EncodeToString(again) != c.bytes {
			t.Errorf("%v with its own values set is %x, want %s", c.option, again, c.bytes)
		}
	}
}
