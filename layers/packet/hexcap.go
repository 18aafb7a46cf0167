package packet

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// ImportHexcap reads the bytes out of a hexdump: of pktsh or Scapy, of tcpdump
// -x, xxd, hexdump -C, od -A x -t x1 or Wireshark, or plain hexadecimal digits
// with or without spaces, colons, commas, 0x or \x. Offsets and the column of
// text at the right are left out. An error names the line that cannot be read.
func ImportHexcap(text string) ([]byte, error) {
	var lines []hexLine
	for i, s := range strings.Split(text, "\n") {
		if strings.TrimSpace(s) != "" {
			lines = append(lines, splitOffset(s, i+1))
		}
	}
	var out []byte
	for i, l := range lines {
		room := l.room(lines[i+1:])
		if room < 0 && i > 0 && l.offset >= 0 {
			l.text = l.text[:min(len(l.text), lines[i-1].width)]
		} else if room < 0 {
			l.text = withoutText(l.text)
		}
		b, width, err := readHex(l.text, room)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", l.number, err)
		}
		lines[i].width = width
		out = append(out, b...)
	}
	return out, nil
}

// A hexLine is one line of a dump, its offset taken off.
type hexLine struct {
	number int
	offset int // -1: none
	text   string
	width  int // of the part of text that held bytes
}

// splitOffset takes the offset off a line: digits with a colon, or four to eight
// of them with a blank behind.
func splitOffset(s string, number int) hexLine {
	trimmed := strings.TrimLeft(s, " \t")
	end := strings.IndexAny(trimmed, " \t")
	if end < 0 {
		end = len(trimmed)
	}
	word, colon := strings.CutSuffix(trimmed[:end], ":")
	word, prefix := strings.CutPrefix(word, "0x")
	n, err := strconv.ParseUint(word, 16, 32)
	if err != nil || !colon && (prefix || len(word) < 4 || len(word) > 8 || n%8 != 0) {
		return hexLine{number: number, offset: -1, text: trimmed}
	}
	return hexLine{number: number, offset: int(n), text: trimmed[end:]}
}

// room is how many bytes the line holds by the offset of the next one, -1 when
// that is not known.
func (l hexLine) room(next []hexLine) int {
	if l.offset < 0 || len(next) == 0 || next[0].offset <= l.offset || next[0].offset > l.offset+64 {
		return -1
	}
	return next[0].offset - l.offset
}

// withoutText removes the column of text of a line of which nothing else is
// known: it begins behind two blanks, and its words are not digits of the dump.
func withoutText(s string) string {
	from := len(s) - len(strings.TrimLeft(s, " \t"))
	for i := from; i+1 < len(s); i++ {
		if s[i] != ' ' || s[i+1] != ' ' {
			continue
		}
		words := strings.Fields(s[i:])
		if len(words) == 0 || !isDump(words) || len(strings.Fields(s[from:i])) >= 16 {
			return s[:i]
		}
	}
	return s
}

// isDump reports whether all words could be bytes of a dump.
func isDump(words []string) bool {
	for _, w := range words {
		if _, err := hex.DecodeString(w); err != nil || len(w) > 4 {
			return false
		}
	}
	return true
}

// readHex reads bytes from s, at most most of them unless that is negative, and
// returns how far it came.
func readHex(s string, most int) (out []byte, width int, err error) {
	strip := strings.NewReplacer("0x", "", "0X", "", "\\x", "", ":", "", ",", "", "-", "")
	for width < len(s) && (most < 0 || len(out) < most) {
		rest := strings.TrimLeft(s[width:], " \t\r")
		start := len(s) - len(rest)
		end := strings.IndexAny(rest, " \t\r")
		if end < 0 {
			end = len(rest)
		}
		if end == 0 {
			break
		}
		b, err := hex.DecodeString(strip.Replace(rest[:end]))
		if err != nil {
			return nil, 0, fmt.Errorf("%q is not hexadecimal", rest[:end])
		}
		out = append(out, b...)
		width = start + end
	}
	if most >= 0 && len(out) > most {
		out = out[:most]
	}
	return out, width, nil
}
