package route

import (
	"fmt"
	"io"
	"net/netip"

	"pktsh/layers/packet"
)

func show(text string) { io.WriteString(packet.Output, text+"\n") }

func errNoIndex(index int) error { return fmt.Errorf("no interface has the index %d", index) }

// GetIfList lists the names of the machine's interfaces.
func GetIfList() ([]string, error) {
	links, err := Ifaces()
	names := make([]string, len(links))
	for i, l := range links {
		names[i] = l.Name
	}
	return names, err
}

// GetIfAddr is the first IPv4 address of an interface, given by name or as Iface; 0.0.0.0 when it has none.
func GetIfAddr(iface any) (string, error) { return addrOf(iface, (*Iface).IP, netip.IPv4Unspecified()) }

// GetIfAddr6 is the first IPv6 address of an interface, a global one before a link-local one; :: when it has none.
func GetIfAddr6(iface any) (string, error) {
	return addrOf(iface, (*Iface).IP6, netip.IPv6Unspecified())
}

func addrOf(iface any, first func(*Iface) netip.Addr, none netip.Addr) (string, error) {
	i, err := Find(iface)
	if err != nil {
		return "", err
	}
	if a := first(i); a.IsValid() {
		return a.String(), nil
	}
	return none.String(), nil
}

// GetIfHwaddr is the hardware address of an interface, given by name or as Iface; it fails for those without.
func GetIfHwaddr(iface any) (string, error) {
	i, err := Find(iface)
	if err != nil {
		return "", err
	}
	if len(i.MAC) == 0 {
		return "", fmt.Errorf("interface %s has no hardware address", i.Name)
	}
	return i.MAC.String(), nil
}
