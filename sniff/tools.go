package sniff

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// PortReport is the ports of a host and how each answered.
type PortReport struct {
	Target string
	rows   []portRow
}

type portRow struct {
	port                int
	name, state, answer string
}

// ReportOptions say how ReportPorts asks.
type ReportOptions struct {
	// Timeout is how long answers are waited for; 2 seconds without it.
	Timeout time.Duration
	// Verbose is how much is printed, as of sr; conf.verb without it.
	Verbose any
}

// ReportPorts asks ports of a host whether they are open, by a SYN to each: ports is a number, a name, a list or a range as
// (1, 1024). It returns a table, open ports first.
func ReportPorts(target, ports any, opts ...ReportOptions) (PortReport, error) {
	o := last(opts)
	if o.Timeout == 0 {
		o.Timeout = 2 * time.Second
	}
	ip, tcp := layers.IP.New(), layers.TCP.New("flags", "S")
	if err := ip.Set("dst", target); err != nil {
		return PortReport{}, err
	}
	if err := tcp.Set("dport", ports, "sport", packet.RandShort()); err != nil {
		return PortReport{}, err
	}
	ans, unans, err := Sr(packet.Stack(ip, tcp), AskOptions{Timeout: o.Timeout, Verbose: o.Verbose})
	r := PortReport{Target: fmt.Sprint(target)}
	for _, qa := range ans {
		r.add(qa.Query, qa.Answer)
	}
	for _, p := range unans {
		r.add(p, nil)
	}
	sort.SliceStable(r.rows, func(i, j int) bool {
		a, b := r.rows[i], r.rows[j]
		if (a.state == "open") != (b.state == "open") {
			return a.state == "open"
		}
		return a.port < b.port
	})
	return r, err
}

func (r *PortReport) add(s, a *packet.Packet) {
	row := portRow{port: s.Int("dport"), name: s.Sprintf("%TCP.dport%"), state: "no answer", answer: "-"}
	if a != nil {
		if tcp := a.Layer(layers.TCP); tcp != nil && !a.HasLayer(layers.ICMP) {
			row.state, row.answer = "closed", "TCP "+tcp.Str("flags")
			if tcp.Int("flags")&0x12 == 0x12 {
				row.state = "open"
			}
		} else {
			row.state, row.answer = "filtered", a.Sprintf("ICMP %ICMP.type% %ICMP.code%")
		}
	}
	r.rows = append(r.rows, row)
}

// Open are the numbers of the open ports.
func (r PortReport) Open() (ports []int) {
	for _, row := range r.rows {
		if row.state == "open" {
			ports = append(ports, row.port)
		}
	}
	return ports
}

// String is the table.
func (r PortReport) String() string {
	lines := []string{fmt.Sprintf("%-6s %-16s %-10s %s", "port", "name", "state", "answer")}
	for _, row := range r.rows {
		name := row.name
		if name == fmt.Sprint(row.port) {
			name = ""
		}
		lines = append(lines, strings.TrimRight(fmt.Sprintf("%-6d %-16s %-10s %s", row.port, name, row.state, row.answer), " "))
	}
	return strings.Join(lines, "\n")
}

// IPIDCount prints which identifications of IPv4 answers belong to one counter each: hosts that count give themselves away
// behind one address. list is pairs, of which the answers count, or packets.
func IPIDCount(list any) error {
	var all packet.PacketList
	switch x := list.(type) {
	case packet.SndRcvList:
		for _, qa := range x {
			all = append(all, qa.Answer)
		}
	case TracerouteResult:
		for _, qa := range x {
			all = append(all, qa.Answer)
		}
	case packet.PacketList:
		all = x
	default:
		return fmt.Errorf("IPID_count takes a list of packets or of pairs, not a %T", list)
	}
	all = all.With(layers.IP)
	sort.SliceStable(all, func(i, j int) bool { return ipid(all[i]) < ipid(all[j]) })
	var classes []string
	before := -1 << 20
	for _, p := range all {
		if id := ipid(p); id-before > ipidGap {
			classes = append(classes, fmt.Sprint(id))
		}
		before = ipid(p)
	}
	fmt.Fprintf(packet.Output, "Probably %d classes: [%s]\n", len(classes), strings.Join(classes, ", "))
	for _, p := range all {
		fmt.Fprintf(packet.Output, "%5d %s\n", ipid(p), p.Summary())
	}
	return nil
}

// ipidGap is how far apart two identifications of one counter may be.
const ipidGap = 50

func ipid(p *packet.Packet) int { return p.Layer(layers.IP).Int("id") }
