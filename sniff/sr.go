package sniff

import (
	"fmt"
	"time"

	"pktsh/layers/packet"
)

// AskOptions say how Sr and its like send requests and wait for answers.
type AskOptions struct {
	// Timeout is how long answers are waited for after the last request has gone; 0 is without end: until all are answered
	// or Ctrl-C.
	Timeout time.Duration
	// Inter is the time between two requests.
	Inter time.Duration
	// Retry is how often what has no answer is sent again; a negative number: until so many rounds one after the other
	// brought no answer.
	Retry int
	// Multi keeps every answer to a request instead of the first, and waits until the timeout.
	Multi bool
	// Verbose is how much is printed: 0 or false nothing, 1 the result, 2 a star for each answer and a dot for what was none,
	// too; conf.verb without it.
	Verbose any
	// Iface is the interface, by name or as Iface; without it that of each packet's route, or for frames conf.iface.
	Iface any
	// Filter, as of sniff, says what can be an answer; without it that follows from the requests.
	Filter string
	// Promisc takes frames for others as answers, too; conf.promisc without it.
	Promisc *bool
	// StopFilter ends the waiting when it is true of a packet received.
	StopFilter func(*packet.Packet) bool
	// NoRST keeps this machine from answering for the ports that requests come from: no TCP RST to a SYN-ACK, no ICMP error
	// to a UDP datagram. The ports are held by sockets that drop everything, until pktsh ends; ports that a program of this
	// machine listens on cannot be held.
	NoRST bool
}

// Sr sends requests that begin with IP or IPv6 and returns the pairs of requests and answers, and the requests without one.
// It ends as soon as all are answered.
func Sr(x any, opts ...AskOptions) (packet.SndRcvList, packet.PacketList, error) {
	return ask(x, false, last(opts))
}

// Srp is Sr for frames.
func Srp(x any, opts ...AskOptions) (packet.SndRcvList, packet.PacketList, error) {
	return ask(x, true, last(opts))
}

// Sr1 returns the first answer alone, nil when there is none.
func Sr1(x any, opts ...AskOptions) (*packet.Packet, error) { return ask1(x, false, last(opts)) }

// Srp1 is Sr1 for frames.
func Srp1(x any, opts ...AskOptions) (*packet.Packet, error) { return ask1(x, true, last(opts)) }

func ask1(x any, link bool, o AskOptions) (*packet.Packet, error) {
	pairs, _, err := ask(x, link, o)
	if len(pairs) == 0 {
		return nil, err
	}
	return pairs[0].Answer, err
}

// ask is Sr, or Srp when link is true. With an error it returns what there was until then.
func ask(x any, link bool, o AskOptions) (packet.SndRcvList, packet.PacketList, error) {
	e, err := newExchange(x, link, o)
	if err != nil {
		return packet.SndRcvList{}, packet.Named("Unanswered", nil), err
	}
	defer e.wire.close()
	err = e.run()
	return e.pairs(), e.unanswered(), err
}

func newExchange(x any, link bool, o AskOptions) (*exchange, error) {
	f, err := newFeed(x, link)
	if err != nil {
		return nil, err
	}
	for _, part := range f.parts {
		if p, ok := part.(*packet.Packet); ok && !link && isLink(p.Proto()) {
			return nil, fmt.Errorf("sr asks with IP or IPv6; for %s: srp(Ether()/%[1]s(...))", p.Layers()[1].Name())
		}
	}
	verb, err := verbosity(o.Verbose)
	if err != nil {
		return nil, err
	}
	w, err := openWire(f, o)
	if err != nil {
		return nil, err
	}
	return &exchange{feed: f, wire: w, o: o, verb: verb, tell: newTeller(verb, f.total()), ctx: Context(), match: newMatcher(o.Multi)}, nil
}
