//go:build unix && !solaris && !aix

package pcapio

import (
	"os"

	"golang.org/x/sys/unix"
)

// mapFile maps a regular file for reading. It returns nil when that is not possible.
//
// A mapping is never undone, not even when no packet refers to its Source any more. Bytes that packets hand out are slices of it and may outlive the packets, which a garbage
// collector cannot see; and what a mapping costs is addresses, of which there are plenty: the memory is the kernel's cache of
// the file, which it takes back when it needs it.
func mapFile(f *os.File, size int64) []byte {
	if size <= 0 || int64(int(size)) != size {
		return nil
	}
	b, err := unix.Mmap(int(f.Fd()), 0, int(size), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil // the caller reads the file instead
	}
	return b
}
