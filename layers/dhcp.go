package layers

import "pktsh/layers/packet"

// DHCP is the options of the dynamic host configuration protocol (RFC 2132).
var DHCP = packet.Define("DHCP",
	packet.Options("options", dhcpOptions),
).Titled("DHCP options").SummaryFunc(dhcpLine)

// dhcpLine is "DHCP Discover", by the type of the message.
func dhcpLine(l *packet.Line) {
	l.Text("DHCP")
	for _, o := range l.Options("options") {
		if o[0] != "message-type" || len(o) != 2 {
			continue
		}
		if name := dhcpKindName(o[1]); name != "" {
			l.Text(" " + name)
			return
		}
	}
}

// dhcpKindName is the name of a message, given as in the option, for people.
func dhcpKindName(x any) string {
	name, ok := x.(string)
	if n, isNumber := x.(int); isNumber {
		name, ok = dhcpKinds.Name(uint64(n)), true
	}
	if !ok || name == "" {
		return ""
	}
	words := []byte(name)
	start := true
	for i, c := range words {
		switch {
		case c == '_':
			words[i] = ' '
			start = true
			continue
		case start && 'a' <= c && c <= 'z':
			words[i] = c - 'a' + 'A'
		}
		start = false
	}
	return string(words)
}

// dhcpKinds is the values of option 53 (IANA registry of BOOTP and DHCP).
var dhcpKinds = packet.NamesOf("message type", func() map[uint64]string {
	return map[uint64]string{
		1: "discover", 2: "offer", 3: "request", 4: "decline", 5: "ack", 6: "nak", 7: "release", 8: "inform",
		9: "force_renew", 10: "lease_query", 11: "lease_unassigned", 12: "lease_unknown", 13: "lease_active",
	}
})

func init() {
	packet.BindUp(BOOTP, DHCP)
	packet.BindDown(BOOTP, DHCP, "options", dhcpMagic)
}
