package sniff

import (
	"context"
	"fmt"
	"time"

	"pktsh/layers/packet"
)

// FastOptions say how fast Sendpfast sends.
type FastOptions struct {
	Pps   float64 // packets in a second; 0 is as fast as it goes
	Mbps  float64 // the same in millions of bits of the frames in a second
	Iface any     // by name or as Iface; conf.iface without it
	// Realtime keeps the distances between the packets' own times: true, or a number by which they are divided, 2 being
	// twice as fast.
	Realtime any
	// Loop is how many times everything is sent; 0 is once, a negative number until Ctrl-C.
	Loop int
	// FileCache is taken for the sake of scripts for tcpreplay: frames are in memory in any case.
	FileCache bool
	// ParseResults returns what was reached.
	ParseResults bool
	Verbose      any
}

// SendStats is what Sendpfast reached.
type SendStats struct {
	Packets int
	Bytes   int64
	Seconds float64
	Pps     float64
	Mbps    float64
}

// String is "1000000 packets (100.0 MB) in 1.23 s: 813000 packets/s, 650.4 Mbit/s".
func (s *SendStats) String() string {
	return fmt.Sprintf("%d packets (%.1f MB) in %.2f s: %.0f packets/s, %.1f Mbit/s", s.Packets, float64(s.Bytes)/1e6, s.Seconds, s.Pps, s.Mbps)
}

// Sendpfast sends frames as fast as the kernel takes them, or at a given rate. It needs no tcpreplay.
func Sendpfast(x any, opts ...FastOptions) (*SendStats, error) {
	o := last(opts)
	f, err := newFeed(x, true)
	if err != nil {
		return nil, err
	}
	verb, err := verbosity(o.Verbose)
	if err != nil {
		return nil, err
	}
	out, err := openSender(true, o.Iface)
	if err != nil {
		return nil, err
	}
	defer out.close()
	s := &speeding{feed: f, out: out, o: o, ctx: Context(), times: o.times()}
	start := time.Now()
	s.start = start
	err = s.run()
	stats := s.stats(time.Since(start))
	if verb >= 1 && (err == nil || stats.Packets > 0) {
		fmt.Fprintf(packet.Output, "Sent %s\n", stats)
	}
	if !o.ParseResults {
		stats = nil
	}
	return stats, err
}

// times is how many times everything is sent; 0 is without end.
func (o FastOptions) times() int {
	switch {
	case o.Loop < 0:
		return 0
	case o.Loop == 0:
		return 1
	}
	return o.Loop
}

// A speeding is one call of Sendpfast.
type speeding struct {
	feed  *feed
	out   *sender
	o     FastOptions
	ctx   context.Context
	times int
	start time.Time

	packets int
	bytes   int64
	first   time.Time // the time of the first packet
}

func (s *speeding) run() error {
	for i := 0; s.ctx.Err() == nil && (s.times == 0 || i < s.times); i++ {
		s.feed.reset()
		s.first = time.Time{}
		for s.ctx.Err() == nil {
			it, ok := s.feed.next()
			if !ok {
				break
			}
			if err := s.due(it); err != nil {
				return err
			}
			full, err := s.out.add(it)
			if err != nil {
				return err
			}
			s.packets++
			s.bytes += int64(len(it.data))
			if full {
				if err := s.flush(); err != nil {
					return err
				}
			}
		}
		if s.feed.total() == 0 {
			break
		}
	}
	return s.flush()
}

func (s *speeding) flush() error {
	waiting := s.out.waiting()
	sent, err := s.out.flush()
	s.packets -= waiting - sent
	return err
}

// due waits until the next packet may go; what was taken before goes first.
func (s *speeding) due(it *item) error {
	at := time.Duration(-1)
	switch {
	case s.o.Pps > 0:
		at = time.Duration(float64(s.packets) / s.o.Pps * 1e9)
	case s.o.Mbps > 0:
		at = time.Duration(float64(s.bytes) * 8e3 / s.o.Mbps)
	case isTrue(s.o.Realtime) || s.factor() != 1:
		if it.p == nil || it.p.Time().IsZero() {
			return nil
		}
		if s.first.IsZero() {
			s.first, s.start = it.p.Time(), time.Now()
		}
		at = time.Duration(float64(it.p.Time().Sub(s.first)) / s.factor())
	default:
		return nil
	}
	if at <= time.Since(s.start) {
		return nil
	}
	if err := s.flush(); err != nil {
		return err
	}
	sleepUntil(s.ctx, s.start.Add(at))
	return nil
}

// factor is how much faster than the packets' times.
func (s *speeding) factor() float64 {
	switch v := s.o.Realtime.(type) {
	case int:
		if v > 0 {
			return float64(v)
		}
	case float64:
		if v > 0 {
			return v
		}
	}
	return 1
}

func (s *speeding) stats(took time.Duration) *SendStats {
	st := &SendStats{Packets: s.packets, Bytes: s.bytes, Seconds: took.Seconds()}
	if st.Seconds > 0 {
		st.Pps, st.Mbps = float64(st.Packets)/st.Seconds, float64(st.Bytes)*8/1e6/st.Seconds
	}
	return st
}
