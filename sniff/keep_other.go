//go:build !linux

package sniff

import "unsafe"

// adviseHuge has no effect on this system.
func adviseHuge(unsafe.Pointer, uintptr) {}
