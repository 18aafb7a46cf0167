package eval

import (
	"errors"

	"pktsh/repl/dialect"
)

// RunProgram runs a script: a whole file of package main, whose main function is called, or bare statements and
// declarations.
func (s *Session) RunProgram(src string) error {
	_, err := s.Eval(src)
	if errors.Is(err, dialect.ErrIncomplete) {
		return &dialect.Error{Msg: "the program ends in the middle of a statement", Offset: len(src), End: len(src)}
	}
	return err
}

// SetArgs makes args what os.Args is to the code that runs, and returns what it was.
func (s *Session) SetArgs(args []string) (old []string) {
	old, s.opts.Args = s.opts.Args, args
	return old
}
