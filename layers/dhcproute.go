package layers

import (
	"fmt"
	"net/netip"
	"strings"

	"pktsh/layers/packet"
)

// routeForm is a classless static route, "10.0.0.0/8:10.0.0.1": of the network only
// the bytes that its mask covers are sent (RFC 3442).
var routeForm = packet.TextForm{
	Size: func(b []byte) int {
		if len(b) == 0 {
			return 0
		}
		return 1 + (int(b[0])+7)/8 + 4
	},
	Text: func(b []byte) string {
		if len(b) < 5 || int(b[0]) > 32 || len(b) != 5+(int(b[0])+7)/8 {
			return fmt.Sprintf("%q", b)
		}
		var network [4]byte
		copy(network[:], b[1:len(b)-4])
		return fmt.Sprintf("%s/%d:%s", netip.AddrFrom4(network), b[0], netip.AddrFrom4([4]byte(b[len(b)-4:])))
	},
	Bytes: func(text string) ([]byte, error) {
		network, router, _ := strings.Cut(text, ":")
		p, err := netip.ParsePrefix(network)
		if err != nil || !p.Addr().Is4() {
			return nil, fmt.Errorf("%q is not a route such as 10.0.0.0/8:10.0.0.1", text)
		}
		gw, err := netip.ParseAddr(router)
		if err != nil || !gw.Is4() {
			return nil, fmt.Errorf("%q has no router: write 10.0.0.0/8:10.0.0.1", text)
		}
		b := append([]byte{byte(p.Bits())}, p.Addr().AsSlice()[:(p.Bits()+7)/8]...)
		return append(b, gw.AsSlice()...), nil
	},
}
