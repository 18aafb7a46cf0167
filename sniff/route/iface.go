package route

import (
	"net"
	"net/netip"
	"strings"
)

// An Iface is a network interface as it was when it was asked for.
type Iface struct {
	Name  string
	Index int
	MAC   net.HardwareAddr // nil for those without, such as tunnels
	MTU   int              // in bytes
	Flags IfaceFlags
	Type  int            // ARPHRD_* on Linux: 1 Ethernet, 772 loopback, 65534 none; 0 where the system does not say
	Addrs []netip.Prefix // with the length of their network
}

// IfaceFlags are the flags of an interface, as Linux numbers them (netdevice(7)).
type IfaceFlags uint32

// The names of the flags from bit 0 on.
var ifaceFlagNames = [...]string{
	"UP", "BROADCAST", "DEBUG", "LOOPBACK", "POINTOPOINT", "NOTRAILERS", "RUNNING", "NOARP", "PROMISC", "ALLMULTI",
	"MASTER", "SLAVE", "MULTICAST", "PORTSEL", "AUTOMEDIA", "DYNAMIC", "LOWER_UP", "DORMANT", "ECHO",
}

const (
	flagUp           = 1 << 0
	flagBroadcast    = 1 << 1
	flagLoopback     = 1 << 3
	flagPointToPoint = 1 << 4
	flagRunning      = 1 << 6
	flagNoARP        = 1 << 7
	flagMulticast    = 1 << 12
)

// String is the flags' names with a plus between.
func (f IfaceFlags) String() string {
	var names []string
	for i, name := range ifaceFlagNames {
		if f>>i&1 == 1 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "+")
}

// Up reports whether the interface was switched on.
func (i *Iface) Up() bool { return i.Flags&flagUp != 0 }

// Loopback reports whether what is sent there comes back.
func (i *Iface) Loopback() bool { return i.Flags&flagLoopback != 0 }

// Ethernet reports whether frames there begin with an Ethernet header and neighbours are asked for by ARP: not on tunnels,
// point-to-point links and loopback.
func (i *Iface) Ethernet() bool {
	return len(i.MAC) == 6 && i.Flags&(flagLoopback|flagNoARP|flagPointToPoint) == 0 && (i.Type == 1 || i.Type == 0)
}

// IP is the interface's first IPv4 address, the zero Addr when it has none.
func (i *Iface) IP() netip.Addr { return i.first(func(a netip.Addr) bool { return a.Is4() }) }

// IP6 is the interface's first IPv6 address, a global one before a link-local one; the zero Addr when it has none.
func (i *Iface) IP6() netip.Addr {
	global := i.first(func(a netip.Addr) bool { return a.Is6() && !a.IsLinkLocalUnicast() })
	if global.IsValid() {
		return global
	}
	return i.linkLocal()
}

func (i *Iface) linkLocal() netip.Addr {
	return i.first(func(a netip.Addr) bool { return a.Is6() && a.IsLinkLocalUnicast() })
}

func (i *Iface) first(match func(netip.Addr) bool) netip.Addr {
	for _, p := range i.Addrs {
		if match(p.Addr()) {
			return p.Addr()
		}
	}
	return netip.Addr{}
}

// on is the interface's address in the network of addr, the zero Addr when it has none there.
func (i *Iface) on(addr netip.Addr) netip.Addr {
	for _, p := range i.Addrs {
		if p.Contains(addr) {
			return p.Addr()
		}
	}
	return netip.Addr{}
}

// String is "<NetworkInterface eth0 [UP+BROADCAST+RUNNING+MULTICAST+LOWER_UP]>".
func (i *Iface) String() string {
	if i == nil {
		return "<NetworkInterface none>"
	}
	return "<NetworkInterface " + i.Name + " [" + i.Flags.String() + "]>"
}
