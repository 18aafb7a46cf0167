package pcapio

import (
	"fmt"
	"io"
	"os"
	"time"
)

// Warn is told what reading or writing had to tolerate, in a line that names the file: where it is cut or damaged, what was
// left out. It writes to standard error until a program wants it elsewhere.
var Warn = func(message string) { fmt.Fprintln(os.Stderr, "warning: "+message) }

// Progress, when set, gets a line that overwrites itself while reading a file takes longer than a second. The shell sets it to
// standard error when that is a terminal.
var Progress io.Writer

// Interrupted, when set, is asked often while a file is read; reading ends when it returns true, and returns what was read.
// The shell sets it for Ctrl-C. ReadOptions.Context does the same for one call.
var Interrupted func() bool

// notes are what a reader tolerated, without end: the first and how many.
type notes struct {
	first *DamageError
	n     int
}

func (n *notes) add(offset int64, format string, args ...any) {
	if n.n++; n.n == 1 {
		n.first = &DamageError{Offset: offset, Reason: fmt.Sprintf(format, args...)}
	}
}

// warn tells Warn, if there is something to tell.
func (n *notes) warn(name string) {
	switch {
	case n.n == 1:
		Warn(fmt.Sprintf("%s: %v", name, n.first))
	case n.n > 1:
		Warn(fmt.Sprintf("%s: %v, and %d more like this", name, n.first, n.n-1))
	}
	*n = notes{}
}

// A ticker writes Progress lines for one file.
type ticker struct {
	name    string
	started time.Time
	last    time.Time
	width   int // of the line that is shown
}

const (
	progressAfter = time.Second
	progressEvery = 200 * time.Millisecond
)

func newTicker(name string) *ticker { return &ticker{name: name, started: time.Now()} }

// tick shows how far the reading is, when it is time to. size is -1 when the end is not known.
func (t *ticker) tick(packets int, read, size int64) {
	if Progress == nil {
		return
	}
	now := time.Now()
	if now.Sub(t.started) < progressAfter || now.Sub(t.last) < progressEvery {
		return
	}
	t.last = now
	line := fmt.Sprintf("%s: %d packets, %d MB", t.name, packets, read>>20)
	if size > 0 {
		line += fmt.Sprintf(" (%d%%)", read*100/size)
	}
	fmt.Fprintf(Progress, "\r%-*s", t.width, line)
	t.width = len(line)
}

// clear removes the line.
func (t *ticker) clear() {
	if t.width > 0 {
		fmt.Fprintf(Progress, "\r%*s\r", t.width, "")
	}
}
