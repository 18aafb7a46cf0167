//go:build !linux

// Package labtest builds networks of namespaces, which only Linux has.
package labtest
