package repl

import (
	"fmt"
	"os"
	"os/signal"
	"time"
)

// interruptedStatus is the exit status of a process that Ctrl-C ended.
const interruptedStatus = 130

// doubleTap is how soon a second Ctrl-C must follow the first to end the process.
const doubleTap = time.Second

// HandleInterrupts makes Ctrl-C stop the running entry. A second one within a second, and one when nothing runs that it
// could stop, end the process; at a prompt there is nothing to end.
func (s *Shell) HandleInterrupts() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	go func() {
		var last time.Time
		for range signals {
			again := time.Since(last) < doubleTap
			last = time.Now()
			switch {
			case s.running.Load() && !again:
				if s.cfg.Terminal {
					fmt.Fprintln(s.stderr) // behind the ^C that the terminal shows
				}
				s.session.Interrupt()
				time.AfterFunc(patience, s.sayStubborn)
			case s.running.Load() || !s.cfg.Terminal:
				s.exit(interruptedStatus)
			}
		}
	}()
}

// patience is how long an entry may go on after Ctrl-C before the user is told.
const patience = 500 * time.Millisecond

// sayStubborn tells that compiled code runs that no interrupt reaches, such as a sleep.
func (s *Shell) sayStubborn() {
	if s.running.Load() {
		fmt.Fprintln(s.stderr, "still running; Ctrl-C twice within a second ends pktsh")
	}
}

// exit ends the process after what was printed is written and the terminal is as it was.
func (s *Shell) exit(status int) {
	if s.leave != nil {
		s.leave()
	}
	s.out.Flush() // there is nobody to tell of a failure
	os.Exit(status)
}
