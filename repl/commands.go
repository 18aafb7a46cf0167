package repl

import (
	"errors"
	"fmt"
	"strings"

	"pktsh/layers/packet"
	"pktsh/repl/dialect"
)

// errQuit is the outcome of an entry that asks to leave.
var errQuit = errors.New("quit")

// A command is what an entry that begins with a colon runs. Any unambiguous beginning of its name will do.
type command struct {
	name    string
	args    string // what follows the name, for help
	doc     string
	example string
	run     func(s *Shell, args string) error
}

var commands []command

// The table is filled here because help lists it.
func init() {
	commands = []command{
		{"!", "COMMAND", "run a command of the system's shell", ":!ls *.pcap", (*Shell).cmdSystem},

		{"bpf", "FILTER", "show the program of a filter, as tcpdump -d", ":bpf tcp port 80", (*Shell).cmdBpf},
		{"cd", "[DIR]", "change the working directory, or show it", ":cd ~/captures", (*Shell).cmdCd},
		{"doc", "NAME", "explain a name, as help does", ":doc sniff", (*Shell).cmdHelp},
		{"edit", "[N]", "edit the last entry, or entry N, in $EDITOR and run it", ":edit 12", (*Shell).cmdEdit},
		{"functions", "", "list the functions, as lsc() does", ":functions", (*Shell).cmdFunctions},
		{"go", "", "show the last entry as plain Go", ":go", (*Shell).cmdGo},
		{"help", "[NAME]", "explain a protocol, function, method or field", ":help TCP.flags", (*Shell).cmdHelp},
		{"history", "[N]", "list the last entries, 20 or N", ":history 5", (*Shell).cmdHistory},
		{"load", "FILE...", "load captures as pkts, or run the entries of a file", ":load a.pcap b.pcapng", (*Shell).cmdLoad},
		{"quit", "", "leave", ":quit", func(*Shell, string) error { return errQuit }},
		{"reset", "", "forget all that the session has defined", ":reset", (*Shell).cmdReset},
		{"run", "FILE [ARG...]", "run a script in the session", ":run scan.go 192.0.2.1", (*Shell).cmdRun},
		{"save", "[--run] FILE [N...]", "write the session, or entries such as 3-7 9, as a Go program", ":save tool.go 3-7 9", (*Shell).cmdSave},
		{"set", "[NAME VALUE]", "change a setting of conf, or show them", ":set verb 0", (*Shell).cmdSet},
		{"time", "ENTRY", "run an entry and say how long it took", ":time rdpcap(\"big.pcap\")", (*Shell).cmdTime},
		{"timeit", "ENTRY", "run an entry many times and say how long it takes", ":timeit pkts.filter(lambda p: TCP in p)", (*Shell).cmdTimeit},
		{"type", "EXPRESSION", "show the type of an expression", ":type pkts[0].time", (*Shell).cmdType},
		{"who", "", "list what the session has defined", ":who", (*Shell).cmdWho},
	}
}

// isCommand reports whether an entry is a command or asks for help, which the shell does itself.
func isCommand(entry string) bool {
	entry = strings.TrimSpace(entry)
	_, asked := helpTarget(entry)
	return asked || strings.HasPrefix(entry, ":")
}

// command runs an entry that begins with a colon.
func (s *Shell) command(entry string) error {
	name, args, _ := strings.Cut(strings.TrimPrefix(entry, ":"), " ")
	if rest, ok := strings.CutPrefix(entry, ":!"); ok {
		name, args = "!", rest
	}
	var found []command
	for _, c := range commands {
		if c.name == name {
			found = []command{c}
			break
		}
		if name != "" && strings.HasPrefix(c.name, name) {
			found = append(found, c)
		}
	}
	if len(found) == 1 {
		args = strings.TrimSpace(args)
		return shifted(found[0].run(s, args), strings.LastIndex(entry, args))
	}
	var names []string
	for _, c := range found {
		names = append(names, ":"+c.name)
	}
	if len(names) > 0 {
		return fmt.Errorf(":%s is ambiguous: %s", name, strings.Join(names, ", "))
	}
	for _, c := range commands {
		names = append(names, c.name)
	}
	if near := packet.Nearest(name, names); near != "" {
		return fmt.Errorf("there is no command :%s (did you mean :%s?)", name, near)
	}
	return fmt.Errorf("there is no command :%s (:help lists them)", name)
}

// shifted puts the place of an error in the arguments of a command, which begin at an offset, where it is in the entry.
func shifted(err error, offset int) error {
	var de *dialect.Error
	if !errors.As(err, &de) {
		return err
	}
	moved := *de
	moved.Offset += offset
	moved.End += offset
	return &moved
}

// commandTable is a line for each command, with an example.
func commandTable() string {
	var b strings.Builder
	for _, c := range commands {
		fmt.Fprintf(&b, "    :%-18s %-55s %s\n", strings.TrimSpace(c.name+" "+c.args), c.doc, c.example)
	}
	return b.String()
}

func (s *Shell) cmdHelp(args string) error {
	text, err := s.help(args)
	if err != nil {
		return err
	}
	return s.print(text)
}

func (s *Shell) cmdGo(string) error {
	if s.lastGo == "" {
		return errors.New("there is no entry yet")
	}
	return s.print(strings.TrimRight(s.lastGo, "\n") + "\n")
}

func (s *Shell) cmdHistory(args string) error {
	n := 20
	if args != "" {
		if _, err := fmt.Sscan(args, &n); err != nil || n < 1 {
			return fmt.Errorf("%q is not a number of entries", args)
		}
	}
	list := s.history.entries
	var b strings.Builder
	for i := max(0, len(list)-n); i < len(list); i++ {
		fmt.Fprintf(&b, "%4d  %s\n", i+1, strings.ReplaceAll(list[i], "\n", "\n      "))
	}
	return s.print(b.String())
}
