//go:build !linux

package pcapio

import "unsafe"

// adviseHuge has no effect on this system.
func adviseHuge(unsafe.Pointer, uintptr) {}
