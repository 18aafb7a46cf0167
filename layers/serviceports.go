package layers

import (
	"slices"
	"strconv"
	"strings"
)

// ServicePorts returns the ports of a service over TCP and UDP, -1 where it has none. Its name is that of the IANA registry; "_" and "-"
// are the same in it.
func ServicePorts(name string) (tcp, udp int) {
	tcp, udp = -1, -1
	name = strings.ReplaceAll(name, "-", "_")
	for line := range strings.Lines(services) {
		f := strings.Fields(line)
		if len(f) < 3 || f[1] != name {
			continue
		}
		port, _ := strconv.Atoi(f[0])
		over := f[2]
		if strings.Contains(over, "t") && tcp < 0 {
			tcp = port
		}
		if strings.Contains(over, "u") && udp < 0 {
			udp = port
		}
	}
	return tcp, udp
}

// ServiceNames returns the names of all services, in order, with "-" between words.
func ServiceNames() []string {
	var names []string
	for line := range strings.Lines(services) {
		if f := strings.Fields(line); len(f) > 1 {
			names = append(names, strings.ReplaceAll(f[1], "_", "-"))
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
