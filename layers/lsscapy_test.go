package layers_test

import (
	"os/exec"
	"regexp"
	"strings"
	"testing"

	. "pktsh/layers/packet"
)

// lsScript prints what Scapy's ls says of each protocol named on standard input.
const lsScript = `
import logging, sys
logging.getLogger("scapy").setLevel(logging.CRITICAL)
from scapy.all import *
from scapy.contrib.mpls import *
from scapy.contrib.geneve import *
from scapy.contrib.igmp import *
from scapy.contrib.igmpv3 import *
conf.color_theme = NoTheme()
for name in sys.argv[1].split():
    if isinstance(globals().get(name), type) and issubclass(globals()[name], Packet):
        print("### " + name)
        ls(globals()[name])
`

var lsLine = regexp.MustCompile(`(?m)^(\S+) *: (.*?) *= \(.*\) *$`)

// lsTypes are the types of fields in what ls prints.
func lsTypes(text string) map[string]string {
	types := map[string]string{}
	for _, m := range lsLine.FindAllStringSubmatch(text, -1) {
		types[m[1]] = m[2]
	}
	return types
}

// TestLsAsScapy compares the types that ls prints with Scapy's, where it is
// installed. Some of Scapy's are its own classes for one field.
func TestLsAsScapy(t *testing.T) {
	python := scapyPython()
	if python == "" {
		t.Skip("Scapy is not here")
	}
	var names []string
	for _, p := range Protos() {
		if !p.Foreign() {
			names = append(names, p.Name())
		}
	}
	out, err := exec.Command(python, "-c", lsScript, strings.Join(names, " ")).Output()
	if err != nil {
		t.Fatal(err)
	}
	fields, same := 0, 0
	for _, block := range strings.Split(string(out), "### ")[1:] {
		name, text, _ := strings.Cut(block, "\n")
		ours := lsTypes(LsText(Lookup(name)))
		for field, theirs := range lsTypes(text) {
			if ours[field] == "" {
				continue
			}
			fields++
			if ours[field] == theirs {
				same++
			} else {
				t.Logf("%s.%s is %s, Scapy's %s", name, field, ours[field], theirs)
			}
		}
	}
	t.Logf("%d of %d fields have Scapy's type", same, fields)
	if same*10 < fields*9 {
		t.Errorf("only %d of %d fields have the type that Scapy's ls prints", same, fields)
	}
}
