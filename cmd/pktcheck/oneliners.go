package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"pktsh/repl"
)

// A scapyLine is a line that a Scapy user types, with what Scapy shows.
type scapyLine struct {
	id, section, env, input string
	golden                  string
}

// errNoLab says why there is no lab: no root, no namespaces here.
var errNoLab = errors.New("no network namespaces")

// oneliners runs the lines of dir/oneliners.txt as one session, in a lab of network namespaces when it may make one, and
// compares what pktsh shows with what Scapy showed, apart from the ways in which Python and Go write text and lists.
// Lines of pictures, of other programs and of names of the Internet are left out, and those of the network without root.
func oneliners(dir string) (summary string, wrong int) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err.Error(), 1
	}
	if text, wrong, err := onelinersInLab(dir); err == nil {
		return text, wrong
	} else if !errors.Is(err, errNoLab) {
		return err.Error(), 1
	} else {
		fmt.Println("without the lines of the network:", err)
	}
	return onelinersHere(dir, false)
}

// onelinersHere runs the lines in the network of this process, in a directory of their own that holds the sample capture.
func onelinersHere(dir string, live bool) (summary string, wrong int) {
	lines, err := readOneliners(dir)
	if err != nil {
		return err.Error(), 1
	}
	done, err := inSampleDir(dir)
	if err != nil {
		return err.Error(), 1
	}
	defer done()
	shell, err := repl.New(repl.Config{Stdout: io.Discard, Stderr: io.Discard, Args: []string{"pktsh"}})
	if err != nil {
		return err.Error(), 1
	}
	defer shell.Close()
	t := newLineTally()
	for _, l := range lines {
		if !l.runs(live) {
			continue
		}
		got, err := show(shell, l.input)
		if err != nil {
			return err.Error(), 1
		}
		t.add(l, got)
	}
	return t.String(), t.unexplained
}

// runs tells whether a line can be compared here.
func (l scapyLine) runs(live bool) bool {
	switch l.env {
	case "pure", "pcap", "rand":
		return true
	case "live":
		return live
	}
	return false
}

// inSampleDir makes a new directory with the sample capture of dir the current one, until done is called.
func inSampleDir(dir string) (done func(), err error) {
	work, err := os.MkdirTemp("", "pktcheck")
	if err != nil {
		return nil, err
	}
	done = func() { os.RemoveAll(work) }
	sample, err := os.ReadFile(filepath.Join(dir, "sample.pcap"))
	if err == nil {
		err = os.WriteFile(filepath.Join(work, "sample.pcap"), sample, 0o644)
	}
	if err == nil {
		err = os.Chdir(work)
	}
	if err != nil {
		done()
		return nil, err
	}
	return done, nil
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
