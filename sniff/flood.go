package sniff

import (
	"fmt"
	"time"

	"pktsh/layers/packet"
)

// FloodOptions say how Srflood and its like ask.
type FloodOptions struct {
	// Timeout is how long; 0 is until all requests are answered or Ctrl-C.
	Timeout time.Duration
	// Maxretries is how often every request is sent again at most; 0 is without bound.
	Maxretries int
	Iface      any
	Filter     string
	Verbose    any
	NoRST      bool // as of Sr
}

// Srflood sends requests that begin with IP or IPv6, and those without answer again and again as fast as it goes, until
// all are answered, the time is over or Ctrl-C. It returns as Sr does.
func Srflood(x any, opts ...FloodOptions) (packet.SndRcvList, packet.PacketList, error) {
	return flood(x, false, false, last(opts))
}

// Srpflood is Srflood for frames.
func Srpflood(x any, opts ...FloodOptions) (packet.SndRcvList, packet.PacketList, error) {
	return flood(x, true, false, last(opts))
}

// Sr1flood is Srflood that ends with the first answer and returns it; nil when there is none.
func Sr1flood(x any, opts ...FloodOptions) (*packet.Packet, error) {
	return flood1(x, false, last(opts))
}

// Srp1flood is Sr1flood for frames.
func Srp1flood(x any, opts ...FloodOptions) (*packet.Packet, error) {
	return flood1(x, true, last(opts))
}

func flood1(x any, link bool, o FloodOptions) (*packet.Packet, error) {
	ans, _, err := flood(x, link, true, o)
	if len(ans) == 0 {
		return nil, err
	}
	return ans[0].Answer, err
}

func flood(x any, link, one bool, o FloodOptions) (packet.SndRcvList, packet.PacketList, error) {
	e, err := newExchange(x, link, AskOptions{Timeout: o.Timeout, Iface: o.Iface, Filter: o.Filter, Verbose: o.Verbose, NoRST: o.NoRST})
	if err != nil {
		return packet.SndRcvList{}, packet.Named("Unanswered", nil), err
	}
	defer e.wire.close()
	err = e.flood(one, o.Maxretries)
	return e.pairs(), e.unanswered(), err
}

// flood sends without waiting for answers.
func (e *exchange) flood(one bool, retries int) error {
	end := time.Now().Add(e.o.Timeout)
	over := func() bool {
		return e.ended() || e.match.open() == 0 || one && e.match.answered > 0 || e.o.Timeout > 0 && !time.Now().Before(end)
	}
	if e.verb >= 2 {
		e.tell.line("Begin emission\n")
	}
	err := e.first()
	sent := len(e.match.requests)
	for round := 0; err == nil && !over() && (retries <= 0 || round < retries); round++ {
		sent += e.match.open()
		err = e.repeat()
	}
	for err == nil && !over() && (e.o.Timeout > 0 || retries > 0) {
		left := slice
		if e.o.Timeout > 0 {
			left = min(slice, time.Until(end))
		}
		if err = e.take(left); e.o.Timeout <= 0 {
			break
		}
	}
	if e.verb >= 1 {
		e.tell.line(fmt.Sprintf("\nSent %d packets, received %d packets, got %d answers, remaining %d packets\n",
			sent, e.received, len(e.match.found), e.match.open()))
	}
	return err
}
