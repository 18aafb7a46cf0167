package sniff

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"pktsh/layers/packet"
	"pktsh/sniff/bpf"
	"pktsh/sniff/route"
)

// A live tap reads the rings of one or several interfaces.
type live struct {
	inputs []*input
	wake   int   // an eventfd that ends waiting
	until  int64 // when the capture was ended, in nanoseconds since 1970; 0 before
	keep   keeper
}

// An input is a ring with what its frames become.
type input struct {
	ring    *ring
	link    int
	program *bpf.Program
	exact   bool // the kernel's verdict is final for frames without a VLAN tag
	sources map[int32]*packet.Source
	buf     []byte
}

// openTap opens the interfaces that options name.
func openTap(o SniffOptions) (tap, error) {
	ifaces, err := findIfaces(o.Iface)
	if err != nil {
		return nil, err
	}
	t := &live{keep: keeper{grow: o.stores()}}
	if t.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err != nil {
		return nil, fmt.Errorf("eventfd: %w", err)
	}
	for _, iface := range ifaces {
		in, err := openInput(iface, o)
		if err != nil {
			t.close()
			return nil, err
		}
		t.inputs = append(t.inputs, in)
	}
	return t, nil
}

// findIfaces are the interfaces that an option means; a nil one means all of them.
func findIfaces(x any) ([]*route.Iface, error) {
	var list []any
	switch x := x.(type) {
	case []string:
		for _, name := range x {
			list = append(list, name)
		}
	case []any:
		list = x
	case []*route.Iface:
		return x, nil
	default:
		list = []any{x}
	}
	var ifaces []*route.Iface
	for _, x := range list {
		if x == "any" {
			ifaces = append(ifaces, nil)
			continue
		}
		iface, err := route.Find(x)
		if err != nil {
			return nil, err
		}
		ifaces = append(ifaces, iface)
	}
	return ifaces, nil
}

func openInput(iface *route.Iface, o SniffOptions) (*input, error) {
	in := &input{link: linkCooked2, sources: make(map[int32]*packet.Source)}
	if iface != nil {
		in.link = linkOfHardware(iface.Type)
		if o.Monitor && in.link != linkRadiotap {
			return nil, fmt.Errorf("%s is not in monitor mode: make an interface that is, with: iw dev %s interface add mon0 type monitor; ip link set mon0 up",
				iface.Name, iface.Name)
		}
	}
	if o.Filter != "" {
		prog, err := bpf.Compile(o.Filter, in.link)
		if err != nil {
			return nil, err
		}
		in.program = prog
	}
	promisc := Conf.SniffPromisc
	if o.Promisc != nil {
		promisc = isTrue(o.Promisc)
	}
	ring, err := openRing(iface, in.program, o.Snaplen, promisc)
	if err != nil {
		return nil, err
	}
	in.ring = ring
	in.exact = in.program != nil && !ring.cooked && in.program.Kernel()
	if in.program != nil && !in.exact && !ring.cooked && Conf.Verb >= 3 {
		Warn("the kernel cannot run this filter; it is applied to all packets here")
	}
	return in, nil
}

// run implements tap.
func (t *live) run(ctx context.Context, need bool, take func(*packet.Packet) bool) error {
	stop := context.AfterFunc(ctx, func() { unix.Write(t.wake, []byte{1, 0, 0, 0, 0, 0, 0, 0}) })
	defer stop()
	polls := make([]unix.PollFd, len(t.inputs)+1)
	for i, in := range t.inputs {
		polls[i] = unix.PollFd{Fd: int32(in.ring.fd), Events: unix.POLLIN | unix.POLLERR}
	}
	polls[len(t.inputs)] = unix.PollFd{Fd: int32(t.wake), Events: unix.POLLIN}
	for ctx.Err() == nil {
		found, more := t.blocks(ctx, need, take)
		if !more {
			return nil
		}
		if found {
			continue
		}
		if _, err := unix.Poll(polls, -1); err != nil && !errors.Is(err, unix.EINTR) {
			return fmt.Errorf("poll: %w", err)
		}
		for i, in := range t.inputs {
			if polls[i].Revents&^unix.POLLIN != 0 {
				if err := in.ring.failure(); err != nil {
					return err
				}
				time.Sleep(time.Millisecond) // an event without a reason must not keep a processor busy
			}
		}
	}
	return t.rest(polls[:len(t.inputs)], need, take)
}

// rest takes what came before the capture was ended and lies in blocks that the kernel still holds back.
func (t *live) rest(polls []unix.PollFd, need bool, take func(*packet.Packet) bool) error {
	const wait = 3 * ringRetire * time.Millisecond
	ctx, cancel := context.WithTimeout(context.Background(), wait)
	defer cancel()
	t.until = time.Now().UnixNano()
	for end := time.Now().Add(wait); ; {
		found, more := t.blocks(ctx, need, take)
		left := time.Until(end)
		if !more || left <= 0 {
			return nil
		}
		if found {
			continue
		}
		if _, err := unix.Poll(polls, int(left.Milliseconds())+1); err != nil && !errors.Is(err, unix.EINTR) {
			return fmt.Errorf("poll: %w", err)
		}
	}
}

// blocks gives the frames that there are to take; found tells whether there were any blocks, more whether it wants others.
func (t *live) blocks(ctx context.Context, need bool, take func(*packet.Packet) bool) (found, more bool) {
	for _, in := range t.inputs {
		frames := in.ring.next()
		if frames == nil {
			continue
		}
		found = true
		more := t.block(ctx, in, frames, need, take)
		in.ring.release()
		if !more {
			return true, false
		}
	}
	return found, true
}

// block gives the frames of a block to take.
func (t *live) block(ctx context.Context, in *input, frames []frame, need bool, take func(*packet.Packet) bool) (more bool) {
	for i := range frames {
		f := &frames[i]
		if t.until != 0 && (f.ts > t.until || ctx.Err() != nil) {
			return false // it came behind the end, or the end takes too long
		}
		if f.kind == unix.PACKET_OUTGOING && in.loops(f) {
			continue // it comes a second time, as received
		}
		data := in.bytes(f)
		wire := f.wire + len(data) - len(f.data)
		if in.program != nil && !(in.exact && !f.tagged) && !in.program.Match(data, wire) {
			continue
		}
		var p *packet.Packet
		if need {
			p = trimmed(t.keep.add(in.source(f), data, wire, f.ts))
		}
		if !take(p) {
			return false
		}
		if t.until == 0 && ctx.Err() != nil {
			t.until = time.Now().UnixNano()
		}
	}
	return true
}

// loops reports whether a frame was sent over a loopback interface.
func (in *input) loops(f *frame) bool { return f.hatype == hardwareLoopback }

// bytes is a frame as it was on the wire, or with the header of a cooked capture.
func (in *input) bytes(f *frame) []byte {
	switch {
	case in.link == linkCooked2:
		in.buf = cooked2(in.buf[:0], f)
	case f.tagged && in.link == linkEthernet && len(f.data) >= 12:
		in.buf = append(in.buf[:0], f.data[:12]...)
		in.buf = binary.BigEndian.AppendUint16(in.buf, f.tpid)
		in.buf = binary.BigEndian.AppendUint16(in.buf, f.tci)
		in.buf = append(in.buf, f.data[12:]...)
	default:
		return f.data
	}
	return in.buf
}

// cooked2 appends a frame with the header of LINKTYPE_LINUX_SLL2. A VLAN tag stands behind it, as it does behind Ethernet's.
func cooked2(dst []byte, f *frame) []byte {
	proto := f.proto
	if f.tagged {
		proto = f.tpid
	}
	dst = binary.BigEndian.AppendUint16(dst, proto)
	dst = append(dst, 0, 0)
	dst = binary.BigEndian.AppendUint32(dst, uint32(f.ifindex))
	dst = binary.BigEndian.AppendUint16(dst, f.hatype)
	dst = append(dst, f.kind, f.addrLen)
	dst = append(dst, f.addr[:]...)
	if f.tagged {
		dst = binary.BigEndian.AppendUint16(dst, f.tci)
		dst = binary.BigEndian.AppendUint16(dst, f.proto)
	}
	return append(dst, f.data...)
}

// source describes the interface that a frame came by.
func (in *input) source(f *frame) *packet.Source {
	key := f.ifindex
	if in.ring.iface != nil {
		key = 0
	}
	if s := in.sources[key]; s != nil {
		return s
	}
	name := in.ring.name()
	if in.ring.iface == nil {
		name = fmt.Sprintf("interface %d", f.ifindex)
		if iface, err := route.ByIndex(int(f.ifindex)); err == nil {
			name = iface.Name
		}
	}
	s := packet.NewSource("Sniffed", in.link)
	s.Iface, s.Nano = name, true
	in.sources[key] = s
	return s
}

func (t *live) counts() (received, dropped uint64) {
	for _, in := range t.inputs {
		received += in.ring.received
		dropped += in.ring.dropped
	}
	return received, dropped
}

func (t *live) close() {
	for _, in := range t.inputs {
		in.ring.count()
		in.ring.close()
	}
	unix.Close(t.wake)
}
