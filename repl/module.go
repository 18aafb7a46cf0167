package repl

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"pktsh/sniff"
)

// sourceVariable is the environment variable that says where the source of pktsh is.
const sourceVariable = "PKTSH_SOURCE"

// modulePath is the module of pktsh. It has no domain: a module that requires it needs a replace directive.
const modulePath = "pktsh"

// starter is the program of a new module.
const starter = `// A start: what you try in pktsh, :save writes as a program like this one.
package main

import (
	"fmt"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

func main() {
	p := Stack(IP.New("dst", "192.0.2.1"), TCP.New("dport", 80, "flags", "S"))
	fmt.Println(p.Summary())
}
`

// NewModule makes a module in dir, which may not have one yet, around a program: a go.mod that requires pktsh and replaces
// it by the directory source, the sums of its dependencies, and main.go. An empty source is looked for; an empty program
// is a small one to begin with.
func NewModule(dir, source, program string) error {
	if program == "" {
		program = starter
	}
	if source == "" {
		source = findSource()
	}
	if !isSource(source) {
		return fmt.Errorf("where is the source of pktsh? Set %s, or say pktsh new --source DIR", sourceVariable)
	}
	source, err := filepath.Abs(source)
	if err != nil {
		return err
	}
	if abs, err := filepath.Abs(dir); err != nil {
		return err
	} else {
		dir = abs
	}
	for _, name := range []string{"go.mod", "main.go"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			return fmt.Errorf("%s has a %s already", dir, name)
		}
	}
	mod, err := moduleFile(moduleName(dir), source)
	if err != nil {
		return err
	}
	sum, err := os.ReadFile(filepath.Join(source, "go.sum"))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		text []byte
	}{{"go.mod", mod}, {"go.sum", sum}, {"main.go", []byte(program)}} {
		if err := os.WriteFile(filepath.Join(dir, f.name), f.text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// moduleName is a module path after the directory's name.
func moduleName(dir string) string {
	name := regexp.MustCompile(`[^A-Za-z0-9._~-]+`).ReplaceAllString(filepath.Base(dir), "-")
	switch name = strings.Trim(name, ".-"); name {
	case "", modulePath, "all", "cmd", "std", "tool", "work": // words of the go command
		return strings.Trim(name+"-program", "-")
	}
	return name
}

// moduleFile is the go.mod of a module that requires the pktsh in source. It lists what pktsh requires, so that building
// asks no network and needs no go mod tidy.
func moduleFile(name, source string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		return nil, err
	}
	_, rest, _ := strings.Cut(string(text), "\n") // behind the module directive
	replace := source
	if strings.ContainsAny(source, " \t\"") {
		replace = fmt.Sprintf("%q", source)
	}
	return fmt.Appendf(nil, "module %s\n%s\nrequire %s v0.0.0\n\nreplace %s => %s\n", name, rest, modulePath, modulePath, replace), nil
}

// findSource looks for the source of pktsh: where the environment says, where this program was built, and in the
// directories above the current one.
func findSource() string {
	if dir := os.Getenv(sourceVariable); dir != "" {
		return dir
	}
	if _, file, _, ok := runtime.Caller(0); ok {
		if dir := filepath.Dir(filepath.Dir(file)); isSource(dir) {
			return dir
		}
	}
	dir, err := os.Getwd()
	for err == nil && !isSource(dir) {
		if up := filepath.Dir(dir); up != dir {
			dir = up
			continue
		}
		return ""
	}
	return dir
}

// isSource reports whether a directory holds the module pktsh.
func isSource(dir string) bool {
	text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	return dir != "" && err == nil && strings.HasPrefix(string(text), "module "+modulePath+"\n")
}

// inModule reports whether programs in a directory find pktsh: its module is pktsh, or requires it.
func inModule(dir string) bool {
	dir, err := filepath.Abs(dir)
	for err == nil {
		text, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err == nil {
			return regexp.MustCompile(`(?m)^(module|(require)?\s*)\s*` + modulePath + `( v|$)`).Match(text)
		}
		up := filepath.Dir(dir)
		if up == dir {
			return false
		}
		dir = up
	}
	return false
}

// runProgram builds a program in a module of its own and runs it, in the current directory.
func (s *Shell) runProgram(src string) error {
	dir, err := os.MkdirTemp("", "pktsh-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := NewModule(filepath.Join(dir, "program"), "", src); err != nil {
		return err
	}
	binary := filepath.Join(dir, "program", "program.exe")
	build := exec.Command("go", "build", "-o", binary, ".")
	build.Dir = filepath.Join(dir, "program")
	if out, err := build.CombinedOutput(); errors.Is(err, exec.ErrNotFound) {
		return errors.New("the go command, which builds programs, is not installed")
	} else if err != nil {
		return fmt.Errorf("the program does not build: %s", strings.TrimSpace(string(out)))
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	interrupts := make(chan os.Signal, 1) // Ctrl-C is the program's
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	cmd := exec.CommandContext(sniff.Context(), binary)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, s.out, s.stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("the program ended: %w", err)
	}
	return nil
}
