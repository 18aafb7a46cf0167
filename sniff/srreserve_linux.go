package sniff

import (
	"encoding/binary"
	"fmt"
	"sync"

	"golang.org/x/sys/unix"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// The kernel answers what it does not expect: a SYN-ACK for a connection that it did not open with a RST. It does not when
// a socket listens on the port, and a classic BPF program on that socket drops everything before TCP sees it: neither RST
// nor answer, and no firewall rule. The same with a bound UDP socket keeps it from sending "port unreachable". Packet
// sockets see the packets all the same. Limits: a port that another program listens on cannot be taken; sockets stay until
// pktsh ends, at most maxReserved, since a connection opened by hand goes on after sr.

const maxReserved = 4096

var reserved struct {
	sync.Mutex
	ports map[reservedPort]bool
}

type reservedPort struct {
	socks *sockets
	proto byte
	port  uint16
}

// A reservation takes the source ports of requests.
type reservation struct {
	socks *sockets
	last  reservedPort
	full  bool
}

func newReservation() *reservation { return &reservation{socks: mine()} }

// port reserves the source port of a packet that begins with IP or Ether.
func (r *reservation) port(first *packet.Proto, b []byte) {
	p := first.Dissect(b)
	key := reservedPort{socks: r.socks}
	for _, q := range []*packet.Proto{layers.TCP, layers.UDP} {
		if t := p.Layer(q); t != nil && t.Len() >= 2 {
			key.proto = map[*packet.Proto]byte{layers.TCP: unix.IPPROTO_TCP, layers.UDP: unix.IPPROTO_UDP}[q]
			key.port = binary.BigEndian.Uint16(t.Build())
		}
	}
	if key.proto == 0 || key == r.last || key.port == 0 {
		return
	}
	r.last = key
	reserved.Lock()
	defer reserved.Unlock()
	if reserved.ports[key] {
		return
	}
	if len(reserved.ports) >= maxReserved {
		if !r.full {
			Warn(fmt.Sprintf("more than %d source ports are not reserved: the kernel answers for the others", maxReserved))
		}
		r.full = true
		return
	}
	if err := reserve(key); err != nil {
		Warn(fmt.Sprintf("source port %d is not reserved, the kernel will answer for it: %v", key.port, err))
	}
	if reserved.ports == nil {
		reserved.ports = make(map[reservedPort]bool)
	}
	reserved.ports[key] = true
}

// reserve opens a socket on a port of both families that takes nothing; only IPv4 where there is no IPv6.
func reserve(key reservedPort) error {
	typ := unix.SOCK_STREAM
	if key.proto == unix.IPPROTO_UDP {
		typ = unix.SOCK_DGRAM
	}
	var addr unix.Sockaddr = &unix.SockaddrInet6{Port: int(key.port)}
	fd, err := unix.Socket(unix.AF_INET6, typ|unix.SOCK_CLOEXEC, 0)
	if err == nil {
		err = unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, 0)
	} else if fd, err = unix.Socket(unix.AF_INET, typ|unix.SOCK_CLOEXEC, 0); err == nil {
		addr = &unix.SockaddrInet4{Port: int(key.port)}
	}
	if err != nil {
		return err
	}
	prog := &unix.SockFprog{Len: uint16(len(dropAll)), Filter: &dropAll[0]}
	steps := []func() error{
		func() error { return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, prog) },
		func() error { return unix.Bind(fd, addr) },
		func() error {
			if key.proto == unix.IPPROTO_TCP {
				return unix.Listen(fd, 1)
			}
			return nil
		},
	}
	for _, step := range steps {
		if err := step(); err != nil {
			unix.Close(fd)
			return err
		}
	}
	return nil // the socket stays
}
