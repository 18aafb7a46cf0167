package main

import (
	"fmt"
	"sort"
	"strings"
)

// A lineTally counts by section which lines agree, and keeps those that do not: apart those for which onelinersKnown has a reason.
type lineTally struct {
	total, right   map[string]int
	known, missing strings.Builder
	unexplained    int
}

func newLineTally() *lineTally { return &lineTally{total: map[string]int{}, right: map[string]int{}} }

// add counts what pktsh showed for a line.
func (t *lineTally) add(l scapyLine, got string) {
	t.total[l.section]++
	if agrees(l, got) {
		t.right[l.section]++
		return
	}
	if why := onelinersKnown[l.id]; why != "" {
		fmt.Fprintf(&t.known, "%s %s\n    %s\n", l.id, l.input, why)
		return
	}
	t.unexplained++
	fmt.Fprintf(&t.missing, "%s %s\n    scapy: %s\n    pktsh: %s\n", l.id, l.input, firstLines(l.golden), firstLines(got))
}

// String is the table by section, after the lines that differ.
func (t *lineTally) String() string {
	var sections []string
	var total, right int
	for s := range t.total {
		sections = append(sections, s)
		total += t.total[s]
		right += t.right[s]
	}
	sort.Strings(sections)
	var out strings.Builder
	if t.known.Len() > 0 {
		out.WriteString("lines that show something else, and why\n" + t.known.String() + "\n")
	}
	if t.missing.Len() > 0 {
		out.WriteString("lines that show something else without a known reason\n" + t.missing.String() + "\n")
	}
	out.WriteString("section  lines  agree\n")
	row := func(name string, right, total int) {
		fmt.Fprintf(&out, "%-8s %5d  %5d  %5.1f %%\n", name, total, right, 100*float64(right)/float64(max(total, 1)))
	}
	for _, s := range sections {
		row(s, t.right[s], t.total[s])
	}
	row("all", right, total)
	return out.String()
}

// firstLines shortens a result for the table of misses.
func firstLines(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return "(nothing)"
	}
	lines := strings.Split(s, "\n")
	if len(lines) > 4 {
		lines = append(lines[:4], "...")
	}
	for i, l := range lines {
		if len(l) > 220 {
			lines[i] = l[:220] + "..."
		}
	}
	return strings.Join(lines, "\n           ")
}
