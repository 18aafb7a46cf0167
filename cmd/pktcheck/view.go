package main

import (
	"strconv"

	"pktsh/layers/packet"
)

// A view is a packet taken apart into its layers, once for all that is asked.
type view struct {
	packet *packet.Packet
	file   string
	index  int // in the file, from 0
	layers []*packet.Packet
	names  []string
}

func newView(p *packet.Packet, file string, index int) *view {
	v := &view{packet: p, file: file, index: index}
	for i, proto := range p.Layers() {
		v.layers = append(v.layers, p.Layer(i))
		v.names = append(v.names, proto.Name())
	}
	return v
}

// cut reports whether the capture holds less than there was on the wire.
func (v *view) cut() bool { return v.packet.WireLen() > v.packet.Len() }

// has reports whether the packet has a layer of one of the names.
func (v *view) has(names ...string) bool {
	for _, have := range v.names {
		for _, n := range names {
			if have == n {
				return true
			}
		}
	}
	return false
}

// there reports whether the layer that q stands at has the field: not cut off,
// not absent.
func there(q *packet.Packet, field string) bool {
	return q.HasField(field)
}

// number is a field as decimal text, nothing when it is not there.
func number(field string) func(*packet.Packet) []string {
	return func(q *packet.Packet) []string {
		if !there(q, field) {
			return nil
		}
		return []string{strconv.Itoa(q.Int(field))}
	}
}

// scaled is number times n.
func scaled(field string, n int) func(*packet.Packet) []string {
	return func(q *packet.Packet) []string {
		if !there(q, field) {
			return nil
		}
		return []string{strconv.Itoa(q.Int(field) * n)}
	}
}

// text is a field as it reads, nothing when it is not there.
func text(field string) func(*packet.Packet) []string {
	return func(q *packet.Packet) []string {
		if !there(q, field) {
			return nil
		}
		return []string{q.Str(field)}
	}
}
