package sniff

import (
	"fmt"
	"os"
	"sync/atomic"
	"unsafe"

	"golang.org/x/sys/unix"

	"pktsh/sniff/bpf"
	"pktsh/sniff/route"
)

// A ring is a packet socket whose frames the kernel puts into memory shared with it (packet_mmap of the kernel's
// documentation, TPACKET_V3): blocks of frames, each of which belongs to the kernel or to us.
type ring struct {
	fd     int
	iface  *route.Iface // nil for all interfaces
	cooked bool         // frames come without their link header
	mem    []byte
	block  int // the next one to look at
	frames []frame

	received, dropped uint64
}

// A frame is one captured frame where it lies in the ring, until the block is given back.
type frame struct {
	data    []byte // from the link header, or from the network header of a cooked ring
	wire    int
	ts      int64 // nanoseconds since 1970
	tagged  bool  // the kernel took a VLAN tag out of it
	tpid    uint16
	tci     uint16
	ifindex int32
	kind    uint8  // PACKET_OUTGOING and so on
	proto   uint16 // EtherType
	hatype  uint16
	addr    [8]byte
	addrLen uint8
}

const (
	ringBlock  = 1 << 20
	ringBlocks = 16
	// ringRetire is how long a block that is not full is held back, in milliseconds.
	ringRetire = 10
)

// openRing opens a ring on an interface, or on all with nil. It is bound last, when the filter is in place: no frame from
// before slips through.
func openRing(iface *route.Iface, prog *bpf.Program, snaplen int, promisc bool) (r *ring, err error) {
	r = &ring{iface: iface, cooked: iface == nil || linkOfHardware(iface.Type) == linkRaw}
	typ := unix.SOCK_RAW
	if r.cooked {
		typ = unix.SOCK_DGRAM
	}
	r.fd, err = unix.Socket(unix.AF_PACKET, typ|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, socketError(err)
	}
	defer func() {
		if err != nil {
			r.close()
		}
	}()
	if err := r.share(); err != nil {
		return nil, err
	}
	if code := kernelFilter(prog, snaplen, r.cooked); len(code) > 0 {
		fprog := unix.SockFprog{Len: uint16(len(code)), Filter: &code[0]}
		if err := unix.SetsockoptSockFprog(r.fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &fprog); err != nil {
			return nil, fmt.Errorf("attaching the filter: %w", err)
		}
	}
	index := 0
	if iface != nil {
		index = iface.Index
	}
	if err := unix.Bind(r.fd, &unix.SockaddrLinklayer{Protocol: swap16(unix.ETH_P_ALL), Ifindex: index}); err != nil {
		return nil, fmt.Errorf("%s: %w", r.name(), err)
	}
	if promisc && iface != nil {
		req := unix.PacketMreq{Ifindex: int32(index), Type: unix.PACKET_MR_PROMISC}
		if err := unix.SetsockoptPacketMreq(r.fd, unix.SOL_PACKET, unix.PACKET_ADD_MEMBERSHIP, &req); err != nil {
			return nil, fmt.Errorf("%s: promiscuous mode: %w", r.name(), err)
		}
	}
	return r, nil
}

// share makes the memory.
func (r *ring) share() error {
	if err := unix.SetsockoptInt(r.fd, unix.SOL_PACKET, unix.PACKET_VERSION, unix.TPACKET_V3); err != nil {
		return fmt.Errorf("packet ring: %w", err)
	}
	req := unix.TpacketReq3{
		Block_size: ringBlock, Block_nr: ringBlocks, Frame_size: 2048, Frame_nr: ringBlock / 2048 * ringBlocks, Retire_blk_tov: ringRetire,
	}
	if err := unix.SetsockoptTpacketReq3(r.fd, unix.SOL_PACKET, unix.PACKET_RX_RING, &req); err != nil {
		return fmt.Errorf("packet ring: %w", err)
	}
	mem, err := unix.Mmap(r.fd, 0, ringBlock*ringBlocks, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_SHARED)
	if err != nil {
		return fmt.Errorf("packet ring: %w", os.NewSyscallError("mmap", err))
	}
	r.mem = mem
	return nil
}

// kernelFilter is what the kernel is to do for a filter, or for a length to cut frames to alone; nil for nothing.
func kernelFilter(prog *bpf.Program, snaplen int, cooked bool) []unix.SockFilter {
	if snaplen <= 0 {
		snaplen = 262144
	}
	whole := []unix.SockFilter{{Code: unix.BPF_RET | unix.BPF_K, K: uint32(snaplen)}}
	if prog == nil || cooked || !prog.Kernel() {
		return whole
	}
	var code []unix.SockFilter
	for _, i := range prog.KernelInstructions() {
		f := unix.SockFilter{Code: i.Code, Jt: i.Jt, Jf: i.Jf, K: i.K}
		if f.Code == unix.BPF_RET|unix.BPF_K && f.K != 0 {
			f.K = uint32(snaplen)
		}
		code = append(code, f)
	}
	return code
}

func (r *ring) name() string {
	if r.iface == nil {
		return "any"
	}
	return r.iface.Name
}

// next takes the frames of the next block that the kernel has given to us; nil when there is none yet. release gives it back.
func (r *ring) next() []frame {
	b := r.mem[r.block*ringBlock:][:ringBlock]
	h := (*unix.TpacketHdrV1)(unsafe.Pointer(&b[8])) // behind version and offset_to_priv
	if atomic.LoadUint32(&h.Block_status)&unix.TP_STATUS_USER == 0 {
		return nil
	}
	r.frames = parseBlock(r.frames[:0], b, h.Offset_to_first_pkt, h.Num_pkts)
	return r.frames
}

// release gives the block that next returned back to the kernel.
func (r *ring) release() {
	h := (*unix.TpacketHdrV1)(unsafe.Pointer(&r.mem[r.block*ringBlock+8]))
	atomic.StoreUint32(&h.Block_status, unix.TP_STATUS_KERNEL)
	r.block = (r.block + 1) % ringBlocks
}

// parseBlock appends the frames of a block, the first of which is at off.
func parseBlock(frames []frame, b []byte, off, count uint32) []frame {
	for ; count > 0; count-- {
		if int(off)+int(unsafe.Sizeof(unix.Tpacket3Hdr{})) > len(b) {
			break // the kernel does not write such a block
		}
		h := (*unix.Tpacket3Hdr)(unsafe.Pointer(&b[off]))
		start, end := int(off)+int(h.Mac), int(off)+int(h.Mac)+int(h.Snaplen)
		if end > len(b) {
			break
		}
		f := frame{data: b[start:end:end], wire: int(h.Len), ts: int64(h.Sec)*1e9 + int64(h.Nsec)}
		if h.Status&unix.TP_STATUS_VLAN_VALID != 0 {
			f.tagged, f.tci, f.tpid = true, uint16(h.Hv1.Vlan_tci), unix.ETH_P_8021Q
			if h.Status&unix.TP_STATUS_VLAN_TPID_VALID != 0 {
				f.tpid = h.Hv1.Vlan_tpid
			}
		}
		sa := (*unix.RawSockaddrLinklayer)(unsafe.Pointer(&b[int(off)+unix.SizeofTpacket3Hdr]))
		f.ifindex, f.kind, f.proto = sa.Ifindex, sa.Pkttype, swap16(sa.Protocol)
		f.hatype, f.addr, f.addrLen = sa.Hatype, sa.Addr, sa.Halen
		frames = append(frames, f)
		off += h.Next_offset
	}
	return frames
}

// count adds what the kernel has counted since the last time.
func (r *ring) count() {
	st, err := unix.GetsockoptTpacketStatsV3(r.fd, unix.SOL_PACKET, unix.PACKET_STATISTICS)
	if err != nil {
		return // the socket is as good as closed
	}
	r.received += uint64(st.Packets)
	r.dropped += uint64(st.Drops)
}

// failure is why the socket has nothing to say any more, nil when it has.
func (r *ring) failure() error {
	errno, err := unix.GetsockoptInt(r.fd, unix.SOL_SOCKET, unix.SO_ERROR)
	if err != nil || errno == 0 {
		return err
	}
	switch unix.Errno(errno) {
	case unix.ENETDOWN:
		return fmt.Errorf("%s went down: the capture ends", r.name())
	case unix.ENODEV, unix.ENXIO:
		return fmt.Errorf("%s is gone: the capture ends", r.name())
	}
	return fmt.Errorf("%s: %w", r.name(), unix.Errno(errno))
}

// close gives everything back. The kernel takes its time for that, which nobody has to wait for.
func (r *ring) close() {
	mem, fd := r.mem, r.fd
	r.mem, r.fd = nil, -1
	go func() {
		if mem != nil {
			unix.Munmap(mem)
		}
		unix.Close(fd)
	}()
}
