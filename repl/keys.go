package repl

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// keySequences translates what terminals send for keys that readline does not know.
var keySequences = []struct{ from, to string }{
	{"\x1b[1~", "\x01"}, {"\x1b[7~", "\x01"}, // Home, of tmux, screen, rxvt
	{"\x1b[4~", "\x05"}, {"\x1b[8~", "\x05"}, // End
	{"\x1b[1;5D", "\x1bb"}, {"\x1b[5D", "\x1bb"}, {"\x1bOd", "\x1bb"}, {"\x1b[1;3D", "\x1bb"}, // Ctrl-Left, Alt-Left
	{"\x1b[1;5C", "\x1bf"}, {"\x1b[5C", "\x1bf"}, {"\x1bOc", "\x1bf"}, {"\x1b[1;3C", "\x1bf"}, // Ctrl-Right, Alt-Right
	{"\x1b[3~", string(keyDelete)},
	{"\x17", string(keyKillPath)},                                        // Ctrl-W
	{"\x1b\x7f", string(keyKillWord)}, {"\x1b\x08", string(keyKillWord)}, // Alt-Backspace
	{"\x19", string(keyYank)},                                      // Ctrl-Y
	{"\x1f", string(keyUndo)},                                      // Ctrl-_
	{"\x1b.", string(keyLastWord)},                                 // Alt-.
	{"\x1b\r", lineMark}, {"\x1b\n", lineMark}, {"\x0f", lineMark}, // Alt-Enter, Ctrl-O: a new line in the entry
}

// Bracketed paste: the terminal is asked to put pasted text between two marks.
const (
	pasteOn    = "\x1b[?2004h"
	pasteOff   = "\x1b[?2004l"
	pasteBegin = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// A keyFilter reads a terminal's input for readline, with key sequences translated and each paste turned into one key.
type keyFilter struct {
	r     io.Reader
	ready func() // waits until r is the shell's to read; may be nil
	paste func(text string)
	in    []byte // read and not yet translated
	out   []byte // translated and not yet given
	err   error
}

// Read implements io.Reader.
func (k *keyFilter) Read(p []byte) (int, error) {
	for len(k.out) == 0 && k.err == nil {
		if k.ready != nil {
			k.ready()
		}
		buf := make([]byte, 4096)
		n, err := k.r.Read(buf)
		k.in = append(k.in, buf[:n]...)
		k.err = err
		k.translate()
	}
	if len(k.out) == 0 {
		return 0, k.err
	}
	n := copy(p, k.out)
	k.out = k.out[n:]
	return n, nil
}

// Close implements io.Closer: the terminal stays open.
func (k *keyFilter) Close() error { return nil }

// translate moves what is complete from in to out.
func (k *keyFilter) translate() {
	for len(k.in) > 0 {
		if bytes.HasPrefix(k.in, []byte(pasteBegin)) {
			n := bytes.Index(k.in, []byte(pasteEnd))
			if n < 0 && k.err == nil {
				return // more of it will come
			}
			if n < 0 {
				n = len(k.in)
			}
			k.paste(cleanPaste(string(k.in[len(pasteBegin):n])))
			k.in = k.in[min(len(k.in), n+len(pasteEnd)):]
			k.out = utf8.AppendRune(k.out, keyPaste)
			continue
		}
		if k.in[0] == 0x1b && len(k.in) > 1 && len(k.in) < len(pasteBegin) && strings.HasPrefix(pasteBegin, string(k.in)) && k.err == nil {
			return // the beginning of a paste, cut by the size of a read
		}
		from, to := k.sequence()
		if from == 0 {
			from, to = 1, string(k.in[:1])
		}
		k.out = append(k.out, to...)
		k.in = k.in[from:]
	}
}

// sequence is the key sequence that in begins with.
func (k *keyFilter) sequence() (length int, to string) {
	for _, s := range keySequences {
		if bytes.HasPrefix(k.in, []byte(s.from)) {
			return len(s.from), s.to
		}
	}
	return 0, ""
}

// cleanPaste makes pasted text fit for a line: line ends of one kind, tabs as spaces, no other control characters, and
// without the prompts of the shell that it was copied from.
func cleanPaste(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", "    ").Replace(text)
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	return stripPrompts(strings.TrimRight(text, "\n"))
}

// foldName stands for a pasted text in the line.
func foldName(text string, n int) string {
	return fmt.Sprintf("⟦paste %d: %d lines⟧", n, strings.Count(text, "\n")+1)
}
