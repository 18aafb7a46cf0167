package main

import (
	"bufio"
	"encoding/binary"
	"os"

	"pktsh/layers/packet"
)

// writePlain writes packets to a pcapng file that has nothing else: options and
// blocks that the files they come from have, some broken on purpose, are left out.
func writePlain(name string, list []listed) error {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer out.Close()
	w := bufio.NewWriterSize(out, 1<<20)
	order := binary.LittleEndian
	block := func(kind uint32, body []byte) {
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
		head := order.AppendUint32(order.AppendUint32(nil, kind), uint32(len(body)+12))
		w.Write(head)
		w.Write(body)
		w.Write(head[4:])
	}
	block(0x0a0d0d0a, order.AppendUint64([]byte{0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0}, ^uint64(0)))
	interfaces := map[int]int{}
	for _, l := range list {
		link := l.packet.Source().Link
		if _, ok := interfaces[link]; !ok {
			interfaces[link] = len(interfaces)
			block(1, order.AppendUint32(order.AppendUint16(order.AppendUint16(nil, uint16(link)), 0), 0))
		}
		block(6, packetBlock(interfaces[link], l.packet))
	}
	return w.Flush()
}

// packetBlock is the body of an enhanced packet block, microseconds being the
// clock of an interface that names none.
func packetBlock(iface int, p *packet.Packet) []byte {
	raw, order := p.Build(), binary.LittleEndian
	us := uint64(max(0, p.Time().UnixMicro()))
	b := order.AppendUint32(nil, uint32(iface))
	b = order.AppendUint32(order.AppendUint32(b, uint32(us>>32)), uint32(us))
	b = order.AppendUint32(order.AppendUint32(b, uint32(len(raw))), uint32(p.WireLen()))
	return append(b, raw...)
}
