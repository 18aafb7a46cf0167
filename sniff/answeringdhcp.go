package sniff

import (
	"fmt"
	"net/netip"
	"sync"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// DHCPAmOptions say what DHCPAm gives.
type DHCPAmOptions struct {
	// Pool is the addresses that are given away, as a network: "192.168.1.128/25".
	Pool string
	// Network is the network that these belong to: "192.168.1.0/24".
	Network string
	// Gw is the address of the gateway, and of this server; that of the interface without it.
	Gw string
	// Nameserver is the address of the name server; the gateway without it.
	Nameserver string
	// Domain is the name of the domain; "localnet" without it.
	Domain string
	// RenewalTime and LeaseTime are how long addresses are given away: 60 and 1800 seconds without them.
	RenewalTime, LeaseTime time.Duration
	// Iface, Count, Timeout and Verbose are those of AnswerOptions.
	Iface   any
	Count   int
	Timeout time.Duration
	Verbose any
}

// DHCPAm makes a machine that is a server of DHCP for a network (RFC 2131). A host keeps the address that it was given.
func DHCPAm(opts ...DHCPAmOptions) (*AnsweringMachine, error) {
	o := last(opts)
	for text, def := range map[*string]string{&o.Pool: "192.168.1.128/25", &o.Network: "192.168.1.0/24", &o.Domain: "localnet"} {
		if *text == "" {
			*text = def
		}
	}
	if o.Iface == nil {
		o.Iface = Conf.Iface()
	}
	if o.Gw == "" {
		if addr := addrOfIface(o.Iface, false); addr.IsValid() {
			o.Gw = addr.String()
		}
	}
	if o.Nameserver == "" {
		o.Nameserver = o.Gw
	}
	for d, def := range map[*time.Duration]time.Duration{&o.RenewalTime: time.Minute, &o.LeaseTime: 30 * time.Minute} {
		if *d == 0 {
			*d = def
		}
	}
	s, err := newLeases(o)
	if err != nil {
		return nil, err
	}
	return &AnsweringMachine{
		port:      67,
		Filter:    "udp and dst port 67",
		Options:   AnswerOptions{o.Iface, o.Count, o.Timeout, o.Verbose},
		IsRequest: func(p *packet.Packet) bool { b := p.Layer(layers.BOOTP); return b != nil && b.Int("op") == 1 },
		MakeReply: s.reply,
	}, nil
}

// Dhcpd runs the machine of DHCPAm until Ctrl-C: dhcpd(iface="eth1", pool="10.0.0.64/26", network="10.0.0.0/24").
func Dhcpd(opts ...DHCPAmOptions) error {
	m, err := DHCPAm(opts...)
	if err != nil {
		return err
	}
	return m.Run()
}

// leases are the addresses that were given away.
type leases struct {
	o    DHCPAmOptions
	hw   string
	net  netip.Prefix
	pool packet.Network

	mu     sync.Mutex
	byHost map[string]netip.Addr // by hardware address
	taken  map[netip.Addr]string
}

func newLeases(o DHCPAmOptions) (*leases, error) {
	s := &leases{o: o, byHost: make(map[string]netip.Addr), taken: make(map[netip.Addr]string)}
	var err error
	if s.net, err = netip.ParsePrefix(o.Network); err != nil {
		return nil, fmt.Errorf("network: %q is not a network: write 192.168.1.0/24", o.Network)
	}
	if _, err := within(o.Pool); err != nil {
		return nil, fmt.Errorf("pool: %w", err)
	}
	s.pool = packet.Net(o.Pool)
	for name, text := range map[string]string{"gw": o.Gw, "nameserver": o.Nameserver} {
		if _, err := netip.ParseAddr(text); err != nil {
			return nil, fmt.Errorf("%s: %q is not an address", name, text)
		}
	}
	s.hw, err = route.GetIfHwaddr(o.Iface)
	return s, err
}

// lease is the address of a host; ok is false when none is left.
func (s *leases) lease(host string) (addr netip.Addr, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if addr, ok = s.byHost[host]; ok {
		return addr, true
	}
	network := s.net.Masked().Addr()
	for addr = s.pool.First; addr.Compare(s.pool.Last) <= 0; addr = addr.Next() {
		if s.taken[addr] == "" && addr != network && addr != s.broadcast() && addr.String() != s.o.Gw {
			s.byHost[host], s.taken[addr] = addr, host
			return addr, true
		}
	}
	return netip.Addr{}, false
}

func (s *leases) release(host string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.taken, s.byHost[host])
	delete(s.byHost, host)
}

// broadcast is the last address of the network.
func (s *leases) broadcast() netip.Addr { return packet.Net(s.net.Masked().String()).Last }

// mask is the network's mask.
func (s *leases) mask() string {
	m := ^uint32(0) << (32 - s.net.Bits())
	return netip.AddrFrom4([4]byte{byte(m >> 24), byte(m >> 16), byte(m >> 8), byte(m)}).String()
}

// reply answers a request of BOOTP or DHCP.
func (s *leases) reply(p *packet.Packet) any {
	ask := p.Layer(layers.BOOTP)
	host := string(ask.Bytes("chaddr"))
	said := dhcpOptions(p)
	kind, isDHCP := said["message-type"].(int)
	if server, ok := said["server_id"].(string); ok && server != s.o.Gw {
		return nil // another server was chosen
	}
	if kind == dhcpRelease || kind == dhcpDecline {
		s.release(host)
		return nil
	}
	addr, ok := s.lease(host)
	if !ok || isDHCP && kind != dhcpDiscover && kind != dhcpRequest && kind != dhcpInform {
		return nil
	}
	answer := map[int]int{dhcpDiscover: dhcpOffer, dhcpRequest: dhcpAck, dhcpInform: dhcpAck}[kind]
	if wanted, ok := said["requested_addr"].(string); ok && kind == dhcpRequest && wanted != addr.String() {
		answer = dhcpNak
	}
	return s.message(p, addr, answer, isDHCP)
}

// message is the answer with an address.
func (s *leases) message(p *packet.Packet, addr netip.Addr, answer int, isDHCP bool) any {
	ask := p.Layer(layers.BOOTP)
	to, frame := addr.String(), packet.Str2Mac(ask.Bytes("chaddr")[:6])
	if ask.Int("flags") != 0 || answer == dhcpNak {
		to, frame = "255.255.255.255", "ff:ff:ff:ff:ff:ff"
	}
	given := addr.String()
	if answer == dhcpNak {
		given = "0.0.0.0"
	}
	parts := []any{
		layers.Ether.New("dst", frame, "src", s.hw), layers.IP.New("src", s.o.Gw, "dst", to), layers.UDP.New("sport", 67, "dport", 68),
		layers.BOOTP.New("op", 2, "xid", ask.Int("xid"), "flags", ask.Int("flags"), "yiaddr", given, "siaddr", s.o.Gw,
			"giaddr", ask.Str("giaddr"), "chaddr", ask.Bytes("chaddr")),
	}
	if !isDHCP {
		return packet.Stack(parts...)
	}
	options := []any{packet.Tuple{"message-type", answer}, packet.Tuple{"server_id", s.o.Gw}}
	if answer != dhcpNak {
		options = append(options,
			packet.Tuple{"lease_time", int(s.o.LeaseTime.Seconds())}, packet.Tuple{"renewal_time", int(s.o.RenewalTime.Seconds())},
			packet.Tuple{"subnet_mask", s.mask()}, packet.Tuple{"broadcast_address", s.broadcast().String()}, packet.Tuple{"router", s.o.Gw},
			packet.Tuple{"name_server", s.o.Nameserver}, packet.Tuple{"domain", s.o.Domain})
	}
	return packet.Stack(append(parts, layers.DHCP.New("options", append(options, "end")))...)
}
