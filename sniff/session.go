package sniff

import (
	"fmt"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// A Session says what Sniff puts together before anything else sees a packet.
type Session int

// The sessions.
const (
	DefaultSession Session = iota // nothing: packets as they come
	IPSession                     // datagrams of their fragments
	TCPSession                    // that, and streams of TCP: segments in their order, once each
)

// A reassembler takes packets as they come and returns those that are complete.
type reassembler interface {
	add(p *packet.Packet) []*packet.Packet
}

func newReassembler(s Session) (reassembler, error) {
	switch s {
	case DefaultSession:
		return nil, nil
	case IPSession:
		return &ipSession{}, nil
	case TCPSession:
		return &tcpSession{streams: make(map[streamKey]*stream)}, nil
	}
	return nil, fmt.Errorf("session: %d is none of DefaultSession, IPSession and TCPSession", s)
}

// An ipSession puts fragments together.
type ipSession struct {
	d   layers.Defragmenter
	one [1]*packet.Packet
}

func (s *ipSession) add(p *packet.Packet) []*packet.Packet {
	whole, _ := s.d.Add(p)
	if whole == nil {
		return nil
	}
	s.one[0] = whole
	return s.one[:]
}
