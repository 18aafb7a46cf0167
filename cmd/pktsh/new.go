package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"pktsh/repl"
)

// newModule is pktsh new: it makes a module for programs that use pktsh, around a saved program or a small one.
func newModule(args []string) error {
	f := flag.NewFlagSet("pktsh new", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	source := f.String("source", "", "")
	if err := f.Parse(args); err != nil {
		return err
	}
	if f.NArg() < 1 || f.NArg() > 2 {
		return errors.New("pktsh new takes a directory, and a program to put there as main.go")
	}
	program := ""
	if f.NArg() == 2 {
		text, err := os.ReadFile(f.Arg(1))
		if err != nil {
			return err
		}
		program = string(text)
	}
	if err := repl.NewModule(f.Arg(0), *source, program); err != nil {
		return err
	}
	fmt.Printf("made a module in %s; cd %s && go build\n", f.Arg(0), f.Arg(0))
	return nil
}
