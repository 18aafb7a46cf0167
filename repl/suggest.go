package repl

import (
	"fmt"
	"strings"

	"pktsh/layers/packet"
)

// suggest is what probably follows a line whose cursor is at its end: the rest of the newest entry that begins with it, or
// the default of the field that is being set.
func (s *Shell) suggest(text string) string {
	if len(text) < 2 || strings.TrimSpace(text) == "" {
		return ""
	}
	list := s.history.entries
	for i := len(list) - 1; i >= 0; i-- {
		if len(list[i]) > len(text) && strings.HasPrefix(list[i], text) {
			return list[i][len(text):]
		}
	}
	if !strings.HasSuffix(text, "=") {
		return ""
	}
	at := placeOf(text)
	if at.quote != 0 || at.comment || at.open != '(' || at.keyword == "" {
		return ""
	}
	if q := protoNamed(at.callee); q != nil {
		if f := q.Field(at.keyword); f != nil {
			return typedDefault(f)
		}
	}
	return ""
}

// typedDefault is a field's default as it would be typed, "" when it has none.
func typedDefault(f *packet.Field) string {
	if f.Automatic() {
		return ""
	}
	switch v := f.DefaultValue().(type) {
	case packet.FlagValue:
		return fmt.Sprintf("%q", v.String())
	case string:
		return fmt.Sprintf("%q", v)
	case int, int64, uint64:
		return fmt.Sprint(v)
	}
	return ""
}

// firstWord is the beginning of a suggestion up to the end of its first word.
func firstWord(text []rune) []rune {
	i := 0
	for i < len(text) && !isWordRune(text[i]) {
		i++
	}
	for i < len(text) && isWordRune(text[i]) {
		i++
	}
	return text[:i]
}
