// Pktcheck holds pktsh against captures and other programs:
//
//	pktcheck counts DIR   packets in each capture, against capinfos
//	pktcheck oneliners DIR  the lines of oneliners.txt in DIR, against what Scapy shows
//	pktcheck rebuild DIR  every packet rebuilt unedited is its bytes, and every prefix of the packets of small files is read
//
// It prints what differs and a last line of totals, and fails when anything
// differs.
package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 3 {
		usage()
	}
	if os.Args[1] == "oneliners" {
		text, _ := oneliners(os.Args[2])
		fmt.Println(text)
		return
	}
	check := map[string]func([]string) (summary string, wrong int){"counts": counts, "rebuild": rebuild}[os.Args[1]]
	if check == nil {
		usage()
	}
	files, err := captures(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "pktcheck:", err)
		os.Exit(1)
	}
	text, wrong := check(files)
	fmt.Println(text)
	if wrong > 0 {
		os.Exit(1)
	}
}

func usage() {
	fmt.Fprintln(os.Stderr, "usage: pktcheck counts|oneliners|rebuild DIR")
	os.Exit(2)
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
