package packet

import (
	"encoding/binary"
	"fmt"
	"net"
	"net/netip"
)

// Mac2Str returns the six bytes of a hardware address such as
// "02:00:00:00:00:01".
func Mac2Str(addr string) ([]byte, error) {
	b, err := net.ParseMAC(addr)
	if err != nil || len(b) != 6 {
		return nil, fmt.Errorf("%q is no hardware address", addr)
	}
	return b, nil
}

// Str2Mac writes bytes as a hardware address.
func Str2Mac(b []byte) string { return net.HardwareAddr(b).String() }

// Atol returns an IPv4 address as a number.
func Atol(addr string) (uint32, error) {
	a, err := netip.ParseAddr(addr)
	if err != nil || !a.Is4() {
		return 0, fmt.Errorf("%q is no IPv4 address", addr)
	}
	b := a.As4()
	return binary.BigEndian.Uint32(b[:]), nil
}

// Ltoa writes a number as an IPv4 address.
func Ltoa(n uint32) string {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], n)
	return netip.AddrFrom4(b).String()
}
