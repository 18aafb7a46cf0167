package route

import (
	"net"
	"net/netip"
	"sort"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// A system reads the tables of one network namespace over two sockets of it: one to ask, and one that hears of changes.
type system struct {
	ask, hear *netlink
}

// namespaces are the networks read so far, by the inode of their namespace. A process nearly always has one.
var namespaces struct {
	sync.Mutex
	byInode map[uint64]*network
	last    *network  // what the last call was given,
	looked  time.Time // when the thread's namespace was looked at,
	checked time.Time // and when the kernel was asked for changes
}

// The process is taken to be in the namespace it was in, and a network to be unchanged, for so long: too short to enter
// another one, and for any program to be started that changes it. Once a second namespace was met each call looks where its
// thread is.
const (
	lookEvery  = 20 * time.Microsecond
	checkEvery = time.Millisecond
)

// changes are the groups of rtnetlink that tell of what a network holds.
const changes = unix.RTMGRP_LINK | unix.RTMGRP_IPV4_IFADDR | unix.RTMGRP_IPV4_ROUTE | unix.RTMGRP_IPV4_RULE |
	unix.RTMGRP_IPV6_IFADDR | unix.RTMGRP_IPV6_ROUTE | 1<<(unix.RTNLGRP_IPV6_RULE-1)

// current is the network of the calling thread's namespace, without what has changed since it was read.
func current() (*network, error) {
	ns := &namespaces
	ns.Lock()
	defer ns.Unlock()
	now := time.Now()
	if ns.last != nil && len(ns.byInode) == 1 && now.Sub(ns.looked) < lookEvery {
		return ns.last, nil
	}
	ns.looked = now
	var st unix.Stat_t
	if err := unix.Stat("/proc/thread-self/ns/net", &st); err != nil {
		st.Ino = 0 // without /proc: the namespace cannot change behind our back
	}
	n := ns.byInode[st.Ino]
	if n != nil && n == ns.last && now.Sub(ns.checked) < checkEvery {
		return n, nil
	}
	if n == nil {
		var err error
		if n, err = openNetwork(); err != nil {
			return nil, err
		}
		if ns.byInode == nil || len(ns.byInode) >= 8 {
			for _, old := range ns.byInode {
				old.close()
			}
			ns.byInode = make(map[uint64]*network)
		}
		ns.byInode[st.Ino] = n
	} else if n.sys.changed() {
		n.mu.Lock()
		n.forget()
		n.mu.Unlock()
	}
	ns.last, ns.checked = n, now
	return n, nil
}

func openNetwork() (*network, error) {
	hear, err := openNetlink(changes)
	if err != nil {
		return nil, err
	}
	ask, err := openNetlink(0)
	if err != nil {
		hear.close()
		return nil, err
	}
	return &network{sys: system{ask, hear}, hops: make(map[netip.Addr]hopOrError)}, nil
}

// close ends the use of a network.
func (n *network) close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sys.ask.close()
	n.sys.hear.close()
}

// changed reports whether the kernel told of a change since the last call. When it told of too many to be kept there was
// one.
func (s system) changed() bool {
	changed := false
	for {
		_, _, err := unix.Recvfrom(s.hear.fd, s.hear.buf, unix.MSG_DONTWAIT)
		switch err {
		case nil, unix.ENOBUFS:
			changed = true
		case unix.EINTR:
		default:
			return changed
		}
	}
}

func (s system) readLinks() ([]*Iface, error) {
	var links []*Iface
	err := s.ask.dump(unix.RTM_GETLINK, make([]byte, 16), func() { links = nil }, func(typ uint16, body []byte) error {
		link, err := parseLink(body)
		if err == nil && typ == unix.RTM_NEWLINK {
			links = append(links, link)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	sort.Slice(links, func(i, j int) bool { return links[i].Index < links[j].Index })
	fresh := func() {
		for _, l := range links {
			l.Addrs = nil
		}
	}
	err = s.ask.dump(unix.RTM_GETADDR, make([]byte, 8), fresh, func(typ uint16, body []byte) error {
		index, addr, err := parseAddress(body)
		if l := byIndex(links, index); err == nil && l != nil && addr.IsValid() {
			l.Addrs = append(l.Addrs, addr)
		}
		return err
	})
	return links, err
}

func (s system) readRoutes([]*Iface) ([]Route, error) {
	routes := []Route{}
	err := s.ask.dump(unix.RTM_GETROUTE, make([]byte, 12), func() { routes = routes[:0] }, func(typ uint16, body []byte) error {
		r, err := parseRoute(body)
		if err == nil && r.Dst.IsValid() && !r.cloned {
			routes = append(routes, r)
		}
		return err
	})
	return routes, err
}

// routeTo is the kernel's own choice for a destination, by all of its tables and rules. The result's error is an Errno when
// there is no way.
func (s system) routeTo(dst netip.Addr, _ []*Iface) (Route, error) {
	msg := make([]byte, 12)
	msg[0], msg[1] = unix.AF_INET, 32
	if dst.Is6() {
		msg[0], msg[1] = unix.AF_INET6, 128
	}
	msg = attribute(msg, unix.RTA_DST, dst.WithZone("").AsSlice())
	if zone := dst.Zone(); zone != "" {
		if link, err := net.InterfaceByName(zone); err == nil {
			msg = attribute(msg, unix.RTA_OIF, native.AppendUint32(nil, uint32(link.Index)))
		}
	}
	var r Route
	err := s.ask.get(unix.RTM_GETROUTE, msg, func(typ uint16, body []byte) (err error) {
		r, err = parseRoute(body)
		return err
	})
	return r, err
}

// neighbours calls each for the neighbours whose hardware addresses the kernel knows.
func (s system) neighbours(each func(index int, addr netip.Addr, mac net.HardwareAddr)) error {
	return s.ask.dump(unix.RTM_GETNEIGH, make([]byte, 12), func() {}, func(typ uint16, body []byte) error {
		index, addr, mac, usable, err := parseNeighbour(body)
		if err == nil && usable {
			each(index, addr, mac)
		}
		return err
	})
}

// whyNot says in words why the kernel has no way.
func whyNot(err error) string {
	switch err {
	case syscall.EINVAL:
		return "a blackhole route drops what is sent there"
	case syscall.EHOSTUNREACH:
		return "an unreachable route refuses what is sent there"
	case syscall.EACCES:
		return "a prohibit route refuses what is sent there"
	case syscall.ENETUNREACH:
		return "no route leads there"
	}
	return err.Error()
}
