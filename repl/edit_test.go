package repl

import (
	"strings"
	"testing"
)

// typed has an editor take keys as readline would deliver them: its own keys arrive in the line.
func typed(e *editor, keys string) line {
	var l line
	for _, key := range keys {
		switch key {
		case '<': // cursor to the left
			l.pos--
			key = 0
		case ctrlU:
			l = line{clone(l.text[l.pos:]), 0}
		case ctrlK:
			l = line{clone(l.text[:l.pos]), l.pos}
		default:
			l = insert(l, []rune{key})
		}
		l, _ = e.change(l, key)
	}
	return l
}

func TestEditor(t *testing.T) {
	const (
		word, path, yank, undo = string(keyKillWord), string(keyKillPath), string(keyYank), string(keyUndo)
		del, last, paste       = string(keyDelete), string(keyLastWord), string(keyPaste)
	)
	tests := []struct{ keys, want string }{
		{"abc", "abc|"},
		{"foo bar.baz" + word, "foo bar.|"},
		{"foo bar.baz" + path, "foo |"},
		{"foo bar<<<" + path, "|bar"}, // readline would delete all
		{"foo bar" + path + yank + yank, "foo barbar|"},
		{"foo bar<<<" + string(rune(ctrlK)) + "x" + yank, "foo xbar|"},
		{"foo bar<<<" + string(rune(ctrlU)) + yank + yank, "foo foo |bar"},
		{"ab" + undo, "a|"},
		{"ab" + undo + undo + undo, "|"},
		{"ab<" + del, "a|"},
		{"ab" + del, "ab|"},
		{"x = " + last, "x = entry|"},
		{"f(" + paste + ")", "f(one⏎two)|"},
		{paste + paste, "one⏎two|"},
	}
	for _, c := range tests {
		e := newEditor(func() int { return 1000 }, func() string { return "the last entry" })
		e.pastes <- "one\ntwo"
		l := typed(e, c.keys)
		if got := string(l.text[:l.pos]) + "|" + string(l.text[l.pos:]); got != c.want {
			t.Errorf("%q: got %q, want %q", c.keys, got, c.want)
		}
	}
}

func TestEditorFolds(t *testing.T) {
	e := newEditor(func() int { return 80 }, func() string { return "" })
	long := strings.Repeat("line\n", 30) + "end"
	e.pastes <- long
	l := typed(e, "x = "+string(keyPaste)+"!")
	if got := string(l.text); got != "x = ⟦paste 1: 31 lines⟧!" {
		t.Errorf("line is %q", got)
	}
	if got := e.text(string(l.text)); got != "x = "+long+"!" {
		t.Errorf("entry is %q", got)
	}
}
