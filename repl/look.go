package repl

import "unicode/utf8"

// look is how a line is drawn with the cursor at pos. A quiet one, below which there is a menu, has neither suggestion nor
// hint. Without colours a suggestion could not be told from what was typed, and there is none.
func (s *Shell) look(line []rune, pos int, quiet bool) look {
	text, before := unmark(string(line)), unmark(string(line[:pos]))
	if !utf8.ValidString(text) || len(line) == 0 || len(text) > maxParse {
		return look{painted: string(line)}
	}
	wrong := s.misspelt(text, len(before))
	l := look{painted: mark(s.highlighted(text, wrong))}
	if quiet {
		return l
	}
	if pos == len(line) && s.colors != (palette{}) {
		l.suggest = mark(s.suggest(text))
	}
	l.hint = s.hint(before, wrong)
	return l
}
