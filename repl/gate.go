package repl

import "sync"

// A gate keeps the shell from reading the terminal while another program does: an editor, a pager, a command.
type gate struct {
	mu     sync.Mutex
	opened sync.Cond
	held   int
}

func newGate() *gate {
	g := &gate{}
	g.opened.L = &g.mu
	return g
}

// hold closes the gate until the function that it returns is called.
func (g *gate) hold() (release func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.held++
	return func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.held--
		g.opened.Broadcast()
	}
}

// pass waits until the gate is open, and reports whether it was open at once.
func (g *gate) pass() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	open := g.held == 0
	for g.held > 0 {
		g.opened.Wait()
	}
	return open
}

// input waits until there is input at a terminal that is the shell's to read. What comes while the gate is closed is for the
// program that closed it.
func (g *gate) input(fd int) {
	for {
		waitInput(fd)
		if g.pass() {
			return
		}
	}
}
