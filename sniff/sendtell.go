package sniff

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"pktsh/layers/packet"
)

// dotsUpTo is for how many packets each gets a dot; more of them get a line now and then.
const dotsUpTo = 1000

// A teller prints how sending and receiving goes on.
type teller struct {
	verb   int
	total  int // 0: unknown
	done   int
	start  time.Time
	spoken time.Time
	open   bool // dots were printed since the last line
}

func newTeller(verb, total int) *teller {
	now := time.Now()
	return &teller{verb: verb, total: total, start: now, spoken: now}
}

// line prints text as it is.
func (t *teller) line(text string) {
	_, _ = io.WriteString(packet.Output, text) // output that fails is the shell's to notice
	t.open = false
}

// sent tells of n packets more that have gone.
func (t *teller) sent(n int) {
	before := t.done
	t.done += n
	if t.verb < 2 || n == 0 {
		return
	}
	if t.total <= dotsUpTo {
		if n = min(t.done, dotsUpTo) - before; n > 0 {
			t.marks('.', n)
		}
		if t.done <= dotsUpTo {
			return
		}
	}
	if now := time.Now(); now.Sub(t.spoken) >= 2*time.Second {
		t.spoken = now
		of := ""
		if t.total > 0 {
			of = fmt.Sprintf(" of %d", t.total)
		}
		t.finish()
		t.line(fmt.Sprintf("%d%s packets, %.0f/s\n", t.done, of, float64(t.done)/now.Sub(t.start).Seconds()))
	}
}

// marks prints n times a dot or star, unless they are too many to be read.
func (t *teller) marks(mark byte, n int) {
	if t.verb < 2 || n <= 0 || t.total > dotsUpTo {
		return
	}
	_, _ = packet.Output.Write(bytes.Repeat([]byte{mark}, n))
	t.open = true
}

// finish ends a line of dots that a progress line follows.
func (t *teller) finish() {
	if t.open && t.total > dotsUpTo {
		t.line("\n")
	}
}

// verbosity reads the option verbose: nil is conf.verb, true is 1.
func verbosity(x any) (int, error) {
	switch v := x.(type) {
	case nil:
		return Conf.Verb, nil
	case bool:
		if v {
			return 1, nil
		}
		return 0, nil
	case int:
		return v, nil
	}
	return 0, fmt.Errorf("verbose is a number from 0 to 3, or true or false, not %v", x)
}

// isTrue reads an option that is true, false or a number.
func isTrue(x any) bool {
	switch v := x.(type) {
	case bool:
		return v
	case int:
		return v != 0
	}
	return false
}
