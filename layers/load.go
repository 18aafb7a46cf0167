package layers

import (
	"fmt"
	"sort"
	"strings"
	"sync"

	"pktsh/layers/packet"
)

// optional are the protocols that are not read until they are asked for.
var optional = map[string]func(){"http": sync.OnceFunc(bindHTTP)}

// A contrib is a module that Scapy's users load, with the protocol that it has
// here, and its title.
type contrib struct{ proto, title string }

// contribs are the modules whose protocol is here, by Scapy's names.
var contribs = map[string]contrib{
	"bfd":     {"BFD", "Bidirectional Forwarding Detection (BFD)"},
	"cdp":     {"CDP", "Cisco Discovery Protocol (CDP)"},
	"erspan":  {"ERSPAN", "Encapsulated Remote Switched Port Analyzer"},
	"etherip": {"EtherIP", "Ethernet within IP (EtherIP)"},
	"geneve":  {"GENEVE", "Generic Network Virtualization Encapsulation (GENEVE)"},
	"igmp":    {"IGMP", "Internet Group Management Protocol v1/v2 (IGMP/IGMPv2)"},
	"igmpv3":  {"IGMPv3", "Internet Group Management Protocol v3 (IGMPv3)"},
	"lldp":    {"LLDP", "Link Layer Discovery Protocol (LLDP)"},
	"modbus":  {"ModbusTCP", "ModBus Protocol"},
	"mpls":    {"MPLS", "Multiprotocol Label Switching (MPLS)"},
	"ospf":    {"OSPF", "Open Shortest Path First (OSPF)"},
	"radius":  {"Radius", "Remote Authentication Dial-In User Service (RADIUS)"},
	"sip":     {"SIP", "Session Initiation Protocol (SIP)"},
	"tls":     {"TLS", "Transport Layer Security (TLS)"},
	"vxlan":   {"VXLAN", "Virtual eXtensible Local Area Network (VXLAN)"},
}

// LoadLayer begins to read a protocol that is not read unless one asks for it:
// "http". It does nothing for those that are read anyway; a name that no protocol
// has is an error, which names the nearest.
func LoadLayer(name string) error {
	if load := optional[strings.ToLower(name)]; load != nil {
		load()
		return nil
	}
	if packet.Lookup(name) != nil || contribs[name].here() {
		return nil
	}
	hint := "list_contrib() lists what is there, and Define makes a protocol of your own"
	if near := packet.Nearest(name, loadable()); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	return fmt.Errorf("no protocol is named %q (%s)", name, hint)
}

// LoadContrib is LoadLayer: no protocol needs to be loaded to be used.
func LoadContrib(name string) error { return LoadLayer(name) }

// ListContrib prints the modules of Scapy's whose protocol is here, or those with
// the name in theirs. They need no loading.
func ListContrib(name ...string) {
	var names []string
	for n, c := range contribs {
		if c.here() && (len(name) == 0 || strings.Contains(n, name[0])) {
			names = append(names, n)
		}
	}
	sort.Strings(names)
	for _, n := range names {
		fmt.Fprintf(packet.Output, "%-20s: %-40s status=loads\n", n, contribs[n].title)
	}
}

func (c contrib) here() bool { return c.proto != "" && packet.Lookup(c.proto) != nil }

// loadable are the names that LoadLayer takes.
func loadable() (names []string) {
	for n, c := range contribs {
		if c.here() {
			names = append(names, n)
		}
	}
	for n := range optional {
		names = append(names, n)
	}
	for _, p := range packet.Protos() {
		names = append(names, p.Name())
	}
	return names
}
