package sniff

import "pktsh/layers/packet"

// trimmed is a received packet as conf.padding wants it: as it came, or without what lies behind its payload, such as the
// zeros that fill short Ethernet frames.
func trimmed(p *packet.Packet) *packet.Packet {
	if Conf.Padding || !p.HasLayer(packet.Padding) {
		return p
	}
	p.Layer(packet.Padding).Underlayer().RemovePayload()
	return p
}
