package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"pktsh/layers/packet"
	"pktsh/pcapio"
)

// tsharkOptions turn off what joins packets, and on the checks of checksums.
var tsharkOptions = []string{
	"ip.defragment:FALSE", "ip.check_checksum:TRUE", "ipv6.defragment:FALSE", "tcp.desegment_tcp_streams:FALSE", "tcp.check_checksum:TRUE",
	"tcp.analyze_sequence_numbers:FALSE", "tcp.relative_sequence_numbers:FALSE", "udp.check_checksum:TRUE", "sctp.checksum:CRC-32C",
	"sctp.reassembly:FALSE", "tcp.try_heuristic_first:FALSE", "udp.try_heuristic_first:FALSE", "ip.decode_tos_as_diffserv:TRUE",
}

const (
	sharkRepeat = "\x1e" // between values of a field that stands more than once
	maxShark    = 1 << 18
	sharkParts  = 2 // runs of tshark side by side
)

// tshark compares what tshark and pktsh read in every packet of a known link
// type. The packets go to tshark in few files, since starting it takes long.
func tshark(files []string) (summary string, wrong int) {
	if _, err := exec.LookPath("tshark"); errors.Is(err, exec.ErrNotFound) {
		return "tshark: tshark is not here, nothing was compared", 1
	}
	work, err := os.MkdirTemp("", "pktcheck")
	if err != nil {
		return err.Error(), 1
	}
	defer os.RemoveAll(work)
	reports := make([]*agreement, sharkParts)
	errs := make([]error, sharkParts)
	var running sync.WaitGroup
	for i, views := range sharkPackets(files) {
		running.Add(1)
		go func() {
			defer running.Done()
			reports[i], errs[i] = compareShark(views, filepath.Join(work, strconv.Itoa(i)+".pcapng"))
		}()
	}
	running.Wait()
	if err := errors.Join(errs...); err != nil {
		return err.Error(), 1
	}
	for _, r := range reports[1:] {
		reports[0].merge(r)
	}
	return reports[0].String(), reports[0].unexplained()
}

// A listed packet is one of a file.
type listed struct {
	packet *packet.Packet
	file   string
	index  int
}

// sharkPackets are the packets that tshark can be given, in parts of like size.
func sharkPackets(files []string) [sharkParts][]listed {
	var parts [sharkParts][]listed
	var size [sharkParts]int
	for _, f := range files {
		pkts, _ := pcapio.Rdpcap(f)
		least := 0
		for i := range size {
			if size[i] < size[least] {
				least = i
			}
		}
		for i, p := range pkts {
			if p.Source().Link < 0 || packet.LinkProto(p.Source().Link) == packet.Raw || p.Len() > maxShark {
				continue
			}
			parts[least] = append(parts[least], listed{p, f, i})
			size[least] += p.Len() + 500
		}
	}
	return parts
}

// compareShark has tshark read the packets from a file, and compares.
func compareShark(list []listed, name string) (*agreement, error) {
	if err := writePlain(name, list); err != nil {
		return nil, err
	}
	return readShark(list, name)
}

// readShark goes over the lines that tshark prints, one a packet.
func readShark(list []listed, name string) (*agreement, error) {
	columns := sharkColumns()
	args := []string{"-r", name, "-n", "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=" + sharkRepeat}
	for _, o := range tsharkOptions {
		args = append(args, "-o", o)
	}
	for _, c := range columns {
		args = append(args, "-e", c)
	}
	cmd := exec.Command("tshark", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, err
	}
	report := newAgreement()
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<26)
	n := 0
	for ; lines.Scan(); n++ {
		if n < len(list) {
			report.packet(newView(list[n].packet, list[n].file, list[n].index), sharkRow(columns, lines.Text()))
		}
	}
	if err := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("tshark: %w: %s", err, stderr.String())
	}
	if n != len(list) {
		return nil, fmt.Errorf("tshark printed %d lines for %d packets: %s", n, len(list), stderr.String())
	}
	return report, nil
}

// sharkColumns are the fields that tshark is asked for.
func sharkColumns() []string {
	columns := []string{"frame.protocols", "_ws.malformed", "_ws.short", "_ws.expert.message"}
	seen := map[string]bool{}
	for _, g := range sharkGroups {
		for _, name := range append([]string{g.anchor}, g.names()...) {
			if !seen[name] {
				seen[name] = true
				columns = append(columns, name)
			}
		}
	}
	return columns
}

func (g *sharkGroup) names() []string {
	names := make([]string, len(g.fields))
	for i, f := range g.fields {
		names[i] = f.name
	}
	return names
}

// sharkRow is what tshark printed of one packet, by field.
func sharkRow(columns []string, line string) map[string][]string {
	row := make(map[string][]string)
	for i, cell := range strings.Split(line, "\t") {
		if cell != "" && i < len(columns) {
			row[columns[i]] = strings.Split(cell, sharkRepeat)
		}
	}
	return row
}
