package sniff

import (
	"fmt"
	"net"
	"net/netip"

	"golang.org/x/sys/unix"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// targets are the ways to destinations that were found during one call.
type targets struct {
	byDst map[netip.Addr]*target
	last  netip.Addr // the one asked for last, which most often comes again
	to    *target
	frame *target

	macs   map[netip.Addr]net.HardwareAddr // that prepare found
	warned map[string]bool
}

// targetOf is where a packet goes.
func (s *sender) targetOf(it *item) (*target, error) {
	if s.link || it.first == layers.Ether && !s.link {
		return s.frameTarget(it)
	}
	dst, err := destination(it)
	if err != nil {
		return nil, err
	}
	if s.hops.to != nil && s.hops.last == dst {
		return s.hops.to, nil
	}
	t := s.hops.byDst[dst]
	if t == nil {
		if t, err = s.find(dst); err != nil {
			return nil, err
		}
		if s.hops.byDst == nil || len(s.hops.byDst) > 1<<16 {
			s.hops.byDst = make(map[netip.Addr]*target)
		}
		s.hops.byDst[dst] = t
	}
	s.hops.last, s.hops.to = dst, t
	return t, nil
}

// frameTarget sends a frame through the interface as it is. A frame that send made for itself goes where what is in it is
// asked for.
func (s *sender) frameTarget(it *item) (*target, error) {
	if s.hops.frame != nil {
		return s.hops.frame, nil
	}
	iface := s.iface
	if iface == nil {
		iface = route.Default()
		if arp := it.p.Layer(layers.ARP); arp != nil {
			if dst, err := netip.ParseAddr(arp.Str("pdst")); err == nil {
				if hop, err := route.Lookup(dst); err == nil {
					iface = hop.Iface
				}
			}
		}
	}
	if iface == nil {
		return nil, fmt.Errorf("there is no network interface")
	}
	s.hops.frame = &target{way: asFrame, addr: bound(iface, 0), iface: iface}
	return s.hops.frame, nil
}

// destination is the address that a packet is for, read from its bytes.
func destination(it *item) (netip.Addr, error) {
	switch {
	case it.first == layers.IP && len(it.data) >= 20:
		return netip.AddrFrom4([4]byte(it.data[16:20])), nil
	case it.first == layers.IPv6 && len(it.data) >= 40:
		return netip.AddrFrom16([16]byte(it.data[24:40])), nil
	}
	return netip.Addr{}, fmt.Errorf("the packet ends within its IP header: it has no destination (sendp sends anything)")
}

// find asks for the route to a destination and for the neighbour on it.
func (s *sender) find(dst netip.Addr) (*target, error) {
	hop, err := route.Lookup(dst)
	if s.iface != nil && (err != nil || hop.Iface.Index != s.iface.Index) {
		hop, err = route.Hop{Iface: s.iface}, nil
	}
	if err != nil {
		return nil, err
	}
	proto := uint16(unix.ETH_P_IP)
	local := asLocal4
	if dst.Is6() {
		proto, local = unix.ETH_P_IPV6, asLocal6
	}
	if hop.Local || hop.Iface.Loopback() {
		return &target{way: local, iface: hop.Iface}, nil
	}
	t := &target{way: asPacket, addr: bound(hop.Iface, proto), iface: hop.Iface}
	if !hop.Iface.Ethernet() {
		return t, nil
	}
	mac := s.hops.macs[dst]
	if mac == nil && !hop.Broadcast {
		found, silent := route.ResolveAll(Context(), dst)
		mac = found[dst]
		if err := silent[dst]; err != nil {
			s.warn(fmt.Sprintf("%v: sent to the broadcast address of %s", err, hop.Iface.Name))
		}
	}
	if mac == nil {
		mac = net.HardwareAddr{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	}
	t.addr.Halen = uint8(copy(t.addr.Addr[:], mac))
	return t, nil
}

// maxWarned is how many warnings a call may give.
const maxWarned = 5

// warn warns of each thing once.
func (s *sender) warn(text string) {
	if s.hops.warned == nil {
		s.hops.warned = make(map[string]bool)
	}
	if !s.hops.warned[text] && len(s.hops.warned) < maxWarned {
		s.hops.warned[text] = true
		Warn(text)
	}
}

// maxAsked is how many neighbours are asked at once.
const maxAsked = 4096

// prepare asks for the neighbours of all destinations at once, since waiting for those that are silent takes long.
func (s *sender) prepare(f *feed) {
	if f.link || f.total() < 2 {
		return
	}
	seen := make(map[netip.Addr]bool)
	var dsts []netip.Addr
	for _, part := range f.parts {
		p, ok := part.(*packet.Packet)
		if !ok || p.Proto() != layers.IP && p.Proto() != layers.IPv6 {
			continue
		}
		header := p
		if p.Count() > 1 {
			header = p.Copy()
			header.RemovePayload()
		}
		for q := range header.All() {
			if dst := q.Addr("dst"); !seen[dst] {
				seen[dst] = true
				dsts = append(dsts, dst)
			}
			if len(dsts) >= maxAsked {
				break
			}
		}
	}
	if len(dsts) < 2 {
		return
	}
	found, silent := route.ResolveAll(Context(), dsts...)
	s.hops.macs = found
	for dst := range silent {
		found[dst] = net.HardwareAddr{0xff, 0xff, 0xff, 0xff, 0xff, 0xff}
	}
	if n := len(silent); n > 0 && n < len(dsts) {
		s.warn(fmt.Sprintf("%d of %d addresses have no route or did not tell their hardware address: sent to the broadcast address", n, len(dsts)))
	}
}
