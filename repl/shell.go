// Package repl is the shell: it reads entries, at a prompt or from what is no terminal, has package eval run them, and
// shows what they give. Completion, help, history and the commands that begin with a colon are its own.
//
// Everything about the terminal is in readline.go, behind the lineReader of input.go; the rest works the same, and is
// tested, without one.
package repl

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"io"
	"os"
	"reflect"
	"strings"
	"sync/atomic"

	"pktsh/layers/packet"
	"pktsh/pcapio"
	"pktsh/repl/eval"
	"pktsh/sniff"
)

// A Config says where a shell reads and prints.
type Config struct {
	Stdout, Stderr io.Writer
	Args           []string // os.Args of the code that runs
	Color          bool     // print with colours
	Terminal       bool     // entries come from a person
	History        string   // file that keeps the entries; "" for none
}

// A Shell is one session.
type Shell struct {
	cfg     Config
	out     *Output
	stderr  io.Writer
	theme   packet.ColorTheme // of packets, as it was when colors were chosen
	colors  palette
	session session
	history *history
	answers answers // of the session, while one line is typed
	last    keptValue
	lastGo  string         // the last entry as plain Go
	records []*eval.Record // of the entries, for :save
	count   int            // entries that have run
	running atomic.Bool
	leave   func()                     // puts the terminal back as it was; nil without one
	gate    *gate                      // keeps the shell from reading what is typed for another program
	screen  func() (width, height int) // of the terminal; nil without one
	console io.Writer                  // the terminal that out prints to
}

// A session is what the shell needs of an eval.Session.
type session interface {
	Eval(src string) (eval.Result, error)
	RunProgram(src string) error
	Interrupt()
	Context() context.Context
	Names() []string
	Vars() []eval.Var
	TypeOf(src string) (types.Type, error)
	Exports(pkg string) []string
	Packages() []string
	SetVar(name string, v reflect.Value, t types.Type) error
	SetArgs(args []string) (old []string)
	Program(records []*eval.Record) (src string, added []*eval.Record, err error)
	Keep(r *eval.Record, name string)
}

// New returns a shell with an empty session. It takes over the output of packets and the warnings of files.
func New(cfg Config) (*Shell, error) {
	out := NewOutput(cfg.Stdout)
	s := &Shell{cfg: cfg, out: out, stderr: errorWriter{out, cfg.Stderr}, gate: newGate()}
	if cfg.Color {
		packet.Theme = packet.DefaultTheme()
	} else {
		packet.Theme = packet.NoTheme()
	}
	s.followTheme()
	var err error
	if s.session, err = s.newSession(); err != nil {
		return nil, err
	}
	packet.Output = out
	pcapio.Warn = func(message string) { fmt.Fprintf(s.stderr, "%s %s\n", paint(s.colors.keyword, "warning:"), message) }
	sniff.Warn, sniff.Context = pcapio.Warn, func() context.Context { return s.session.Context() }
	pcapio.Interrupted = func() bool { return s.session.Context().Err() != nil }
	if cfg.Terminal {
		pcapio.Progress = s.stderr
		sniff.Notice = func(message string) { fmt.Fprintln(s.stderr, paint(s.colors.dim, message)) }
	}
	if s.history, err = loadHistory(cfg.History); err != nil {
		s.warn(err)
	}
	return s, nil
}

// newSession returns an empty session that prints where the shell does.
func (s *Shell) newSession() (session, error) {
	return eval.New(eval.Options{Stdout: s.out, Stderr: s.stderr, Args: s.cfg.Args})
}

// Close writes what is still to be printed.
func (s *Shell) Close() error { return s.out.Flush() }

// print writes text where entries print.
func (s *Shell) print(text string) error {
	_, err := io.WriteString(s.out, text)
	return err
}

// warn tells of something that does not stop the shell. There is nobody to tell when that fails.
func (s *Shell) warn(err error) { fmt.Fprintf(s.stderr, "warning: %v\n", err) }

// fail shows the error of an entry.
func (s *Shell) fail(err error, src source) {
	if !errors.Is(err, errShown) {
		io.WriteString(s.stderr, s.colors.report(err, src))
	}
}

// errShown is an error that the user has seen.
var errShown = errors.New("the error has been shown")

// Load reads capture files into the session variable pkts, one behind the other. Errors have been shown.
func (s *Shell) Load(files []string) error {
	for i, name := range files {
		code := fmt.Sprintf("pkts := rdpcap(%q)", name)
		if i > 0 {
			code = fmt.Sprintf("pkts = pkts.Plus(rdpcap(%q))", name)
		}
		if _, err := s.eval(code); err != nil {
			s.fail(err, source{text: code})
			return err
		}
	}
	return nil
}

// RunFile runs a script: a whole program, or statements. Errors have been shown.
func (s *Shell) RunFile(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		fmt.Fprintln(s.stderr, "pktsh:", err)
		return err
	}
	code := string(text)
	if strings.HasPrefix(code, "#!") {
		code = "//" + code[2:] // the line that names the interpreter
	}
	s.follow(code)
	s.running.Store(true)
	err = s.session.RunProgram(code)
	s.running.Store(false)
	if err != nil {
		s.fail(err, source{name: name, text: code, line: 1})
	}
	return err
}

// RunCode runs the entries of code and shows their values. It stops at the first that fails, whose error has been shown.
func (s *Shell) RunCode(code string) error {
	return s.runAll(newPipeReader(strings.NewReader(code)), "", true)
}

// RunPipe runs the entries that r gives, until its end. The errors have been shown; the first is returned.
func (s *Shell) RunPipe(r io.Reader, name string) error {
	return s.runAll(newPipeReader(r), name, false)
}

// runAll runs entries until the end of their lines, or the first error.
func (s *Shell) runAll(r *pipeReader, name string, stop bool) error {
	var first error
	for {
		line := r.lines + 1
		entry, err := readEntry(r)
		atEnd := errors.Is(err, io.EOF)
		if err != nil && !atEnd {
			return err
		}
		err = s.do(entry)
		if errors.Is(err, errQuit) {
			return first
		}
		if err != nil {
			s.fail(err, source{name: name, text: entry, line: line})
			if first == nil {
				first = err
			}
			if stop {
				return first
			}
		}
		if broken := s.out.broken(); atEnd || broken != nil {
			return errors.Join(first, broken)
		}
	}
}

// do runs one entry: a command, a question for help, or code.
func (s *Shell) do(entry string) error {
	trimmed := strings.TrimSpace(entry)
	if s.screen != nil && isListing(trimmed) {
		return s.paged(func() error { return s.doTrimmed(entry, trimmed) })
	}
	return s.doTrimmed(entry, trimmed)
}

func (s *Shell) doTrimmed(entry, trimmed string) error {
	switch {
	case trimmed == "":
		return nil
	case trimmed[0] == ':':
		return s.command(trimmed)
	case s.isExit(trimmed):
		return errQuit
	case trimmed == "lsc()" && !s.defined("lsc"):
		return s.cmdFunctions("")
	}
	if target, asked := exploreTarget(trimmed); asked && !s.defined("explore") {
		return s.explore(target)
	}
	if target, asked := helpTarget(trimmed); asked && !s.defined("help") {
		return s.cmdHelp(target)
	}
	return s.run(entry)
}

// isExit reports whether an entry asks to leave, in one of the ways that users try.
func (s *Shell) isExit(entry string) bool {
	word := strings.TrimSuffix(entry, "()")
	return (word == "exit" || word == "quit") && !s.defined(word)
}

// run evaluates code and shows its value.
func (s *Shell) run(code string) error {
	plain, uses := s.useLast(code)
	res, err := s.eval(plain)
	if err != nil {
		return atTyped(err, uses)
	}
	s.lastGo = res.Go
	shown, err := display(res)
	if err == nil {
		err = missingLayer(code, res)
	}
	if err == nil {
		s.keepRecord(code, res.Record)
	}
	if err != nil || shown.text == "" || strings.HasSuffix(strings.TrimSpace(code), ";") {
		return err
	}
	if shown.value.IsValid() {
		s.last = keptValue{shown, true, res.Record}
	}
	return s.paged(func() error { return s.print(shown.text + "\n") })
}

// eval has the session evaluate code, which an interrupt may stop.
func (s *Shell) eval(code string) (eval.Result, error) {
	s.follow(code)
	defer s.answers.forget()
	s.running.Store(true)
	defer s.running.Store(false)
	defer s.followTheme()
	return s.session.Eval(code)
}

// bypasses are what code does past the session's output: it writes to the standard output itself, or ends the process.
var bypasses = []string{"os.Stdout", "os.Exit", "log.Fatal", "syscall.", "exec.Command"}

// follow makes output unbuffered once code bypasses it, so that everything comes out, and in order.
func (s *Shell) follow(code string) {
	for _, b := range bypasses {
		if strings.Contains(code, b) {
			s.out.Direct()
		}
	}
}

// defined reports whether the session has defined name.
func (s *Shell) defined(name string) bool {
	_, ok := s.variable(name)
	return ok
}

// variable returns what the session has defined under name.
func (s *Shell) variable(name string) (eval.Var, bool) {
	for _, v := range s.session.Vars() {
		if v.Name == name {
			return v, true
		}
	}
	return eval.Var{}, false
}
