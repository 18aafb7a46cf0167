package main

import (
	"bufio"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

//go:embed stacks.py
var stacksPy string

// A scapyProcess is a Scapy that reads and builds packets on request.
type scapyProcess struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
}

// A scapyAnswer is what Scapy says to one request.
type scapyAnswer struct {
	Hex    string       `json:"hex"`
	Layers []scapyLayer `json:"layers"`
	Error  string       `json:"error"`
}

// A scapyLayer is a layer as Scapy reads it.
type scapyLayer struct {
	name   string
	fields map[string]any
}

// UnmarshalJSON reads [name, fields].
func (l *scapyLayer) UnmarshalJSON(b []byte) error {
	return json.Unmarshal(b, &[]any{&l.name, &l.fields})
}

// errNoScapy says that no Python has Scapy.
var errNoScapy = errors.New("no Scapy here, nothing was compared")

func startScapy() (*scapyProcess, error) {
	python := ""
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(name, "-c", "import scapy").Run() == nil {
			python = name
			break
		}
	}
	if python == "" {
		return nil, errNoScapy
	}
	s := &scapyProcess{cmd: exec.Command(python, "-c", stacksPy)}
	fixed, err := json.Marshal(fixedFields)
	if err != nil {
		return nil, err
	}
	s.cmd.Env = append(os.Environ(), "PKTCHECK_FIXED="+string(fixed))
	if s.in, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.out = bufio.NewScanner(out)
	s.out.Buffer(nil, 1<<24)
	return s, s.cmd.Start()
}

// ask sends one request and reads the answer.
func (s *scapyProcess) ask(format string, args ...any) (scapyAnswer, error) {
	var a scapyAnswer
	if _, err := fmt.Fprintf(s.in, format+"\n", args...); err != nil {
		return a, err
	}
	if !s.out.Scan() {
		return a, errors.New("the process of Scapy has ended")
	}
	return a, json.Unmarshal(s.out.Bytes(), &a)
}

// read asks for the layers of bytes.
func (s *scapyProcess) read(first string, b []byte) (scapyAnswer, error) {
	return s.ask("D %s %s", first, hex.EncodeToString(b))
}

// build asks for a stack of fuzzed layers.
func (s *scapyProcess) build(seed int, spec string) (scapyAnswer, error) {
	return s.ask("B %d %s", seed, spec)
}

func (s *scapyProcess) close() error {
	s.in.Close()
	return s.cmd.Wait()
}
