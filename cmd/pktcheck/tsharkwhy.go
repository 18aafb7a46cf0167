package main

import "strings"

// A difference is a value or a number of layers that tshark and pktsh do not
// agree on.
type difference struct {
	v     *view
	row   map[string][]string
	group *sharkGroup
	field string // tshark's; "" for layers
	x, y  string // tshark's and ours
	more  bool   // of layers: ours are more
}

// explained are the causes of differences that are no faults of ours, with the
// reason for each; the first that holds is counted.
var explained = []struct {
	cause string
	holds func(d *difference) bool
}{
	{"a field that is cut off or malformed: tshark ends there with an error, pktsh shows the fields that are there and reads on", func(d *difference) bool {
		return d.failed() && (d.x == absentValue || d.more)
	}},
	{"a header that is cut off: tshark shows none of its fields, pktsh those that are there", func(d *difference) bool {
		return d.more && d.v.lastIsShort()
	}},
	{"a length of 0 in offloaded segments: tshark shows the length it assumes (RFC 2675, Linux GSO)", func(d *difference) bool {
		return d.y == "0" && (d.field == "ip.len" || d.field == "ipv6.plen")
	}},
	{"ISL (Cisco): tshark takes the frame apart that an ISL header carries", func(d *difference) bool {
		return strings.HasPrefix(d.field, "eth.") && strings.HasPrefix(d.v.first("dst"), "01:00:0c:00")
	}},
	{"cooked captures of tunnels, CAN and netlink: tshark has another field for the protocol", func(d *difference) bool {
		return d.field == "sll.etype" && d.x == absentValue
	}},
	{"peers in private messages of NTP: tshark reads the stratum of each, pktsh leaves them bytes", func(d *difference) bool {
		return d.field == "ntp.stratum" && d.v.has("NTPPrivate")
	}},
	{"IP that says another version than its type: tshark goes by the version, pktsh as Scapy by the type", func(d *difference) bool {
		return d.v.wrongVersion()
	}},
	{"a port that Linux uses for VXLAN (8472) and Wireshark does not", func(d *difference) bool {
		return d.more && d.v.has("VXLAN") && !strings.Contains(d.stack(), "vxlan")
	}},
	{"TFTP beyond port 69: tshark follows conversations, pktsh reads each packet by itself", func(d *difference) bool {
		return !d.more && strings.Contains(d.stack(), "tftp")
	}},
	{"DNS on another port or that does not parse: pktsh claims nothing that is none", func(d *difference) bool {
		return !d.more && d.group.name == "DNS" && strings.HasSuffix(d.stack(), "dns")
	}},
	{"IPX without LLC (Novell's 802.3 frames): pktsh as Scapy reads LLC", func(d *difference) bool {
		return d.more && strings.Contains(d.stack(), "ipx")
	}},
	{"DVMRP and PIM version 1 in IGMP: pktsh as Scapy reads IGMP", func(d *difference) bool {
		return d.more && d.group.name == "IGMP"
	}},
	{"ATM addresses in ARP: tshark reads them as ATMARP", func(d *difference) bool { return strings.Contains(d.stack(), "atmarp") }},
	{"PPP without the address and control bytes that its link type promises", func(d *difference) bool {
		return !d.more && d.group.name == "PPP" && d.v.has("HDLC")
	}},
	{"bytes behind the packet that an ICMP error quotes: pktsh as Scapy takes them for padding, which checksums leave out", func(d *difference) bool {
		return d.field == "icmp.checksum.status" && d.v.has("Padding") && d.v.has("IPerror")
	}},
	{"bytes between the packet that an ICMP error quotes and the extensions behind it: pktsh has them as a layer upon the quoted ones", func(d *difference) bool {
		return d.field == "udp.checksum.status" && d.v.has("UDPerror")
	}},
	{"PPP by its EtherType, which tshark does not read", func(d *difference) bool { return d.more && d.group.name == "PPP" }},
}

const absentValue = "(absent)"

// why is the cause of d, "" when none is known.
func (d *difference) why() string {
	if d.field == "" && !d.more {
		if name := d.unread(); name != "" {
			return "tshark reads on through " + name + ", which pktsh leaves as bytes"
		}
	}
	for _, e := range explained {
		if e.holds(d) {
			return e.cause
		}
	}
	return ""
}

func (d *difference) stack() string { return strings.Join(d.row["frame.protocols"], ":") }

// failed reports whether tshark found an error in the packet.
func (d *difference) failed() bool {
	return d.row["_ws.malformed"] != nil || d.row["_ws.short"] != nil || len(d.row["_ws.expert.message"]) > 0
}

// known are the names of tshark for what pktsh reads, too.
var known = wordSet(`eth ethertype ip ipv6 tcp udp icmp icmpv6 vlan ieee8021ad llc stp sll null loop raw arp dns mdns llmnr dhcp gre vxlan
	geneve mpls ppp pppoes pppoed pppoe sctp igmp eapol eap ntp tftp vrrp data ipv6.hopopts ipv6.dstopts ipv6.routing ipv6.fraghdr http
	pppmuxcp lcp ipcp ipv6cp pap chap pwethcw pwethheuristic frame`)

func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// unread is the first protocol that tshark reads in the packet and pktsh does not,
// where pktsh ends in bytes or in what gopacket reads for it.
func (d *difference) unread() string {
	for _, name := range strings.Split(d.stack(), ":") {
		if !known[name] {
			return name
		}
	}
	return ""
}

// lastIsShort reports whether the last header of v that is more than bytes is cut.
func (v *view) lastIsShort() bool {
	for i := len(v.layers) - 1; i >= 0; i-- {
		switch v.names[i] {
		case "Raw", "Padding":
			continue
		}
		return v.short(i)
	}
	return false
}

// short reports whether the header of layer i is cut off before its last field.
func (v *view) short(i int) bool {
	q := v.layers[i]
	names := q.Proto().FieldNames()
	return len(names) > 0 && !q.HasField(names[len(names)-1])
}

// first is a field of the first layer as text.
func (v *view) first(field string) string {
	if len(v.layers) == 0 || !there(v.layers[0], field) {
		return ""
	}
	return v.layers[0].Str(field)
}

// wrongVersion reports whether an IP header is not of the version that the layer
// below says.
func (v *view) wrongVersion() bool {
	for i, name := range v.names {
		if want, ok := map[string]int{"IP": 4, "IPv6": 6}[name]; ok && there(v.layers[i], "version") && v.layers[i].Int("version") != want {
			return true
		}
	}
	return false
}
