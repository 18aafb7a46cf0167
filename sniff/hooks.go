package sniff

import (
	"context"
	"fmt"
	"os"
)

// Context is that of what runs: the shell cancels it on Ctrl-C, and what captures, sends or waits then ends at once and
// returns what it has. Outside the shell it never ends unless a program says otherwise.
var Context = context.Background

// Warn is told, in a line, what the user should know and what is no error. It writes to standard error until a program wants
// it elsewhere.
var Warn = func(message string) { fmt.Fprintln(os.Stderr, "warning: "+message) }

// Notice, when set, is told what is worth knowing and no warning, such as how many packets a capture got. The shell sets it at
// a terminal.
var Notice func(message string)
