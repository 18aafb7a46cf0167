package eval

import (
	"context"
	"go/ast"
	"reflect"
	"runtime"
	"runtime/debug"
	"time"
)

// A run is the execution of one entry, in a goroutine of its own. Interrupt ends that goroutine as runtime.Goexit does,
// at the next loop iteration, function call or channel operation: deferred functions run, recover sees nothing, and no
// panic climbs through thousands of frames.
type run struct {
	number  int
	ctx     context.Context
	cancel  context.CancelFunc
	stopped chan struct{} // closed by an interrupt
	why     error         // why it was stopped
	done    chan struct{} // closed when the goroutine has ended

	// What lowered code reports, under the lock of the session.
	values      []reflect.Value // of the expression that the entry is
	statement   int             // number of the statement that runs
	definedUpTo int             // variables of the entry that have their values
}

// patience is how long an interrupt waits for the entry to end. One that sits in compiled code which does not watch
// Context is left behind: it ends before its next statement.
const patience = 90 * time.Millisecond

// execute compiles a file for yaegi and runs it. The run is nil when yaegi cannot compile the file.
func (s *Session) execute(u *unit, file *ast.File) (*run, error) {
	if len(file.Decls) == 0 {
		return &run{}, nil
	}
	prog, err := s.compile(file)
	if err != nil {
		return nil, s.compileError(u, err)
	}
	r := s.begin()
	var failure error
	finished := false
	go func() {
		defer close(r.done)
		debug.SetPanicOnFault(true) // files are mapped, and may be cut under us
		_, failure = s.interp.Execute(prog)
		finished = true
	}()
	ended := true
	select {
	case <-r.done:
	case <-r.stopped:
		select {
		case <-r.done:
		case <-time.After(patience):
			ended = false
		}
	}
	s.end(r)
	switch {
	case !ended || !finished:
		if r.why == nil { // the code itself called runtime.Goexit
			return r, nil
		}
		return r, r.why
	case failure != nil:
		return r, s.runError(u, r, failure)
	}
	return r, nil
}

// begin makes the current run.
func (s *Session) begin() *run {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &run{number: s.runs, stopped: make(chan struct{}), done: make(chan struct{})}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	s.current = r
	s.setStop(false)
	return r
}

// end takes the current run away.
func (s *Session) end(r *run) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.runs++
	s.current = nil
	s.setStop(false)
	r.cancel()
}

// Interrupt stops the running entry: its loops and functions, and compiled work that watches Context. It may be called
// from any goroutine, and does nothing when no entry runs.
func (s *Session) Interrupt() { s.halt(ErrInterrupted) }

// halt stops the running entry for a reason.
func (s *Session) halt(why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.current
	if r == nil || r.why != nil {
		return
	}
	r.why = why
	s.setStop(true)
	r.cancel()
	close(r.stopped)
}

// setStop sets or clears the stop flag. Loops read it without synchronization, which would cost them a compiled call:
// they see it an iteration sooner or later.
func (s *Session) setStop(on bool) {
	s.interrupted.Store(on)
	if !raceBuild {
		*s.stop = on
	}
}

// Context is that of the running entry: Interrupt cancels it, and so does the end of the entry.
func (s *Session) Context() context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return context.Background()
	}
	return s.current.ctx
}

// stoppedChan is the channel that an interrupt of the running entry closes.
func (s *Session) stoppedChan() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		return nil // a goroutine of an earlier entry: nothing stops it
	}
	return s.current.stopped
}

// tick is called by code that has seen the stop flag, or the closed channel of stoppedChan.
func (s *Session) tick() { runtime.Goexit() }

// check is what loops call in builds with the race detector.
func (s *Session) check() {
	if s.interrupted.Load() {
		s.tick()
	}
}

// own locks the session and returns the current run when it is number n. A goroutine of another run, which was left
// behind, ends.
func (s *Session) own(n int) *run {
	s.mu.Lock()
	r := s.current
	if r == nil || r.number != n {
		s.mu.Unlock()
		runtime.Goexit()
	}
	return r
}

// at is called before statement i of the entry of run number n.
func (s *Session) at(n, i int) {
	r := s.own(n)
	defer s.mu.Unlock()
	r.statement = i
}

// defined is called when the variables of the entry up to number i have their values.
func (s *Session) defined(n, i int) {
	r := s.own(n)
	defer s.mu.Unlock()
	r.definedUpTo = max(r.definedUpTo, i+1)
}

// result receives the values of the expression that the entry is.
func (s *Session) result(n int, values ...any) {
	r := s.own(n)
	defer s.mu.Unlock()
	r.values = make([]reflect.Value, len(values))
	for i, v := range values {
		r.values[i] = reflect.ValueOf(v)
	}
}

// sleep is time.Sleep, which an interrupt ends.
func (s *Session) sleep(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-s.stoppedChan():
		runtime.Goexit()
	}
}

// block waits for an interrupt: select without cases.
func (s *Session) block() {
	<-s.stoppedChan()
	runtime.Goexit()
}
