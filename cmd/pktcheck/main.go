// Pktcheck holds pktsh against captures and other programs:
//
//	pktcheck counts DIR     packets in each capture, against capinfos
//	pktcheck rebuild DIR    every packet rebuilt unedited is its bytes, and every prefix of the packets of small files is read
//	pktcheck tshark DIR     what tshark and pktsh read in each packet, field by field
//	pktcheck cleared DIR    packets built anew from the values of their fields are their bytes
//	pktcheck gopacket DIR   addresses, ports and lengths, against gopacket
//	pktcheck stacks N       N random stacks built here are read by Scapy, and as many built by Scapy are read here
//	pktcheck oneliners DIR  the lines of oneliners.txt in DIR, against what Scapy shows; as root in a lab, those of the network too
//
// It prints what differs and a last line or table of totals, and fails when
// anything differs that is not explained.
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// checks are the commands: each prints its findings as it goes, and returns its
// last lines and how many findings are wrong.
var checks = map[string]func(arg string) (summary string, wrong int){
	"counts":    overCaptures(counts),
	"rebuild":   overCaptures(rebuild),
	"tshark":    overCaptures(tshark),
	"cleared":   overCaptures(cleared),
	"gopacket":  overCaptures(crossRead),
	"stacks":    stacks,
	"oneliners": oneliners,
}

// inform are the checks whose misses do not fail: their tables are goals.
var inform = map[string]bool{"oneliners": true}

func main() {
	if len(os.Args) != 3 || checks[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: pktcheck counts|rebuild|tshark|cleared|gopacket|stacks|oneliners DIR or N")
		os.Exit(2)
	}
	text, wrong := checks[os.Args[1]](os.Args[2])
	fmt.Println(text)
	if wrong > 0 && !inform[os.Args[1]] {
		os.Exit(1)
	}
}

// overCaptures is the check of the captures under a directory.
func overCaptures(check func([]string) (string, int)) func(string) (string, int) {
	return func(dir string) (string, int) {
		files, err := captures(dir)
		if err != nil {
			return err.Error(), 1
		}
		return check(files)
	}
}

// captures are the files under dir, which may be one itself.
func captures(dir string) ([]string, error) {
	var files []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && filepath.Ext(path) != ".md" && filepath.Ext(path) != ".txt" {
			files = append(files, path)
		}
		return err
	})
	return files, err
}
