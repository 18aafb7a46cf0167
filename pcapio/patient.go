package pcapio

import (
	"io"
	"time"
)

// A patient reads from a pipe or terminal, where a read may take for ever, so that the user can stop it meanwhile.
//
// A read that is under way cannot be taken back: after a stop what it gets in the end is lost to later readers.
type patient struct {
	stopped func() bool
	chunks  <-chan chunk
	done    chan struct{}
	rest    chunk
}

type chunk struct {
	b   []byte
	err error
}

const (
	patientChunk = 64 << 10
	patientPoll  = 50 * time.Millisecond
)

func newPatient(r io.Reader, stopped func() bool) *patient {
	chunks, done := make(chan chunk), make(chan struct{})
	go func() {
		for {
			b := make([]byte, patientChunk)
			n, err := r.Read(b)
			select {
			case chunks <- chunk{b[:n], err}:
			case <-done:
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return &patient{stopped: stopped, chunks: chunks, done: done}
}

// Close lets go of the reading, not of what is read from.
func (p *patient) Close() error {
	close(p.done)
	return nil
}

func (p *patient) Read(b []byte) (int, error) {
	for len(p.rest.b) == 0 {
		if p.rest.err != nil {
			return 0, p.rest.err
		}
		if err := p.wait(); err != nil {
			return 0, err
		}
	}
	n := copy(b, p.rest.b)
	p.rest.b = p.rest.b[n:]
	return n, nil
}

// wait waits for the next chunk.
func (p *patient) wait() error {
	poll := time.NewTicker(patientPoll)
	defer poll.Stop()
	for {
		select {
		case p.rest = <-p.chunks:
			return nil
		case <-poll.C:
			if p.stopped() {
				return errStopped
			}
		}
	}
}
