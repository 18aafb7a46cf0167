//go:build !linux

package sniff

func (*bridge) open(if1, if2 any) error { return errSystem() }
