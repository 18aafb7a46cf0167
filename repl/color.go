package repl

import "pktsh/layers/packet"

// A palette is the escape sequences that the shell prints with. The zero value prints without colour.
type palette struct {
	prompt, fail, help, text, number, proto, keyword, dim, wrong string
}

// colorEnd ends every escape sequence of a palette.
const colorEnd = "\x1b[0m"

// ansi uses the sixteen colours that every terminal has, in the shades its user chose.
var ansi = palette{
	prompt: "\x1b[1;34m", fail: "\x1b[1;31m", help: "\x1b[36m", text: "\x1b[32m", number: "\x1b[35m",
	proto: "\x1b[1;36m", keyword: "\x1b[33m", dim: "\x1b[2m", wrong: "\x1b[4;31m",
}

// followTheme gives the shell's own texts colours when the user gave packets some (conf.color_theme = BrightTheme()), and takes
// them off with NoTheme().
func (s *Shell) followTheme() {
	if packet.Theme == s.theme {
		return
	}
	s.theme, s.colors = packet.Theme, ansi
	if s.theme == packet.NoTheme() {
		s.colors = palette{}
	}
}

// paint puts s between an escape sequence and its end.
func paint(color, s string) string {
	if color == "" || s == "" {
		return s
	}
	return color + s + colorEnd
}
