package layers

import (
	"bytes"
	"testing"

	"pktsh/layers/packet"
)

// FuzzLayers reads arbitrary bytes as the protocols of the tables that compare
// with Scapy, does all that may be done with them, and sets every field to what it
// is: they stay as they are.
func FuzzLayers(f *testing.F) {
	firsts := []*packet.Proto{Ether, IP, IPv6, UDP, GRE, MPLS, VXLAN, GENEVE, PPP, PPPoE, PPPoED, EAPOL, SCTP, IGMP, STP,
		VRRP, NTPHeader, TFTP, HTTP}
	for _, table := range [][]scapyTest{asScapy, tunnels, networkServices, pppAndEAP, sctpPackets} {
		for _, test := range table {
			b := test.packet.Build()
			f.Add(byte(0), b)
			for n := test.packet.Payload(); n != nil; n = n.Payload() {
				for i, q := range firsts {
					if q == n.Proto() {
						f.Add(byte(i), n.Build())
					}
				}
			}
		}
	}
	f.Add(byte(len(firsts)-1), []byte(httpGet))
	f.Fuzz(func(t *testing.T, first byte, b []byte) {
		if len(b) > 2048 {
			return
		}
		p := firsts[int(first)%len(firsts)]
		safe(t, p, b)
		q := p.Dissect(b)
		for n := q; n != nil; n = n.Payload() {
			for _, field := range n.Proto().Fields() {
				v := n.Get(field.Name())
				if v == nil || field.Kind() >= packet.KindRecords { // lists are written anew, without what is wrong in them
					continue
				}
				if err := n.Set(field.Name(), v); err != nil {
					t.Errorf("%s.%s cannot be what it is, %v: %v", n.Proto(), field.Name(), v, err)
				}
			}
		}
		if got := q.Build(); !bytes.Equal(got, b) {
			t.Errorf("%s: %x with its fields set to what they are is %x", q.Summary(), b, got)
		}
	})
}
