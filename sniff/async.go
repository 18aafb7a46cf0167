package sniff

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"pktsh/layers/packet"
)

// A Sniffer captures in the background; AsyncSniffer makes one.
type Sniffer struct {
	o SniffOptions

	mu      sync.Mutex
	s       *sniffing
	cancel  context.CancelFunc
	done    chan struct{} // closed when the capture has ended; nil before the first
	results packet.PacketList
	err     error
}

// AsyncSniffer makes a Sniffer with the options of Sniff. It captures between Start and Stop.
func AsyncSniffer(opts ...SniffOptions) *Sniffer {
	o := last(opts)
	o.Quiet = true
	return &Sniffer{o: o}
}

// Start begins to capture and returns at once. What Prn returns is printed above the line that is being typed.
func (t *Sniffer) Start() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.runs() {
		return errors.New("the sniffer is running already")
	}
	s, err := newSniffing(t.o)
	if err != nil {
		return err
	}
	var ctx context.Context
	ctx, t.cancel = context.WithCancel(context.Background())
	t.s, t.done, t.results, t.err = s, make(chan struct{}), packet.Named("Sniffed", nil), nil
	started := make(chan struct{})
	told := s.o.StartedCallback
	s.o.StartedCallback = func() {
		close(started)
		if told != nil {
			told()
		}
	}
	go t.capture(ctx, s, t.done)
	select {
	case <-started:
	case <-t.done:
	}
	return nil
}

// capture runs a capture to its end. A function of the user's that panics, or that Ctrl-C ends while it runs, ends it too.
func (t *Sniffer) capture(ctx context.Context, s *sniffing, done chan struct{}) {
	err := errors.New("a function of the sniffer was interrupted")
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the sniffer ended: %v", r)
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		t.results, t.err = s.result(), err
		t.cancel()
		close(done)
	}()
	err = s.run(ctx, context.Background())
}

// runs reports whether a capture is going on. The lock is held.
func (t *Sniffer) runs() bool {
	if t.done == nil {
		return false
	}
	select {
	case <-t.done:
		return false
	default:
		return true
	}
}

// Running reports whether the sniffer captures.
func (t *Sniffer) Running() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.runs()
}

// Stop ends the capture and returns the packets. The error is that of a capture that could not go on.
func (t *Sniffer) Stop() (packet.PacketList, error) {
	t.mu.Lock()
	if !t.runs() {
		started, results, err := t.done != nil, t.results, t.err
		t.mu.Unlock()
		if !started {
			return packet.Named("Sniffed", nil), errors.New("the sniffer was not started")
		}
		return results, err
	}
	t.cancel()
	done := t.done
	t.mu.Unlock()
	<-done
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.results, t.err
}

// Join waits until the capture ends by itself, for so long at most if a time is given. Ctrl-C ends the waiting and not the
// capture.
func (t *Sniffer) Join(timeout ...time.Duration) {
	t.mu.Lock()
	done := t.done
	t.mu.Unlock()
	if done == nil {
		return
	}
	var after <-chan time.Time
	if d := last(timeout); d > 0 {
		after = time.After(d)
	}
	select {
	case <-done:
	case <-after:
	case <-Context().Done():
	}
}

// Results are the packets of the last capture that has ended.
func (t *Sniffer) Results() packet.PacketList {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.results
}

// Exception is what ended the last capture before its time, nil when nothing did.
func (t *Sniffer) Exception() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.err
}

// String tells what the sniffer does.
func (t *Sniffer) String() string {
	if t.Running() {
		return "<AsyncSniffer running>"
	}
	return "<AsyncSniffer stopped>"
}
