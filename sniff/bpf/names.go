package bpf

import (
	"bufio"
	"context"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"pktsh/layers"
)

// lookup finds all addresses of a host, IPv4 first.
func lookup(o Options, host string) ([]netip.Addr, error) {
	ctx := o.Context
	if ctx == nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
	}
	found, err := o.Resolver.LookupNetIP(ctx, "ip", host)
	var v4, v6 []netip.Addr
	for _, a := range found {
		switch a = a.Unmap().WithZone(""); {
		case a.Is4():
			v4 = append(v4, a)
		default:
			v6 = append(v6, a)
		}
	}
	return append(v4, v6...), err
}

// maxTable bounds what is read of one of the system's tables.
const maxTable = 1 << 20

// search calls found with the fields of each line of one of the system's tables, until it returns true.
func search(file string, found func(fields []string) bool) {
	f, err := os.Open(file)
	if err != nil {
		return
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for read := 0; lines.Scan() && read < maxTable; {
		line := lines.Text()
		read += len(line) + 1
		line, _, _ = strings.Cut(line, "#")
		if fields := strings.Fields(line); len(fields) > 1 && found(fields) {
			return
		}
	}
}

// named reports whether a line's first field or an alias, from another field on, is the name.
func named(fields []string, name string, aliases int) bool {
	if fields[0] == name {
		return true
	}
	for _, alias := range fields[min(aliases, len(fields)):] {
		if alias == name {
			return true
		}
	}
	return false
}

// servicePort returns the ports of a service over TCP and UDP, -1 where it has none: as the system has it, and else the table that is
// a part of the program.
func servicePort(name string) (tcp, udp int) {
	tcp, udp = -1, -1
	if !isLetterOrDigit(name) {
		return tcp, udp
	}
	search("/etc/services", func(f []string) bool {
		if named(f, name, 2) {
			number, over, _ := strings.Cut(f[1], "/")
			port, err := strconv.Atoi(number)
			switch {
			case err != nil:
			case over == "tcp" && tcp < 0:
				tcp = port
			case over == "udp" && udp < 0:
				udp = port
			}
		}
		return tcp >= 0 && udp >= 0
	})
	if tcp < 0 && udp < 0 {
		return layers.ServicePorts(name)
	}
	return tcp, udp
}

func isLetterOrDigit(name string) bool { return name != "" && isWordByte(name[0]) }

// suggestService returns the nearest name of a service, or a hint at numbers.
func suggestService(name string) string {
	if strings.Trim(name, "0123456789-") == "" && strings.Count(name, "-") == 1 {
		return "portrange " + name
	}
	all := map[string]bool{}
	search("/etc/services", func(f []string) bool { all[f[0]] = true; return false })
	for _, s := range layers.ServiceNames() {
		all[s] = true
	}
	if best := nearest(name, all, func(bool) bool { return true }); best != "" {
		return "did you mean " + best + "?"
	}
	return "a port is a number or the name of a service"
}

// ipProtocol returns the number of a protocol over IP.
func ipProtocol(name string) (uint32, bool) {
	number := -1
	search("/etc/protocols", func(f []string) bool {
		if named(f, name, 2) {
			number, _ = strconv.Atoi(f[1])
		}
		return number >= 0
	})
	if number >= 0 && number < 256 {
		return uint32(number), true
	}
	v, ok := protocols[name]
	return v, ok
}

// protocols are the names of protocols over IP (IANA), for systems without /etc/protocols.
var protocols = map[string]uint32{
	"ip": 0, "hopopt": 0, "icmp": 1, "igmp": 2, "ggp": 3, "ipencap": 4, "st": 5, "tcp": 6, "egp": 8, "igp": 9, "pup": 12, "udp": 17,
	"hmp": 20, "xns-idp": 22, "rdp": 27, "iso-tp4": 29, "dccp": 33, "xtp": 36, "ddp": 37, "idpr-cmtp": 38, "ipv6": 41,
	"ipv6-route": 43, "ipv6-frag": 44, "idrp": 45, "rsvp": 46, "gre": 47, "esp": 50, "ah": 51, "skip": 57, "ipv6-icmp": 58,
	"ipv6-nonxt": 59, "ipv6-opts": 60, "rspf": 73, "vmtp": 81, "eigrp": 88, "ospf": 89, "ospfigp": 89, "ax.25": 93, "ipip": 94,
	"etherip": 97, "encap": 98, "pim": 103, "ipcomp": 108, "vrrp": 112, "l2tp": 115, "isis": 124, "sctp": 132, "fc": 133,
	"mobility-header": 135, "udplite": 136, "mpls-in-ip": 137, "manet": 138, "hip": 139, "shim6": 140, "wesp": 141, "rohc": 142,
	"ethernet": 143,
}

// etherProtocol returns the number of a protocol over a link layer.
func etherProtocol(name string) (uint32, bool) {
	if name == "loopback" {
		return 0x9000, true
	}
	if name == "loopback" || name == "" {
		return 0, false
	}
	w, ok := words[name]
	if !ok || w.kind != tProto {
		return 0, false
	}
	v, ok := overLink[proto(w.num)]
	return v, ok
}

// etherName finds a host in /etc/ethers.
func etherName(name string) (mac [6]byte, ok bool) {
	search("/etc/ethers", func(f []string) bool {
		if f[1] == name {
			mac, ok = parseMAC(f[0])
		}
		return ok
	})
	return mac, ok
}

// networkName finds a network in /etc/networks; its mask covers the bytes that its number has.
func networkName(name string) (v, mask uint32, ok bool) {
	search("/etc/networks", func(f []string) bool {
		if !named(f, name, 2) || !dottedOrNumber(f[1]) {
			return false
		}
		var bits int
		v, bits = parseDotted(token{text: f[1]})
		for bits > 8 && v&0xff == 0 {
			v, bits = v>>8, bits-8
		}
		v, mask, ok = v<<(32-bits), ^uint32(0)<<(32-bits), true
		return true
	})
	return v, mask, ok
}

func dottedOrNumber(s string) bool { return dotted(s) || len(s) < 4 && isNumber(s) }
