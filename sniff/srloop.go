package sniff

import (
	"fmt"
	"strings"
	"time"

	"pktsh/layers/packet"
)

// LoopOptions say how Srloop and Srploop ask again and again.
type LoopOptions struct {
	Count   int           // how often; 0 is until Ctrl-C
	Inter   time.Duration // from one round to the next; 0 is one second
	Timeout time.Duration // how long answers are waited for; 0 is Inter
	Retry   int           // as of Sr, within a round
	Iface   any
	Filter  string
	Verbose any
	// Prn makes the text for an answer; without it, its summary.
	Prn func(pair packet.QueryAnswer) any
	// Prnfail makes the text for a request without answer; without it, its summary.
	Prnfail func(request *packet.Packet) any
	// Store keeps the pairs; true without it.
	Store *bool
}

// Srloop sends requests that begin with IP or IPv6 at regular times and prints the answers, until it has done so Count
// times or Ctrl-C; then how many were answered. It returns all pairs and all requests without answer.
func Srloop(x any, opts ...LoopOptions) (packet.SndRcvList, packet.PacketList, error) {
	return askLoop(x, false, last(opts))
}

// Srploop is Srloop for frames.
func Srploop(x any, opts ...LoopOptions) (packet.SndRcvList, packet.PacketList, error) {
	return askLoop(x, true, last(opts))
}

func askLoop(x any, link bool, o LoopOptions) (packet.SndRcvList, packet.PacketList, error) {
	l := &looping{x: x, link: link, o: o}
	var err error
	if l.verb, err = verbosity(o.Verbose); err != nil {
		return nil, nil, err
	}
	if l.o.Inter <= 0 {
		l.o.Inter = time.Second
	}
	if l.o.Timeout <= 0 {
		l.o.Timeout = l.o.Inter
	}
	err = l.run()
	if l.verb >= 1 && l.sent > 0 {
		l.say("\nSent %d packets, received %d packets. %3.1f%% hits.\n", l.sent, l.received, 100*float64(l.received)/float64(l.sent))
	}
	return l.pairs, l.failed, err
}

// A looping is one call of Srloop.
type looping struct {
	x              any
	link           bool
	o              LoopOptions
	verb           int
	sent, received int
	pairs          packet.SndRcvList
	failed         packet.PacketList
}

func (l *looping) run() error {
	ctx := Context()
	next := time.Now()
	for i := 0; (l.o.Count <= 0 || i < l.o.Count) && sleepUntil(ctx, next); i++ {
		next = time.Now().Add(l.o.Inter)
		if l.verb >= 2 {
			l.say("\rsend...\r")
		}
		ans, unans, err := ask(l.x, l.link, AskOptions{Timeout: l.o.Timeout, Retry: l.o.Retry, Iface: l.o.Iface, Filter: l.o.Filter, Verbose: 0})
		if err != nil {
			return err
		}
		if ctx.Err() != nil && len(ans) == 0 {
			break // the round was cut short
		}
		l.round(ans, unans)
	}
	return nil
}

// round prints and keeps what a round brought.
func (l *looping) round(ans packet.SndRcvList, unans packet.PacketList) {
	l.sent += len(ans) + len(unans)
	l.received += len(ans)
	if l.verb >= 2 {
		l.list("RECV", len(ans), func(i int) any {
			if l.o.Prn != nil {
				return l.o.Prn(ans[i])
			}
			return ans[i].Answer.Summary()
		})
		l.list("fail", len(unans), func(i int) any {
			if l.o.Prnfail != nil {
				return l.o.Prnfail(unans[i])
			}
			return unans[i].Summary()
		})
	}
	if l.o.Store == nil || *l.o.Store {
		l.pairs = append(l.pairs, ans...)
		l.failed = append(l.failed, unans...)
	}
}

// list prints lines below each other behind a word and how many they are.
func (l *looping) list(word string, n int, text func(int) any) {
	if n == 0 {
		return
	}
	head := fmt.Sprintf("%s %d: ", word, n)
	for i := range n {
		if x := text(i); x != nil {
			l.say("%s%v\n", head, x)
			head = strings.Repeat(" ", len(head))
		}
	}
}

func (l *looping) say(format string, args ...any) { fmt.Fprintf(packet.Output, format, args...) }
