//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package sniff

import (
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"runtime"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"

	"pktsh/layers/packet"
	"pktsh/sniff/bpf"
)

// A bpfDevice is an open bpf(4) device that is bound to an interface.
type bpfDevice struct {
	fd      int
	name    string // of the interface
	link    int
	bufLen  int
	snaplen int
	program *bpf.Program // nil when the kernel filters
	source  *packet.Source

	received, dropped uint64
}

const (
	bpfBuffer  = 1 << 20 // asked for; the system may give less
	bpfMaxCode = 512     // BPF_MAXINSNS: fewer than Linux takes
	bpfDevices = 256
)

// openBPF opens a free device and binds it to an interface.
func openBPF(name string) (d *bpfDevice, err error) {
	d = &bpfDevice{name: name}
	if d.fd, err = openFreeBPF(); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			d.close()
		}
	}()
	for size := bpfBuffer; ; size /= 2 { // the limit is a sysctl of another name on each system
		if _, err = syscall.SetBpfBuflen(d.fd, size); err == nil || size < 1<<14 {
			break
		}
	}
	if err := syscall.SetBpfInterface(d.fd, name); err != nil {
		return nil, fmt.Errorf("%s: %w", name, os.NewSyscallError("BIOCSETIF", err))
	}
	if d.bufLen, err = syscall.BpfBuflen(d.fd); err != nil {
		return nil, fmt.Errorf("%s: %w", name, os.NewSyscallError("BIOCGBLEN", err))
	}
	dlt, err := syscall.BpfDatalink(d.fd)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, os.NewSyscallError("BIOCGDLT", err))
	}
	d.link = linkOfDLT(dlt)
	// A read returns with a full buffer or after this, which is also how soon a capture can be stopped.
	if err := syscall.SetBpfTimeout(d.fd, &syscall.Timeval{Usec: 20_000}); err != nil {
		return nil, fmt.Errorf("%s: %w", name, os.NewSyscallError("BIOCSRTIMEOUT", err))
	}
	return d, nil
}

// openFreeBPF opens the cloning device, or where there is none the first that is not in use.
func openFreeBPF() (int, error) {
	fd, err := unix.Open("/dev/bpf", unix.O_RDWR|unix.O_CLOEXEC, 0)
	for i := 0; err != nil && i < bpfDevices; i++ {
		if errors.Is(err, unix.EACCES) || errors.Is(err, unix.EPERM) {
			break
		}
		before := err
		fd, err = unix.Open(fmt.Sprintf("/dev/bpf%d", i), unix.O_RDWR|unix.O_CLOEXEC, 0)
		if errors.Is(err, fs.ErrNotExist) && errors.Is(before, unix.EBUSY) {
			err = before // there are no more, and all are taken
		}
		if errors.Is(err, fs.ErrNotExist) && i > 0 {
			break
		}
	}
	switch {
	case err == nil:
		return fd, nil
	case errors.Is(err, unix.EACCES), errors.Is(err, unix.EPERM):
		return -1, errors.New("capturing needs the right to open /dev/bpf*: run as root, or once: sudo chgrp admin /dev/bpf*; sudo chmod g+rw /dev/bpf*")
	case errors.Is(err, unix.EBUSY):
		return -1, errors.New("all /dev/bpf devices are in use")
	}
	return -1, fmt.Errorf("/dev/bpf: %w", err)
}

// filter has the kernel apply a program, or accept everything. What was captured before it is thrown away.
func (d *bpfDevice) filter(code []bpf.Instruction) error {
	prog := []syscall.BpfInsn{{Code: syscall.BPF_RET | syscall.BPF_K, K: 0x7fffffff}}
	if len(code) > 0 {
		prog = prog[:0]
		for _, i := range code {
			prog = append(prog, syscall.BpfInsn{Code: i.Code, Jt: i.Jt, Jf: i.Jf, K: i.K})
		}
	}
	return os.NewSyscallError("BIOCSETF", syscall.SetBpf(d.fd, prog))
}

func (d *bpfDevice) promiscuous() error {
	return os.NewSyscallError("BIOCPROMISC", syscall.SetBpfPromisc(d.fd, 1))
}

// wait reads a bufferful; 0 when none came in time.
func (d *bpfDevice) wait(buf []byte) (int, error) {
	n, err := unix.Read(d.fd, buf)
	switch {
	case errors.Is(err, unix.EINTR), errors.Is(err, unix.EAGAIN):
		return 0, nil
	case err != nil:
		return 0, err // ENXIO: the interface is gone; ENETDOWN: it is down
	}
	return n, nil
}

// count asks the kernel what it has counted.
func (d *bpfDevice) count() {
	if st, err := syscall.BpfStats(d.fd); err == nil {
		d.received, d.dropped = uint64(st.Recv), uint64(st.Drop)
	}
}

func (d *bpfDevice) close() {
	d.count()
	unix.Close(d.fd)
}

// A bpfRecord is a packet as a read of a device gives it.
type bpfRecord struct {
	data []byte
	wire int
	ts   int64 // nanoseconds since 1970
}

// bpfHeader is where the fixed part of the header before each packet ends: the structure is longer on some systems, and the
// kernel leaves its padding out.
const bpfHeader = int(unsafe.Offsetof(syscall.BpfHdr{}.Hdrlen) + 2)

// bpfAlign is BPF_ALIGNMENT: 4 on darwin and openbsd, whose times have 32 bits there, and the size of a long elsewhere.
func bpfAlign() int {
	if runtime.GOOS == "darwin" || runtime.GOOS == "openbsd" {
		return 4
	}
	return int(unsafe.Sizeof(uintptr(0)))
}

// bpfRecords goes over the packets in what a read gave; it ends at one that does not fit.
func bpfRecords(b []byte) iter.Seq[bpfRecord] {
	align := bpfAlign()
	return func(yield func(bpfRecord) bool) {
		for len(b) >= bpfHeader {
			var h syscall.BpfHdr
			copy((*[unsafe.Sizeof(h)]byte)(unsafe.Pointer(&h))[:bpfHeader], b)
			from, end := int(h.Hdrlen), int(h.Hdrlen)+int(h.Caplen)
			if from < bpfHeader || end < from || end > len(b) {
				return
			}
			r := bpfRecord{data: b[from:end:end], wire: int(h.Datalen), ts: int64(h.Tstamp.Sec)*1e9 + int64(h.Tstamp.Usec)*1e3}
			if !yield(r) {
				return
			}
			b = b[min((end+align-1)&^(align-1), len(b)):]
		}
	}
}

// linkOfDLT is the link type of files for one of the system's own numbers (DLT_), of which a few differ.
func linkOfDLT(dlt int) int {
	switch dlt {
	case 12, 14: // DLT_RAW, which is 14 on OpenBSD, where 12 is DLT_LOOP
		if dlt == 12 && runtime.GOOS == "openbsd" {
			return 108
		}
		return linkRaw
	case 149: // DLT_PKTAP of darwin
		if runtime.GOOS == "darwin" {
			return 258
		}
	}
	return dlt
}
