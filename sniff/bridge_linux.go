package sniff

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"

	"pktsh/sniff/route"
)

// open finds the two interfaces, and has the capture leave out what is sent there: it would go back and forth for ever.
func (b *bridge) open(if1, if2 any) error {
	for i, x := range []any{if1, if2} {
		iface, err := route.Find(x)
		if err != nil {
			return err
		}
		fd, err := mine().fd(asFrame)
		if err != nil {
			return err
		}
		b.names[i] = iface.Name
		to := &unix.SockaddrLinklayer{Ifindex: iface.Index}
		b.ports[i] = func(frame []byte) error { return portError(unix.Sendto(fd, frame, 0, to), iface, len(frame)) }
	}
	if b.names[0] == b.names[1] {
		return fmt.Errorf("a bridge takes two interfaces: both are %s", b.names[0])
	}
	for _, in := range b.tap.(*live).inputs {
		if err := unix.SetsockoptInt(in.ring.fd, unix.SOL_PACKET, unix.PACKET_IGNORE_OUTGOING, 1); err != nil {
			return fmt.Errorf("bridging needs Linux 4.20 or newer: %w", err)
		}
	}
	return nil
}

// portError says which frame an interface did not take.
func portError(err error, iface *route.Iface, n int) error {
	if errors.Is(err, unix.EMSGSIZE) {
		return fmt.Errorf("%s takes no frame of %d bytes (switch off the receive offloads of the other interface: ethtool -K ... gro off lro off)", iface.Name, n)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", iface.Name, err)
	}
	return nil
}
