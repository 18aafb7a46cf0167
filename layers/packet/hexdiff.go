package packet

import (
	"fmt"
	"strings"
)

// Hexdiff prints the bytes of two packets, texts or byte strings aligned: lines
// that are the same once, others twice, the first's and below it the second's.
func Hexdiff(a, b any) { fmt.Fprintln(Output, HexdiffText(a, b)) }

// HexdiffText returns what Hexdiff prints. Bytes that only one of the two has
// are left blank in the other.
func HexdiffText(a, b any) string {
	x, y := align(mustBytes(a), mustBytes(b))
	var out []string
	var offX, offY int
	for at := 0; at < len(x); at += 16 {
		end := min(at+16, len(x))
		rowX, rowY := x[at:end], y[at:end]
		countX, countY := countBytes(rowX), countBytes(rowY)
		if same(rowX, rowY) {
			out = append(out, fmt.Sprintf("%04x %04x   %s", offX, offY, diffRow(rowX, rowY, "")))
		} else {
			if countX > 0 {
				out = append(out, fmt.Sprintf("%04x        %s", offX, diffRow(rowX, rowY, Theme.Removed)))
			}
			if countY > 0 {
				out = append(out, fmt.Sprintf("     %04x   %s", offY, diffRow(rowY, rowX, Theme.Added)))
			}
		}
		offX += countX
		offY += countY
	}
	return strings.Join(out, "\n")
}

// gap stands for a byte that the other side has alone.
const gap = -1

// align puts the bytes of a and b side by side with the fewest changes, gaps
// where one has none. Beyond a few thousand bytes it aligns them as they come.
func align(a, b []byte) (x, y []int) {
	if len(a)*len(b) > 1<<24 {
		return plainAlign(a, b)
	}
	cost := make([][]int32, len(a)+1)
	for i := range cost {
		cost[i] = make([]int32, len(b)+1)
		for j := range cost[i] {
			switch {
			case i == 0:
				cost[i][j] = int32(j)
			case j == 0:
				cost[i][j] = int32(i)
			case a[i-1] == b[j-1]:
				cost[i][j] = cost[i-1][j-1]
			default:
				cost[i][j] = 1 + min(cost[i-1][j-1], cost[i-1][j], cost[i][j-1])
			}
		}
	}
	for i, j := len(a), len(b); i > 0 || j > 0; {
		switch {
		case i > 0 && j > 0 && cost[i][j] == cost[i-1][j-1]+change(a[i-1], b[j-1]):
			i, j = i-1, j-1
			x, y = append(x, int(a[i])), append(y, int(b[j]))
		case i > 0 && cost[i][j] == cost[i-1][j]+1:
			i--
			x, y = append(x, int(a[i])), append(y, gap)
		default:
			j--
			x, y = append(x, gap), append(y, int(b[j]))
		}
	}
	reverse(x)
	reverse(y)
	return x, y
}

func change(a, b byte) int32 {
	if a == b {
		return 0
	}
	return 1
}

func reverse(s []int) {
	for i, j := 0, len(s)-1; i < j; i, j = i+1, j-1 {
		s[i], s[j] = s[j], s[i]
	}
}

func plainAlign(a, b []byte) (x, y []int) {
	for i := range max(len(a), len(b)) {
		x, y = append(x, at(a, i)), append(y, at(b, i))
	}
	return x, y
}

func at(b []byte, i int) int {
	if i < len(b) {
		return int(b[i])
	}
	return gap
}

func same(x, y []int) bool {
	for i := range x {
		if x[i] != y[i] {
			return false
		}
	}
	return true
}

func countBytes(row []int) int {
	n := 0
	for _, c := range row {
		if c != gap {
			n++
		}
	}
	return n
}

// diffRow is one line of bytes and text, those that differ from other coloured.
func diffRow(row, other []int, color string) string {
	var hex, text strings.Builder
	for i := range 16 {
		if i == 8 {
			hex.WriteByte(' ')
		}
		if i >= len(row) || row[i] == gap {
			hex.WriteString("   ")
			if i < len(row) {
				text.WriteByte(' ')
			}
			continue
		}
		paintIt := ""
		if row[i] != other[i] {
			paintIt = color
		}
		hex.WriteString(paint(paintIt, fmt.Sprintf("%02X", row[i])) + " ")
		text.WriteString(paint(paintIt, string(appendASCII(nil, []byte{byte(row[i])}))))
	}
	return hex.String() + "  " + text.String()
}
