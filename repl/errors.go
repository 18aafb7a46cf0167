package repl

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"pktsh/repl/dialect"
	"pktsh/repl/eval"
	"pktsh/sniff/bpf"
)

// A source is where an entry was typed, for messages.
type source struct {
	name string // file name; "" at the prompt
	text string
	line int // number in the file of the first line of text, from 1
}

// report returns an error as the shell shows it: the message, the line with a caret line, and a line of help.
func (p palette) report(err error, src source) string {
	if errors.Is(err, eval.ErrInterrupted) {
		return paint(p.fail, "interrupted") + "\n"
	}
	msg, help := err.Error(), ""
	var de *dialect.Error
	if fe := inFilter(err, src.text); fe != nil {
		de = fe
	} else if !errors.As(err, &de) {
		de = nil
	}
	if de != nil {
		msg, help = de.Msg, de.Help
	}
	if errors.Is(err, dialect.ErrIncomplete) {
		msg = "this is the beginning of an entry: a bracket or a string is still open"
	}
	msg = strings.TrimRight(msg, "\n")
	if help == "" {
		msg, help = splitHint(msg)
	}
	var b strings.Builder
	if de == nil {
		fmt.Fprintf(&b, "%s%s %s\n", src.prefix(0), paint(p.fail, "error:"), msg)
	} else {
		fmt.Fprintf(&b, "%s%s %s\n", src.prefix(de.Offset), paint(p.fail, "error:"), msg)
		b.WriteString(p.caret(de, src.text))
	}
	if help != "" {
		fmt.Fprintf(&b, "%s %s\n", paint(p.help, "help:"), help)
	}
	return b.String()
}

// inFilter is the error of a capture filter that stands in the text, at the word that is wrong; nil for another error.
func inFilter(err error, text string) *dialect.Error {
	var fe *bpf.Error
	if !errors.As(err, &fe) || fe.Expr == "" {
		return nil
	}
	at := strings.Index(text, fe.Expr)
	if at < 0 {
		return nil // it was made by the entry
	}
	return &dialect.Error{Msg: "filter: " + fe.Reason, Help: fe.Hint, Offset: at + fe.Pos, End: at + fe.Pos + max(fe.Len, 1)}
}

// splitHint takes the suggestion off a message that ends in one, as those of package packet do.
func splitHint(msg string) (short, hint string) {
	before, hint, ok := cutLast(msg, " (did you mean ")
	if !ok || !strings.HasSuffix(hint, "?)") {
		return msg, ""
	}
	return before, "did you mean " + strings.TrimSuffix(hint, ")")
}

// prefix is the place of an error in a file, "" at the prompt.
func (s source) prefix(offset int) string {
	if s.name == "" {
		return ""
	}
	offset = max(0, min(offset, len(s.text)))
	return fmt.Sprintf("%s:%d: ", s.name, max(1, s.line)+strings.Count(s.text[:offset], "\n"))
}

// caret shows the line of an error with carets under the part that is wrong. It is empty when that is the whole entry: then
// there is nothing to point at.
func (p palette) caret(e *dialect.Error, text string) string {
	at := max(0, min(e.Offset, len(text)))
	end := max(at, min(e.End, len(text)))
	if strings.TrimSpace(text[:at]) == "" && strings.TrimSpace(text[end:]) == "" {
		return ""
	}
	start := strings.LastIndexByte(text[:at], '\n') + 1
	stop := len(text)
	if n := strings.IndexByte(text[start:], '\n'); n >= 0 {
		stop = start + n
	}
	line := strings.ReplaceAll(strings.TrimRight(text[start:stop], "\r"), "\t", " ")
	from := utf8.RuneCountInString(text[start:at])
	n := max(1, utf8.RuneCountInString(text[at:min(end, stop)]))
	return "    " + line + "\n    " + strings.Repeat(" ", from) + paint(p.fail, strings.Repeat("^", n)) + "\n"
}
