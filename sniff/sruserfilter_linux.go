package sniff

import (
	"golang.org/x/sys/unix"

	"pktsh/sniff/bpf"
)

// A userFilter is the filter of an option: for the kernel where that takes it, and for our own machine otherwise. It is
// compiled for each kind of link once.
type userFilter struct {
	expr   string
	byLink map[int]*linkFilter
}

type linkFilter struct {
	program *bpf.Program
	kernel  []unix.SockFilter // nil: the kernel does not take it
}

// newUserFilter compiles the filter for a link type; others follow when their interfaces are used.
func newUserFilter(expr string, link int) (*userFilter, error) {
	u := &userFilter{expr: expr, byLink: make(map[int]*linkFilter)}
	_, err := u.on(link)
	return u, err
}

func (u *userFilter) on(link int) (*linkFilter, error) {
	if f := u.byLink[link]; f != nil {
		return f, nil
	}
	program, err := bpf.Compile(u.expr, link)
	if err != nil {
		return nil, err
	}
	f := &linkFilter{program: program}
	if program.Kernel() {
		for _, i := range program.KernelInstructions() {
			f.kernel = append(f.kernel, unix.SockFilter{Code: i.Code, Jt: i.Jt, Jf: i.Jf, K: i.K})
		}
	}
	u.byLink[link] = f
	return f, nil
}
