package packet

// Raw is bytes that no protocol claims.
var Raw = Define("Raw", Data("load")).setBit()

// Padding is bytes behind the end of what a length field delimits. It is left
// out of lengths and checksums and comes last when building.
var Padding = Define("Padding", Data("load")).setBit()

func (p *Proto) setBit() *Proto {
	p.giveBit()
	return p
}
