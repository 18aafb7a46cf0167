package main

import (
	"fmt"
	"os/exec"
	"sort"
	"strings"
	"time"
)

// A table prints a line for each thing measured.
type table struct{ runs int }

func (t table) head(what string) {
	fmt.Println(what)
	fmt.Printf("%-52s %14s %14s %10s %10s %10s\n", "", "pktsh", "peer", "result", "bar", "aim")
}

// ratio prints a time beside that of a peer. more says that a larger ratio, of
// the peer's time to ours, is better.
func (t table) ratio(what string, ours, peer time.Duration, bar, aim string, more bool) {
	if peer == 0 {
		fmt.Printf("%-52s %14s %14s %10s %10s %10s\n", what, short(ours), "-", "-", bar, aim)
		return
	}
	r := float64(ours) / float64(peer)
	if more {
		r = 1 / r
	}
	fmt.Printf("%-52s %14s %14s %9.2fx %10s %10s\n", what, short(ours), short(peer), r, bar, aim)
}

// figure prints a number that stands alone.
func (t table) figure(what, value, bar, aim string) {
	fmt.Printf("%-52s %14s %14s %10s %10s %10s\n", what, value, "", "", bar, aim)
}

func short(d time.Duration) string {
	if d < time.Millisecond {
		return d.Round(10 * time.Nanosecond).String()
	}
	return d.Round(10 * time.Microsecond).String()
}

// best is the shortest of the runs of a program from start to end; 0 when it is
// not installed.
func (t table) best(name string, args ...string) (time.Duration, error) {
	all, err := t.times(t.runs, name, args...)
	if len(all) == 0 {
		return 0, err
	}
	return all[0], err
}

// times are the durations of so many runs, the shortest first.
func (t table) times(runs int, name string, args ...string) ([]time.Duration, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, nil
	}
	var all []time.Duration
	for range runs {
		var said strings.Builder
		cmd := exec.Command(path, args...)
		cmd.Stderr = &said // and what it prints goes to the null device
		start := time.Now()
		if err := cmd.Run(); err != nil {
			return nil, fmt.Errorf("%s %q: %w: %.300s", name, args, err, said.String())
		}
		all = append(all, time.Since(start))
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	return all, nil
}
