package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"pktsh/sniff/labtest"
)

// insideLab, in the environment, tells a pktcheck that it runs within the lab.
const insideLab = "PKTCHECK_INSIDE_LAB"

// onelinersInLab makes the lab that the lines of the network are meant for, and runs all lines on its host a, in a process
// of its own, since what a shell opens on any of its threads must belong to that host.
func onelinersInLab(dir string) (text string, wrong int, err error) {
	if os.Getenv(insideLab) != "" {
		text, wrong = onelinersHere(dir, true)
		return text, wrong, nil
	}
	me, err := os.Executable()
	if err != nil {
		return "", 0, err
	}
	err = withLab(func(lab *labtest.Lab) error {
		// Scapy's host had the link-local address of its hardware address and no other of IPv6.
		lab.Exec(lab.A, "sysctl", "-qw", "net.ipv6.conf.eth0.router_solicitations=0")
		lab.Exec(lab.A, "ip", "-6", "addr", "flush", "dev", "eth0")
		lab.Exec(lab.A, "ip", "-6", "addr", "add", "fe80::ff:fe00:a/64", "dev", "eth0", "nodad")
		// Scapy is slow enough for the kernel's limit of ICMP errors; pktsh would not see some of them.
		for _, ns := range append(lab.Routers, lab.B) {
			lab.Exec(ns, "sysctl", "-qw", "net.ipv4.icmp_ratelimit=0")
		}
		lab.Serve(80)
		cmd := lab.Command(lab.A, me, "oneliners", dir)
		cmd.Env = append(os.Environ(), insideLab+"=1")
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, os.Stderr
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			return err
		}
		text = strings.TrimSuffix(out.String(), "\n")
		return nil
	})
	return text, strings.Count(text, "\n    pktsh: "), err
}

// withLab calls f with a lab that ends when f returns.
func withLab(f func(*labtest.Lab) error) (err error) {
	b := &bench{}
	defer func() {
		for len(b.after) > 0 {
			last := len(b.after) - 1
			b.after[last]()
			b.after = b.after[:last]
		}
		switch stop := recover().(type) {
		case nil:
		case benchStop:
			err = stop.err
		default:
			panic(stop)
		}
	}()
	return f(labtest.New(b))
}

// A bench is the part of a test that a lab needs, outside of one.
type bench struct {
	testing.TB // for its unexported method; what a lab does not call is not there
	after      []func()
}

// A benchStop ends what a bench runs.
type benchStop struct{ err error }

func (b *bench) Helper()          {}
func (b *bench) Cleanup(f func()) { b.after = append(b.after, f) }
func (b *bench) Skip(args ...any) {
	panic(benchStop{fmt.Errorf("%w: %s", errNoLab, fmt.Sprint(args...))})
}
func (b *bench) Fatal(args ...any) { panic(benchStop{errors.New(fmt.Sprint(args...))}) }
func (b *bench) Skipf(f string, args ...any) {
	panic(benchStop{fmt.Errorf("%w: "+f, append([]any{errNoLab}, args...)...)})
}
func (b *bench) Fatalf(f string, args ...any) { panic(benchStop{fmt.Errorf(f, args...)}) }
func (b *bench) Logf(f string, args ...any)   { fmt.Fprintf(os.Stderr, f+"\n", args...) }
