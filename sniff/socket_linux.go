package sniff

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"pktsh/sniff/route"
)

// Plain packet sockets are kept for the life of the process, because closing one waits for all processors (6 to 15 ms).
// There is a set of them for each network namespace.

// A sockets is the sockets of a network namespace. Those for sending are shared, the kernel serves one call at a time; a
// receiver has one user at a time.
type sockets struct {
	mu   sync.Mutex
	fds  [ways]int           // 0: not open yet
	idle map[int][]*receiver // by index of the interface
}

// A way is a kind of socket to send through.
type way int

const (
	asFrame  way = iota // AF_PACKET, SOCK_RAW: the frame as it is
	asPacket            // AF_PACKET, SOCK_DGRAM: the kernel writes the link header
	asLocal4            // AF_INET, SOCK_RAW: what stays on this machine
	asLocal6            // AF_INET6, SOCK_RAW
	ways
)

var kept struct {
	sync.Mutex
	byInode map[uint64]*sockets

	last    *sockets  // what the last call got,
	thread  int       // on this thread,
	checked time.Time // at this time
}

// mine is the set of the calling thread's namespace, which is looked up again after a millisecond.
func mine() *sockets {
	kept.Lock()
	defer kept.Unlock()
	now, thread := time.Now(), unix.Gettid()
	if kept.last != nil && kept.thread == thread && now.Sub(kept.checked) < time.Millisecond {
		return kept.last
	}
	var st unix.Stat_t
	if err := unix.Stat("/proc/thread-self/ns/net", &st); err != nil {
		st.Ino = 0 // without /proc there are no other namespaces to go to either
	}
	s := kept.byInode[st.Ino]
	if s == nil {
		s = &sockets{idle: make(map[int][]*receiver)}
		if kept.byInode == nil {
			kept.byInode = make(map[uint64]*sockets)
		}
		kept.byInode[st.Ino] = s
	}
	kept.last, kept.thread, kept.checked = s, thread, now
	return s
}

// fd is the socket to send through.
func (s *sockets) fd(w way) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fds[w] > 0 {
		return s.fds[w], nil
	}
	domain, typ, proto := unix.AF_PACKET, unix.SOCK_RAW, 0
	switch w {
	case asPacket:
		typ = unix.SOCK_DGRAM
	case asLocal4:
		domain, proto = unix.AF_INET, unix.IPPROTO_RAW
	case asLocal6:
		domain, proto = unix.AF_INET6, unix.IPPROTO_RAW
	}
	fd, err := unix.Socket(domain, typ|unix.SOCK_CLOEXEC, proto)
	if err != nil {
		return 0, socketError(err)
	}
	enlarge(fd, unix.SO_SNDBUFFORCE, unix.SO_SNDBUF)
	if w == asLocal4 {
		_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_BROADCAST, 1) // for addresses that are broadcast on this machine
	}
	s.fds[w] = fd
	return fd, nil
}

// socketBuffer is the size of sockets' buffers, in bytes: the default holds 158 small packets.
const socketBuffer = 8 << 20

// enlarge asks for large buffers, and where that takes more rights for what the system allows.
func enlarge(fd, force, plain int) {
	if unix.SetsockoptInt(fd, unix.SOL_SOCKET, force, socketBuffer) != nil {
		_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, plain, socketBuffer)
	}
}

// socketError says which rights are missing and how to give them.
func socketError(err error) error {
	if !errors.Is(err, unix.EPERM) && !errors.Is(err, unix.EACCES) {
		return fmt.Errorf("packet socket: %w", err)
	}
	self, exe := os.Executable()
	if exe != nil {
		self = "pktsh"
	}
	return fmt.Errorf("sending and receiving packets needs the capability CAP_NET_RAW: run as root, or once: sudo setcap cap_net_raw,cap_net_admin+ep %s", self)
}

// A mmsghdr is struct mmsghdr of sendmmsg(2).
type mmsghdr struct {
	hdr unix.Msghdr
	len uint32
}

// sendmmsg sends as many of the messages as the kernel takes at once.
func sendmmsg(fd int, msgs []mmsghdr) (int, error) {
	for {
		n, _, errno := unix.Syscall6(unix.SYS_SENDMMSG, uintptr(fd), uintptr(unsafe.Pointer(&msgs[0])), uintptr(len(msgs)), 0, 0, 0)
		if errno == 0 {
			return int(n), nil
		}
		if errno != unix.EINTR {
			return 0, errno
		}
	}
}

// recvmmsg receives as many messages as there are, without waiting; 0 when there are none.
func recvmmsg(fd int, msgs []mmsghdr) (int, error) {
	for {
		n, _, errno := unix.Syscall6(unix.SYS_RECVMMSG, uintptr(fd), uintptr(unsafe.Pointer(&msgs[0])), uintptr(len(msgs)), unix.MSG_DONTWAIT, 0, 0)
		switch errno {
		case 0:
			return int(n), nil
		case unix.EINTR:
		case unix.EAGAIN:
			return 0, nil
		default:
			return 0, errno
		}
	}
}

// swap16 turns a number of 16 bits from the machine's byte order into that of the network.
func swap16(n uint16) uint16 {
	b := [2]byte{byte(n >> 8), byte(n)}
	return *(*uint16)(unsafe.Pointer(&b))
}

// bound is the link-layer address of an interface to bind or send to.
func bound(iface *route.Iface, proto uint16) unix.RawSockaddrLinklayer {
	return unix.RawSockaddrLinklayer{Family: unix.AF_PACKET, Protocol: swap16(proto), Ifindex: int32(iface.Index)}
}
