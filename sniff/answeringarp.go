package sniff

import (
	"net/netip"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// ICMPEchoAm makes a machine that answers every echo request that is seen, to whatever address.
func ICMPEchoAm(opts ...AnswerOptions) *AnsweringMachine {
	return &AnsweringMachine{
		Filter:  "icmp",
		Options: last(opts),
		IsRequest: func(p *packet.Packet) bool {
			icmp := p.Layer(layers.ICMP)
			return icmp != nil && icmp.Int("type") == 8
		},
		MakeReply: func(p *packet.Packet) any {
			icmp := p.Layer(layers.ICMP)
			reply := layers.ICMP.New("type", 0, "id", icmp.Int("id"), "seq", icmp.Int("seq"))
			parts := append(replyTo(p), reply)
			if load := icmp.Payload(); load != nil && load.Proto() != packet.Padding {
				parts = append(parts, load)
			}
			return packet.Stack(parts...)
		},
	}
}

// Icmpechod runs the machine of ICMPEchoAm until Ctrl-C.
func Icmpechod(opts ...AnswerOptions) error { return ICMPEchoAm(opts...).Run() }

// ARPAmOptions say what ARPAm answers.
type ARPAmOptions struct {
	// IPaddr is the address or network that is answered for; all without it.
	IPaddr string
	// ARPaddr is the hardware address in the answers; that of the interface without it.
	ARPaddr string
	// Iface, Count, Timeout and Verbose are those of AnswerOptions.
	Iface   any
	Count   int
	Timeout time.Duration
	Verbose any
}

// ARPAm makes a machine that answers requests of ARP for addresses of others.
func ARPAm(opts ...ARPAmOptions) (*AnsweringMachine, error) {
	o := last(opts)
	if o.Iface == nil {
		o.Iface = Conf.Iface()
	}
	if o.ARPaddr == "" {
		hw, err := route.GetIfHwaddr(o.Iface)
		if err != nil {
			return nil, err
		}
		o.ARPaddr = hw
	}
	ours, err := within(o.IPaddr)
	if err != nil {
		return nil, err
	}
	if err := layers.ARP.New().Set("hwsrc", o.ARPaddr); err != nil {
		return nil, err
	}
	return &AnsweringMachine{
		Filter:  "arp",
		Options: AnswerOptions{o.Iface, o.Count, o.Timeout, o.Verbose},
		IsRequest: func(p *packet.Packet) bool {
			arp := p.Layer(layers.ARP)
			// Who announces its own address, or asks whether another has it, gets no answer.
			return arp != nil && arp.Int("op") == 1 && arp.Str("psrc") != arp.Str("pdst") && ours(arp.Str("pdst"))
		},
		MakeReply: func(p *packet.Packet) any {
			arp := p.Layer(layers.ARP)
			return packet.Stack(layers.Ether.New("dst", arp.Str("hwsrc"), "src", o.ARPaddr),
				layers.ARP.New("op", 2, "hwsrc", o.ARPaddr, "psrc", arp.Str("pdst"), "hwdst", arp.Str("hwsrc"), "pdst", arp.Str("psrc")))
		},
	}, nil
}

// within reports whether an address is in a network; without one all are.
func within(network string) (func(addr string) bool, error) {
	if network == "" {
		return func(string) bool { return true }, nil
	}
	if err := layers.ARP.New().Set("pdst", network); err != nil {
		return nil, err
	}
	n := packet.Net(network)
	return func(addr string) bool {
		a, err := netip.ParseAddr(addr)
		return err == nil && a.Compare(n.First) >= 0 && a.Compare(n.Last) <= 0
	}, nil
}

// Farpd runs the machine of ARPAm until Ctrl-C: farpd(IP_addr="10.0.0.0/24").
func Farpd(opts ...ARPAmOptions) error {
	m, err := ARPAm(opts...)
	if err != nil {
		return err
	}
	return m.Run()
}

// PoisonOptions say how Arpcachepoison goes on.
type PoisonOptions struct {
	// Interval is the time between two rounds; 15 seconds without it.
	Interval time.Duration
	// Count is how many rounds there are; 0 is until Ctrl-C.
	Count int
	// Iface is the interface; without it that of the route to the target.
	Iface any
	// Verbose is how much is printed, as of send; conf.verb without it.
	Verbose any
}

// Arpcachepoison tells the host target again and again that the address victim is at the hardware address of this machine,
// until Ctrl-C.
func Arpcachepoison(target, victim string, opts ...PoisonOptions) error {
	o := last(opts)
	if o.Interval == 0 {
		o.Interval = 15 * time.Second
	}
	ask := layers.ARP.New("op", "who-has")
	if err := ask.Set("pdst", target, "psrc", victim); err != nil {
		return err
	}
	if o.Iface == nil {
		o.Iface = towards(ask)
	}
	hw, err := route.Getmacbyip(target)
	if err != nil {
		return err
	}
	ether, err := frameTo(hw, o.Iface)
	if err != nil {
		return err
	}
	if err := ask.Set("hwsrc", ether.Str("src"), "hwdst", "00:00:00:00:00:00"); err != nil {
		return err
	}
	count := o.Count
	_, err = Sendp(packet.Stack(ether, ask), SendOptions{Iface: o.Iface, Inter: o.Interval, Loop: count == 0, Count: count, Verbose: o.Verbose})
	return err
}
