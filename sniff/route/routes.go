package route

import (
	"net/netip"
	"strconv"
)

// A Route is a row of a routing table.
type Route struct {
	Dst     netip.Prefix
	Gateway netip.Addr // the zero Addr when the destination is on the link
	Iface   string     // "" for routes that lead nowhere
	Src     netip.Addr // the address to send from, the zero Addr when the route does not say
	Metric  int        // the smaller is preferred
	Type    RouteType

	index  int // of the interface
	table  int
	cloned bool // a cache entry
	onlink bool // the gateway is taken to be on the link
	own    bool // added by the user

	several bool // next hops
}

// A RouteType says what becomes of packets, as Linux numbers it (rtnetlink(7)).
type RouteType uint8

const (
	typeUnicast     RouteType = 1
	typeLocal       RouteType = 2
	typeBroadcast   RouteType = 3
	typeAnycast     RouteType = 4
	typeMulticast   RouteType = 5
	typeBlackhole   RouteType = 6
	typeUnreachable RouteType = 7
	typeProhibit    RouteType = 8
)

var routeTypeNames = map[RouteType]string{
	typeUnicast: "unicast", typeLocal: "local", typeBroadcast: "broadcast", typeAnycast: "anycast", typeMulticast: "multicast",
	typeBlackhole: "blackhole", typeUnreachable: "unreachable", typeProhibit: "prohibit", 9: "throw", 10: "nat",
}

// String is "unicast", "local", "blackhole".
func (t RouteType) String() string {
	if name := routeTypeNames[t]; name != "" {
		return name
	}
	return strconv.Itoa(int(t))
}

// nowhere reports whether packets are dropped.
func (t RouteType) nowhere() bool {
	return t == typeBlackhole || t == typeUnreachable || t == typeProhibit
}

// sameWay reports whether two routes are one row: metric and source do not count.
func (r Route) sameWay(s Route) bool {
	return r.Dst == s.Dst && r.Gateway == s.Gateway && r.Iface == s.Iface
}
