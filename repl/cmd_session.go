package repl

import (
	"errors"
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
)

// cmdWho lists variables, functions and types of the session.
func (s *Shell) cmdWho(string) error {
	vars := s.session.Vars()
	sort.SliceStable(vars, func(i, j int) bool { return vars[i].Kind < vars[j].Kind })
	var b strings.Builder
	for _, v := range vars {
		fmt.Fprintf(&b, "%-5s %-16s %s\n", v.Kind, v.Name, typeText(v.Type))
	}
	return s.print(b.String())
}

// typeText is a type as users write it.
func typeText(t types.Type) string {
	text := types.TypeString(t, func(p *types.Package) string { return p.Name() })
	return strings.ReplaceAll(text, "main.", "")
}

func (s *Shell) cmdType(args string) error {
	if args == "" {
		return errors.New("the type of what? for example :type pkts[0]")
	}
	t, err := s.session.TypeOf(args)
	if err != nil {
		return err
	}
	if t == nil {
		return fmt.Errorf("%s has no value", args)
	}
	return s.print(typeText(t) + "\n")
}

// cmdReset begins a new session in this shell.
func (s *Shell) cmdReset(string) error {
	session, err := s.newSession()
	if err != nil {
		return err
	}
	s.session, s.last, s.lastGo, s.records = session, keptValue{}, "", nil
	return nil
}

// cmdLoad loads captures, or runs the entries of a Go file, whose definitions stay.
func (s *Shell) cmdLoad(args string) error {
	names := strings.Fields(args)
	if len(names) == 0 {
		return errors.New("which file? for example :load file.pcap")
	}
	for i := range names {
		names[i] = expandPath(names[i])
	}
	if len(names) == 1 && filepath.Ext(names[0]) == ".go" {
		text, err := os.ReadFile(names[0])
		if err != nil {
			return err
		}
		if s.runAll(newPipeReader(strings.NewReader(string(text))), names[0], true) != nil {
			return errShown
		}
		return nil
	}
	if s.Load(names) != nil {
		return errShown
	}
	return s.runAs("pkts")
}

// cmdRun runs a script as pktsh FILE ARG... does, but in this session.
func (s *Shell) cmdRun(args string) error {
	words := strings.Fields(args)
	if len(words) == 0 {
		return errors.New("which script? for example :run scan.go 192.0.2.1")
	}
	words[0] = expandPath(words[0])
	defer s.session.SetArgs(s.session.SetArgs(words))
	if s.RunFile(words[0]) != nil {
		return errShown
	}
	return nil
}

// cmdSet changes a setting: :set verb 0 is conf.verb = 0.
func (s *Shell) cmdSet(args string) error {
	name, value, ok := strings.Cut(args, " ")
	switch {
	case name == "":
		return s.runAs("conf")
	case !ok:
		return s.runAs("conf." + name)
	}
	if _, err := s.session.TypeOf(value); err != nil {
		value = strconv.Quote(strings.TrimSpace(value)) // a word such as eth0
	}
	return s.runAs("conf." + name + " = " + value)
}

// runAs runs code that was not typed as it is; an error shows the code.
func (s *Shell) runAs(code string) error {
	if err := s.run(code); err != nil {
		s.fail(err, source{text: code})
		return errShown
	}
	return nil
}

func (s *Shell) cmdCd(args string) error {
	if args != "" {
		if err := os.Chdir(expandPath(args)); err != nil {
			return err
		}
	}
	dir, err := os.Getwd()
	if err != nil {
		return err
	}
	return s.print(dir + "\n")
}

// expandPath is a path with its leading tilde replaced.
func expandPath(path string) string {
	if path == "~" {
		path = "~/"
	}
	return filepath.Clean(expandHome(path))
}
