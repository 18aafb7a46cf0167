package prefault

import (
	"syscall"
	"unsafe"
)

const (
	populateWrite = 23      // MADV_POPULATE_WRITE, Linux 5.14
	tables        = 7 << 20 // what gopacket fills, and the variables around it
	heap          = 4 << 20 // by how much the heap grows at a time, aligned; starting the shell needs all of it
)

// here is a variable without a value at start. The linker puts such variables side by side, the big ones last.
var here *byte

func init() {
	populate(uintptr(unsafe.Pointer(&here)), tables)
	here = new(byte)
	populate(uintptr(unsafe.Pointer(here))&^(heap-1), heap)
}

// populate asks for the pages from addr on. A kernel that cannot leaves them to be given one by one, as ever.
func populate(addr, size uintptr) {
	const page = 4096
	syscall.Syscall(syscall.SYS_MADVISE, addr&^(page-1), size, populateWrite)
}
