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
	var entry []byte
	var open brackets
	prompt := firstPrompt
	for {
		line, err := r.readLine(prompt)
		if err != nil {
			return string(entry), err
		}
		if prompt == morePrompt {
			entry = append(entry, '\n')
		}
		line = stripPrompts(line)
		entry = append(entry, line...)
		open.feed(line)
		prompt = morePrompt
		if len(entry) > maxParse && open.any() {
			continue
		}
		text := string(entry)
		if strings.TrimSpace(text) == "" {
			return "", nil
		}
		if !incomplete(text) {
			return text, nil
		}
	}
}

// maxParse is the length of text that is parsed after each of its lines. Longer text is parsed only when its brackets
// match, since parsing it for each line would take time with the square of its length.
const maxParse = 4 << 10

// incomplete reports whether more lines are needed to make text an entry.
func incomplete(text string) bool {
	if isCommand(text) {
		return false
	}
	_, err := dialect.Parse(token.NewFileSet(), text)
	return errors.Is(err, dialect.ErrIncomplete)
}

// brackets counts those that lines leave open, strings and comments left out.
type brackets struct {
	depth int
	until string // what ends the comment or raw string that is open
}

// any reports whether something is open.
func (b *brackets) any() bool { return b.depth > 0 || b.until != "" }

// feed goes through the lines of text.
func (b *brackets) feed(text string) {
	i := 0
	if b.until != "" {
		if i = b.skip(text, 0, b.until); i < 0 {
			return
		}
	}
	for ; i < len(text); i++ {
		switch c := text[i]; c {
		case '(', '[', '{':
			b.depth++
		case ')', ']', '}':
			b.depth--
		case '"', '\'':
			i = skipQuoted(text, i)
		case '`':
			i = b.skip(text, i+1, "`") - 1
		case '#':
			i = skipTo(text, i, "\n")
		case '/':
			if strings.HasPrefix(text[i:], "//") {
				i = skipTo(text, i, "\n")
			} else if strings.HasPrefix(text[i:], "/*") {
				i = b.skip(text, i+2, "*/") - 1
			}
		}
		if b.until != "" {
			return
		}
	}
}

// skip returns the index behind the first end at or after i. When there is none, until is set.
func (b *brackets) skip(text string, i int, end string) int {
	n := strings.Index(text[i:], end)
	if n < 0 {
		b.until = end
		return -1
	}
	b.until = ""
	return i + n + len(end)
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
