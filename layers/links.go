package layers

import "pktsh/layers/packet"

// IPv46 is what captures without a link layer begin with (LINKTYPE_RAW): IP or
// IPv6, as the first four bits say. Packets read as IPv46 are one of these.
var IPv46 = packet.Define("IPv46").Instead(func(b []byte) *packet.Proto {
	if len(b) == 0 {
		return nil
	}
	switch b[0] >> 4 {
	case 4:
		return IP
	case 6:
		return IPv6
	}
	return packet.Raw
}).Accept(func(b []byte) bool { return b[0]>>4 == 4 || b[0]>>4 == 6 })

// The first protocols of captures, by link type. The first number given for a
// protocol is what captures of it are written as.
func init() {
	packet.RegisterLink(1, Dot3)
	packet.RegisterLink(1, Ether)
	packet.RegisterLink(0, Loopback)
	packet.RegisterLink(108, Loopback)
	packet.RegisterLink(113, CookedLinux)
	packet.RegisterLink(276, CookedLinuxV2)
	packet.RegisterLink(101, IP)
	packet.RegisterLink(101, IPv6)
	packet.RegisterLink(228, IP)
	packet.RegisterLink(229, IPv6)
	for _, link := range []int{12, 14, 101} {
		packet.RegisterLink(link, IPv46)
	}
}
