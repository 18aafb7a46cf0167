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

	// unguardedRight drops the protocol check of an operator's right-hand side, as libpcap does. Tests use it.
	unguardedRight bool
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
