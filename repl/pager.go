package repl

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
)

// A pager shows what is longer than the screen page by page, in the program that PAGER names, or less. What fits is printed
// as it is. Without such a program, and with PAGER=cat, everything is printed.
type pager struct {
	s      *Shell
	w      io.Writer // the terminal
	width  int
	height int
	held   bytes.Buffer // what may still fit
	rows   int          // on the screen, of what is held
	cmd    *exec.Cmd
	pipe   io.WriteCloser
	plain  bool // everything is printed
	gone   bool // the user has left the program
	open   func()
}

// listing matches entries that print what may be long, and nothing that is waited for.
var listing = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(.*\.(show|show2|summary|nsummary|hexdump|hexraw|rawhexdump|padding|nzpadding|hexdiff|make_table|make_lined_table)|ls|lsc|explore|help|hexdump)\([^;\n]*\)$`)
})

// pagedCommands are commands whose output may be long.
var pagedCommands = []string{"functions", "help", "doc", "history", "go", "who", "set", "bpf"}

// isListing reports whether an entry does nothing but print what may be long.
func isListing(entry string) bool {
	if name, ok := strings.CutPrefix(entry, ":"); ok {
		name, _, _ = strings.Cut(name, " ")
		for _, c := range pagedCommands {
			if name != "" && strings.HasPrefix(c, name) {
				return true
			}
		}
		return false
	}
	if _, asked := helpTarget(entry); asked {
		return true
	}
	return listing().MatchString(entry) && !strings.Contains(entry, "sniff") && !strings.Contains(entry, "sr")
}

// paged runs f, what it prints going through a pager at a terminal.
func (s *Shell) paged(f func() error) error {
	if s.screen == nil {
		return f()
	}
	p := &pager{s: s, w: s.console}
	if p.width, p.height = s.screen(); p.height < 3 || p.width < 1 {
		return f()
	}
	s.out.redirect(p)
	err := f()
	s.out.redirect(s.console)
	p.finish()
	return err
}

// Write implements io.Writer. It never fails: a user who leaves the pager has seen enough.
func (p *pager) Write(b []byte) (int, error) {
	switch {
	case p.gone:
	case p.plain:
		p.w.Write(b) // the terminal's failure is noticed at the next prompt
	case p.cmd != nil:
		p.send(b)
	default:
		p.held.Write(b)
		if p.rows += rowsOf(string(b), p.width); p.rows > p.height-1 {
			p.start()
		}
	}
	return len(b), nil
}

// rowsOf is how many rows of the screen the lines of a text take.
func rowsOf(text string, width int) int {
	n := strings.Count(text, "\n")
	for line := range strings.SplitSeq(text, "\n") {
		if len(line) > width {
			n += max(0, textWidth(plainText(line))-1) / width
		}
	}
	return n
}

// start runs the pager's program and gives it what was held.
func (p *pager) start() {
	held := bytes.Clone(p.held.Bytes())
	p.held.Reset()
	words := strings.Fields(firstNonEmpty(os.Getenv("PAGER"), "less"))
	cmd := exec.Command(words[0], words[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.Env = os.Environ()
	if os.Getenv("LESS") == "" {
		cmd.Env = append(cmd.Env, "LESS=-RFX") // colours, and what was read stays on the screen
	}
	pipe, err := cmd.StdinPipe()
	if err == nil && words[0] != "cat" {
		p.open = p.s.gate.hold()
		if err = cmd.Start(); err == nil {
			p.cmd, p.pipe = cmd, pipe
			p.send(held)
			return
		}
		p.open()
	}
	p.plain = true
	p.w.Write(held)
}

// send gives the program more. When the user has left it, the entry that prints is stopped.
func (p *pager) send(b []byte) {
	if _, err := p.pipe.Write(b); err != nil {
		p.gone = true
		if p.s.running.Load() {
			p.s.session.Interrupt()
		}
	}
}

// finish prints what is held, or waits until the user has left the program.
func (p *pager) finish() {
	if p.cmd == nil {
		p.w.Write(p.held.Bytes())
		return
	}
	p.pipe.Close()
	p.cmd.Wait() // its status says nothing
	p.open()
}
