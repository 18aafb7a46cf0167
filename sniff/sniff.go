package sniff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"pktsh/layers/packet"
)

// SniffOptions say what Sniff captures and what becomes of it.
type SniffOptions struct {
	// Iface is an interface, by name or as Iface, a list of them, or "any"; without it conf.iface.
	Iface any
	// Filter is an expression of pcap-filter(7): "tcp port 80". The kernel applies it where it can.
	Filter string
	// Count ends the capture after so many packets; 0 is without end.
	Count int
	// Timeout ends the capture; 0 is without end.
	Timeout time.Duration
	// Store is whether packets are kept and returned: false or 0 does not. They are without it.
	Store any
	// Prn is called with each packet; what it returns is printed unless it is nil.
	Prn func(*packet.Packet) any
	// Lfilter leaves out packets for which it is false.
	Lfilter func(*packet.Packet) bool
	// StopFilter ends the capture when it is true of a packet, which is kept.
	StopFilter func(*packet.Packet) bool
	// StartedCallback is called when packets are being captured.
	StartedCallback func()
	// Offline takes the packets from a capture file, a list of files, a packet or a list of packets instead.
	Offline any
	// Session puts together what was split: IPSession fragments, TCPSession the segments of messages, too.
	Session Session
	// Promisc takes frames for others, too; conf.sniff_promisc without it.
	Promisc any
	// Snaplen is the most bytes of a packet that are captured; 0 for all.
	Snaplen int
	// Monitor captures radio frames: the interface must be in monitor mode.
	Monitor bool
	// Quiet leaves out the closing line that a terminal gets.
	Quiet bool
	// Write names a capture file that packets go to as they come; they are not stored unless Store says so.
	Write string
	// RotateSize and RotateCount begin a new file of Write after so many bytes or packets; files are numbered then.
	RotateSize  int64
	RotateCount int
	// RotateFiles is how many numbered files are kept; 0 for all.
	RotateFiles int
}

// Sniff captures packets until Count, Timeout, StopFilter or Ctrl-C end it, and returns them. Packets that the kernel had no
// room for are counted, and told of. With an error it returns what was captured until then.
func Sniff(opts ...SniffOptions) (packet.PacketList, error) {
	s, err := newSniffing(last(opts))
	if err != nil {
		return packet.Named("Sniffed", nil), err
	}
	ctx := Context()
	err = s.run(ctx, ctx)
	return s.result(), err
}

// A sniffing is one capture.
type sniffing struct {
	o       SniffOptions
	store   bool
	tap     tap
	session reassembler // nil without one
	out     *rotation   // nil without Write
	n       int         // packets that counted
	kept    packet.PacketList
	more    bool
	quit    context.Context // ends when functions of the user's must not be called any more
	failed  error
}

// A tap is where packets come from.
type tap interface {
	// run gives packets to take until take returns false, ctx ends or there are no more. need says whether take wants the
	// packet or only its arrival.
	run(ctx context.Context, need bool, take func(*packet.Packet) bool) error
	// counts returns how many packets came and how many the kernel had no room for.
	counts() (received, dropped uint64)
	close()
}

func newSniffing(o SniffOptions) (*sniffing, error) {
	s := &sniffing{o: o, store: o.stores(), more: true}
	var err error
	if s.session, err = newReassembler(o.Session); err != nil {
		return nil, err
	}
	if o.Offline != nil {
		s.tap, err = newOffline(o)
	} else {
		s.tap, err = openTap(o)
	}
	if err != nil {
		return nil, err
	}
	if o.Write != "" {
		s.out, err = newRotation(o)
		if err != nil {
			s.tap.close()
			return nil, err
		}
	}
	return s, nil
}

// stores reports whether packets are kept and returned.
func (o SniffOptions) stores() bool {
	if o.Store != nil {
		return isTrue(o.Store)
	}
	return o.Write == ""
}

// run captures until ctx or the options end it, and closes what was opened.
func (s *sniffing) run(ctx, quit context.Context) (err error) {
	s.quit = quit
	defer func() {
		s.tap.close()
		if s.out != nil {
			err = errors.Join(err, s.out.close())
		}
		s.tell()
	}()
	if s.o.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, s.o.Timeout)
		defer cancel()
	}
	if s.o.StartedCallback != nil {
		s.o.StartedCallback()
	}
	need := s.store || s.out != nil || s.session != nil || s.o.Prn != nil || s.o.Lfilter != nil || s.o.StopFilter != nil
	err = s.tap.run(ctx, need, func(p *packet.Packet) bool {
		s.arrive(p)
		return s.more
	})
	return errors.Join(err, s.failed)
}

// arrive takes a packet of the tap, which is nil when nobody needs it.
func (s *sniffing) arrive(p *packet.Packet) {
	if s.session == nil {
		s.take(p)
		return
	}
	for _, whole := range s.session.add(p) {
		if s.more {
			s.take(whole)
		}
	}
}

// take counts a packet and does with it what the options say.
func (s *sniffing) take(p *packet.Packet) {
	mayCall := s.quit.Err() == nil // functions of the user's do not run any more behind Ctrl-C
	if s.o.Lfilter != nil && (!mayCall || !s.o.Lfilter(p)) {
		return
	}
	s.n++
	if s.store {
		s.kept = append(s.kept, p)
	}
	if s.out != nil {
		if s.failed = s.out.write(p); s.failed != nil {
			s.more = false
			return
		}
	}
	if s.o.Prn != nil && mayCall {
		if x := s.o.Prn(p); x != nil {
			fmt.Fprintln(packet.Output, x)
		}
	}
	if s.o.StopFilter != nil && mayCall && s.o.StopFilter(p) || s.o.Count > 0 && s.n >= s.o.Count {
		s.more = false
	}
}

// result is what was captured, under a name that lists print.
func (s *sniffing) result() packet.PacketList { return packet.Named("Sniffed", s.kept) }

// tell says what was lost, always, and how much came, at a terminal.
func (s *sniffing) tell() {
	received, dropped := s.tap.counts()
	switch {
	case dropped > 0:
		Warn(fmt.Sprintf("%d packets received, %d dropped by the kernel because they came faster than they were taken (a filter or store=0 helps)",
			received, dropped))
	case Notice != nil && !s.o.Quiet && s.o.Offline == nil && Conf.Verb >= 1:
		Notice(fmt.Sprintf("%d packets received, none dropped", received))
	}
}
