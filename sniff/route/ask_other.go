//go:build !linux

package route

import (
	"context"
	"errors"
	"net"
)

// askAll cannot ask: packet sockets are Linux's.
func askAll(context.Context, map[link]ask) (map[link]net.HardwareAddr, error) {
	return nil, errors.New("asking neighbours is only implemented on Linux; set Ether.dst")
}

// neighbour knows none.
func (system) neighbour(link) net.HardwareAddr { return nil }
