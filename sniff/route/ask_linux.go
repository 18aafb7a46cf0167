package route

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"golang.org/x/sys/unix"
)

// again are the times after which those that have not answered are asked once more, in parts of the whole wait.
var again = []float64{0, 0.15, 0.5}

// burst is how many questions are sent before answers are looked for, so that these do not overrun the socket.
const burst = 128

// askAll asks neighbours for their hardware addresses, each interface by one packet socket, and returns those that answered
// within the wait.
func askAll(ctx context.Context, asks map[link]ask) (map[link]net.HardwareAddr, error) {
	q := &questioner{ctx: ctx, left: asks, answers: make(map[link]net.HardwareAddr), sockets: make(map[int]int)}
	defer q.close()
	start, wait := time.Now(), Hooks.Timeout()
	for i := range again {
		until := start.Add(wait)
		if i+1 < len(again) {
			until = start.Add(time.Duration(again[i+1] * float64(wait)))
		}
		if err := q.send(); err != nil {
			return q.answers, err
		}
		if q.collect(until); len(q.left) == 0 || ctx.Err() != nil {
			break
		}
	}
	return q.answers, ctx.Err()
}

// A questioner is a round of questions.
type questioner struct {
	ctx     context.Context
	left    map[link]ask
	answers map[link]net.HardwareAddr
	sockets map[int]int // descriptors by the index of the interface
	buf     [256]byte
}

// close closes the sockets apart, since the kernel takes milliseconds for each.
func (q *questioner) close() {
	for _, fd := range q.sockets {
		go unix.Close(fd)
	}
}

// socket is the packet socket of an interface, which hears what arrives there.
func (q *questioner) socket(index int) (int, error) {
	if fd, ok := q.sockets[index]; ok {
		return fd, nil
	}
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err == nil {
		if err = unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: 0x0300, Ifindex: index}); err != nil { // ETH_P_ALL, network order
			unix.Close(fd)
		}
	}
	if errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES) {
		return 0, errors.New("that takes the capability CAP_NET_RAW")
	}
	if err != nil {
		return 0, fmt.Errorf("packet socket: %w", err)
	}
	q.sockets[index] = fd
	return fd, nil
}

// send asks all that have not answered.
func (q *questioner) send() error {
	n := 0
	for l, a := range q.left {
		fd, err := q.socket(l.index)
		if err != nil {
			return err
		}
		err = unix.Sendto(fd, a.question(), 0, &unix.SockaddrLinklayer{Ifindex: l.index})
		if err != nil && err != unix.ENOBUFS && err != unix.EAGAIN {
			return fmt.Errorf("%s: %w", a.hop.Iface.Name, err)
		}
		if n++; n%burst == 0 {
			q.collect(time.Now().Add(time.Millisecond))
		}
	}
	return nil
}

// collect takes answers until all are there, the time has come, or the context ends.
func (q *questioner) collect(until time.Time) {
	const tick = 20 * time.Millisecond // between looks at the context
	for len(q.left) > 0 && q.ctx.Err() == nil {
		wait := min(time.Until(until), tick)
		if wait <= 0 {
			return
		}
		fds := make([]unix.PollFd, 0, len(q.sockets))
		for _, fd := range q.sockets {
			fds = append(fds, unix.PollFd{Fd: int32(fd), Events: unix.POLLIN})
		}
		ts := unix.NsecToTimespec(wait.Nanoseconds())
		if n, err := unix.Ppoll(fds, &ts, nil); n <= 0 || err != nil {
			continue
		}
		for index, fd := range q.sockets {
			q.read(index, fd)
		}
	}
}

// read takes all that a socket has.
func (q *questioner) read(index, fd int) {
	for {
		n, _, err := unix.Recvfrom(fd, q.buf[:], 0)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return
		}
		addr, mac := answered(q.buf[:n])
		l := link{index, addr}
		if _, asked := q.left[l]; asked && mac != nil {
			q.answers[l] = mac
			delete(q.left, l)
		}
	}
}

// neighbour is the hardware address that the kernel knows for a neighbour, nil when it knows none.
func (s system) neighbour(l link) (mac net.HardwareAddr) {
	msg := make([]byte, 12)
	msg[0] = unix.AF_INET
	if l.addr.Is6() {
		msg[0] = unix.AF_INET6
	}
	native.PutUint32(msg[4:], uint32(l.index))
	err := s.ask.get(unix.RTM_GETNEIGH, attribute(msg, unix.NDA_DST, l.addr.AsSlice()), func(_ uint16, body []byte) error {
		_, _, hw, usable, err := parseNeighbour(body)
		if usable {
			mac = hw
		}
		return err
	})
	if err == unix.EOPNOTSUPP || err == unix.EINVAL { // before Linux 5.0 one cannot ask for one
		_ = s.neighbours(func(index int, addr netip.Addr, hw net.HardwareAddr) {
			if (link{index, addr}) == l {
				mac = hw
			}
		})
	}
	return mac
}
