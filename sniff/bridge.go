package sniff

import (
	"context"
	"fmt"
	"time"

	"pktsh/layers/packet"
)

// BridgeOptions say what BridgeAndSniff does with what passes.
type BridgeOptions struct {
	// Xfrm12 decides about each frame from the first interface to the second: true lets it pass, false or nil drops it, and a
	// packet goes in its place. Without it all pass.
	Xfrm12 func(*packet.Packet) any
	// Xfrm21 is the same for the other direction.
	Xfrm21 func(*packet.Packet) any
	// Filter is that of Sniff; what it leaves out is not forwarded either.
	Filter string
	// Count, Timeout, Store, Prn, Lfilter, StopFilter and StartedCallback are those of Sniff: they see the frames as they came.
	Count           int
	Timeout         time.Duration
	Store           any
	Prn             func(*packet.Packet) any
	Lfilter         func(*packet.Packet) bool
	StopFilter      func(*packet.Packet) bool
	StartedCallback func()
	// Write and Session are those of Sniff, too.
	Write   string
	Session Session
	// Quiet leaves out the closing line that a terminal gets.
	Quiet bool
}

// BridgeAndSniff forwards frames between two interfaces, changed or dropped by functions, and captures them as Sniff does. It
// ends as Sniff does. Frames that the bridge itself sends are not captured a second time.
func BridgeAndSniff(if1, if2 any, opts ...BridgeOptions) (packet.PacketList, error) {
	o := last(opts)
	s, err := newSniffing(SniffOptions{
		Iface: []any{if1, if2}, Filter: o.Filter, Count: o.Count, Timeout: o.Timeout, Store: o.Store, Prn: o.Prn, Lfilter: o.Lfilter,
		StopFilter: o.StopFilter, StartedCallback: o.StartedCallback, Write: o.Write, Session: o.Session, Quiet: o.Quiet, Promisc: true,
	})
	if err != nil {
		return packet.Named("Sniffed", nil), err
	}
	b := &bridge{tap: s.tap, xfrm: [2]func(*packet.Packet) any{o.Xfrm12, o.Xfrm21}}
	if err := b.open(if1, if2); err != nil {
		s.tap.close()
		return packet.Named("Sniffed", nil), err
	}
	s.tap = b
	ctx := Context()
	err = s.run(ctx, ctx)
	return s.result(), err
}

// A bridge is a tap that forwards what it gives.
type bridge struct {
	tap
	names  [2]string
	ports  [2]port // how to send to each interface
	xfrm   [2]func(*packet.Packet) any
	buf    []byte
	failed bool
}

// A port sends frames through an interface.
type port func(frame []byte) error

// run implements tap.
func (b *bridge) run(ctx context.Context, _ bool, take func(*packet.Packet) bool) error {
	return b.tap.run(ctx, true, func(p *packet.Packet) bool {
		if err := b.forward(p); err != nil && !b.failed {
			b.failed = true // once: the next will be the same
			Warn(fmt.Sprintf("bridge: a frame could not be forwarded: %v", err))
		}
		return take(p)
	})
}

// forward sends a packet out of the interface that it did not come in by.
func (b *bridge) forward(p *packet.Packet) error {
	from, to := 0, 1
	if p.Source().Iface == b.names[1] {
		from, to = 1, 0
	}
	out := any(true)
	if b.xfrm[from] != nil {
		out = b.xfrm[from](p)
	}
	switch x := out.(type) {
	case *packet.Packet:
		if x == nil {
			return nil
		}
		p = x
	case bool:
		if !x {
			return nil
		}
	case nil:
		return nil
	default:
		return fmt.Errorf("xfrm%d%d returned a %T, which is neither true or false nor a packet", from+1, to+1, out)
	}
	b.buf, _ = p.AppendWire(b.buf[:0])
	return b.ports[to](b.buf)
}
