package layers

import (
	"encoding/binary"

	"pktsh/layers/packet"
)

// In4Chksum returns the Internet checksum over the pseudo-header of IPv4 (RFC 793)
// and what is carried: proto is its protocol, u the packet whose IP layer has
// the addresses. A field of the checksum in b counts as it is. It panics with a
// *packet.FieldError when u has no IP layer.
func In4Chksum(proto int, u *packet.Packet, b []byte) int {
	ip := u.Layer(IP)
	pseudo := append(addressBytes(ip, "src"), addressBytes(ip, "dst")...)
	pseudo = binary.BigEndian.AppendUint16(pseudo, uint16(proto))
	pseudo = binary.BigEndian.AppendUint16(pseudo, uint16(len(b)))
	return int(packet.Checksum(append(pseudo, b...)))
}

// In6Chksum is In4Chksum for IPv6 (RFC 8200 section 8.1). What routing headers
// say of the destination is not looked at.
func In6Chksum(nh int, u *packet.Packet, b []byte) int {
	ip := u.Layer(IPv6)
	pseudo := append(addressBytes(ip, "src"), addressBytes(ip, "dst")...)
	pseudo = binary.BigEndian.AppendUint32(pseudo, uint32(len(b)))
	pseudo = binary.BigEndian.AppendUint32(pseudo, uint32(nh))
	return int(packet.Checksum(append(pseudo, b...)))
}

func addressBytes(p *packet.Packet, field string) []byte {
	return p.Addr(field).AsSlice()
}
