package repl

import (
	"io"
	"sync"
	"time"
)

// flushDelay is how long output may wait for more of it: too short to be seen, long enough for a loop that prints a million
// lines to write in big pieces.
const flushDelay = 10 * time.Millisecond

// outputSize is how much output is gathered before it is written at once.
const outputSize = 64 << 10

// An Output is where a session prints: a buffer in front of a slow writer, which empties itself soon after a write. It may
// be used by several goroutines.
type Output struct {
	mu      sync.Mutex
	w       io.Writer
	buf     []byte
	direct  bool
	pending bool // a flush is on its way
	err     error
}

// NewOutput returns an empty buffer in front of w.
func NewOutput(w io.Writer) *Output { return &Output{w: w} }

// Write implements io.Writer. It fails only once the writer behind the buffer has failed.
func (o *Output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err != nil {
		return 0, o.err
	}
	if len(o.buf)+len(b) > outputSize {
		o.flush()
	}
	if o.direct || len(b) >= outputSize {
		o.flush()
		o.write(b)
		return len(b), o.err
	}
	o.buf = append(o.buf, b...)
	if !o.pending {
		o.pending = true
		time.AfterFunc(flushDelay, func() {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.pending = false
			o.flush()
		})
	}
	return len(b), nil
}

// Flush writes what waits in the buffer and reports the first failure of the writer behind it.
func (o *Output) Flush() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flush()
	return o.err
}

// broken reports the first failure of the writer behind the buffer, without waiting for another.
func (o *Output) broken() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// Direct makes every further write go through at once, in order with what others write to the same place.
func (o *Output) Direct() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flush()
	o.direct = true
}

// redirect makes w the writer behind the buffer.
func (o *Output) redirect(w io.Writer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flush()
	o.w = w
}

func (o *Output) flush() {
	if len(o.buf) > 0 {
		o.write(o.buf)
		o.buf = o.buf[:0]
	}
}

func (o *Output) write(b []byte) {
	if o.err == nil {
		_, o.err = o.w.Write(b)
	}
}

// errorWriter writes to standard error what must come after everything printed so far.
type errorWriter struct {
	out *Output
	w   io.Writer
}

// Write implements io.Writer.
func (e errorWriter) Write(b []byte) (int, error) {
	if err := e.out.Flush(); err != nil {
		return 0, err
	}
	return e.w.Write(b)
}
