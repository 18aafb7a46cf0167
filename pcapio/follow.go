package pcapio

import (
	"io"
	"os"
	"time"
)

// A follower reads a regular file that another program writes: at its end it waits for more.
type follower struct {
	file    *os.File
	stopped func() bool // nil when nobody can end the waiting
	off     int64
}

// followPoll is how often a file is looked at for more. Notifications would be system's own, and none of them sees what is
// written on another machine.
const followPoll = 50 * time.Millisecond

// Read returns what is there, and waits when nothing is. A file that has become shorter than what was read of it has begun anew:
// what it is then has nothing to do with what was read, so that is the end.
func (f *follower) Read(b []byte) (int, error) {
	for {
		n, err := f.file.ReadAt(b, f.off)
		f.off += int64(n)
		if n > 0 {
			return n, nil
		}
		if err != io.EOF {
			return 0, err
		}
		if st, err := f.file.Stat(); err != nil || st.Size() < f.off {
			return 0, io.EOF
		}
		if f.stopped != nil && f.stopped() {
			return 0, errStopped
		}
		time.Sleep(followPoll)
	}
}
