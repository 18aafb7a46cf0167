//go:build !linux && !darwin && !freebsd && !netbsd && !openbsd && !dragonfly

package sniff

import (
	"fmt"
	"runtime"
)

// openTap fails: live capture needs the packet sockets of Linux.
func openTap(SniffOptions) (tap, error) {
	return nil, fmt.Errorf("capturing works on Linux only, not on %s yet: sniff(offline=...) and files work everywhere", runtime.GOOS)
}
