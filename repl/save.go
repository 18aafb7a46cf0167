package repl

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"pktsh/repl/eval"
)

// savedMark begins every saved program: such a file may be written again.
const savedMark = "// Saved by pktsh."

// keepRecord keeps what a saved program has of the entry that has just run.
func (s *Shell) keepRecord(code string, r *eval.Record) {
	if r == nil {
		return
	}
	s.count++
	r.Number = s.count
	if s.cfg.Terminal {
		r.Number = s.history.dropped + len(s.history.entries)
	}
	r.Hidden = strings.HasSuffix(strings.TrimSpace(code), ";")
	s.records = append(s.records, r)
}

// cmdSave writes the session, or the entries that are asked for, as a Go program.
func (s *Shell) cmdSave(args string) error {
	var name string
	var numbers []string
	run := false
	for _, word := range strings.Fields(args) {
		switch {
		case word == "--run":
			run = true
		case name == "" && !isEntries(word):
			name = expandPath(word)
			if os.IsPathSeparator(word[len(word)-1]) {
				name += string(filepath.Separator) // a directory to make
			}
		default:
			numbers = append(numbers, word)
		}
	}
	if name == "" && !run {
		return errors.New("where to? for example :save tool.go, :save tool.go 3-7 9, :save --run")
	}
	chosen, err := s.chosen(numbers)
	if err != nil {
		return err
	}
	src, added, err := s.session.Program(chosen)
	if err != nil {
		return fmt.Errorf("this cannot be a program: %w", err)
	}
	if name == "" {
		return s.runProgram(src)
	}
	note, err := writeProgram(name, src)
	if err != nil {
		return err
	}
	if len(numbers) > 0 && len(added) > 0 {
		note += addedNote(added)
	}
	if err := s.print(note + "\n"); err != nil || !run {
		return err
	}
	return s.runProgram(src)
}

// isEntries reports whether a word is the number of an entry, or of several: 3-7.
func isEntries(word string) bool { return strings.Trim(word, "0123456789-") == "" }

// chosen are the records with the numbers, all for none.
func (s *Shell) chosen(numbers []string) ([]*eval.Record, error) {
	if len(s.records) == 0 {
		return nil, errors.New("there is nothing to save yet")
	}
	if len(numbers) == 0 {
		return s.records, nil
	}
	var list []*eval.Record
	for _, word := range numbers {
		first, last, isRange := strings.Cut(word, "-")
		from, err := strconv.Atoi(first)
		to := from
		if isRange && err == nil {
			to, err = strconv.Atoi(last)
		}
		if err != nil || to < from {
			return nil, fmt.Errorf("%q is no entry and no range of entries (:history numbers them)", word)
		}
		found := false
		for _, r := range s.records {
			if n := r.Number - s.history.dropped; from <= n && n <= to {
				list = append(list, r)
				found = true
			}
		}
		if !found {
			return nil, fmt.Errorf("there is no entry %s that has run without an error", word)
		}
	}
	return list, nil
}

// addedNote tells of entries that were not asked for.
func addedNote(added []*eval.Record) string {
	var list []string
	for _, r := range added {
		if r.Number > 0 {
			list = append(list, strconv.Itoa(r.Number))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return ", with what they need of " + strings.Join(list, ", ")
}

// writeProgram writes a program to a file, or as the main of a new module when name is a directory or ends with a
// separator, and says what there is now.
func writeProgram(name, src string) (note string, err error) {
	info, statErr := os.Stat(name)
	isDir := statErr == nil && info.IsDir()
	if isDir || os.IsPathSeparator(name[len(name)-1]) {
		if inModule(name) {
			name = filepath.Join(name, "main.go")
		} else {
			return "saved as a module in " + filepath.Clean(name), NewModule(name, "", src)
		}
	}
	if filepath.Ext(name) != ".go" {
		name += ".go"
	}
	old, err := os.ReadFile(name)
	switch {
	case err == nil && !strings.HasPrefix(string(old), savedMark):
		return "", fmt.Errorf("%s is there already, and pktsh has not written it", name)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", err
	}
	if err := os.WriteFile(name, []byte(src), 0o644); err != nil {
		return "", err
	}
	note = "saved as " + name
	if !inModule(filepath.Dir(name)) {
		note += " (pktsh new DIR " + name + " makes a module that it builds in)"
	}
	return note, nil
}
