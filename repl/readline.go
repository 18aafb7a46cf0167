package repl

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"

	"github.com/chzyer/readline"

	"pktsh/layers/packet"
)

// A terminal reads lines from a person, by readline. This is the only file that knows the library.
//
// readline v1.5.1 edits one line; it cannot undo, takes Delete on an empty line for Ctrl-D, and its Ctrl-W deletes more than
// the word. Its completion menu divides by zero when a candidate is wider than the terminal. What is wrong is kept away from
// it by keyFilter in front, editor behind, and the limits in complete.
type terminal struct {
	rl     *readline.Instance
	shell  *Shell
	keys   *keyFilter
	mu     sync.Mutex // readline calls change from its own goroutine
	edit   *editor
	view   *view
	eof    bool // Ctrl-D was typed on an empty line
	typing atomic.Bool
}

// A promptWriter prints above the line that is being typed, and directly when none is.
type promptWriter struct {
	t     *terminal
	above io.Writer
	w     io.Writer
}

// Write implements io.Writer.
func (p promptWriter) Write(b []byte) (int, error) {
	if p.t.typing.Load() {
		return p.above.Write(b)
	}
	return p.w.Write(b)
}

// runTerminal reads and runs entries until the user leaves.
func (s *Shell) runTerminal() error {
	t := &terminal{shell: s}
	t.edit = newEditor(t.cells, s.lastEntry)
	ready := func() { s.gate.input(int(os.Stdin.Fd())) }
	t.keys = &keyFilter{r: os.Stdin, ready: ready, paste: func(text string) { t.edit.pastes <- text }}
	t.view = &view{w: os.Stdout, width: t.width, dim: func(text string) string { return paint(s.colors.dim, text) }}
	rl, err := readline.NewEx(&readline.Config{
		Prompt:                 firstPrompt,
		Stdin:                  t.keys,
		Stdout:                 t.view,
		DisableAutoSaveHistory: true, // the shell keeps entries, which may have several lines
		HistoryLimit:           historyLimit,
		HistorySearchFold:      true,
		UniqueEditLine:         true, // the entry is printed anew when it is complete
		AutoComplete:           t,
		Listener:               readline.FuncListener(t.change),
		FuncFilterInputRune:    t.filter,
		Painter:                t,
	})
	if err != nil {
		return err
	}
	t.rl = rl
	s.leave = func() {
		io.WriteString(os.Stdout, pasteOff)
		rl.Terminal.ExitRawMode()
	}
	s.console = promptWriter{t, rl.Stdout(), os.Stdout}
	s.out.redirect(s.console)
	s.screen = t.size
	packet.Columns = t.width
	defer func() {
		s.screen, packet.Columns = nil, nil
		s.out.redirect(os.Stdout)
		s.leave()
		rl.Close()
	}()
	return s.converse(t)
}

// readLine implements lineReader.
func (t *terminal) readLine(prompt string) (string, error) {
	if err := t.shell.out.Flush(); err != nil {
		return "", err
	}
	t.loadHistory()
	t.shell.answers.forget()
	t.mu.Lock()
	t.edit.reset()
	t.eof = false
	t.mu.Unlock()
	t.rl.SetPrompt(paint(t.shell.colors.prompt, strings.TrimSuffix(prompt, " ")) + " ")
	io.WriteString(os.Stdout, pasteOn)
	t.typing.Store(true)
	typed, err := t.rl.Readline()
	t.typing.Store(false)
	t.view.finish()
	io.WriteString(os.Stdout, pasteOff) // what runs may read the terminal itself
	t.mu.Lock()
	defer t.mu.Unlock()
	switch {
	case errors.Is(err, readline.ErrInterrupt):
		fmt.Fprintln(os.Stdout, "^C")
		return "", errCleared
	case err != nil:
		return "", err
	case t.eof:
		fmt.Fprintln(os.Stdout)
		return "", io.EOF
	}
	text := stripPrompts(t.edit.text(typed))
	t.echo(prompt, text)
	return text, nil
}

// echo prints a line of an entry, or several, as they would look had they been typed one by one.
func (t *terminal) echo(prompt, text string) {
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			prompt = morePrompt
		}
		painted := string(t.shell.highlight([]rune(line)))
		fmt.Fprintln(os.Stdout, paint(t.shell.colors.prompt, strings.TrimSuffix(prompt, " "))+" "+painted)
	}
}

// loadHistory gives readline the entries that it does not have yet, as one line each.
func (t *terminal) loadHistory() {
	t.rl.ResetHistory()
	for _, e := range t.shell.history.entries {
		t.rl.SaveHistory(mark(e)) // fails only on a file, and it has none
	}
}

// filter decides what a key means to readline.
func (t *terminal) filter(r rune) (rune, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if r == readline.CharDelete && len(t.edit.prev.text) == 0 { // Ctrl-D: the Delete key is another one
		t.eof = true
		return readline.CharEnter, true
	}
	op := t.rl.Operation
	if r == readline.CharInterrupt && op.IsInCompleteMode() {
		op.ExitCompleteMode(true) // otherwise the first Ctrl-C would only close the menu
	}
	if offer := t.view.suggestion(); offer != "" && !op.IsSearchMode() && !op.IsInCompleteMode() {
		t.edit.offer = []rune(offer)
		switch r {
		case readline.CharForward, readline.CharLineEnd:
			return keyAccept, true
		case readline.MetaForward:
			return keyAcceptWord, true
		}
	}
	if r >= keyPaste && r < keyEnd && op.IsSearchMode() {
		op.ExitSearchMode(false) // the key is for the line that was found
	}
	return r, true
}

// change is called after each key.
func (t *terminal) change(text []rune, pos int, key rune) ([]rune, int, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	next, ok := t.edit.change(line{text, pos}, key)
	return next.text, next.pos, ok
}

// Paint implements readline.Painter. The view draws what it is given here where it finds the mark.
func (t *terminal) Paint(text []rune, pos int) []rune {
	for _, r := range text {
		if r >= keyPaste && r < keyEnd {
			l := without(line{text, pos}, r)
			text, pos = l.text, l.pos
			break
		}
	}
	quiet := t.rl == nil || t.rl.Operation.IsSearchMode() || t.rl.Operation.IsInCompleteMode()
	t.view.set(clone(text), pos, t.shell.look(text, pos, quiet))
	return []rune{viewMark}
}

// width is how many columns the terminal has.
func (t *terminal) width() int {
	if w := readline.GetScreenWidth(); w > 0 {
		return w
	}
	return 80
}

// size is how many columns and rows the terminal has; none when it does not say.
func (t *terminal) size() (width, height int) {
	w, h, err := readline.GetSize(int(os.Stdout.Fd()))
	if err != nil {
		return 0, 0
	}
	return w, h
}

// cells is how many characters the terminal shows.
func (t *terminal) cells() int {
	w, h := t.size()
	if w <= 0 || h <= 0 {
		return 80 * 24
	}
	return w * h
}

// maxMenu is how many rows of candidates are shown, maxDescribed how many with what they are.
const (
	maxMenu      = 12
	maxDescribed = 30
)

// Do implements readline.AutoCompleter: it returns what may follow the cursor, and how many of the characters before it
// belong to that. Candidates that readline's menu cannot show are printed above the line instead.
func (t *terminal) Do(text []rune, pos int) ([][]rune, int) {
	for _, r := range text {
		if r >= keyPaste && r < keyEnd {
			return nil, 0
		}
	}
	word, candidates := t.shell.complete(unmark(string(text[:pos])))
	if len(candidates) == 0 {
		return nil, 0
	}
	longest, labels, short := 0, make([]string, len(candidates)), false
	for i, c := range candidates {
		labels[i] = label(c)
		short = short || labels[i] != c
		longest = max(longest, textWidth(labels[i]))
	}
	width := t.width()
	columns := max(1, (width-1)/(longest+2))
	rows := (len(candidates) + columns - 1) / columns
	typed := utf8.RuneCountInString(word)
	shared := commonPrefix(candidates)
	undecided := len(candidates) > 1 && utf8.RuneCountInString(shared) <= typed
	if notes := t.shell.describe(unmark(string(text[:pos])), candidates); undecided && strings.Join(notes, "") != "" {
		fmt.Fprintln(t.rl.Stdout(), described(labels, notes, width, maxDescribed))
		return nil, 0
	}
	if undecided &&
		(rows > maxMenu || short || longest+typed+2 >= width || len(text)+len(firstPrompt) >= width) {
		fmt.Fprintln(t.rl.Stdout(), table(labels, columns, maxMenu, longest+2))
		return nil, 0
	}
	out := make([][]rune, len(candidates))
	for i, c := range candidates {
		out[i] = []rune(c)[typed:]
	}
	return out, typed
}

// label is a candidate as it is listed: a file without its directories.
func label(candidate string) string {
	dir, base := filepath.Split(strings.TrimSuffix(candidate, string(filepath.Separator)))
	return base + candidate[len(dir)+len(base):]
}

// table lays out candidates in columns, at most so many rows, and says how many do not fit.
func table(candidates []string, columns, rows, width int) string {
	var b strings.Builder
	n := min(len(candidates), columns*rows)
	for i, c := range candidates[:n] {
		if i > 0 && i%columns == 0 {
			b.WriteByte('\n')
		}
		b.WriteString(c + strings.Repeat(" ", max(1, width-textWidth(c))))
	}
	if n < len(candidates) {
		fmt.Fprintf(&b, "\n... %d more", len(candidates)-n)
	}
	return b.String()
}

// commonPrefix is what all of list begin with.
func commonPrefix(list []string) string {
	p := list[0]
	for _, s := range list[1:] {
		for !strings.HasPrefix(s, p) {
			p = p[:len(p)-1]
		}
	}
	return p
}
