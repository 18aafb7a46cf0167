package repl

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// historyLimit is how many entries are kept.
const historyLimit = 2000

// maxKept is how long an entry may be that goes to the history file.
const maxKept = 64 << 10

// lineMark stands for a line end in the history file, and in a line that is being edited.
const lineMark = "⏎"

// A history is the entries of this and earlier sessions, the oldest first. Entries of several lines stay whole.
type history struct {
	path    string // "" when the history is not kept in a file
	entries []string
	dropped int // entries before these that are no longer kept
}

// loadHistory reads the history file. A file that does not exist is an empty history.
func loadHistory(path string) (*history, error) {
	h := &history{path: path}
	if path == "" {
		return h, nil
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err != nil {
		h.path = ""
		return h, fmt.Errorf("history is not kept: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	n := 0
	for lines.Scan() {
		if n++; lines.Text() != "" {
			h.remember(unmark(lines.Text()))
		}
	}
	if err := lines.Err(); err != nil {
		return h, fmt.Errorf("history: %w", err)
	}
	if n > 2*historyLimit {
		return h, h.rewrite()
	}
	return h, nil
}

// add appends an entry, unless it is the same as the last, to the list and to the file, which sessions that run at the same
// time share.
func (h *history) add(entry string) error {
	entry = strings.TrimRight(entry, " \t\r\n")
	if entry == "" || !h.remember(entry) || h.path == "" || len(entry) > maxKept {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(h.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(mark(entry) + "\n"); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// remember appends an entry to the list and reports whether it differs from the last.
func (h *history) remember(entry string) bool {
	if n := len(h.entries); n > 0 && h.entries[n-1] == entry {
		return false
	}
	h.entries = append(h.entries, entry)
	if n := len(h.entries); n > historyLimit {
		h.dropped += n - historyLimit
		h.entries = append([]string(nil), h.entries[n-historyLimit:]...)
	}
	return true
}

// rewrite shortens the file to the entries in the list.
func (h *history) rewrite() error {
	var b strings.Builder
	for _, e := range h.entries {
		b.WriteString(mark(e) + "\n")
	}
	tmp := h.path + ".tmp"
	if err := os.WriteFile(tmp, []byte(b.String()), 0o600); err != nil {
		return err
	}
	return os.Rename(tmp, h.path)
}

// mark puts an entry on one line.
func mark(entry string) string { return strings.ReplaceAll(entry, "\n", lineMark) }

// unmark is the entry that a line stands for.
func unmark(line string) string { return strings.ReplaceAll(line, lineMark, "\n") }
