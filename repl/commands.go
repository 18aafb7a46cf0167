package repl

import (
	"errors"
	"fmt"
	"go/types"
	"sort"
	"strings"
	"time"

	"pktsh/layers/packet"
)

// errQuit is the outcome of an entry that asks to leave.
var errQuit = errors.New("quit")

// A command is what an entry that begins with a colon runs. Any unambiguous beginning of its name will do.
type command struct {
	name string
	args string // what follows the name, for help
	doc  string
	run  func(s *Shell, args string) error
}

var commands []command

// The table is filled here because help lists it.
func init() {
	commands = []command{
		{"functions", "", "list the functions, as lsc() does", (*Shell).cmdFunctions},
		{"go", "", "show the last entry as plain Go", (*Shell).cmdGo},
		{"help", "[NAME]", "explain a protocol, function, method or field", (*Shell).cmdHelp},
		{"history", "[N]", "list the last entries, 20 or N", (*Shell).cmdHistory},
		{"quit", "", "leave", func(*Shell, string) error { return errQuit }},
		{"time", "ENTRY", "run an entry and say how long it took", (*Shell).cmdTime},
		{"vars", "", "list what the session has defined", (*Shell).cmdVars},
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
		return found[0].run(s, strings.TrimSpace(args))
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

// commandTable is a line for each command.
func commandTable() string {
	var b strings.Builder
	for _, c := range commands {
		fmt.Fprintf(&b, "    :%-15s %s\n", strings.TrimSpace(c.name+" "+c.args), c.doc)
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

func (s *Shell) cmdTime(args string) error {
	if args == "" {
		return errors.New("what shall be timed? for example :time pkts.summary()")
	}
	start := time.Now()
	err := s.run(args)
	took := time.Since(start)
	if err != nil {
		return err
	}
	return s.print(paint(s.colors.dim, "took "+took.Round(took/1000+1).String()) + "\n")
}

func (s *Shell) cmdVars(string) error {
	vars := s.session.Vars()
	sort.SliceStable(vars, func(i, j int) bool { return vars[i].Kind < vars[j].Kind })
	var b strings.Builder
	for _, v := range vars {
		t := types.TypeString(v.Type, func(p *types.Package) string { return p.Name() })
		fmt.Fprintf(&b, "%-5s %-16s %s\n", v.Kind, v.Name, strings.ReplaceAll(t, "main.", ""))
	}
	return s.print(b.String())
}
