package sniff

import (
	"time"

	"pktsh/layers/packet"
	"pktsh/sniff/route"
)

// A Config is how the live network behaves, typed conf at the prompt. Methods in pairs X and SetX are settings, too:
// conf.iface = "eth0".
type Config struct {
	Verb         int           // how much send, sr and sniff tell: 0 nothing, 1 the result, 2 progress too, 3 everything
	Promisc      bool          // send and receive see frames for others, too, while they wait for answers
	SniffPromisc bool          // sniff sees frames for others, too
	CheckIPaddr  bool          // an answer comes from where the request went to; false for requests to broadcast addresses
	CheckIPsrc   bool          // an ICMP error quotes the source address of the request
	CheckIPID    bool          // an ICMP error quotes the identification of the request
	Padding      bool          // what lies behind the payload of a received frame is kept as Padding
	ArpTimeout   time.Duration // how long a neighbour's answer to ARP or ND is waited for

	Route  *route.Table // where IPv4 is sent: the system's routes, and what was changed of them
	Route6 *route.Table // the same for IPv6
}

// Conf is the configuration that everything on the live network follows.
var Conf = &Config{
	Verb: 2, SniffPromisc: true, CheckIPaddr: true, CheckIPsrc: true, CheckIPID: true, Padding: true,
	ArpTimeout: time.Second,
	Route:      route.Table4, Route6: route.Table6,
}

// Iface is the interface that is used when none is named: the one that was set, or that of the default route. It is nil on a
// machine without interfaces.
func (c *Config) Iface() *route.Iface { return route.Default() }

// SetIface sets the interface by name or as Iface; nil leaves the choice to the routes again. It fails when there is no such
// interface.
func (c *Config) SetIface(iface any) error { return route.SetDefault(iface) }

// Ifaces are the machine's interfaces.
func (c *Config) Ifaces() route.Interfaces {
	list, err := route.Ifaces()
	if err != nil {
		Warn(err.Error())
	}
	return list
}

// Netcache is what is known of neighbours; conf.netcache.flush() forgets it.
func (c *Config) Netcache() route.Cache { return route.Cache{} }

// Layers are the protocols that are known.
func (c *Config) Layers() []*packet.Proto { return packet.Protos() }

// ColorTheme is what packets are printed with.
func (c *Config) ColorTheme() packet.ColorTheme { return packet.Theme }

// SetColorTheme sets what packets are printed with: BrightTheme(), NoTheme().
func (c *Config) SetColorTheme(t packet.ColorTheme) { packet.Theme = t }
