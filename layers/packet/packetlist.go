package packet

import (
	"bufio"
	"fmt"
	"sort"
)

// A PacketList is packets in the order they came: a slice like any other.
type PacketList []*Packet

// SummaryOptions say what a list prints of each packet.
type SummaryOptions struct {
	// Prn makes the text of a packet; without it, its summary.
	Prn func(*Packet) any
	// Lfilter leaves out packets for which it is false.
	Lfilter func(*Packet) bool
}

// Summary prints one line for each packet.
func (l PacketList) Summary(opts ...SummaryOptions) { l.lines("", opts) }

// NSummary prints one line for each packet with its index.
func (l PacketList) NSummary(opts ...SummaryOptions) { l.lines("%04d ", opts) }

// Show is NSummary.
func (l PacketList) Show(opts ...SummaryOptions) { l.NSummary(opts...) }

func (l PacketList) lines(number string, opts []SummaryOptions) {
	var o SummaryOptions
	if len(opts) > 0 {
		o = opts[0]
	}
	w := bufio.NewWriterSize(Output, 1<<16)
	defer w.Flush()
	if o.Prn == nil {
		l.summaryLines(w, number, o.Lfilter)
		return
	}
	for i, p := range l {
		if o.Lfilter != nil && !o.Lfilter(p) {
			continue
		}
		x := o.Prn(p)
		if x == nil {
			continue
		}
		line := w.AvailableBuffer()
		if number != "" {
			line = fmt.Appendf(line, number, i)
		}
		line = fmt.Append(line, x)
		if _, err := w.Write(append(line, '\n')); err != nil {
			return // the reader has gone; Flush will fail the same way
		}
	}
}

// Filter returns the packets for which keep holds.
func (l PacketList) Filter(keep func(*Packet) bool) PacketList {
	var out PacketList
	for _, p := range l {
		if keep(p) {
			out = append(out, p)
		}
	}
	return out
}

// With returns the packets that have a layer of a protocol, given as such or by
// name.
func (l PacketList) With(which any) PacketList {
	q := protoOf(which)
	var out PacketList
	for _, p := range l {
		if p.HasLayer(q) {
			out = append(out, p)
		}
	}
	return out
}

// GetLayer returns the layers of a protocol, each packet seen from there.
func (l PacketList) GetLayer(which any) PacketList {
	q := protoOf(which)
	var out PacketList
	for _, p := range l {
		if v := p.Layer(q); v != nil {
			out = append(out, v)
		}
	}
	return out
}

// Plus returns a new list of the packets of both.
func (l PacketList) Plus(m PacketList) PacketList {
	return append(append(make(PacketList, 0, len(l)+len(m)), l...), m...)
}

// statProtos are what the line of a list counts, each packet once, by the first
// that it has.
var statProtos = []string{"TCP", "UDP", "ICMP"}

// String returns where the packets come from and how many have TCP, UDP, ICMP or
// something else: <sample.pcap: TCP:7 UDP:4 ICMP:3 Other:3>.
func (l PacketList) String() string {
	name := l.name()
	if name == "" {
		return "" // from Nothing
	}
	return l.stats(name)
}

// stats is the line of String under another name.
func (l PacketList) stats(name string) string {
	protos := make([]*Proto, len(statProtos))
	for i, name := range statProtos {
		protos[i] = Lookup(name)
	}
	counts := make([]int, len(protos)+1)
	for _, p := range l {
		i := 0
		for i < len(protos) && (protos[i] == nil || !p.HasLayer(protos[i])) {
			i++
		}
		counts[i]++
	}
	s := "<" + name + ":"
	for i, proto := range statProtos {
		s += fmt.Sprintf(" %s:%d", proto, counts[i])
	}
	return s + fmt.Sprintf(" Other:%d>", counts[len(protos)])
}

// name is that of the sources, joined by +; PacketList when there is none or
// they are many.
func (l PacketList) name() string {
	var names []string
	seen := make(map[string]bool)
	var last *Source
	for _, p := range l {
		s := p.Source()
		if s == last {
			continue
		}
		last = s
		if s.Name == "" {
			return "PacketList"
		}
		if !seen[s.Name] {
			seen[s.Name] = true
			names = append(names, s.Name)
		}
		if len(names) > 3 {
			return "PacketList"
		}
	}
	if len(names) == 0 {
		return l.emptyName()
	}
	text := names[0]
	for _, n := range names[1:] {
		text += "+" + n
	}
	return text
}

// Sessions returns the packets by the flow they belong to, one direction each:
// "TCP 10.9.0.1:50000 > 10.8.0.2:80".
func (l PacketList) Sessions() map[string]PacketList {
	out := make(map[string]PacketList)
	for _, p := range l {
		key := p.session()
		out[key] = append(out[key], p)
	}
	return out
}

// session names the flow of a packet as Scapy does.
func (p *Packet) session() string {
	ip := p.Layer("IP")
	if ip == nil {
		ip = p.Layer("IPv6")
	}
	if ip == nil {
		if arp := p.Layer("ARP"); arp != nil {
			return fmt.Sprintf("ARP %s > %s", arp.Str("psrc"), arp.Str("pdst"))
		}
		if p.HasLayer("Ether") {
			eth := p.Layer("Ether")
			return fmt.Sprintf("Ethernet type=%04x", eth.Int("type"))
		}
		return "Other"
	}
	src, dst := ip.Str("src"), ip.Str("dst")
	for _, name := range []string{"TCP", "UDP"} {
		if t := p.Layer(name); t != nil {
			return fmt.Sprintf("%s %s:%d > %s:%d", name, src, t.Int("sport"), dst, t.Int("dport"))
		}
	}
	if icmp := p.Layer("ICMP"); icmp != nil {
		return fmt.Sprintf("ICMP %s > %s type=%d code=%d id=%#x", src, dst, icmp.Int("type"), icmp.Int("code"), icmp.ownInt("id"))
	}
	if ip.Proto().Name() == "IPv6" {
		return fmt.Sprintf("IPv6 %s > %s nh=%s", src, dst, ip.Str("nh"))
	}
	return fmt.Sprintf("IP %s > %s proto=%s", src, dst, ip.shownText("proto"))
}

// ownInt is a number field of the layer that p stands at, 0 where it has none.
func (p *Packet) ownInt(name string) int {
	if l, f := p.find(name); f == nil || l.proto != p.Proto() {
		return 0
	}
	return p.Int(name)
}

// shownText is a field as show prints it.
func (p *Packet) shownText(name string) string {
	v, f := p.single(name)
	return string(f.text(nil, v))
}

// A Conversation is how many packets went from one address to another.
type Conversation struct {
	Src, Dst string
	Packets  int
	Bytes    int
}

// Conversations counts the packets and bytes for each pair of source and
// destination address, the busiest first.
func (l PacketList) Conversations() []Conversation {
	index := make(map[[2]string]int)
	var out []Conversation
	for _, p := range l {
		src, dst, ok := p.endpoints()
		if !ok {
			continue
		}
		key := [2]string{src, dst}
		i, known := index[key]
		if !known {
			i = len(out)
			index[key] = i
			out = append(out, Conversation{Src: src, Dst: dst})
		}
		out[i].Packets++
		out[i].Bytes += p.Len()
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Packets > out[j].Packets })
	return out
}

// endpoints are the network addresses of a packet.
func (p *Packet) endpoints() (src, dst string, ok bool) {
	for _, name := range []string{"IP", "IPv6"} {
		if ip := p.Layer(name); ip != nil {
			return ip.Str("src"), ip.Str("dst"), true
		}
	}
	if arp := p.Layer("ARP"); arp != nil {
		return arp.Str("psrc"), arp.Str("pdst"), true
	}
	return "", "", false
}
