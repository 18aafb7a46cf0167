package repl

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
	"sync"
)

// viewMark is what the painter gives readline in place of the line. Where it is written, the view draws the line.
const viewMark rune = 0xE0F0

// cleaning is what readline writes to remove the line from the screen.
var cleaning = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\x1b\[J(\x1b\[2K\r\x1b\[A)*\x1b\[2K\r$`)
})

// A look is how a line is drawn: coloured, with a suggestion behind it and a hint below. It takes the same columns as the
// line that it was made from.
type look struct {
	painted string
	suggest string // what may follow, in grey
	hint    string // one line
}

// A view draws the line that is being typed. It stands between readline and the terminal, since readline counts characters
// where it should count columns, and knows of nothing but the line: it lets through what readline writes besides the line,
// such as menus, and draws the line itself where readline would.
type view struct {
	w     io.Writer
	width func() int
	dim   func(string) string

	mu     sync.Mutex
	prompt string
	text   []rune
	pos    int
	look   look
	shown  bool // the line is on the screen
}

// set says what the next drawing shows.
func (v *view) set(text []rune, pos int, l look) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.text, v.pos, v.look = text, pos, l
}

// suggestion is what is shown in grey behind the cursor, "" for nothing.
func (v *view) suggestion() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.look.suggest
}

// Write implements io.Writer. It is given what readline writes to the terminal.
func (v *view) Write(b []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	out := b
	if at := bytes.Index(b, []byte(string(viewMark))); at >= 0 {
		v.prompt = string(b[:at])
		out = []byte(v.draw())
	} else if len(b) > 0 && b[0] == 0x1b && cleaning().Match(b) {
		out = []byte(v.clean())
	} else if string(b) == "\x1b[H" { // Ctrl-L
		v.shown = false
		out = []byte("\x1b[H\x1b[2J")
	}
	if _, err := v.w.Write(out); err != nil {
		return 0, err
	}
	return len(b), nil
}

// cursor is where the cursor stands in a terminal so wide.
func (v *view) cursor(width int) spot {
	return v.start(width).after(v.text[:min(v.pos, len(v.text))], width).settled(width)
}

// start is where the line begins.
func (v *view) start(width int) spot {
	return spot{}.after([]rune(plainText(v.prompt)), width)
}

// draw is what shows the line and leaves the cursor in its place.
func (v *view) draw() string {
	width := v.width()
	end := v.start(width).after(v.text, width)
	var b strings.Builder
	b.WriteString(v.prompt + v.look.painted)
	if suggest := v.look.suggest; suggest != "" && end.col+1 < width {
		suggest = fitted(suggest, width-1-end.col)
		b.WriteString(v.dim(suggest))
		end = end.after([]rune(suggest), width)
	}
	if end.col >= width {
		b.WriteString(" \b") // makes the terminal go on in the next row
		end = end.settled(width)
	}
	if v.look.hint != "" {
		b.WriteString("\r\n" + v.dim(fitted(v.look.hint, width-1)))
		end = spot{end.row + 1, width}
	}
	v.shown = true
	if to := v.cursor(width); to != end {
		b.WriteString(up(end.row-to.row) + "\r")
		if to.col > 0 {
			fmt.Fprintf(&b, "\x1b[%dC", to.col)
		}
	}
	return b.String()
}

// clean is what removes the line, and leaves the cursor where the prompt began.
func (v *view) clean() string {
	rows := 0
	if v.shown {
		rows = v.cursor(v.width()).row
	}
	v.shown = false
	return up(rows) + "\r\x1b[J"
}

// finish leaves the line on the screen, without what was drawn around it. The cursor is at its end.
func (v *view) finish() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.shown {
		io.WriteString(v.w, "\x1b[J") // a terminal that fails is noticed when it is read
	}
	v.shown, v.text, v.pos, v.look = false, nil, 0, look{}
}

// up moves the cursor up.
func up(rows int) string {
	if rows <= 0 {
		return ""
	}
	return fmt.Sprintf("\x1b[%dA", rows)
}
