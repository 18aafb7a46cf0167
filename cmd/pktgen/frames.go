package main

import (
	"encoding/binary"
	"math/rand/v2"
)

// A generator makes frames in a buffer that it reuses.
type generator struct {
	r     *rand.Rand
	clock int64 // microseconds since 1970
	buf   []byte
	load  []byte // what payloads are cut from
	id    uint16 // of the next IPv4 packet
	flow  int    // that the packet belongs to
}

func newGenerator() *generator {
	g := &generator{r: rand.New(rand.NewPCG(1, 2)), clock: 1_700_000_000_000_000, load: make([]byte, 1<<16)}
	for i := range g.load {
		g.load[i] = byte(g.r.Uint32())
	}
	return g
}

// flows is how many flows the packets belong to, 300 clients with 10 each. Programs
// that keep names of hosts or state of flows slow down without bound where every
// packet is from somebody else.
const flows = 3000

func (g *generator) oneIn(n int) bool { return g.r.IntN(n) == 0 }

var be = binary.BigEndian

const (
	etherIPv4 = 0x0800
	etherARP  = 0x0806
	etherVLAN = 0x8100
	etherIPv6 = 0x86dd

	protoICMP   = 1
	protoTCP    = 6
	protoUDP    = 17
	protoICMPv6 = 58
)

// packet makes the next frame.
func (g *generator) packet() []byte {
	g.flow = g.r.IntN(flows)
	b := append(g.buf[:0], 2, 0, 0, 0, 0, byte(g.r.IntN(50)), 2, 0, 0, 0, 1, byte(g.r.IntN(50)))
	if g.oneIn(20) {
		b = be.AppendUint16(b, etherVLAN)
		b = be.AppendUint16(b, uint16(1+g.r.IntN(100)))
	}
	switch k := g.r.IntN(100); {
	case k < 3:
		b = g.arp(b)
	case k < 15:
		b = g.ipv6(b)
	default:
		b = g.ipv4(b)
	}
	g.buf = b
	return b
}

func (g *generator) arp(b []byte) []byte {
	b = be.AppendUint16(b, etherARP)
	b = append(b, 0, 1, 8, 0, 6, 4, 0, byte(1+g.r.IntN(2)))
	b = append(b, 2, 0, 0, 0, 1, 7, 10, 0, 0, byte(g.r.IntN(256)))
	b = append(b, 0, 0, 0, 0, 0, 0, 10, 0, 0, byte(g.r.IntN(256)))
	return append(b, make([]byte, 18)...) // to the shortest frame
}

func (g *generator) ipv4(b []byte) []byte {
	b = be.AppendUint16(b, etherIPv4)
	ip := len(b)
	g.id++
	b = append(b, 0x45, 0, 0, 0)
	b = be.AppendUint16(b, g.id)
	b = append(b, 0x40, 0, 64, 0, 0, 0)
	client := g.flow % 300
	b = append(b, 10, 0, byte(client/200), byte(1+client%200))
	b = append(b, 192, 168, byte(g.flow%4), byte(1+g.flow%50))
	proto := byte(protoTCP)
	switch k := g.r.IntN(100); {
	case k < 5:
		proto = protoICMP
	case k < 35:
		proto = protoUDP
	}
	b[ip+9] = proto
	b = g.transport(b, proto, ip+12, 8)
	be.PutUint16(b[ip+2:], uint16(len(b)-ip))
	if g.oneIn(50) {
		// A later fragment: what looks like the transport header is payload.
		be.PutUint16(b[ip+6:], 0x2000|uint16(185*g.r.IntN(4)))
	}
	be.PutUint16(b[ip+10:], fold(sum(0, b[ip:ip+20])))
	return b
}

func (g *generator) ipv6(b []byte) []byte {
	b = be.AppendUint16(b, etherIPv6)
	ip := len(b)
	b = append(b, 0x60, 0, 0, 0, 0, 0, 0, 64)
	for range 2 {
		b = append(b, 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, byte(g.r.IntN(100)))
	}
	proto := byte(protoTCP)
	switch k := g.r.IntN(10); {
	case k < 1:
		proto = protoICMPv6
	case k < 4:
		proto = protoUDP
	}
	b[ip+6] = proto
	b = g.transport(b, proto, ip+8, 32)
	be.PutUint16(b[ip+4:], uint16(len(b)-ip-40))
	return b
}

// transport appends a segment, with a checksum over it and the addresses of n bytes at addrs.
func (g *generator) transport(b []byte, proto byte, addrs, n int) []byte {
	start := len(b)
	var at int // of the checksum in the segment
	switch proto {
	case protoICMP, protoICMPv6:
		kind := [2]byte{8, 0}
		if proto == protoICMPv6 {
			kind = [2]byte{128, 129}
		}
		b = append(b, kind[g.r.IntN(2)], 0, 0, 0)
		b = be.AppendUint32(b, g.r.Uint32())
		b = g.payload(b, 56)
		at = 2
	case protoUDP:
		b = g.udp(b)
		at = 6
	default:
		b = g.tcp(b)
		at = 16
	}
	pseudo := uint32(0)
	if proto != protoICMP {
		pseudo = sum(uint32(proto)+uint32(len(b)-start), b[addrs:addrs+n])
	}
	be.PutUint16(b[start+at:], fold(sum(pseudo, b[start:])))
	return b
}

var tcpPorts = []uint16{80, 443, 443, 443, 22, 25, 8080, 3306}

func (g *generator) tcp(b []byte) []byte {
	start := len(b)
	b = be.AppendUint16(b, uint16(32768+g.flow))
	b = be.AppendUint16(b, tcpPorts[g.flow%len(tcpPorts)])
	b = be.AppendUint64(b, g.r.Uint64()) // sequence and acknowledgement
	b = append(b, 0, 0x10, 0x01, 0xf6, 0, 0, 0, 0)
	if g.oneIn(15) {
		b[start+13] = 2 // SYN, with segment size, SACK, timestamp and window scale
		b = append(b, 2, 4, 0x05, 0xb4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7)
		b[start+12] = 10 << 4
		return b
	}
	b = append(b, 1, 1, 8, 10)
	b = be.AppendUint64(b, g.r.Uint64())
	b[start+12] = 8 << 4
	switch {
	case g.oneIn(3): // nothing but an acknowledgement
	case g.oneIn(2):
		b = g.payload(b, 1448)
	default:
		b = g.payload(b, 200+g.r.IntN(1248))
	}
	return b
}

func (g *generator) udp(b []byte) []byte {
	start := len(b)
	client := uint16(32768 + g.flow)
	switch g.r.IntN(4) {
	case 0:
		b = ports(b, client, 53)
		b = g.dns(b, false)
	case 1:
		b = ports(b, 53, client)
		b = g.dns(b, true)
	default:
		b = ports(b, client, uint16(5000+g.r.IntN(1000)))
		b = g.payload(b, 20+g.r.IntN(1200))
	}
	be.PutUint16(b[start+4:], uint16(len(b)-start))
	return b
}

// ports appends a UDP header without length and checksum.
func ports(b []byte, from, to uint16) []byte {
	b = be.AppendUint16(b, from)
	b = be.AppendUint16(b, to)
	return be.AppendUint32(b, 0)
}

var names = []string{
	"\x03www\x07example\x03com\x00", "\x04mail\x07example\x03org\x00", "\x03api\x06github\x03com\x00", "\x02ns\x03net\x00",
}

func (g *generator) dns(b []byte, answer bool) []byte {
	b = be.AppendUint16(b, uint16(g.r.Uint32()))
	if answer {
		b = append(b, 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0)
	} else {
		b = append(b, 0x01, 0x00, 0, 1, 0, 0, 0, 0, 0, 0)
	}
	b = append(b, names[g.r.IntN(len(names))]...)
	b = append(b, 0, 1, 0, 1)
	if answer {
		b = append(b, 0xc0, 12, 0, 1, 0, 1, 0, 0, 1, 0x2c, 0, 4, 93, 184, byte(g.r.IntN(256)), 34)
	}
	return b
}

// payload appends n bytes.
func (g *generator) payload(b []byte, n int) []byte {
	at := g.r.IntN(len(g.load) - n)
	return append(b, g.load[at:at+n]...)
}

// sum adds b to an Internet checksum (RFC 1071) that is not folded yet.
func sum(s uint32, b []byte) uint32 {
	for ; len(b) >= 2; b = b[2:] {
		s += uint32(be.Uint16(b))
	}
	if len(b) == 1 {
		s += uint32(b[0]) << 8
	}
	return s
}

func fold(s uint32) uint16 {
	for s>>16 != 0 {
		s = s&0xffff + s>>16
	}
	return ^uint16(s)
}
