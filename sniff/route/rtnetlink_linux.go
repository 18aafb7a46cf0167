package route

import (
	"bytes"
	"net"
	"net/netip"

	"golang.org/x/sys/unix"
)

// parseLink reads RTM_NEWLINK: struct ifinfomsg and attributes.
func parseLink(body []byte) (*Iface, error) {
	if len(body) < 16 {
		return nil, errCut
	}
	i := &Iface{
		Type:  int(native.Uint16(body[2:])),
		Index: int(int32(native.Uint32(body[4:]))),
		Flags: IfaceFlags(native.Uint32(body[8:])),
	}
	err := attributes(body, 16, func(typ uint16, v []byte) {
		switch typ {
		case unix.IFLA_IFNAME:
			i.Name = string(bytes.TrimRight(v, "\x00"))
		case unix.IFLA_ADDRESS:
			if i.Type == unix.ARPHRD_ETHER || i.Type == unix.ARPHRD_LOOPBACK || len(v) == 6 {
				i.MAC = net.HardwareAddr(bytes.Clone(v))
			}
		case unix.IFLA_MTU:
			if len(v) >= 4 {
				i.MTU = int(native.Uint32(v))
			}
		}
	})
	return i, err
}

// parseAddress reads RTM_NEWADDR: struct ifaddrmsg and attributes. The address of a point-to-point interface is that of
// its own end.
func parseAddress(body []byte) (index int, addr netip.Prefix, err error) {
	if len(body) < 8 {
		return 0, addr, errCut
	}
	index = int(native.Uint32(body[4:]))
	var local, address netip.Addr
	err = attributes(body, 8, func(typ uint16, v []byte) {
		switch typ {
		case unix.IFA_LOCAL:
			local, _ = netip.AddrFromSlice(v)
		case unix.IFA_ADDRESS:
			address, _ = netip.AddrFromSlice(v)
		}
	})
	if !local.IsValid() {
		local = address
	}
	return index, netip.PrefixFrom(local, int(body[1])), err
}

// parseRoute reads RTM_NEWROUTE: struct rtmsg and attributes. The interface of a route with several next hops is that of
// the first.
func parseRoute(body []byte) (Route, error) {
	if len(body) < 12 {
		return Route{}, errCut
	}
	var zero netip.Addr
	switch body[0] {
	case unix.AF_INET:
		zero = netip.IPv4Unspecified()
	case unix.AF_INET6:
		zero = netip.IPv6Unspecified()
	default:
		return Route{}, nil
	}
	r := Route{Type: RouteType(body[7]), table: int(body[4]), cloned: native.Uint32(body[8:])&unix.RTM_F_CLONED != 0}
	r.onlink = native.Uint32(body[8:])&unix.RTNH_F_ONLINK != 0
	dst := zero
	err := attributes(body, 12, func(typ uint16, v []byte) {
		switch typ {
		case unix.RTA_DST:
			if a, ok := netip.AddrFromSlice(v); ok {
				dst = a
			}
		case unix.RTA_MULTIPATH:
			r.several = true
			r.firstHop(v)
		case unix.RTA_PREFSRC:
			r.Src, _ = netip.AddrFromSlice(v)
		case unix.RTA_PRIORITY:
			r.Metric = word(v)
		case unix.RTA_TABLE:
			r.table = word(v)
		default:
			r.hop(typ, v)
		}
	})
	r.Dst = netip.PrefixFrom(dst, int(body[1]))
	return r, err
}

// hop takes the attributes that say where to send.
func (r *Route) hop(typ uint16, v []byte) {
	switch typ {
	case unix.RTA_OIF:
		r.index = word(v)
	case unix.RTA_GATEWAY:
		r.Gateway, _ = netip.AddrFromSlice(v)
	case unix.RTA_VIA: // of another family than the route: struct rtvia
		if len(v) > 2 {
			r.Gateway, _ = netip.AddrFromSlice(v[2:])
		}
	}
}

// firstHop reads the first struct rtnexthop of a route with several.
func (r *Route) firstHop(v []byte) {
	if len(v) < 8 {
		return
	}
	size := int(native.Uint16(v))
	if size < 8 || size > len(v) {
		return
	}
	r.index = int(int32(native.Uint32(v[4:])))
	_ = attributes(v[:size], 8, r.hop) // a cut hop gives what it has
}

// parseNeighbour reads RTM_NEWNEIGH: struct ndmsg and attributes. usable is false for those the kernel is not sure of.
func parseNeighbour(body []byte) (index int, addr netip.Addr, mac net.HardwareAddr, usable bool, err error) {
	if len(body) < 12 {
		return 0, addr, nil, false, errCut
	}
	index = int(int32(native.Uint32(body[4:])))
	state := native.Uint16(body[8:])
	err = attributes(body, 12, func(typ uint16, v []byte) {
		switch typ {
		case unix.NDA_DST:
			addr, _ = netip.AddrFromSlice(v)
		case unix.NDA_LLADDR:
			mac = net.HardwareAddr(bytes.Clone(v))
		}
	})
	const sure = unix.NUD_REACHABLE | unix.NUD_PERMANENT | unix.NUD_STALE | unix.NUD_DELAY | unix.NUD_PROBE | unix.NUD_NOARP
	return index, addr, mac, state&sure != 0 && len(mac) == 6 && addr.IsValid(), err
}

// word is a number of 32 bits, 0 when v is too short for one.
func word(v []byte) int {
	if len(v) < 4 {
		return 0
	}
	return int(native.Uint32(v))
}
