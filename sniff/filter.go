package sniff

import (
	"fmt"
	"strings"

	"pktsh/layers/packet"
	"pktsh/sniff/bpf"
	"pktsh/sniff/route"
)

func init() {
	packet.CompileFilter = func(expr string, link int) (func(data []byte, wire int) bool, error) {
		prog, err := bpf.Compile(expr, link)
		if err != nil {
			return nil, err
		}
		return prog.Match, nil
	}
}

// linkNames are the link types that filters know, by the names tcpdump -L prints.
var linkNames = map[string]int{"NULL": 0, "EN10MB": linkEthernet, "ETHERNET": linkEthernet, "PPP": 9, "RAW": linkRaw, "IEEE802_11": linkRadio,
	"LOOP": 108, "LINUX_SLL": 113, "IEEE802_11_RADIO": linkRadiotap, "IPV4": 228, "IPV6": 229, "LINUX_SLL2": linkCooked2}

// BpfText returns the program of a filter expression as tcpdump -d prints it. link says what for: a LINKTYPE_ number, a name such as
// "EN10MB" or "RAW", an interface or its name, a packet or a list of packets; without it, Ethernet.
func BpfText(expr string, link ...any) (string, error) {
	number := linkEthernet
	if len(link) > 0 {
		var err error
		if number, err = linkNumber(link[0]); err != nil {
			return "", err
		}
	}
	prog, err := bpf.Compile(expr, number)
	if err != nil {
		return "", err
	}
	return prog.String(), nil
}

// linkNumber finds the link type that something stands for.
func linkNumber(what any) (int, error) {
	switch v := what.(type) {
	case int:
		return v, nil
	case *packet.Packet:
		return v.LinkType(), v.Err()
	case packet.PacketList:
		if len(v) == 0 {
			return linkEthernet, nil
		}
		return v[0].LinkType(), nil
	case *route.Iface:
		return linkOfHardware(v.Type), nil
	case string:
		name := strings.TrimPrefix(strings.TrimPrefix(strings.ToUpper(v), "LINKTYPE_"), "DLT_")
		if number, ok := linkNames[name]; ok {
			return number, nil
		}
		iface, err := route.ByName(v)
		if err != nil {
			return 0, fmt.Errorf("no link type or interface is named %q", v)
		}
		return linkOfHardware(iface.Type), nil
	}
	return 0, fmt.Errorf("%v (%T) has no link type", what, what)
}
