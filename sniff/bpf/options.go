package bpf

import (
	"context"
	"net"
	"net/netip"
)

// Options change how a filter is compiled.
type Options struct {
	// SnapLen is what a matching packet's program returns, the bytes of it to keep; 0 is 262144.
	SnapLen uint32
	// Netmask is that of the interface, for "ip broadcast"; 0 is unknown.
	Netmask uint32
	// Resolver finds the addresses of host names; nil is net.DefaultResolver.
	Resolver Resolver
	// Context ends the search for a name; nil is one that ends after five seconds.
	Context context.Context

	// AsLibpcap does as libpcap 1.10 does where that is not what pcap-filter(7) says: the right-hand side of an operator on
	// numbers is read without a check that the packet has such a header, x/tcp[0] and x<<tcp[40] are errors, DECnet addresses may
	// have more than two parts, and there is no vxlan.
	AsLibpcap bool
}

// A Resolver finds the addresses of a host name, as *net.Resolver does.
type Resolver interface {
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
}

func (o *Options) fill() {
	if o.SnapLen == 0 {
		o.SnapLen = 262144
	}
	if o.Resolver == nil {
		o.Resolver = net.DefaultResolver
	}
}
