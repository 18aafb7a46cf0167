package bpf

import (
	"os"
	"testing"

	"golang.org/x/sys/unix"
)

// A kernelFilter asks the kernel what a program says of a packet: it is attached to one end of a pair of sockets.
type kernelFilter struct{ send, recv int }

func attach(code []Instruction) (*kernelFilter, error) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_DGRAM|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	k := &kernelFilter{fds[0], fds[1]}
	filters := make([]unix.SockFilter, len(code))
	for i, c := range code {
		filters[i] = unix.SockFilter(c)
	}
	err = unix.SetsockoptSockFprog(k.recv, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER,
		&unix.SockFprog{Len: uint16(len(filters)), Filter: &filters[0]})
	if err != nil {
		k.close()
		return nil, err
	}
	return k, nil
}

func (k *kernelFilter) close() {
	unix.Close(k.send)
	unix.Close(k.recv)
}

// match reports whether a packet came through.
func (k *kernelFilter) match(t *testing.T, data []byte) bool {
	if err := unix.Send(k.send, data, 0); err != nil {
		t.Fatal(err)
	}
	var b [1]byte
	_, _, err := unix.Recvfrom(k.recv, b[:], 0)
	return err == nil
}

// TestKernel attaches every program for Ethernet to a socket, and compares the kernel's verdicts with ours. It tries one packet in 40,
// others for each expression, or all when BPF_ALL is set.
func TestKernel(t *testing.T) {
	pkts, link := readPcap(t, "EN10MB.pcap")
	step := 40
	if os.Getenv("BPF_ALL") != "" {
		step = 1
	}
	programs, ours, compared := 0, 0, 0
	for i, v := range readVerdicts(t, "EN10MB.verdicts.tsv") {
		p, err := Compile(v.expr, link, testOptions)
		if err != nil {
			continue
		}
		if !p.Kernel() {
			ours++
			t.Logf("only in our machine: %s", v.expr)
			continue
		}
		if kernelOnly(p) {
			continue
		}
		k, err := attach(p.KernelInstructions())
		if err != nil {
			t.Errorf("%s: %v", v.expr, err)
			continue
		}
		programs++
		for j := i % step; j < len(pkts); j += step {
			data := pkts[j].data
			compared++
			if got, want := k.match(t, data), p.Match(data, len(data)); got != want {
				t.Errorf("%s: packet %d: the kernel says %v, we %v", v.expr, j, got, want)
				break
			}
		}
		k.close()
	}
	t.Logf("%d programs in the kernel, %d only in our machine, %d verdicts compared", programs, ours, compared)
}

// kernelOnly reports whether the program asks for what only the kernel knows of a packet, as inbound does.
func kernelOnly(p *Program) bool {
	for _, i := range p.code {
		if i.Code&0xe0 == modeABS && i.Code&7 == classLD && i.K >= ancillary {
			return true
		}
	}
	return false
}

// TestKernelLimit finds that a program longer than the kernel's limit is known as such.
func TestKernelLimit(t *testing.T) {
	for _, c := range []struct {
		expr string
		want bool
	}{
		{longHosts(150), true}, {longHosts(3000), false}, {"ip6 protochain 6", false}, {"geneve and tcp", true},
		{"geneve and ip or tcp", false}, {"ether[ip[12:4]] = 1", false}, {"tcp[((tcp[12] & 0xf0) >> 2):4] = 0x47455420", true},
		{"tcp[0] << tcp[1] = 0", false},
	} {
		p, err := Compile(c.expr, 1)
		if err != nil {
			t.Fatal(err)
		}
		if p.Kernel() != c.want {
			t.Errorf("%.40s...: %d instructions, Kernel() is %v", c.expr, len(p.code), p.Kernel())
		}
	}
}
