package sniff

import (
	"errors"
	"fmt"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"pktsh/sniff/route"
)

// batchSize is how many packets go to the kernel in one call. More make no difference.
const batchSize = 64

// A sender gathers packets and sends them with sendmmsg.
type sender struct {
	link  bool
	iface *route.Iface // to send through; nil: by route
	socks *sockets
	hops  targets

	n     int
	dest  [batchSize]*target
	ends  [batchSize]int // where each packet ends in data
	data  []byte
	msgs  [batchSize]mmsghdr
	iovs  [batchSize]unix.Iovec
	inet4 [batchSize]unix.RawSockaddrInet4
	inet6 [batchSize]unix.RawSockaddrInet6
}

// A target is where packets go: a socket, an address for it, and the interface.
type target struct {
	way   way
	addr  unix.RawSockaddrLinklayer
	iface *route.Iface
}

// openSender makes ready to send frames (link) through an interface, the default one when it is nil, or network packets by
// their routes or through an interface.
func openSender(link bool, iface any) (*sender, error) {
	s := &sender{link: link, socks: mine()}
	if link || iface != nil {
		found, err := route.Find(iface)
		if err != nil {
			return nil, err
		}
		s.iface = found
	}
	_, err := s.socks.fd(map[bool]way{true: asFrame, false: asPacket}[link])
	return s, err
}

func (s *sender) close() {}

// waiting is how many packets have been taken and not sent.
func (s *sender) waiting() int { return s.n }

// add takes a packet; full says that it is time to flush. The packet's bytes are copied.
func (s *sender) add(it *item) (full bool, err error) {
	t, err := s.targetOf(it)
	if err != nil {
		return false, err
	}
	s.put(it.data, t)
	return s.n == batchSize, nil
}

func (s *sender) put(b []byte, t *target) {
	s.data = append(s.data, b...)
	s.dest[s.n], s.ends[s.n] = t, len(s.data)
	s.n++
}

// flush sends what was gathered and returns how many packets went.
func (s *sender) flush() (sent int, err error) {
	defer func() { s.n, s.data = 0, s.data[:0] }()
	for sent < s.n && err == nil {
		end := sent + 1
		for end < s.n && s.dest[end].way == s.dest[sent].way {
			end++
		}
		var n int
		n, err = s.run(sent, end)
		sent += n
	}
	return sent, err
}

// run sends packets from first up to end, all through the same socket.
func (s *sender) run(first, end int) (sent int, err error) {
	fd, err := s.socks.fd(s.dest[first].way)
	if err != nil {
		return 0, err
	}
	start := 0
	if first > 0 {
		start = s.ends[first-1]
	}
	for i := first; i < end; i++ {
		s.message(i, s.data[start:s.ends[i]])
		start = s.ends[i]
	}
	for waited := 0; first+sent < end; {
		n, err := sendmmsg(fd, s.msgs[first+sent:end])
		sent += n
		if n > 0 {
			waited = 0
			continue
		}
		if (errors.Is(err, unix.ENOBUFS) || errors.Is(err, unix.EAGAIN)) && waited < 10000 {
			waited++
			time.Sleep(100 * time.Microsecond) // the interface's queue is full
			continue
		}
		i := first + sent
		return sent, sendError(err, s.dest[i], int(s.iovs[i].Len))
	}
	return sent, nil
}

// message prepares packet i.
func (s *sender) message(i int, b []byte) {
	t := s.dest[i]
	s.iovs[i].Base = unsafe.SliceData(b)
	s.iovs[i].SetLen(len(b))
	h := &s.msgs[i].hdr
	*h = unix.Msghdr{Iov: &s.iovs[i]}
	h.SetIovlen(1)
	switch t.way {
	case asLocal4:
		s.inet4[i] = unix.RawSockaddrInet4{Family: unix.AF_INET, Addr: [4]byte(b[16:20])}
		h.Name, h.Namelen = (*byte)(unsafe.Pointer(&s.inet4[i])), unix.SizeofSockaddrInet4
	case asLocal6:
		s.inet6[i] = unix.RawSockaddrInet6{Family: unix.AF_INET6, Addr: [16]byte(b[24:40])}
		if b[24] == 0xfe && b[25]&0xc0 == 0x80 {
			s.inet6[i].Scope_id = uint32(t.iface.Index)
		}
		h.Name, h.Namelen = (*byte)(unsafe.Pointer(&s.inet6[i])), unix.SizeofSockaddrInet6
	default:
		h.Name, h.Namelen = (*byte)(unsafe.Pointer(&t.addr)), unix.SizeofSockaddrLinklayer
	}
}

// sendError is the kernel's error in words that help.
func sendError(err error, t *target, size int) error {
	name := "the network"
	if t.iface != nil {
		name = t.iface.Name
	}
	switch {
	case errors.Is(err, unix.EMSGSIZE):
		return fmt.Errorf("message too long: the packet has %d bytes and %s takes %d: send(fragment(p)) sends it in pieces", size, name, t.iface.MTU)
	case errors.Is(err, unix.ENETDOWN):
		return fmt.Errorf("%s is down (ip link set %s up)", name, name)
	case errors.Is(err, unix.ENXIO), errors.Is(err, unix.ENODEV):
		return fmt.Errorf("%s is gone", name)
	case errors.Is(err, unix.EINVAL) && (t.way == asLocal4 || t.way == asLocal6):
		return fmt.Errorf("to this machine itself the kernel sends only packets with a right header (version, ihl): %w", err)
	case errors.Is(err, unix.EPERM), errors.Is(err, unix.EACCES):
		return fmt.Errorf("the kernel refuses to send (a firewall rule, or missing rights): %w", err)
	case errors.Is(err, unix.EINVAL):
		return fmt.Errorf("%s takes no packet of %d bytes: %w", name, size, err)
	}
	return fmt.Errorf("sending on %s: %w", name, err)
}
