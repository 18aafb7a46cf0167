package repl

import (
	"bufio"
	"errors"
	"go/token"
	"io"
	"strings"

	"pktsh/repl/dialect"
)

// errCleared is what a lineReader returns when the user threw away what was typed.
var errCleared = errors.New("line cleared")

// A lineReader gives the lines that entries are made of, without their ends. It returns io.EOF after the last.
type lineReader interface {
	readLine(prompt string) (string, error)
}

// The prompts of an entry's first line and of the others.
const (
	firstPrompt = ">>> "
	morePrompt  = "... "
)

// readEntry reads the lines of one entry. With io.EOF the entry may hold lines that do not make a whole one.
func readEntry(r lineReader) (string, error) {
	var lines []string
	prompt := firstPrompt
	for {
		line, err := r.readLine(prompt)
		if err != nil {
			return strings.Join(lines, "\n"), err
		}
		lines = append(lines, stripPrompts(line))
		entry := strings.Join(lines, "\n")
		if strings.TrimSpace(entry) == "" {
			return "", nil
		}
		if !incomplete(entry) {
			return entry, nil
		}
		prompt = morePrompt
	}
}

// incomplete reports whether more lines are needed to make text an entry.
func incomplete(text string) bool {
	if isCommand(text) {
		return false
	}
	if len(text) > maxParse && openBrackets(text) > 0 {
		return true
	}
	_, err := dialect.Parse(token.NewFileSet(), text)
	return errors.Is(err, dialect.ErrIncomplete)
}

// maxParse is the length of text that is parsed after each of its lines. Longer text is parsed only when its brackets
// match, since parsing it for each line would take time with the square of its length.
const maxParse = 4 << 10

// openBrackets counts the brackets that text leaves open, those in strings and comments left out.
func openBrackets(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
		case '"', '\'', '`':
			i = skipQuoted(text, i)
		case '#':
			i = skipTo(text, i, "\n")
		case '/':
			if strings.HasPrefix(text[i:], "//") {
				i = skipTo(text, i, "\n")
			} else if strings.HasPrefix(text[i:], "/*") {
				i = skipTo(text, i, "*/")
			}
		}
	}
	return depth
}

// skipQuoted returns the index of the quote that ends the string at i; that of the line's or text's end when it is missing.
func skipQuoted(text string, i int) int {
	quote := text[i]
	for i++; i < len(text) && text[i] != quote; i++ {
		if text[i] == '\\' && quote != '`' {
			i++
		} else if text[i] == '\n' && quote != '`' {
			break
		}
	}
	return i
}

// skipTo returns the index of the last byte of the first end at or after i, or that of the text's end.
func skipTo(text string, i int, end string) int {
	if n := strings.Index(text[i:], end); n >= 0 {
		return i + n + len(end) - 1
	}
	return len(text)
}

// stripPrompts takes the prompts off text that was copied from a screen or a page.
func stripPrompts(text string) string {
	if !strings.HasPrefix(text, firstPrompt) && !strings.HasPrefix(text, morePrompt) {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		line = strings.TrimPrefix(line, firstPrompt)
		lines[i] = strings.TrimPrefix(line, morePrompt)
	}
	return strings.Join(lines, "\n")
}

// A pipeReader reads lines from what is no terminal.
type pipeReader struct {
	r     *bufio.Reader
	lines int // read so far
}

func newPipeReader(r io.Reader) *pipeReader { return &pipeReader{r: bufio.NewReader(r)} }

func (p *pipeReader) readLine(string) (string, error) {
	line, err := p.r.ReadString('\n')
	if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
		return "", err
	}
	p.lines++
	return strings.TrimRight(line, "\r\n"), nil
}
