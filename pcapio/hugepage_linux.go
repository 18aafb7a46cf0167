package pcapio

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// hugePage is the size that most Linux systems have huge pages of.
const hugePage = 2 << 20

// adviseHuge asks the kernel to back n bytes from p with huge pages, as many as lie wholly in them. The first touch of a page
// of 4 KiB costs more than the packets that fit into it: half of the time of loading a large file went there. It is only
// advice, so it does not matter whether it is taken.
func adviseHuge(p unsafe.Pointer, n uintptr) {
	start := (uintptr(p) + hugePage - 1) &^ (hugePage - 1)
	end := (uintptr(p) + n) &^ (hugePage - 1)
	if start < end {
		unix.Syscall(unix.SYS_MADVISE, start, end-start, unix.MADV_HUGEPAGE)
	}
}
