package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"

	"pktsh/repl"
)

// A scapyLine is a line that a Scapy user types, with what Scapy shows.
type scapyLine struct {
	id, section, env, input string
	golden                  string
}

// oneliners runs the lines of dir/oneliners.txt as one session in a copy of
// nothing but the sample capture, and compares what pktsh shows with what Scapy
// showed, apart from the ways in which Python and Go write text and lists. It
// counts lines that need a network, other programs or pictures as left out.
func oneliners(dir string) (summary string, wrong int) {
	lines, err := readOneliners(dir)
	if err != nil {
		return err.Error(), 1
	}
	work, err := os.MkdirTemp("", "pktcheck")
	if err != nil {
		return err.Error(), 1
	}
	defer os.RemoveAll(work)
	sample, err := os.ReadFile(filepath.Join(dir, "sample.pcap"))
	if err == nil {
		err = os.WriteFile(filepath.Join(work, "sample.pcap"), sample, 0o644)
	}
	if err == nil {
		err = os.Chdir(work)
	}
	if err != nil {
		return err.Error(), 1
	}
	shell, err := repl.New(repl.Config{Stdout: io.Discard, Stderr: io.Discard, Args: []string{"pktsh"}})
	if err != nil {
		return err.Error(), 1
	}
	defer shell.Close()
	total, right := map[string]int{}, map[string]int{}
	var misses bytes.Buffer
	for _, l := range lines {
		if l.env != "pure" && l.env != "pcap" && l.env != "rand" {
			continue
		}
		got, err := show(shell, l.input)
		if err != nil {
			return err.Error(), 1
		}
		total[l.section]++
		if agrees(l, got) {
			right[l.section]++
			continue
		}
		wrong++
		fmt.Fprintf(&misses, "%s %s\n", l.id, l.input)
		fmt.Fprintf(&misses, "    scapy: %s\n", firstLines(l.golden))
		fmt.Fprintf(&misses, "    pktsh: %s\n", firstLines(got))
	}
	return misses.String() + table(total, right), wrong
}

// show is what an entry prints.
func show(shell *repl.Shell, input string) (string, error) {
	out, err := shell.Replay(">>> " + input + "\n")
	if err != nil {
		return "", err
	}
	_, out, _ = strings.Cut(out, "\n")
	return out, nil
}

func readOneliners(dir string) ([]scapyLine, error) {
	list, err := os.ReadFile(filepath.Join(dir, "oneliners.txt"))
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, "oneliners.golden.txt"))
	if err != nil {
		return nil, err
	}
	golden := make(map[string]string)
	for _, block := range strings.Split("\n"+string(text), "\n### ")[1:] {
		head, body, _ := strings.Cut(block, "\n")
		id, _, _ := strings.Cut(head, " ")
		golden[id] = body
	}
	var lines []scapyLine
	for _, row := range strings.Split(string(list), "\n") {
		cells := strings.Split(row, "\t")
		if strings.HasPrefix(row, "#") || len(cells) < 4 {
			continue
		}
		lines = append(lines, scapyLine{cells[0], cells[1], cells[2], cells[3], golden[cells[0]]})
	}
	return lines, nil
}

// agrees compares after both were brought to one way of writing. Of random
// results only the shape counts: something or nothing shown, or an error.
func agrees(l scapyLine, got string) bool {
	want, got := neutral(l.golden), neutral(got)
	if strings.HasPrefix(l.golden, "!!") {
		return strings.Contains(got, "error:")
	}
	if l.env == "rand" && want != "" {
		return got != "" && !strings.Contains(got, "error:")
	}
	return want == got
}

var (
	bytesQuote = regexp.MustCompile(`\bb(['"])`)
	decimal    = regexp.MustCompile(`Decimal\(([^)]*)\)`)
	listName   = regexp.MustCompile(`<(mod |filtered |TCP from |UDP from |[A-Za-z]+ from )?([\w.+ -]*?)( layer \w+)?: TCP:`)
	blanks     = regexp.MustCompile(`[ \t]+\n`)
	lsRow      = regexp.MustCompile(`(?m)^\w+ *: \w+Field.*$`)
	columns    = regexp.MustCompile(` {2,}`)
)

// neutral takes off what only the two languages' ways of writing differ in:
// quotes and their b, the escapes that Python has no letters for, True and true, tuples and lists, None, names of lists.
func neutral(s string) string {
	s = blanks.ReplaceAllString(s+"\n", "\n")
	s = bytesQuote.ReplaceAllString(s, "$1")
	s = decimal.ReplaceAllString(s, "$1")
	s = listName.ReplaceAllString(s, "<: TCP:")
	// The columns of ls move with the b and the quotes of what is in them.
	s = lsRow.ReplaceAllStringFunc(s, func(row string) string { return columns.ReplaceAllString(row, " ") })
	s = strings.NewReplacer(`\a`, `\x07`, `\b`, `\x08`, `\f`, `\x0c`, `\v`, `\x0b`, `\'`, "", `\"`, "", `'`, "", `"`, "", "True", "true", "False", "false", "None", "nil",
		"(", "[", ")", "]", "{", "[", "}", "]", ",]", "]").Replace(s)
	s = strings.TrimSpace(s)
	if s == "nil" {
		return ""
	}
	return s
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

func table(total, right map[string]int) string {
	var sections []string
	for s := range total {
		sections = append(sections, s)
	}
	sort.Strings(sections)
	var out strings.Builder
	out.WriteString("section  lines  agree\n")
	for _, s := range sections {
		fmt.Fprintf(&out, "%-8s %5d  %5d  %5.1f %%\n", s, total[s], right[s], 100*float64(right[s])/float64(total[s]))
	}
	return out.String()
}
