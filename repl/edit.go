package repl

import (
	"strings"
	"unicode"
)

// Keys that the terminal's input is translated to, out of Unicode's private use area. They reach the editor as if they had
// been typed, and it takes them out of the line again.
const (
	keyPaste rune = 0xE000 + iota // a pasted text waits in the editor
	keyDelete
	keyKillWord
	keyKillPath
	keyYank
	keyUndo
	keyLastWord
	keyAccept     // take the suggestion
	keyAcceptWord // take its first word
	keyEnd        // above all keys
)

// Control characters that readline acts on, and that the editor watches.
const (
	ctrlK = 11
	ctrlU = 21
)

// A line is what is being edited, and where the cursor stands in it.
type line struct {
	text []rune
	pos  int
}

// An editor adds to readline what it lacks: text that is pasted comes in at once, whole; words are deleted as in other
// shells, and can be put back; changes can be undone.
//
// readline calls change after each key. An entry of several lines is edited as one, with lineMark between them.
type editor struct {
	prev   line
	undo   []line
	kill   []rune
	pastes chan string
	folded map[string]string // what stands for text too long for the screen, and that text
	cells  func() int        // how many characters fit on the screen
	last   func() string     // the last entry
	offer  []rune            // what keyAccept takes
}

func newEditor(cells func() int, last func() string) *editor {
	return &editor{pastes: make(chan string, 16), folded: map[string]string{}, cells: cells, last: last}
}

// reset begins a new line.
func (e *editor) reset() {
	e.prev, e.undo = line{}, nil
}

// change returns the line as it should be after key, which readline has turned into now. ok reports whether it differs.
func (e *editor) change(now line, key rune) (next line, ok bool) {
	next = now
	switch key {
	case keyPaste, keyDelete, keyKillWord, keyKillPath, keyYank, keyUndo, keyLastWord, keyAccept, keyAcceptWord:
		next, ok = e.act(without(now, key), key), true
	case ctrlU:
		e.kill = clone(e.prev.text[:min(e.prev.pos, len(e.prev.text))])
	case ctrlK:
		e.kill = clone(e.prev.text[min(e.prev.pos, len(e.prev.text)):])
	}
	if key != keyUndo && string(next.text) != string(e.prev.text) {
		e.undo = append(e.undo, e.prev)
	}
	e.prev = line{clone(next.text), next.pos}
	return line{clone(next.text), next.pos}, ok
}

// act does what a key of the editor's own asks for.
func (e *editor) act(l line, key rune) line {
	switch key {
	case keyPaste:
		select {
		case text := <-e.pastes:
			return insert(l, []rune(e.fold(text)))
		default: // taken already
		}
	case keyDelete:
		if l.pos < len(l.text) {
			return line{append(l.text[:l.pos], l.text[l.pos+1:]...), l.pos}
		}
	case keyKillWord:
		return e.cut(l, wordStart(l, isWordRune))
	case keyKillPath:
		return e.cut(l, wordStart(l, func(r rune) bool { return !unicode.IsSpace(r) }))
	case keyYank:
		return insert(l, e.kill)
	case keyUndo:
		if n := len(e.undo); n > 0 {
			l = e.undo[n-1]
			e.undo = e.undo[:n-1]
		}
	case keyAccept:
		return insert(l, e.offer)
	case keyAcceptWord:
		return insert(l, firstWord(e.offer))
	case keyLastWord:
		if words := strings.Fields(e.last()); len(words) > 0 {
			return insert(l, []rune(words[len(words)-1]))
		}
	}
	return l
}

// cut removes what lies between from and the cursor, for a later yank.
func (e *editor) cut(l line, from int) line {
	e.kill = clone(l.text[from:l.pos])
	return line{append(l.text[:from], l.text[l.pos:]...), from}
}

// fold returns text as it is put in the line. Text that would fill more than half of the screen could not be redrawn, and
// is shown by its number of lines.
func (e *editor) fold(text string) string {
	marked := mark(text)
	if len([]rune(marked)) <= e.cells()/2 {
		return marked
	}
	name := foldName(text, len(e.folded)+1)
	e.folded[name] = text
	return name
}

// text is the entry that a line stands for.
func (e *editor) text(l string) string {
	for name, text := range e.folded {
		l = strings.ReplaceAll(l, name, text)
	}
	return unmark(l)
}

// without takes one key out of the line, which readline has put in front of the cursor.
func without(l line, key rune) line {
	text := make([]rune, 0, len(l.text))
	pos := l.pos
	for i, r := range l.text {
		if r == key {
			if i < l.pos {
				pos--
			}
			continue
		}
		text = append(text, r)
	}
	return line{text, pos}
}

// insert puts text in at the cursor.
func insert(l line, text []rune) line {
	out := make([]rune, 0, len(l.text)+len(text))
	out = append(append(append(out, l.text[:l.pos]...), text...), l.text[l.pos:]...)
	return line{out, l.pos + len(text)}
}

// wordStart is where the word before the cursor begins, going by the characters that belong to words.
func wordStart(l line, in func(rune) bool) int {
	i := l.pos
	for i > 0 && !in(l.text[i-1]) {
		i--
	}
	for i > 0 && in(l.text[i-1]) {
		i--
	}
	return i
}

func isWordRune(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func clone(r []rune) []rune { return append([]rune(nil), r...) }
