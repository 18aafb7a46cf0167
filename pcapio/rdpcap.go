package pcapio

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"unsafe"

	"pktsh/layers/packet"
)

// ReadOptions say how to read a file. The zero value reads all of it.
type ReadOptions struct {
	Count     int             // stop after so many packets; 0 for all
	MaxPacket int             // longest packet believed, in bytes; 0 for the limit of libpcap and Wireshark, mostly 262144
	Follow    bool            // at the end of a file wait for more, as tail -f, until stopped or until Count
	Context   context.Context // ends the reading, which returns what it has; nil for none
}

// Rdpcap reads a capture file, "-" for standard input, into a list.
//
// A regular file is mapped: the packets are slices of it, and it must not be shortened while they are in use. Writing over it
// with Wrpcap is safe, since that makes a new file of the same name.
func Rdpcap(name string, opts ...ReadOptions) (packet.PacketList, error) {
	o := last(opts)
	in, err := openInput(name, o)
	if err != nil {
		return nil, err
	}
	defer in.close()
	var mapping []byte
	if in.window.size > int64(len(in.window.buf)) {
		mapping = mapFile(in.file, in.window.size)
	}
	in.window.reuse = mapping != nil
	return in.list(mapping, o.Count), nil
}

// list reads packets up to count. Without a mapping they are slices of the window.
//
// This loop is the cost of loading a file: records are found, and protocols recognised, in the bytes that have just been read
// and are in the processor's cache.
func (in *input) list(mapping []byte, count int) packet.PacketList {
	var (
		list   packet.PacketList
		slab   packet.Slab
		r      record
		ticker = newTicker(in.name)
		w      = in.window
		seen   = w.off
		room   = 0 // packets until the slab is full
	)
	defer ticker.clear()
	for count <= 0 || len(list) < count {
		if err := in.format.next(&r); err != nil {
			in.end(err, len(list))
			break
		}
		data := r.data
		if mapping != nil {
			end := r.off + int64(len(data))
			data = mapping[r.off:end:end]
		}
		fresh := room == 0
		if fresh {
			room = in.guess(len(list), count)
			list = slices.Grow(list, room)
			slab.Reserve(room)
		}
		p := in.packet(&slab, &r, data)
		if fresh {
			adviseHuge(unsafe.Pointer(p), uintptr(room)*unsafe.Sizeof(*p))
		}
		room--
		list = append(list, p)
		if w.off-seen >= windowSize {
			seen = w.off
			ticker.tick(len(list), w.off, w.size)
		}
	}
	in.notes.warn(in.name)
	return list
}

// guess says for how many packets to make room when n are read: as many as are to come if they are of the size of those so
// far, but no more than four times those, since the rest of the file may be different.
func (in *input) guess(n, count int) int {
	const least = 64
	room := max(least, 4*n)
	if w := in.window; n > 0 && w.size >= 0 {
		rest := float64(w.size-w.off) / (float64(w.off) / float64(n))
		room = min(room, int(rest*1.01)+least)
	}
	if count > 0 {
		room = min(room, count-n)
	}
	return room
}

// packet makes the packet of a record whose bytes stay valid at data.
func (in *input) packet(slab *packet.Slab, r *record, data []byte) *packet.Packet {
	i := r.iface
	if i.source == nil {
		in.newSource(i)
	}
	p := slab.Add(i.source, data, r.wire, r.ts, r.data)
	if len(r.options) > 0 {
		if c := comments(i.section.order, r.options); c != "" {
			p.SetComment(c)
		}
		if worthKeeping(i.section.order, r.options) {
			i.origin.keep(p, bytes.Clone(r.options))
		}
	}
	return p
}

// newSource describes an interface of this file to the packets of it that follow.
func (in *input) newSource(i *iface) {
	i.origin = &origin{iface: i}
	i.source = packet.NewSource(filepath.Base(in.name), i.link)
	i.source.Iface = i.name
	i.source.Nano = i.nano
	i.source.Keep = i.origin
}

// end warns of whatever but the end of the file has ended the reading after n packets.
func (in *input) end(err error, n int) {
	switch {
	case err == io.EOF, err == errStopped && in.follow:
	case err == errStopped:
		Warn(fmt.Sprintf("%s: stopped after %d packets", in.name, n))
	default:
		Warn(fmt.Sprintf("%s: %v, after %d packets", in.name, err, n))
	}
}

// last returns the options of a call: the last, when several are given, and the zero value when none are.
func last[T any](opts []T) (o T) {
	if len(opts) > 0 {
		o = opts[len(opts)-1]
	}
	return o
}
