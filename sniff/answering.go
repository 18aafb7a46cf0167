package sniff

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// An AnsweringMachine waits for requests and answers them, in the foreground (Run) or in the background (Start, Stop).
type AnsweringMachine struct {
	// Filter, as of sniff, says what can be a request.
	Filter string
	// IsRequest reports whether a packet is a request; every packet is without it.
	IsRequest func(*packet.Packet) bool
	// MakeReply makes the answer: a packet or a list, as frames or from the network layer on; nil for none.
	MakeReply func(*packet.Packet) any
	// SendReply sends an answer; without it Sendp sends frames, from where the request came, and Send the rest.
	SendReply func(reply *packet.Packet) error
	// Options say where the machine listens and for how long.
	Options AnswerOptions

	port    int // of UDP, which requests are for: this machine is not to refuse them
	held    net.PacketConn
	sniffer *Sniffer
}

// AnswerOptions say where and how long an answering machine listens.
type AnswerOptions struct {
	// Iface is the interface, by name or as Iface; conf.iface without it.
	Iface any
	// Count ends the machine after so many packets that can be requests; 0 is without end.
	Count int
	// Timeout ends the machine; 0 is without end.
	Timeout time.Duration
	// Verbose is whether requests and answers are printed: not with 0 or false; conf.verb without it.
	Verbose any
}

// Run answers until Ctrl-C, or what the options say, ends it.
func (m *AnsweringMachine) Run() error {
	o, err := m.sniffing()
	if err != nil {
		return err
	}
	m.hold()
	defer m.letGo()
	_, err = Sniff(o)
	return err
}

// hold takes the port that requests are for, so that the system does not answer that nobody listens there. Where somebody
// does, or the process may not, nothing is held.
func (m *AnsweringMachine) hold() {
	if m.port == 0 || m.held != nil {
		return
	}
	if conn, err := net.ListenPacket("udp4", fmt.Sprintf(":%d", m.port)); err == nil {
		m.held = conn
	}
}

func (m *AnsweringMachine) letGo() {
	if m.held != nil {
		m.held.Close()
		m.held = nil
	}
}

// Start answers in the background until Stop.
func (m *AnsweringMachine) Start() error {
	if m.Running() {
		return errors.New("the answering machine is running already")
	}
	o, err := m.sniffing()
	if err != nil {
		return err
	}
	m.hold()
	m.sniffer = AsyncSniffer(o)
	if err = m.sniffer.Start(); err != nil {
		m.letGo()
	}
	return err
}

// Stop ends what Start began.
func (m *AnsweringMachine) Stop() error {
	if m.sniffer == nil {
		return errors.New("the answering machine was not started")
	}
	defer m.letGo()
	_, err := m.sniffer.Stop()
	return err
}

// Running reports whether the machine answers in the background.
func (m *AnsweringMachine) Running() bool { return m.sniffer != nil && m.sniffer.Running() }

// String tells whether the machine answers in the background.
func (m *AnsweringMachine) String() string {
	if m.Running() {
		return "<AnsweringMachine running>"
	}
	return "<AnsweringMachine stopped>"
}

// sniffing is the capture that answers.
func (m *AnsweringMachine) sniffing() (SniffOptions, error) {
	if m.MakeReply == nil {
		return SniffOptions{}, errors.New("the answering machine has no MakeReply")
	}
	verb, err := verbosity(m.Options.Verbose)
	if err != nil {
		return SniffOptions{}, err
	}
	o := SniffOptions{Iface: m.Options.Iface, Filter: m.Filter, Count: m.Options.Count, Timeout: m.Options.Timeout, Store: false, Quiet: true}
	if m.IsRequest != nil {
		o.Lfilter = m.IsRequest
	}
	o.Prn = func(p *packet.Packet) any {
		text, err := m.answer(p)
		if err != nil {
			Warn("answering " + p.Summary() + ": " + err.Error())
		}
		if verb == 0 || text == "" {
			return nil
		}
		return text
	}
	return o, nil
}

// answer sends what answers a request, and tells of it.
func (m *AnsweringMachine) answer(p *packet.Packet) (text string, err error) {
	var replies packet.PacketList
	switch x := m.MakeReply(p).(type) {
	case nil:
	case *packet.Packet:
		if x != nil {
			replies = packet.PacketList{x}
		}
	case packet.PacketList:
		replies = x
	default:
		return "", fmt.Errorf("MakeReply returns a %T, which is neither a packet nor a list of packets", x)
	}
	for i, reply := range replies {
		if err := m.send(reply, p); err != nil {
			return text, err
		}
		if i == 0 {
			text = p.Summary() + " ==> " + reply.Summary()
		}
	}
	return text, nil
}

func (m *AnsweringMachine) send(reply, request *packet.Packet) error {
	if m.SendReply != nil {
		return m.SendReply(reply)
	}
	if !isLink(reply.Proto()) {
		_, err := Send(reply, SendOptions{Verbose: 0})
		return err
	}
	var iface any = m.Options.Iface
	if name := request.Source().Iface; name != "" {
		iface = name
	}
	_, err := Sendp(reply, SendOptions{Verbose: 0, Iface: iface})
	return err
}

// replyTo is the layers below an answer to a request over IPv4 or IPv6: frame and network header the other way round. The
// frame is left out where the request has none.
func replyTo(p *packet.Packet) []any {
	var parts []any
	if ether := p.Layer(layers.Ether); ether != nil {
		parts = append(parts, layers.Ether.New("dst", ether.Str("src"), "src", ether.Str("dst")))
		if tag := p.Layer(layers.Dot1Q); tag != nil {
			parts = append(parts, layers.Dot1Q.New("vlan", tag.Int("vlan"), "prio", tag.Int("prio")))
		}
	}
	for _, q := range []*packet.Proto{layers.IP, layers.IPv6} {
		if ip := p.Layer(q); ip != nil {
			return append(parts, q.New("src", ip.Str("dst"), "dst", ip.Str("src")))
		}
	}
	return parts
}

// addrOfIface is the IPv4 or IPv6 address of the interface of the options; the zero Addr when it has none.
func addrOfIface(iface any, six bool) (a netip.Addr) {
	if iface == nil {
		iface = Conf.Iface()
	}
	get := route.GetIfAddr
	if six {
		get = route.GetIfAddr6
	}
	text, err := get(iface)
	if err == nil {
		a, _ = netip.ParseAddr(text)
	}
	if a.IsUnspecified() {
		return netip.Addr{}
	}
	return a
}
