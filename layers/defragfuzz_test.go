package layers_test

import (
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// FuzzDefragment takes data as IP packets one after the other, each behind its
// length, and puts them together in every way.
func FuzzDefragment(f *testing.F) {
	for _, whole := range []*Packet{datagram(100).Layer(IP), datagram6(100).Layer(IPv6)} {
		var seed []byte
		for _, p := range whole.Fragment(FragmentOptions{Fragsize: 72}) {
			b := p.Build()
			seed = append(append(seed, byte(len(b)>>8), byte(len(b))), b...)
		}
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var list PacketList
		for len(data) > 2 {
			n := min(int(data[0])<<8|int(data[1]), len(data)-2)
			b := data[2 : 2+n]
			data = data[2+n:]
			if n == 0 {
				continue
			}
			if b[0]>>4 == 6 {
				list = append(list, IPv6.Dissect(b))
			} else {
				list = append(list, IP.Dissect(b))
			}
		}
		for _, overlap := range []string{"", "first", "last"} {
			plain, done, rest, _ := Defrag(list, DefragOptions{Overlap: overlap})
			if len(plain)+len(done)+len(rest) > len(list) {
				t.Fatalf("%d packets became %d, %d, %d", len(list), len(plain), len(done), len(rest))
			}
			for _, p := range done {
				if p.Len() > 65535+40 {
					t.Fatalf("a datagram of %d bytes", p.Len())
				}
				p.Summary()
			}
			d := Defragmenter{MaxBytes: 2000, Overlap: overlap}
			for _, p := range list {
				d.Add(p)
			}
		}
	})
}
