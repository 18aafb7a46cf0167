package sniff

import (
	"context"
	"fmt"
	"time"

	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// A wire carries requests and brings what may be answers; tests have their own.
type wire interface {
	// add takes a request; full says that it is time to flush.
	add(it *item, r *request) (full bool, err error)
	// again takes one that add has had.
	again(r *request) (full bool)
	// flush sends what was taken.
	flush() (sent int, err error)
	// receive waits until something comes, at most as long, and calls got with each frame.
	receive(wait time.Duration, got func(heard)) error
	close()
}

// A heard is a frame received, from the link layer or for Sr from the network layer on.
type heard struct {
	data  []byte // valid during the call
	wire  int    // its length on the wire
	at    int64  // nanoseconds since 1970
	iface *route.Iface
	first *packet.Proto
}

// slice is how long is waited before looking whether Ctrl-C was pressed.
const slice = 50 * time.Millisecond

// An exchange is one call of Sr.
type exchange struct {
	feed  *feed
	wire  wire
	o     AskOptions
	verb  int
	tell  *teller
	ctx   context.Context
	match *matcher

	received int // frames, answers among them
	stop     bool
}

// run sends, waits, sends again what has no answer.
func (e *exchange) run() error {
	if e.verb >= 2 {
		e.tell.line("Begin emission\n")
	}
	err := e.first()
	if err == nil {
		err = e.wait()
	}
	for round, idle := 0, 0; err == nil && e.more(round, idle); round++ {
		before := e.match.answered
		if err = e.repeat(); err == nil {
			err = e.wait()
		}
		if idle++; e.match.answered > before {
			idle = 0
		}
	}
	if e.verb >= 1 && (err == nil || len(e.match.requests) > 0) {
		e.tell.line(fmt.Sprintf("\nReceived %d packets, got %d answers, remaining %d packets\n", e.received, len(e.match.found), e.match.open()))
	}
	return err
}

// more reports whether there is another round.
func (e *exchange) more(round, idle int) bool {
	switch {
	case e.ended() || e.match.open() == 0:
		return false
	case e.o.Retry < 0:
		return idle < -e.o.Retry
	}
	return round < e.o.Retry
}

func (e *exchange) ended() bool { return e.stop || e.ctx.Err() != nil }

// first sends every request once.
func (e *exchange) first() error {
	p := pace{inter: e.o.Inter}
	for !e.ended() {
		it, ok := e.feed.next()
		if !ok {
			break
		}
		if err := e.turn(&p); err != nil {
			return err
		}
		if e.ended() {
			break
		}
		r := e.match.add(it)
		full, err := e.wire.add(it, r)
		if err != nil {
			e.match.drop()
			_ = e.flush()
			return err
		}
		if full || e.o.Inter > 0 {
			if err := e.flush(); err != nil {
				return err
			}
		}
	}
	if err := e.flush(); err != nil {
		return err
	}
	if e.verb >= 2 {
		e.tell.line(fmt.Sprintf("\nFinished sending %d packets\n", len(e.match.requests)))
	}
	return nil
}

// repeat sends the requests without answers again.
func (e *exchange) repeat() error {
	p := pace{inter: e.o.Inter}
	for i := 0; i < len(e.match.requests) && !e.ended(); i++ {
		r := e.match.requests[i]
		if r.answers > 0 {
			continue
		}
		if err := e.turn(&p); err != nil {
			return err
		}
		if e.wire.again(r) || e.o.Inter > 0 {
			if err := e.flush(); err != nil {
				return err
			}
		}
	}
	return e.flush()
}

// turn waits for the next request's turn, and meanwhile receives.
func (e *exchange) turn(p *pace) error {
	if p.inter <= 0 {
		return nil
	}
	for !p.next.IsZero() && !e.ended() {
		left := time.Until(p.next)
		if left <= 0 {
			break
		}
		if err := e.take(min(left, slice)); err != nil {
			return err
		}
	}
	p.next = time.Now().Add(p.inter)
	return nil
}

// flush sends what waits and takes what has come.
func (e *exchange) flush() error {
	now := time.Now().UnixNano()
	for i := len(e.match.requests) - 1; i >= 0 && e.match.requests[i].sent == 0; i-- {
		e.match.requests[i].sent = now
	}
	if _, err := e.wire.flush(); err != nil {
		return err
	}
	return e.take(0)
}

// wait takes what comes until all requests are answered or the time is over.
func (e *exchange) wait() error {
	end := time.Now().Add(e.o.Timeout)
	for !e.ended() && (e.o.Multi || e.match.open() > 0) {
		left := slice
		if e.o.Timeout > 0 {
			if left = min(slice, time.Until(end)); left <= 0 {
				break
			}
		}
		if err := e.take(left); err != nil {
			return err
		}
	}
	return nil
}

// take receives for as long as wait, or until something has come.
func (e *exchange) take(wait time.Duration) error {
	before, answers := e.received, len(e.match.found)
	err := e.wire.receive(wait, e.hear)
	answers = len(e.match.found) - answers
	e.tell.marks('*', answers)
	e.tell.marks('.', e.received-before-answers)
	return err
}

// hear takes a frame.
func (e *exchange) hear(h heard) {
	p, own := e.match.hear(h)
	if own {
		return
	}
	e.received++
	if e.o.StopFilter != nil && e.o.StopFilter(p) {
		e.stop = true
	}
}

// pairs are the requests with their answers, in the order in which these came.
func (e *exchange) pairs() packet.SndRcvList {
	list := make(packet.SndRcvList, len(e.match.found))
	for i, f := range e.match.found {
		list[i] = packet.QueryAnswer{Query: f.request.packet(), Answer: f.answer}
	}
	return list
}

// unanswered are the requests without an answer.
func (e *exchange) unanswered() packet.PacketList {
	list := make(packet.PacketList, 0, e.match.open())
	for _, r := range e.match.requests {
		if r.answers == 0 {
			list = append(list, r.packet())
		}
	}
	return packet.Named("Unanswered", list)
}
