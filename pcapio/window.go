package pcapio

import (
	"errors"
	"io"
)

// windowSize is read at once. A reused buffer of this size stays in the cache while its records are looked at, which makes
// reading a file through it faster than walking a mapping of the file.
const windowSize = 1 << 20

// firstWindow is what a file of unknown size is begun with: most compressed ones are small.
const firstWindow = 64 << 10

// errStopped is what a window returns when the user has stopped the reading.
var errStopped = errors.New("stopped")

// A window is the part of a file that is in memory. It moves forward only.
type window struct {
	r      io.Reader
	buf    []byte
	lo, hi int   // buf[lo:hi] is read and not consumed
	off    int64 // of buf[lo] in the file
	size   int64 // of the file, or -1 when only reading will tell
	reuse  bool  // nobody keeps what was consumed: it may be overwritten, else a full buffer is replaced
	err    error // of r, for good

	stopped func() bool // asked before each read, when not nil
}

// newWindow returns a window at the start of r, which has size bytes, or -1 when that is not known.
func newWindow(r io.Reader, size int64) *window {
	n := int64(firstWindow)
	if size >= 0 {
		n = min(windowSize, size+1) // one more, so that the end is seen without another round
	}
	return &window{r: r, buf: make([]byte, n), size: size}
}

// peek returns the next n bytes and leaves them where they are. With fewer than n left it returns those and an error: io.EOF
// at the end of the file.
func (w *window) peek(n int) ([]byte, error) {
	if w.hi-w.lo < n {
		if err := w.fill(n); err != nil {
			return w.buf[w.lo:w.hi:w.hi], err
		}
	}
	return w.buf[w.lo : w.lo+n : w.lo+n], nil
}

// advance consumes n bytes that peek has returned.
func (w *window) advance(n int) {
	w.lo += n
	w.off += int64(n)
}

// fill reads until n bytes are there. It returns as soon as they are, so that packets from a pipe are seen when they come.
func (w *window) fill(n int) error {
	var end error
	if w.size >= 0 && w.off+int64(n) > w.size {
		n, end = int(w.size-w.off), io.EOF // no room is made for bytes that will not come
	}
	for w.hi-w.lo < n {
		if w.err != nil {
			return w.err
		}
		if w.stopped != nil && w.stopped() {
			return errStopped
		}
		w.makeRoom(n)
		got, err := w.r.Read(w.buf[w.hi:])
		w.hi += got
		w.err = err
	}
	return end
}

// makeRoom moves what is not consumed to the start of a buffer, the same or a new one, when n bytes do not fit behind lo. A
// full buffer grows to twice its size at most: a length in a file is a claim, not a fact.
func (w *window) makeRoom(n int) {
	have := w.buf[w.lo:w.hi]
	switch {
	case w.hi < len(w.buf) && (w.lo == 0 || w.lo+n <= len(w.buf)):
		return
	case w.lo == 0:
		w.buf = make([]byte, min(n, 2*len(w.buf)))
	case !w.reuse:
		w.buf = make([]byte, max(windowSize, 2*len(have)))
	}
	w.hi = copy(w.buf, have)
	w.lo = 0
}
