package sniff

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// ArpingOptions say how Arping and Promiscping ask.
type ArpingOptions struct {
	// Timeout is how long answers are waited for; 1 second without it: neighbours answer in a few milliseconds.
	Timeout time.Duration
	// Iface is the interface, by name or as Iface; without it that of the route to the network.
	Iface any
	// Retry is how often what has no answer is asked again.
	Retry int
	// FakeBcast is the hardware address that Promiscping asks.
	FakeBcast string
	// Verbose is how much is printed: 0 or false nothing; conf.verb without it.
	Verbose any
}

// An ARPingResult is requests of ARP with their answers.
type ARPingResult []packet.QueryAnswer

// String is how many answers there are.
func (r ARPingResult) String() string { return renamed("ARPing", r) }

// renamed is the line of a list of pairs under another name.
func renamed(name string, pairs []packet.QueryAnswer) string {
	return "<" + name + strings.TrimPrefix(packet.SndRcvList(pairs).String(), "<Results")
}

// Summary prints a line for each pair.
func (r ARPingResult) Summary(opts ...packet.PairOptions) { packet.SndRcvList(r).Summary(opts...) }

// NSummary prints a line for each pair with its index.
func (r ARPingResult) NSummary(opts ...packet.PairOptions) { packet.SndRcvList(r).NSummary(opts...) }

// MakeTable prints a table of the pairs, as that of packet.SndRcvList.
func (r ARPingResult) MakeTable(f func(query, answer *packet.Packet) packet.Tuple, opts ...packet.TableOptions) {
	packet.SndRcvList(r).MakeTable(f, opts...)
}

// Show prints who answered: hardware address, manufacturer and IPv4 address.
func (r ARPingResult) Show() {
	rows := [][]string{{"src", "manuf", "psrc"}}
	for _, qa := range r {
		arp := qa.Answer.Layer(layers.ARP)
		hw := arp.Str("hwsrc")
		if ether := qa.Answer.Layer(layers.Ether); ether != nil {
			hw = ether.Str("src")
		}
		rows = append(rows, []string{hw, "unknown", arp.Str("psrc")})
	}
	printRows(rows)
}

// printRows prints columns two blanks apart.
func printRows(rows [][]string) {
	var width []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], len(cell))
		}
	}
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += cell + strings.Repeat(" ", width[i]-len(cell)+2)
		}
		fmt.Fprintln(packet.Output, strings.TrimRight(line, " "))
	}
}

// Arping asks all addresses of a network for their hardware addresses: net is an address, a network as "10.0.0.0/24", or a
// list. It prints who answered, and returns the pairs and the requests without an answer.
func Arping(net any, opts ...ArpingOptions) (ARPingResult, packet.PacketList, error) {
	return arping(net, "ff:ff:ff:ff:ff:ff", last(opts))
}

// Promiscping is Arping to a hardware address that interfaces take no frames for, unless they see those for others, too:
// who answers is promiscuous.
func Promiscping(net any, opts ...ArpingOptions) (ARPingResult, packet.PacketList, error) {
	o := last(opts)
	if o.FakeBcast == "" {
		o.FakeBcast = "ff:ff:ff:ff:ff:fe"
	}
	return arping(net, o.FakeBcast, o)
}

// IsPromisc reports whether the host of an address answers what no interface takes that does not see frames for others, too.
func IsPromisc(ip string, opts ...ArpingOptions) (bool, error) {
	o := last(opts)
	if o.FakeBcast == "" {
		o.FakeBcast = "ff:ff:00:00:00:00"
	}
	o.Verbose = 0
	r, _, err := arping(ip, o.FakeBcast, o)
	return len(r) > 0, err
}

func arping(net any, to string, o ArpingOptions) (ARPingResult, packet.PacketList, error) {
	ask := layers.ARP.New()
	if err := ask.Set("pdst", net); err != nil {
		return nil, packet.Named("Unanswered", nil), err
	}
	if o.Timeout == 0 {
		o.Timeout = time.Second
	}
	if o.Iface == nil {
		o.Iface = towards(ask)
	}
	verb, err := verbosity(o.Verbose)
	if err != nil {
		return nil, packet.Named("Unanswered", nil), err
	}
	ether, err := frameTo(to, o.Iface)
	if err != nil {
		return nil, packet.Named("Unanswered", nil), err
	}
	if err := ask.Set("hwsrc", ether.Str("src")); err != nil {
		return nil, packet.Named("Unanswered", nil), err
	}
	ans, unans, err := Srp(packet.Stack(ether, ask), AskOptions{Timeout: o.Timeout, Iface: o.Iface, Retry: o.Retry, Verbose: verb})
	r := ARPingResult(ans)
	if err == nil && verb > 0 && len(r) > 0 {
		r.Show()
	}
	return r, unans, err
}

// towards is the interface of the route to what ARP asks for, nil for that of conf.
func towards(ask *packet.Packet) any {
	for p := range ask.All() {
		addr, err := netip.ParseAddr(p.Str("pdst"))
		if err != nil {
			return nil
		}
		if hop, err := route.Lookup(addr); err == nil && hop.Iface != nil && !hop.Iface.Loopback() {
			return hop.Iface
		}
		return nil
	}
	return nil
}

// frameTo is an Ethernet header from an interface, that of conf when it is nil.
func frameTo(dst string, iface any) (*packet.Packet, error) {
	if iface == nil {
		iface = Conf.Iface()
	}
	src, err := route.GetIfHwaddr(iface)
	if err != nil {
		return nil, err
	}
	ether := layers.Ether.New("src", src)
	return ether, ether.Set("dst", dst)
}
