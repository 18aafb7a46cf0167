package sniff

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// DNSAmOptions say what DNSAm answers.
type DNSAmOptions struct {
	// Joker is the IPv4 address of all names that Match has not; that of the interface without it, none with false.
	Joker any
	// Match gives names their addresses: {"www.example.com": "10.0.0.1"}. "*.example.com" stands for all names below.
	Match map[string]string
	// Joker6 is the IPv6 address of all names that Match has not; that of the interface without it, none with false.
	Joker6 any
	// TTL is how long answers are valid, in seconds; 10 without it.
	TTL int
	// Iface, Count, Timeout and Verbose are those of AnswerOptions.
	Iface   any
	Count   int
	Timeout time.Duration
	Verbose any
}

// DNSAm makes a machine that answers questions for addresses, whoever they are meant for. Names that it has no address of get
// no answer.
func DNSAm(opts ...DNSAmOptions) (*AnsweringMachine, error) {
	o := last(opts)
	if o.TTL == 0 {
		o.TTL = 10
	}
	z := zone{match: make(map[string][]netip.Addr), ttl: o.TTL}
	for name, text := range o.Match {
		addr, err := netip.ParseAddr(text)
		if err != nil {
			return nil, fmt.Errorf("match: %s: %q is not an address", name, text)
		}
		name = strings.ToLower(strings.TrimSuffix(name, ".")) + "."
		z.match[name] = append(z.match[name], addr)
	}
	for i, x := range []any{o.Joker, o.Joker6} {
		addr, err := joker(x, o.Iface, i == 1)
		if err != nil {
			return nil, err
		}
		if addr.IsValid() {
			z.joker = append(z.joker, addr)
		}
	}
	return &AnsweringMachine{
		port:      53,
		Filter:    "udp port 53",
		Options:   AnswerOptions{o.Iface, o.Count, o.Timeout, o.Verbose},
		IsRequest: func(p *packet.Packet) bool { return z.answers(p) != nil },
		MakeReply: z.reply,
	}, nil
}

// joker is the address that an option stands for.
func joker(x, iface any, six bool) (netip.Addr, error) {
	switch x := x.(type) {
	case nil:
		return addrOfIface(iface, six), nil
	case bool:
		if !x {
			return netip.Addr{}, nil
		}
		return addrOfIface(iface, six), nil
	case string:
		addr, err := netip.ParseAddr(x)
		if err != nil || addr.Is6() != six {
			return addr, fmt.Errorf("joker: %q is not an address of the family asked for", x)
		}
		return addr, nil
	}
	return netip.Addr{}, fmt.Errorf("joker: a %T is not an address", x)
}

// A zone is the names that a machine knows.
type zone struct {
	match map[string][]netip.Addr
	joker []netip.Addr
	ttl   int
}

// answers are the records that answer a request; nil when it is none, or there is no answer.
func (z *zone) answers(p *packet.Packet) packet.PacketList {
	dns := p.Layer(layers.DNS)
	if dns == nil || !p.HasLayer(layers.UDP) || dns.Int("qr") != 0 || dns.Int("opcode") != 0 {
		return nil
	}
	var list packet.PacketList
	for _, q := range dns.List("qd") {
		if q.Proto() != layers.DNSQR {
			continue
		}
		kind := q.Int("qtype")
		for _, addr := range z.lookup(q.Str("qname")) {
			if of := map[bool]int{true: 1, false: 28}[addr.Is4()]; kind == of || kind == 255 {
				list = append(list, layers.DNSRR.New("rrname", q.Str("qname"), "type", of, "ttl", z.ttl, "rdata", addr.String()))
			}
		}
	}
	return list
}

// lookup is the addresses of a name: its own, those of the nearest name above with a star, or the joker's.
func (z *zone) lookup(name string) []netip.Addr {
	name = strings.ToLower(name)
	if list := z.match[name]; list != nil {
		return list
	}
	for rest := name; ; {
		_, above, ok := strings.Cut(rest, ".")
		if !ok {
			return z.joker
		}
		if list := z.match["*."+above]; list != nil {
			return list
		}
		rest = above
	}
}

func (z *zone) reply(p *packet.Packet) any {
	dns, udp := p.Layer(layers.DNS), p.Layer(layers.UDP)
	answer := layers.DNS.New("id", dns.Int("id"), "qr", 1, "aa", 1, "rd", dns.Int("rd"), "qd", dns.List("qd"), "an", z.answers(p))
	return packet.Stack(append(replyTo(p), layers.UDP.New("sport", udp.Int("dport"), "dport", udp.Int("sport")), answer)...)
}

// Dnsd runs the machine of DNSAm until Ctrl-C: dnsd(joker="10.0.0.1").
func Dnsd(opts ...DNSAmOptions) error {
	m, err := DNSAm(opts...)
	if err != nil {
		return err
	}
	return m.Run()
}

// DnsSpoof is Dnsd.
func DnsSpoof(opts ...DNSAmOptions) error { return Dnsd(opts...) }
