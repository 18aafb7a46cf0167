package packet

// A ColorTheme is the escape sequences that packets are printed with; the empty
// one prints without colour.
type ColorTheme struct {
	Layer, Field, Value string
	Removed, Added      string // of Hexdiff
}

// Theme colours Show and Repr. The shell sets it on terminals.
var Theme ColorTheme

const colorEnd = "\x1b[0m"

func paint(color, s string) string {
	if color == "" || s == "" {
		return s
	}
	return color + s + colorEnd
}

func (t ColorTheme) layer(s string) string { return paint(t.Layer, s) }
func (t ColorTheme) field(s string) string { return paint(t.Field, s) }
func (t ColorTheme) value(s string) string { return paint(t.Value, s) }
