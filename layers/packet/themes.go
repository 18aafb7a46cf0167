package packet

// The themes below have Scapy's names. The shell begins with DefaultTheme on a
// terminal, and with NoTheme elsewhere.

// NoTheme prints without colour.
func NoTheme() ColorTheme { return ColorTheme{} }

// DefaultTheme uses the shades that the terminal's user chose.
func DefaultTheme() ColorTheme {
	return ColorTheme{Layer: "\x1b[1;36m", Field: "\x1b[34m", Value: "\x1b[35m"}
}

// BrightTheme uses bold colours, for bright backgrounds and tired eyes.
func BrightTheme() ColorTheme {
	return ColorTheme{Layer: "\x1b[1;31m", Field: "\x1b[1;34m", Value: "\x1b[1;35m", Removed: "\x1b[1;31m", Added: "\x1b[1;32m"}
}

// ColorOnBlackTheme is for black backgrounds.
func ColorOnBlackTheme() ColorTheme {
	return ColorTheme{Layer: "\x1b[1;92m", Field: "\x1b[96m", Value: "\x1b[93m", Removed: "\x1b[91m", Added: "\x1b[92m"}
}

// RastaTheme is green, yellow and red.
func RastaTheme() ColorTheme {
	return ColorTheme{Layer: "\x1b[1;31m", Field: "\x1b[1;32m", Value: "\x1b[1;33m", Removed: "\x1b[31m", Added: "\x1b[32m"}
}

// BlackAndWhite marks layers and fields without colour.
func BlackAndWhite() ColorTheme {
	return ColorTheme{Layer: "\x1b[1m", Field: "\x1b[1m", Removed: "\x1b[7m", Added: "\x1b[4m"}
}

// Name is that of the function that makes the theme, "" for one of the user's
// own.
func (t ColorTheme) Name() string {
	switch t {
	case NoTheme():
		return "NoTheme"
	case DefaultTheme():
		return "DefaultTheme"
	case BrightTheme():
		return "BrightTheme"
	case ColorOnBlackTheme():
		return "ColorOnBlackTheme"
	case RastaTheme():
		return "RastaTheme"
	case BlackAndWhite():
		return "BlackAndWhite"
	}
	return ""
}

// String is what makes the theme, as it is typed.
func (t ColorTheme) String() string {
	if name := t.Name(); name != "" {
		return name + "()"
	}
	return "<theme of your own>"
}
