package sniff

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

const hugePage = 2 << 20 // on most systems

// adviseHuge asks the kernel to back n bytes from p with huge pages, as many as lie wholly in them. It is only advice.
func adviseHuge(p unsafe.Pointer, n uintptr) {
	start := (uintptr(p) + hugePage - 1) &^ (hugePage - 1)
	end := (uintptr(p) + n) &^ (hugePage - 1)
	if start < end {
		unix.Syscall(unix.SYS_MADVISE, start, end-start, unix.MADV_HUGEPAGE)
	}
}
