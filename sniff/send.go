package sniff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"pktsh/layers/packet"
)

// SendOptions say how Send and Sendp send.
type SendOptions struct {
	// Iface is the interface, by name or as Iface; without it Send takes that of each packet's route, and Sendp conf.iface.
	Iface any
	// Inter is the time between two packets.
	Inter time.Duration
	// Loop sends again and again until Ctrl-C: true, or a number other than 0.
	Loop any
	// Count is how many times everything is sent; 0 is once, or with Loop without end.
	Count int
	// Realtime keeps the distances between the packets' own times.
	Realtime bool
	// ReturnPackets returns what was sent.
	ReturnPackets bool
	// Verbose is how much is printed: 0 or false nothing, 1 the closing line, 2 a dot for each packet, too; conf.verb without it.
	Verbose any
}

// Send sends packets that begin with IP or IPv6 (others, as ARP, go into a frame of their own): a packet, a packet with
// sets, which stands for many, or a list. Routes and neighbours are looked up for each destination. It returns what was
// sent when ReturnPackets asks for it.
func Send(x any, opts ...SendOptions) (packet.PacketList, error) { return send(x, false, last(opts)) }

// Sendp sends frames: packets that begin with a link layer, lists of them, text or bytes.
func Sendp(x any, opts ...SendOptions) (packet.PacketList, error) { return send(x, true, last(opts)) }

func last[T any](opts []T) (o T) {
	if len(opts) > 0 {
		o = opts[len(opts)-1]
	}
	return o
}

// send is Send, or Sendp when link is true.
func send(x any, link bool, o SendOptions) (packet.PacketList, error) {
	f, err := newFeed(x, link)
	if err != nil {
		return packet.Nothing(), err
	}
	verb, err := verbosity(o.Verbose)
	if err != nil {
		return packet.Nothing(), err
	}
	out, err := openSender(link, o.Iface)
	if err != nil {
		return packet.Nothing(), err
	}
	defer out.close()
	out.prepare(f)
	s := &sending{feed: f, out: out, o: o, tell: newTeller(verb, f.total()*max(1, o.Count)), ctx: Context()}
	err = s.run()
	s.tell.finish()
	if verb >= 1 && (err == nil || s.sent > 0) {
		s.tell.line(fmt.Sprintf("\nSent %d packets.\n", s.sent))
	}
	if o.ReturnPackets {
		return s.kept, err
	}
	return packet.Nothing(), err
}

// A sending is one call of Send or Sendp.
type sending struct {
	feed *feed
	out  *sender
	o    SendOptions
	tell *teller
	ctx  context.Context
	sent int
	kept packet.PacketList
	pace pace
}

func (s *sending) run() error {
	loop := isTrue(s.o.Loop)
	for i := 0; s.ctx.Err() == nil; i++ {
		if s.o.Count > 0 && i >= s.o.Count || s.o.Count <= 0 && i > 0 && !loop {
			break
		}
		s.feed.reset()
		s.pace = pace{inter: s.o.Inter, realtime: s.o.Realtime, next: s.pace.next}
		if err := s.once(); err != nil {
			return err
		}
		if s.feed.total() == 0 {
			break
		}
	}
	return s.flush()
}

// once sends everything once.
func (s *sending) once() error {
	slow := s.o.Inter > 0 || s.o.Realtime
	for s.ctx.Err() == nil {
		it, ok := s.feed.next()
		if !ok {
			return nil
		}
		if slow && !s.pace.wait(s.ctx, it) {
			return nil
		}
		full, err := s.out.add(it)
		if err != nil {
			return errors.Join(s.flush(), err)
		}
		if s.o.ReturnPackets {
			p := it.packet()
			p.SetTime(time.Now())
			s.kept = append(s.kept, p)
		}
		if full || slow {
			if err := s.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *sending) flush() error {
	n, err := s.out.flush()
	s.sent += n
	s.tell.sent(n)
	return err
}

// A pace says when the next packet goes.
type pace struct {
	inter    time.Duration
	realtime bool
	next     time.Time // when the next one goes
	start    time.Time // when the first one went
	first    time.Time // the time it has
}

// wait waits for the packet's turn; false when Ctrl-C came first.
func (p *pace) wait(ctx context.Context, it *item) bool {
	if p.realtime && it.p != nil && !it.p.Time().IsZero() {
		t := it.p.Time()
		if p.first.IsZero() {
			p.first, p.start = t, time.Now()
		}
		return sleepUntil(ctx, p.start.Add(t.Sub(p.first)))
	}
	if !p.next.IsZero() && !sleepUntil(ctx, p.next) {
		return false
	}
	p.next = time.Now().Add(p.inter)
	return true
}

// sleepUntil waits for a time; false when ctx ended first.
func sleepUntil(ctx context.Context, t time.Time) bool {
	d := time.Until(t)
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
