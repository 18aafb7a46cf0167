package route

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"

	"pktsh/layers"
)

// Hooks are what asking neighbours depends on; package sniff sets them.
var Hooks = struct {
	Context func() context.Context // ends what waits when it is cancelled
	Warn    func(message string)
	Timeout func() time.Duration // how long a neighbour's answer is waited for
}{
	Context: context.Background,
	Warn:    func(message string) { fmt.Fprintln(os.Stderr, "warning: "+message) },
	Timeout: func() time.Duration { return time.Second },
}

// init has packets filled by the routes wherever this package is linked.
func init() {
	layers.Live = layers.LiveFuncs{Source: source, Hardware: hardware, Neighbour: neighbour}
}

// source is the address that packets to dst are sent from.
func source(dst netip.Addr) netip.Addr {
	hop, err := Lookup(dst)
	if err != nil {
		return netip.Addr{}
	}
	return hop.Src
}

// hardware is the address of the interface that frames to dst leave by.
func hardware(dst netip.Addr) net.HardwareAddr {
	iface := Default()
	if dst.IsValid() && !dst.IsUnspecified() {
		if hop, err := Lookup(dst); err == nil {
			iface = hop.Iface
		}
	}
	if iface == nil {
		return nil
	}
	return iface.MAC
}

// neighbour is where frames to dst go. Building goes on without, with a warning: the frame is then sent to all.
func neighbour(dst netip.Addr) net.HardwareAddr {
	mac, err := neighbourOf(dst)
	if err != nil && !err.told {
		Hooks.Warn(err.Error() + "; the frame goes to all")
	}
	return mac
}
