package packet

import (
	"fmt"
	"net/netip"
	"sort"
	"strconv"
	"strings"
)

// TableOptions order the columns (X) and rows (Y) of a table; without them
// numbers go by size, addresses by value and text by letters.
type TableOptions struct {
	Sortx, Sorty func(a, b any) bool // whether a comes before b
}

// MakeTable prints a table of the packets: f returns a Tuple of column, row and
// what stands in the cell.
func (l PacketList) MakeTable(f func(*Packet) Tuple, opts ...TableOptions) {
	l.grid(f, opts).parts((grid).plain, 1)
}

// MakeLinedTable prints the table of MakeTable with lines between the cells.
func (l PacketList) MakeLinedTable(f func(*Packet) Tuple, opts ...TableOptions) {
	l.grid(f, opts).parts((grid).lined, 3)
}

// MakeTexTable prints the rows of the table of MakeTable for LaTeX's tabular.
func (l PacketList) MakeTexTable(f func(*Packet) Tuple, opts ...TableOptions) {
	l.grid(f, opts).tex()
}

// MakeTable prints a table of the pairs: f returns a Tuple of column, row and
// what stands in the cell.
func (l SndRcvList) MakeTable(f func(query, answer *Packet) Tuple, opts ...TableOptions) {
	l.grid(f, opts).parts((grid).plain, 1)
}

// MakeLinedTable prints the table of MakeTable with lines between the cells.
func (l SndRcvList) MakeLinedTable(f func(query, answer *Packet) Tuple, opts ...TableOptions) {
	l.grid(f, opts).parts((grid).lined, 3)
}

// MakeTexTable prints the rows of the table of MakeTable for LaTeX's tabular.
func (l SndRcvList) MakeTexTable(f func(query, answer *Packet) Tuple, opts ...TableOptions) {
	l.grid(f, opts).tex()
}

func (l PacketList) grid(f func(*Packet) Tuple, opts []TableOptions) grid {
	cells := make([]Tuple, len(l))
	for i, p := range l {
		cells[i] = f(p)
	}
	return newGrid(cells, opts)
}

func (l SndRcvList) grid(f func(query, answer *Packet) Tuple, opts []TableOptions) grid {
	cells := make([]Tuple, len(l))
	for i, qa := range l {
		cells[i] = f(qa.Query, qa.Answer)
	}
	return newGrid(cells, opts)
}

// A grid is a table taken apart: the first line holds the names of the columns,
// the first cell of each line the name of the row.
type grid struct {
	lines  [][]string
	widths []int
}

func newGrid(cells []Tuple, opts []TableOptions) grid {
	var o TableOptions
	if len(opts) > 0 {
		o = opts[0]
	}
	text := make(map[[2]string]string)
	xs, ys := axis{less: o.Sortx}, axis{less: o.Sorty}
	for _, c := range cells {
		if len(c) != 3 {
			panic(&FieldError{Layer: "MakeTable", Reason: fmt.Sprintf("the function returns %d values, not column, row and cell", len(c))})
		}
		text[[2]string{xs.add(c[0]), ys.add(c[1])}] = plainText(c[2])
	}
	columns, rows := xs.sorted(), ys.sorted()
	g := grid{lines: [][]string{append([]string{""}, columns...)}}
	for _, y := range rows {
		line := []string{y}
		for _, x := range columns {
			cell, ok := text[[2]string{x, y}]
			if !ok {
				cell = "-"
			}
			line = append(line, cell)
		}
		g.lines = append(g.lines, line)
	}
	g.widths = make([]int, len(columns)+1)
	for _, line := range g.lines {
		for i, cell := range line {
			g.widths[i] = max(g.widths[i], len(cell))
		}
	}
	return g
}

// plainText is a value without quotes.
func plainText(x any) string {
	switch x := x.(type) {
	case string:
		return x
	case []byte:
		return string(x)
	}
	return fmt.Sprint(x)
}

// parts prints the table with print, in parts beside each other's place when it is
// wider than the terminal: each has the names of the rows, and some of the
// columns. Between cells there are so many characters.
func (g grid) parts(print func(grid), between int) {
	columns := 0
	if Columns != nil {
		columns = Columns()
	}
	for from := 1; ; {
		part, to := grid{widths: []int{g.widths[0]}}, from
		for width := g.widths[0] + between; to < len(g.widths); to++ {
			if width += g.widths[to] + between; columns > 0 && width > columns && to > from {
				break
			}
		}
		part.widths = append(part.widths, g.widths[from:to]...)
		for _, line := range g.lines {
			part.lines = append(part.lines, append([]string{line[0]}, line[from:to]...))
		}
		print(part)
		if from = to; from >= len(g.widths) {
			return
		}
		printLine("")
	}
}

// plain prints the cells with a blank behind each.
func (g grid) plain() {
	for _, line := range g.lines {
		g.line(line, " ")
	}
}

// line prints one line, each cell padded and followed by end.
func (g grid) line(line []string, end string) {
	out := ""
	for i, cell := range line {
		out += cell + strings.Repeat(" ", g.widths[i]-len(cell)) + end
	}
	printLine(out)
}

func (g grid) lined() {
	rule := ""
	for i, w := range g.widths {
		n := w + 2
		if i == 0 {
			n = w + 1
		}
		rule += strings.Repeat("-", n) + "+"
	}
	printLine(rule)
	for i, line := range g.lines {
		g.line(line, " | ")
		if i == 0 {
			printLine(rule)
		}
	}
	printLine(rule)
}

func (g grid) tex() {
	printLine(`\hline`)
	for i, line := range g.lines {
		printLine(strings.Join(line, " & ") + ` \\`)
		if i == 0 {
			printLine(`\hline`)
		}
	}
	printLine(`\hline`)
}

// An axis gathers the names of columns or rows.
type axis struct {
	less   func(a, b any) bool
	values []any
	names  map[string]bool
}

func (a *axis) add(x any) string {
	name := plainText(x)
	if a.names == nil {
		a.names = make(map[string]bool)
	}
	if !a.names[name] {
		a.names[name] = true
		a.values = append(a.values, x)
	}
	return name
}

func (a *axis) sorted() []string {
	less := a.less
	if less == nil {
		less = naturalOrder(a.values)
	}
	sort.SliceStable(a.values, func(i, j int) bool { return less(a.values[i], a.values[j]) })
	names := make([]string, len(a.values))
	for i, x := range a.values {
		names[i] = plainText(x)
	}
	return names
}

// naturalOrder compares numbers by size when all values are numbers, addresses
// by value when all are addresses, and text by letters otherwise.
func naturalOrder(values []any) func(a, b any) bool {
	numbers, addresses := true, true
	for _, x := range values {
		_, err := strconv.ParseFloat(plainText(x), 64)
		numbers = numbers && err == nil
		_, err = netip.ParseAddr(plainText(x))
		addresses = addresses && err == nil
	}
	switch {
	case numbers:
		return func(a, b any) bool {
			x, _ := strconv.ParseFloat(plainText(a), 64)
			y, _ := strconv.ParseFloat(plainText(b), 64)
			return x < y
		}
	case addresses:
		return func(a, b any) bool {
			x, _ := netip.ParseAddr(plainText(a))
			y, _ := netip.ParseAddr(plainText(b))
			return x.Less(y)
		}
	}
	return func(a, b any) bool { return plainText(a) < plainText(b) }
}
