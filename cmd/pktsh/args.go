package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"

	"golang.org/x/term"
)

const usage = `pktsh is a packet shell. It speaks Go, and understands Scapy's spellings.

Usage:
    pktsh [OPTIONS]                       the shell
    pktsh [OPTIONS] FILE.pcap...          the shell, with the packets of the files in pkts
    pktsh [OPTIONS] SCRIPT.go [ARG...]    run a script: a whole program, or statements
    pktsh [OPTIONS] [FILE.pcap...] -c CODE
    ... | pktsh [OPTIONS] [FILE.pcap...]  run what standard input says, and print the values
    pktsh new [--source DIR] DIR [FILE]   make a Go module in DIR, around the program FILE (what :save
                                          wrote); DIR of --source, or of PKTSH_SOURCE, is pktsh's own

Options:
    -c CODE       run CODE and print its values; stop at the first error
    --no-color    print without colours; so does the environment variable NO_COLOR
    --no-init     do not run the init file
    --version     print the version
    --help        print this

Files:
    $XDG_CONFIG_HOME/pktsh/init.go    runs first; the default is ~/.config/pktsh/init.go
    $XDG_STATE_HOME/pktsh/history     what was typed; the default is ~/.local/state/pktsh/history

Exit status: 0, 1 when something failed, 2 when the command line makes no sense.
`

// options is what the command line asks for.
type options struct {
	captures []string
	script   string
	args     []string // of the script, or behind the code
	code     string
	hasCode  bool
	color    bool
	noInit   bool
	version  bool
	help     bool

	interactive bool
}

// parseArgs reads the command line. Flags may stand between and behind capture files; what follows a script is the
// script's.
func parseArgs(args []string) (options, error) {
	var o options
	noColor := os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb"
	f := flag.NewFlagSet("pktsh", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.Func("c", "", func(s string) error {
		o.code, o.hasCode = s, true
		return nil
	})
	f.BoolVar(&noColor, "no-color", noColor, "")
	f.BoolVar(&o.noInit, "no-init", false, "")
	f.BoolVar(&o.version, "version", false, "")
	for len(args) > 0 {
		if err := f.Parse(args); errors.Is(err, flag.ErrHelp) {
			o.help = true
			return o, nil
		} else if err != nil {
			return o, err
		}
		args = f.Args()
		if len(args) == 0 {
			break
		}
		name := args[0]
		if o.hasCode && !isCapture(name) {
			o.args = args // for the code, as os.Args[1:]
			break
		}
		args = args[1:]
		if isCapture(name) {
			o.captures = append(o.captures, name)
			continue
		}
		o.script, o.args = name, args
		break
	}
	o.color = !noColor
	for _, name := range o.captures {
		if !exists(name) {
			return o, fmt.Errorf("there is no file %s", name)
		}
	}
	if o.script != "" && !exists(o.script) {
		return o, fmt.Errorf("there is no file %s", o.script)
	}
	return o, nil
}

// name is what the code that runs finds in os.Args[0].
func (o options) name() string {
	switch {
	case o.script != "":
		return o.script
	case o.hasCode:
		return "-c"
	}
	return "pktsh"
}

// version is that of the program; a release build sets it with -ldflags "-X main.version=...".
var version string

// versionText is the version of the program and of the Go that built it.
func versionText() string {
	v := version
	if info, ok := debug.ReadBuildInfo(); v == "" && ok {
		v = info.Main.Version
	}
	if v == "" {
		v = "(devel)"
	}
	return fmt.Sprintf("pktsh %s %s %s/%s", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// banner greets the user of the shell.
func banner() string {
	return "pktsh speaks Go and Scapy. Tab completes, :help explains, Ctrl-D leaves."
}

// isTerminal reports whether a file is a terminal.
func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
