package main

import "strings"

// scapyCauses are differences that are no faults of ours, by what differs, with
// the reason.
var scapyCauses = []struct {
	pattern, cause string
	when           func(ours, theirs string) bool // nil: always
}{
	{"*", "a field that is cut off: Scapy shows its default", func(ours, _ string) bool { return ours == absentValue }},
	{"Scapy fails: *hwsrc*", "Scapy 2.5 cannot read ARP with addresses of other lengths, or drawn ones", nil},
	{"Scapy fails: *psrc*", "Scapy 2.5 cannot read ARP with addresses of other lengths, or drawn ones", nil},
	{"Scapy fails: *dst*", "Scapy 2.5 cannot read ARP with addresses of other lengths, or drawn ones", nil},
	{"Scapy fails: *age*", "Scapy 2.5 cannot build STP with drawn times, or read some", nil},
	{"DNSRR*.rdlen", "Scapy 2.5 shows None for lengths of records that it has read", nil},
	{"layers on MPLS", "what MPLS carries is not said: Scapy also guesses BIER, and goes by other bits", nil},
	{"layers on IP", "Scapy reads all but TCP, UDP, ICMP and GRE in fragments that are not the first", func(ours, theirs string) bool { return ours == "Raw" && theirs != "Raw" }},
	{"layers on ICMP", "pktsh leaves what cannot be a quoted header as bytes", func(ours, theirs string) bool { return ours == "Raw" && theirs == "IPerror" }},
	{"*.options", "an option that says it is longer than there is: pktsh leaves bytes", func(ours, theirs string) bool { return strings.Contains(ours, "Other:1>") }},
	{"TCP.options", "Scapy reads a mood (RFC 5841) as text behind a length that is not there", func(ours, _ string) bool { return strings.Contains(ours, "Mood") }},
	{"ICMP.unused", "Scapy reads four bytes behind a domain name request (RFC 1788), which has none", nil},
	{"layers on ", "Scapy takes a frame of IEEE 802.3 with more than 1500 bytes for Ethernet", func(ours, theirs string) bool { return theirs == "Ether" }},
	{"TCP.options", "an AO option without its key numbers: pktsh leaves bytes", func(_, theirs string) bool { return strings.Contains(theirs, "TCPAOValue") }},
	{"layers on IP", "enhanced GRE goes by its version (RFC 2637), in Scapy by what it carries", func(ours, theirs string) bool { return strings.HasPrefix(ours, "GRE_PPTP") }},
	{"layers on GRE", "routing in GRE comes before what is carried (RFC 1701); Scapy takes it for that", func(ours, theirs string) bool { return strings.HasPrefix(ours, "GRErouting") }},
	{"layers on IPv6*", "Scapy leaves ICMPv6 of unknown types as bytes", func(ours, theirs string) bool { return strings.HasPrefix(ours, "ICMPv6Unknown") && theirs == "Raw" }},
	{"layers on UDP", "pktsh leaves what cannot be DNS, DHCP or TFTP as bytes", func(ours, theirs string) bool { return strings.HasPrefix(ours, "Raw") }},
	{"layers on Dot3", "a length of 0: Scapy takes all for padding", func(ours, theirs string) bool { return theirs == "Padding" }},
}

// scapyCause is why something differs, "" when that is not known.
func scapyCause(what, ours, theirs string) string {
	for _, c := range scapyCauses {
		if glob(c.pattern, what) && (c.when == nil || c.when(ours, theirs)) {
			return c.cause
		}
	}
	return ""
}

// scapyOnly reports whether Scapy has a field there for its own use, which is not
// on the wire.
func scapyOnly(what string) bool { return false }
