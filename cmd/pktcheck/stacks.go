package main

import (
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"pktsh/layers/packet"
)

// stackSeed makes the stacks the same ones each time.
const stackSeed = 3

// stacks has Scapy read n random stacks that are built here, and reads as many
// that Scapy builds: both must find the same layers and values.
func stacks(count string) (summary string, wrong int) {
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 {
		return "stacks: how many?", 1
	}
	scapy, err := startScapy()
	if err != nil {
		return "stacks: " + err.Error(), 1
	}
	defer scapy.close()
	ours, theirs := newStackReport(), newStackReport()
	packet.Seed(stackSeed)
	r := rand.New(rand.NewPCG(stackSeed, 0))
	for i := range n {
		err := ours.fromUs(scapy, randomSpec(r), r)
		if err == nil {
			err = theirs.fromScapy(scapy, i, randomSpec(r))
		}
		if err != nil {
			return "stacks: " + err.Error(), 1
		}
	}
	return "built here, read by Scapy\n" + ours.String() + "\nbuilt by Scapy, read here\n" + theirs.String(), ours.wrong + theirs.wrong
}

// A stackReport counts values by protocol.
type stackReport struct {
	stacks, same, wrong int
	protos              map[string]*tally
	causes              map[string]int
	samples             map[string]string
	counts              map[string]int
}

func newStackReport() *stackReport {
	return &stackReport{protos: map[string]*tally{}, causes: map[string]int{}, samples: map[string]string{}, counts: map[string]int{}}
}

func (s *stackReport) fromUs(scapy *scapyProcess, names []string, r *rand.Rand) error {
	b := fuzzed(names, r)
	a, err := scapy.read(names[0], b)
	if err != nil {
		return err
	}
	s.compare(names, b, a)
	return nil
}

func (s *stackReport) fromScapy(scapy *scapyProcess, seed int, names []string) error {
	a, err := scapy.build(seed, strings.Join(names, "/"))
	if err != nil {
		return err
	}
	b, _ := hex.DecodeString(a.Hex)
	s.compare(names, b, a)
	return nil
}

// compare holds what Scapy read in b against what we read.
func (s *stackReport) compare(names []string, b []byte, a scapyAnswer) {
	s.stacks++
	if a.Error != "" {
		s.differs(names, b, "Scapy fails: "+a.Error, "", "", "")
		return
	}
	c := &stackComparison{report: s, names: names, bytes: b}
	c.layers(packet.Lookup(names[0]).Dissect(b), a.Layers)
	if c.fine {
		s.same++
	}
}

// differs counts a difference by its cause.
func (s *stackReport) differs(names []string, b []byte, what, proto, ours, theirs string) {
	if cause := scapyCause(what, ours, theirs); cause != "" {
		s.causes[cause]++
		if s.protos[proto] != nil {
			s.protos[proto].explained++
		}
		return
	}
	s.wrong++
	s.counts[what]++
	if s.samples[what] == "" {
		s.samples[what] = fmt.Sprintf("pktsh %.160s, Scapy %.160s in %s %.400x", ours, theirs, strings.Join(names, "/"), b)
	}
}

// String is the table.
func (s *stackReport) String() string {
	var out strings.Builder
	for what, n := range s.counts {
		fmt.Fprintf(&out, "%5d %s: %s\n", n, what, s.samples[what])
	}
	fmt.Fprintf(&out, "%-24s %8s %8s %9s\n", "protocol", "values", "agree", "explained")
	all := tally{}
	for _, name := range sortedKeys(s.protos) {
		t := s.protos[name]
		all.compared, all.agreed, all.explained = all.compared+t.compared, all.agreed+t.agreed, all.explained+t.explained
		fmt.Fprintf(&out, "%-24s %8d %8d %9d\n", name, t.compared, t.agreed, t.explained)
	}
	counted(&out, s.causes)
	fmt.Fprintf(&out, "%d stacks, %d the same throughout, %d values, %d agree, %d explained differences, %d not explained\n", s.stacks, s.same, all.compared, all.agreed, sum(s.causes), s.wrong)
	return out.String()
}
