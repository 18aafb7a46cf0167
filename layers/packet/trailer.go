package packet

// Trailer sets the protocol of what may follow the payload of a layer, as
// extensions follow the packet that an ICMP error quotes: payload gets the header
// and the bytes behind it, and returns how many of them come before the trailer,
// -1 when there is none. Stacked upon the payload, the trailer is a layer like
// any other.
func (p *Proto) Trailer(trailer *Proto, payload func(hdr, rest []byte) int) *Proto {
	p.trailer, p.trailerAt = trailer, payload
	return p
}
