package sniff

import (
	"fmt"
	"slices"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"

	"pktsh/sniff/route"
)

const (
	receiveBatch = 32
	receiveRoom  = 1 << 16 // frames that the kernel has put together are as large
	controlRoom  = 96
)

// A receiver is a kept packet socket bound to an interface. When nobody uses it for a while a filter lets nothing in.
type receiver struct {
	fd    int
	iface *route.Iface
	msgs  [receiveBatch]mmsghdr
	iovs  [receiveBatch]unix.Iovec
	ctl   [receiveBatch][controlRoom]byte
	buf   []byte
	frame []byte // one to which its VLAN tag has been given back

	program []unix.SockFilter // the filter it has
	idle    *time.Timer       // shuts it when nobody has used it for a while
}

// receiver returns an idle receiver of an interface, a new one when there is none, which lets in what the program accepts.
func (s *sockets) receiver(iface *route.Iface, program []unix.SockFilter) (*receiver, error) {
	s.mu.Lock()
	var r *receiver
	if idle := s.idle[iface.Index]; len(idle) > 0 {
		r = idle[len(idle)-1]
		s.idle[iface.Index] = idle[:len(idle)-1]
	}
	s.mu.Unlock()
	if r == nil {
		var err error
		if r, err = openReceiver(iface); err != nil {
			return nil, err
		}
		return r, r.filter(program)
	}
	r.iface = iface
	if r.filter(program) != nil || r.drain() != nil { // the interface went down or away meanwhile
		go unix.Close(r.fd) // closing takes long
		var err error
		if r, err = openReceiver(iface); err == nil {
			err = r.filter(program)
		}
		return r, err
	}
	return r, nil
}

// shutAfter is how long a receiver that nobody uses keeps its filter, since giving it another one takes long.
const shutAfter = 300 * time.Millisecond

// release puts a receiver back.
func (s *sockets) release(r *receiver) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.idle[r.iface.Index] = append(s.idle[r.iface.Index], r)
	if r.idle == nil {
		r.idle = time.AfterFunc(shutAfter, func() { s.shut(r) })
	} else {
		r.idle.Reset(shutAfter)
	}
}

// shut lets nothing into a receiver when it is still idle.
func (s *sockets) shut(r *receiver) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if slices.Contains(s.idle[r.iface.Index], r) {
		_ = r.filter(dropAll) // what fails shows when it is used again
	}
}

func openReceiver(iface *route.Iface) (*receiver, error) {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, socketError(err)
	}
	r := &receiver{fd: fd, iface: iface, buf: make([]byte, receiveBatch*receiveRoom)}
	enlarge(fd, unix.SO_RCVBUFFORCE, unix.SO_RCVBUF)
	for _, opt := range []struct{ level, name int }{
		{unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING}, {unix.SOL_PACKET, unix.PACKET_AUXDATA}, {unix.SOL_SOCKET, unix.SO_TIMESTAMPNS},
	} {
		_ = unix.SetsockoptInt(fd, opt.level, opt.name, 1) // what an old kernel lacks shows as more frames, no tags, later times
	}
	if err := r.filter(dropAll); err != nil {
		unix.Close(fd)
		return nil, err
	}
	addr := &unix.SockaddrLinklayer{Protocol: swap16(unix.ETH_P_ALL), Ifindex: iface.Index}
	if err := unix.Bind(fd, addr); err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("listening on %s: %w", iface.Name, err)
	}
	return r, nil
}

// dropAll accepts nothing.
var dropAll = []unix.SockFilter{{Code: unix.BPF_RET | unix.BPF_K, K: 0}}

// filter gives the socket another filter.
func (r *receiver) filter(program []unix.SockFilter) error {
	if slices.Equal(program, r.program) {
		return nil
	}
	prog := &unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	if err := unix.SetsockoptSockFprog(r.fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, prog); err != nil {
		return fmt.Errorf("the kernel does not take the filter: %w", err)
	}
	r.program = program
	return nil
}

// promiscuous lets frames for others in, or no longer.
func (r *receiver) promiscuous(on bool) {
	what := unix.PACKET_ADD_MEMBERSHIP
	if !on {
		what = unix.PACKET_DROP_MEMBERSHIP
	}
	mreq := &unix.PacketMreq{Ifindex: int32(r.iface.Index), Type: unix.PACKET_MR_PROMISC}
	_ = unix.SetsockoptPacketMreq(r.fd, unix.SOL_PACKET, what, mreq) // interfaces without it show what there is
}

// drain throws away what waits.
func (r *receiver) drain() error {
	for {
		r.prepare()
		n, err := recvmmsg(r.fd, r.msgs[:])
		if n == 0 || err != nil {
			return err
		}
	}
}

func (r *receiver) prepare() {
	for i := range r.msgs {
		r.iovs[i].Base = &r.buf[i*receiveRoom]
		r.iovs[i].SetLen(receiveRoom)
		h := &r.msgs[i].hdr
		*h = unix.Msghdr{Iov: &r.iovs[i], Control: &r.ctl[i][0]}
		h.SetIovlen(1)
		h.SetControllen(controlRoom)
	}
}

// receive calls got with the frames that wait; their bytes are valid during the call.
func (r *receiver) receive(got func(heard)) error {
	for {
		r.prepare()
		n, err := recvmmsg(r.fd, r.msgs[:])
		if err != nil {
			return receiveError(err, r.iface)
		}
		for i := range r.msgs[:n] {
			got(r.heard(i))
		}
		if n < receiveBatch {
			return nil
		}
	}
}

func receiveError(err error, iface *route.Iface) error {
	switch err {
	case unix.ENETDOWN:
		return fmt.Errorf("%s went down", iface.Name)
	case unix.ENXIO, unix.ENODEV:
		return fmt.Errorf("%s is gone", iface.Name)
	}
	return fmt.Errorf("receiving on %s: %w", iface.Name, err)
}

// heard is message i, with its time and its VLAN tag, which the kernel takes out of frames.
func (r *receiver) heard(i int) heard {
	m := &r.msgs[i]
	at := i * receiveRoom
	h := heard{data: r.buf[at : at+min(int(m.len), receiveRoom)], wire: int(m.len), iface: r.iface}
	for b := r.ctl[i][:m.hdr.Controllen]; len(b) >= unix.SizeofCmsghdr; {
		c := (*unix.Cmsghdr)(unsafe.Pointer(&b[0]))
		size := int(c.Len)
		if size < unix.SizeofCmsghdr || size > len(b) {
			break
		}
		body := b[unix.CmsgLen(0):size]
		switch {
		case c.Level == unix.SOL_SOCKET && c.Type == unix.SCM_TIMESTAMPNS && len(body) >= int(unsafe.Sizeof(unix.Timespec{})):
			h.at = (*unix.Timespec)(unsafe.Pointer(&body[0])).Nano()
		case c.Level == unix.SOL_PACKET && c.Type == unix.PACKET_AUXDATA && len(body) >= int(unsafe.Sizeof(unix.TpacketAuxdata{})):
			r.retag(&h, (*unix.TpacketAuxdata)(unsafe.Pointer(&body[0])))
		}
		b = b[min(unix.CmsgSpace(size-unix.CmsgLen(0)), len(b)):]
	}
	if h.at == 0 {
		h.at = time.Now().UnixNano()
	}
	return h
}

// retag puts a VLAN tag back behind the addresses.
func (r *receiver) retag(h *heard, aux *unix.TpacketAuxdata) {
	if aux.Status&unix.TP_STATUS_VLAN_VALID == 0 || len(h.data) < 12 {
		return
	}
	tpid := uint16(unix.ETH_P_8021Q)
	if aux.Status&unix.TP_STATUS_VLAN_TPID_VALID != 0 {
		tpid = aux.Vlan_tpid
	}
	r.frame = append(r.frame[:0], h.data[:12]...)
	r.frame = append(r.frame, byte(tpid>>8), byte(tpid), byte(aux.Vlan_tci>>8), byte(aux.Vlan_tci))
	r.frame = append(r.frame, h.data[12:]...)
	h.data = r.frame
	h.wire += 4
}

// waitFor waits until a receiver has something, or at most as long; sooner when a signal comes.
func waitFor(list []*receiver, wait time.Duration) error {
	fds := make([]unix.PollFd, len(list))
	for i, r := range list {
		fds[i] = unix.PollFd{Fd: int32(r.fd), Events: unix.POLLIN}
	}
	ts := unix.NsecToTimespec(max(0, wait).Nanoseconds())
	if _, err := unix.Ppoll(fds, &ts, nil); err != nil && err != unix.EINTR {
		return fmt.Errorf("waiting for packets: %w", err)
	}
	return nil
}
