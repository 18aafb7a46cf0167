package layers

import (
	_ "embed"
	"fmt"
	"strings"

	"pktsh/layers/packet"
)

// services.txt holds a line for each service that has a well-known port: the
// port, the name in the IANA registry with "_" for "-", and t for TCP, u for UDP
// or both. It is a part of the program, so that output does not depend on the
// machine.
//
//go:embed services.txt
var services string

var (
	tcpPorts = packet.NamesOf("service", func() map[uint64]string { return ports("t") })
	udpPorts = packet.NamesOf("service", func() map[uint64]string { return ports("u") })
)

// ports reads the services of one transport protocol.
func ports(transport string) map[uint64]string {
	names := make(map[uint64]string)
	for line := range strings.Lines(services) {
		var port uint64
		var name, over string
		if n, err := fmt.Sscan(line, &port, &name, &over); n != 3 || err != nil {
			panic("layers: services.txt: " + line)
		}
		if strings.Contains(over, transport) {
			names[port] = name
		}
	}
	return names
}
