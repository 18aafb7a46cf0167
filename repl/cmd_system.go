package repl

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"pktsh/sniff"
)

// cmdSystem runs a command of the system's shell at the terminal.
func (s *Shell) cmdSystem(args string) error {
	if args == "" {
		return errors.New("which command? for example :!ls")
	}
	name, flag := "/bin/sh", "-c"
	if runtime.GOOS == "windows" {
		name, flag = "cmd", "/c"
	}
	return s.attached(exec.Command(name, flag, args))
}

// attached runs a program with the shell's own input and output.
func (s *Shell) attached(cmd *exec.Cmd) error {
	if err := s.out.Flush(); err != nil {
		return err
	}
	defer s.gate.hold()()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, s.cfg.Stdout, s.cfg.Stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() > 0 {
		return fmt.Errorf("%s ended with status %d", strings.Join(cmd.Args[max(0, len(cmd.Args)-1):], " "), exit.ExitCode())
	}
	return err
}

// cmdBpf shows what a filter is compiled to for Ethernet.
func (s *Shell) cmdBpf(args string) error {
	if args == "" {
		return errors.New("which filter? for example :bpf tcp port 80")
	}
	text, err := sniff.BpfText(args)
	if err != nil {
		return err
	}
	return s.print(strings.TrimRight(text, "\n") + "\n")
}

// cmdEdit opens an entry in the user's editor and runs what is saved. An empty file runs nothing.
func (s *Shell) cmdEdit(args string) error {
	text, err := s.toEdit(args)
	if err != nil {
		return err
	}
	edited, err := s.editText(text)
	if err != nil || strings.TrimSpace(edited) == "" {
		return err
	}
	if err := s.history.add(edited); err != nil {
		s.warn(err)
	}
	if err := s.print(paint(s.colors.dim, edited) + "\n"); err != nil {
		return err
	}
	if err := s.do(edited); err != nil {
		if errors.Is(err, errQuit) {
			return err
		}
		s.fail(err, source{text: edited})
		return errShown
	}
	return nil
}

// toEdit is the entry of a number in the history; without one, the last that was no command.
func (s *Shell) toEdit(number string) (string, error) {
	list := s.history.entries
	if number != "" {
		var n int
		if _, err := fmt.Sscan(number, &n); err != nil || n < 1 || n > len(list) {
			return "", fmt.Errorf("there is no entry %s (:history lists them)", number)
		}
		return list[n-1], nil
	}
	for i := len(list) - 1; i >= 0; i-- {
		if !isCommand(list[i]) {
			return list[i], nil
		}
	}
	return "", nil
}

// editText has the user's editor change a text.
func (s *Shell) editText(text string) (string, error) {
	f, err := os.CreateTemp("", "pktsh-*.go")
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text + "\n")
	if err := errors.Join(err, f.Close()); err != nil {
		return "", err
	}
	editor := firstNonEmpty(os.Getenv("VISUAL"), os.Getenv("EDITOR"), "vi")
	words := append(strings.Fields(editor), f.Name())
	if err := s.attached(exec.Command(words[0], words[1:]...)); err != nil {
		return "", fmt.Errorf("editor %s: %w (set EDITOR)", editor, err)
	}
	b, err := os.ReadFile(f.Name())
	return strings.TrimRight(string(b), "\n"), err
}

func firstNonEmpty(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}
