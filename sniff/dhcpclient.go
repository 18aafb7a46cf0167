package sniff

import (
	"fmt"
	"strings"
	"time"

	"pktsh/layers"
	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// Types of messages of DHCP (RFC 2132 section 9.6).
const (
	dhcpDiscover = 1 + iota
	dhcpOffer
	dhcpRequest
	dhcpDecline
	dhcpAck
	dhcpNak
	dhcpRelease
	dhcpInform
)

var dhcpKinds = map[string]int{
	"discover": dhcpDiscover, "offer": dhcpOffer, "request": dhcpRequest, "decline": dhcpDecline,
	"ack": dhcpAck, "nak": dhcpNak, "release": dhcpRelease, "inform": dhcpInform,
}

// dhcpOptions are the options of a message, the type of it as a number.
func dhcpOptions(p *packet.Packet) map[string]any {
	said := make(map[string]any)
	dhcp := p.Layer(layers.DHCP)
	if dhcp == nil {
		return said
	}
	for _, o := range dhcp.Options("options") {
		name, ok := o[0].(string)
		if !ok || len(o) < 2 {
			continue
		}
		if _, twice := said[name]; !twice {
			said[name] = o[1]
		}
		if text, ok := o[1].(string); ok && name == "message-type" {
			said[name] = dhcpKinds[text]
		}
	}
	return said
}

// DhcpRequestOptions say what DhcpRequest asks.
type DhcpRequestOptions struct {
	// Hw is the hardware address that is asked for; that of the interface without it.
	Hw string
	// ReqType is the message: "discover" without it, "request", "inform".
	ReqType string
	// ServerId is the server that is asked, RequestedAddr the address that is wanted.
	ServerId, RequestedAddr string
	// Hostname is the name that the server is told.
	Hostname string
	// Iface is the interface; conf.iface without it.
	Iface any
	// Timeout is how long an answer is waited for; 2 seconds without it.
	Timeout time.Duration
	// Verbose is how much is printed, as of srp; conf.verb without it.
	Verbose any
}

// DhcpRequest asks the servers of DHCP on a link for an address and returns the first answer, nil when there is none. It
// changes nothing on this machine.
func DhcpRequest(opts ...DhcpRequestOptions) (*packet.Packet, error) {
	o := last(opts)
	if o.ReqType == "" {
		o.ReqType = "discover"
	}
	if dhcpKinds[strings.ToLower(o.ReqType)] == 0 {
		return nil, fmt.Errorf("req_type: there is no message %q: discover, request, inform", o.ReqType)
	}
	if o.Iface == nil {
		o.Iface = Conf.Iface()
	}
	if o.Timeout == 0 {
		o.Timeout = 2 * time.Second
	}
	if o.Hw == "" {
		hw, err := route.GetIfHwaddr(o.Iface)
		if err != nil {
			return nil, err
		}
		o.Hw = hw
	}
	ask, err := o.message()
	if err != nil {
		return nil, err
	}
	check := Conf.CheckIPaddr
	Conf.CheckIPaddr = false // the request goes to all, the answer comes from one
	defer func() { Conf.CheckIPaddr = check }()
	return Srp1(ask, AskOptions{Iface: o.Iface, Timeout: o.Timeout, Verbose: o.Verbose})
}

func (o DhcpRequestOptions) message() (*packet.Packet, error) {
	hw, err := packet.Mac2Str(o.Hw)
	if err != nil {
		return nil, err
	}
	options := []any{packet.Tuple{"message-type", strings.ToLower(o.ReqType)}}
	for _, pair := range [][2]string{{"server_id", o.ServerId}, {"requested_addr", o.RequestedAddr}, {"hostname", o.Hostname}} {
		if pair[1] != "" {
			options = append(options, packet.Tuple{pair[0], pair[1]})
		}
	}
	dhcp := layers.DHCP.New()
	if err := dhcp.Set("options", append(options, "end")); err != nil {
		return nil, err
	}
	bootp := layers.BOOTP.New("chaddr", hw, "flags", "B")
	if err := bootp.Set("xid", packet.RandInt()); err != nil {
		return nil, err
	}
	return packet.Stack(layers.Ether.New("src", o.Hw, "dst", "ff:ff:ff:ff:ff:ff"), layers.IP.New("src", "0.0.0.0", "dst", "255.255.255.255"),
		layers.UDP.New("sport", 68, "dport", 67), bootp, dhcp), nil
}
