package repl

import (
	"errors"
	"io"
	"strings"
)

// RunTerminal talks with a person until they leave. It begins with the packets that were loaded.
func (s *Shell) RunTerminal() error {
	if s.defined("pkts") {
		if err := s.run("pkts"); err != nil {
			return err
		}
	}
	return s.runTerminal()
}

// converse reads entries and runs them. What the user typed before a failure is kept in the history, too.
func (s *Shell) converse(r lineReader) error {
	for {
		entry, err := readEntry(r)
		if errors.Is(err, errCleared) {
			continue
		}
		if errors.Is(err, io.EOF) && strings.TrimSpace(entry) != "" {
			continue // Ctrl-D in the middle of an entry takes it back
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := s.history.add(entry); err != nil {
			s.warn(err)
		}
		err = s.do(entry)
		if errors.Is(err, errQuit) {
			return nil
		}
		if err != nil {
			s.fail(err, source{text: entry})
		}
	}
}

// lastEntry is the entry before this one, "" when there is none.
func (s *Shell) lastEntry() string {
	if n := len(s.history.entries); n > 0 {
		return s.history.entries[n-1]
	}
	return ""
}
