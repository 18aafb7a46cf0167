package layers

import "pktsh/layers/packet"

// The protocols that lists are searched for most. Variables are set before any
// init runs, so that these are the first.
var _ = packet.Common(
	Ether, Dot3, Dot1Q, Dot1AD, LLC, SNAP, CookedLinux, CookedLinuxV2, ARP,
	IP, IPv6, TCP, UDP, ICMP, ICMPv6Unknown, IPerror, IPerror6, TCPerror, UDPerror, ICMPerror,
	DNS, GRE, VXLAN, MPLS, NTPHeader, SCTP,
)
