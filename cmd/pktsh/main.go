// Pktsh is a packet shell: at a prompt that speaks Go, and accepts what a Scapy user's fingers type, it builds packets, reads
// and writes captures, and looks at all of it.
//
//	pktsh                        the shell
//	pktsh FILE.pcap...           the shell, with the packets of the files as pkts
//	pktsh SCRIPT.go [ARG...]     run a script: a whole program, or statements
//	pktsh -c CODE                run code
//	... | pktsh                  run the entries that standard input gives
//	pktsh new DIR [FILE]         make a Go module around a saved program
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"pktsh/repl"
)

func main() { os.Exit(run(os.Args[1:])) }

// run does what the arguments ask for and returns the exit status: 0, 1 when an entry failed, 2 when the command line makes
// no sense.
func run(args []string) int {
	if len(args) > 0 && args[0] == "new" {
		if err := newModule(args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, "pktsh:", err)
			return 1
		}
		return 0
	}
	o, err := parseArgs(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "pktsh: %v\nTry pktsh --help.\n", err)
		return 2
	}
	switch {
	case o.help:
		fmt.Print(usage)
		return 0
	case o.version:
		fmt.Println(versionText())
		return 0
	}
	input := isTerminal(os.Stdin)
	o.interactive = o.script == "" && !o.hasCode && input && isTerminal(os.Stdout)
	shell, err := repl.New(config(o))
	if err != nil {
		fmt.Fprintln(os.Stderr, "pktsh:", err)
		return 1
	}
	shell.HandleInterrupts()
	err = errors.Join(start(shell, o), shell.Close())
	if err != nil && !errors.Is(err, syscall.EPIPE) {
		return 1
	}
	return 0
}

// config is what the shell is told of the command line and the environment.
func config(o options) repl.Config {
	c := repl.Config{
		Stdout:   os.Stdout,
		Stderr:   os.Stderr,
		Args:     append([]string{o.name()}, o.args...),
		Color:    o.color && isTerminal(os.Stdout),
		Terminal: o.interactive,
	}
	if o.interactive {
		c.History = stateFile("history")
	}
	return c
}

// start runs the init file, loads the captures, and runs the code that there is. Errors in code have been shown.
func start(shell *repl.Shell, o options) error {
	if init := configFile("init.go"); !o.noInit && init != "" && exists(init) {
		if err := shell.RunFile(init); err != nil && !o.interactive {
			return err
		}
	}
	if err := shell.Load(o.captures); err != nil {
		return err
	}
	switch {
	case o.script != "":
		return shell.RunFile(o.script)
	case o.hasCode:
		return shell.RunCode(o.code)
	case o.interactive:
		fmt.Println(banner())
		return shell.RunTerminal()
	}
	return shell.RunPipe(os.Stdin, "stdin")
}

// configFile is a file of the user's configuration, "" when there is no place for it.
func configFile(name string) string { return userFile("XDG_CONFIG_HOME", ".config", name) }

// stateFile is a file that pktsh keeps for the user.
func stateFile(name string) string { return userFile("XDG_STATE_HOME", ".local/state", name) }

func userFile(variable, fallback, name string) string {
	dir := os.Getenv(variable)
	if !filepath.IsAbs(dir) { // as the XDG base directory specification says
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, filepath.FromSlash(fallback))
	}
	return filepath.Join(dir, "pktsh", name)
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// isCapture reports whether a file is a capture, compressed or not, by how it begins or else by its name.
func isCapture(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return captureName(name)
	}
	defer f.Close()
	head := make([]byte, 4)
	if _, err := io.ReadFull(f, head); err != nil {
		return captureName(name)
	}
	return captureMagic(head) || captureName(name)
}
