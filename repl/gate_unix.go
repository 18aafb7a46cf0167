//go:build unix

package repl

import (
	"errors"

	"golang.org/x/sys/unix"
)

// waitInput returns when there is something to read, or reading would fail.
func waitInput(fd int) {
	for {
		_, err := unix.Poll([]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}, -1)
		if !errors.Is(err, unix.EINTR) {
			return
		}
	}
}
