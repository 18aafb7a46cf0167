package sniff

import (
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// TracerouteOptions say what Traceroute sends.
type TracerouteOptions struct {
	// Dport is the port, or several, that TCP is sent to; 80 without it.
	Dport any
	// Minttl and Maxttl are the first and last hop that are asked; 1 and 30 without them.
	Minttl, Maxttl int
	// Sport is the port to send from; one by chance for each packet without it.
	Sport any
	// L4 is what is sent instead of TCP: UDP()/DNS(...), ICMP(), a protocol.
	L4 any
	// Filter, as of sniff, says what can be an answer; without it that follows from the requests.
	Filter string
	// Timeout is how long answers are waited for; 2 seconds without it.
	Timeout time.Duration
	// Iface is the interface; without it that of each packet's route.
	Iface any
	// Retry is how often what has no answer is asked again.
	Retry int
	// Verbose is how much is printed: 0 or false nothing, 1 the table, too; conf.verb without it.
	Verbose any
}

// Traceroute sends to each target a packet for every hop on the way, all at once, and prints a table of who answered. target
// is an address, a network or a list, of IPv4, or of IPv6 when it reads so. It returns the pairs and what had no answer.
func Traceroute(target any, opts ...TracerouteOptions) (TracerouteResult, packet.PacketList, error) {
	o := last(opts)
	probe, err := probes(target, o)
	if err != nil {
		return nil, packet.Named("Unanswered", nil), err
	}
	return o.trace(probe)
}

// Traceroute6 is Traceroute over IPv6, also for names.
func Traceroute6(target any, opts ...TracerouteOptions) (TracerouteResult, packet.PacketList, error) {
	o := last(opts)
	probe, err := probes6(target, o)
	if err != nil {
		return nil, packet.Named("Unanswered", nil), err
	}
	return o.trace(probe)
}

func (o TracerouteOptions) trace(probe *packet.Packet) (TracerouteResult, packet.PacketList, error) {
	if o.Timeout == 0 {
		o.Timeout = 2 * time.Second
	}
	verb, err := verbosity(o.Verbose)
	if err != nil {
		return nil, packet.Named("Unanswered", nil), err
	}
	ans, unans, err := Sr(probe, AskOptions{Timeout: o.Timeout, Filter: o.Filter, Iface: o.Iface, Retry: o.Retry, Verbose: verb})
	r := TracerouteResult(ans)
	if err == nil && verb > 0 {
		r.Show()
	}
	return r, unans, err
}

// probes is a set of packets over IPv4, or IPv6 when the target is no IPv4 address.
func probes(target any, o TracerouteOptions) (*packet.Packet, error) {
	ip := layers.IP.New("id", packet.RandShort(), "ttl", o.hops())
	err := ip.Set("dst", target)
	if err == nil {
		return o.over(ip)
	}
	if probe, failed := probes6(target, o); failed == nil {
		return probe, nil
	}
	return nil, err
}

func probes6(target any, o TracerouteOptions) (*packet.Packet, error) {
	ip := layers.IPv6.New("hlim", o.hops())
	if err := ip.Set("dst", target); err != nil {
		return nil, err
	}
	return o.over(ip)
}

// hops is the range of hops, as the value of a field.
func (o TracerouteOptions) hops() packet.Tuple {
	first, end := o.Minttl, o.Maxttl
	if first == 0 {
		first = 1
	}
	if end == 0 {
		end = max(30, first)
	}
	return packet.Tuple{first, end}
}

// over puts what is sent upon a header.
func (o TracerouteOptions) over(ip *packet.Packet) (*packet.Packet, error) {
	if o.L4 != nil {
		return stacked(ip, o.L4)
	}
	tcp := layers.TCP.New("seq", packet.RandInt(), "flags", "S", "dport", 80, "sport", packet.RandShort())
	for name, v := range map[string]any{"dport": o.Dport, "sport": o.Sport} {
		if v == nil {
			continue
		}
		if err := tcp.Set(name, v); err != nil {
			return nil, err
		}
	}
	return packet.Stack(ip, tcp), nil
}

// stacked is Stack, with the error of what cannot be stacked.
func stacked(parts ...any) (p *packet.Packet, err error) {
	defer func() {
		if e, ok := recover().(*packet.FieldError); ok {
			err = e
		}
	}()
	return packet.Stack(parts...), nil
}
