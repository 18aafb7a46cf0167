package main

import (
	"regexp"
	"strings"
)

// agrees compares after both were brought to one way of writing. Of random
// results only the shape counts: something or nothing shown, or an error.
func agrees(l scapyLine, got string) bool {
	want, got := neutral(l.golden), neutral(got)
	if l.env == "live" {
		want, got = steady(want), steady(got)
	}
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
	decimal    = regexp.MustCompile(`Decimal\('[^)']*'\)`)
	listName   = regexp.MustCompile(`<(mod |filtered |TCP from |UDP from |[A-Za-z]+ from )?([\w.+ -]*?)( layer \w+)?: TCP:`)
	blanks     = regexp.MustCompile(`[ \t]+\n`)
	lsRow      = regexp.MustCompile(`(?m)^\w+ *: \w+Field.*$`)
	columns    = regexp.MustCompile(` {2,}`)
)

// varying are the parts of what a live line shows that differ from run to run, and what stands for them.
var varying = []struct {
	of *regexp.Regexp
	as string
}{
	{regexp.MustCompile(`(?m)^warning: .*$`), ""},                                         // Scapy's go to the standard error
	{regexp.MustCompile(`(?m)^(Begin emission|Finished sending \d+ packets|[.*]+)$`), ""}, // written past what the golden file holds
	{regexp.MustCompile(`\r|send\.\.\.`), "\n"},
	{regexp.MustCompile(`(?m)^[ \t]+$`), ""},
	{regexp.MustCompile(`\bid( *)= *\d+`), "id$1=N"},
	{regexp.MustCompile(`\bchksum( *)= *0x[0-9a-f]+`), "chksum$1=N"},
	{regexp.MustCompile(`(10\.9\.0\.1):\d{4,5}\b`), "$1:PORT"},
	{regexp.MustCompile(`Timestamp, \[\d+`), "Timestamp, [N"},
	{regexp.MustCompile(`(?m)^sys +\d+ +`), "sys N "},
	{regexp.MustCompile(`(?m)^(([0-9a-f]{2}:){5}[0-9a-f]{2}) .* (\S+)$`), "$1 MANUF $3"},
	{regexp.MustCompile(`(?m)^src +manuf +psrc$`), "src manuf psrc"},
	{regexp.MustCompile(`(?m)[ \t]+$`), ""},
	{regexp.MustCompile(`\n{2,}`), "\n"},
}

// steady takes off what differs from run to run: times, ids, sums, source ports, numbers of interfaces, makers of
// hardware, and the signs of progress, which are not in the golden file.
func steady(s string) string {
	for _, v := range varying {
		s = v.of.ReplaceAllString(s, v.as)
	}
	return strings.TrimSpace(s)
}

// neutral takes off what only the two languages' ways of writing differ in:
// quotes and their b, the escapes that Python has no letters for, True and true, tuples and lists, None, names of lists.
func neutral(s string) string {
	s = blanks.ReplaceAllString(s+"\n", "\n")
	s = bytesQuote.ReplaceAllString(s, "$1")
	s = decimal.ReplaceAllStringFunc(s, func(d string) string {
		return strings.TrimRight(strings.TrimRight(d[len("Decimal('"):len(d)-len("')")], "0"), ".")
	})
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
