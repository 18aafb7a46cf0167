package bpf

import (
	"context"
	"io"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"pktsh/layers"
)

// tables is where names are looked up: what was read of the system's tables for one compilation, and until when to ask for hosts.
type tables struct {
	files    map[string]string
	services map[string][2]int
	hosts    context.Context
	stop     context.CancelFunc
}

// hostTimeout bounds how long the hosts of one expression are asked for.
const hostTimeout = 5 * time.Second

// lookup finds all addresses of a host, IPv4 first.
func (t *tables) lookup(o Options, host string) ([]netip.Addr, error) {
	if t.hosts == nil {
		t.hosts, t.stop = o.Context, func() {}
		if t.hosts == nil {
			t.hosts, t.stop = context.WithTimeout(context.Background(), hostTimeout)
		}
	}
	found, err := o.Resolver.LookupNetIP(t.hosts, "ip", host)
	var v4, v6 []netip.Addr
	for _, a := range found {
		if a = a.Unmap().WithZone(""); a.Is4() {
			v4 = append(v4, a)
		} else {
			v6 = append(v6, a)
		}
	}
	return append(v4, v6...), err
}

func (t *tables) close() {
	if t.stop != nil {
		t.stop()
	}
}

// Bounds on what is read of one of the system's tables, and on the names that are looked for in it.
const (
	maxTable = 1 << 20
	maxName  = 64
)

// text returns one of the system's tables, "" when there is none.
func (t *tables) text(file string) string {
	if s, ok := t.files[file]; ok {
		return s
	}
	if t.files == nil {
		t.files = make(map[string]string)
	}
	t.files[file] = ""
	if f, err := os.Open(file); err == nil {
		defer f.Close()
		if b, err := io.ReadAll(io.LimitReader(f, maxTable)); err == nil {
			t.files[file] = string(b)
		}
	}
	return t.files[file]
}

// search calls found with the fields of each line that has a name in it, until it returns true.
func search(text, name string, found func(fields []string) bool) {
	if name == "" || len(name) > maxName {
		return
	}
	for from := 0; ; {
		i := strings.Index(text[from:], name)
		if i < 0 {
			return
		}
		start := strings.LastIndexByte(text[:from+i], '\n') + 1
		line, _, _ := strings.Cut(text[start:], "\n")
		from = start + len(line)
		line, _, _ = strings.Cut(line, "#")
		if fields := strings.Fields(line); len(fields) > 1 && found(fields) {
			return
		}
	}
}

// named reports whether a line's first field or an alias, from another field on, is the name.
func named(fields []string, name string, aliases int) bool {
	return fields[0] == name || slices.Contains(fields[min(aliases, len(fields)):], name)
}

// servicePort returns the ports of a service over TCP and UDP, -1 where it has none: as the system has it, and else the table that is
// a part of the program.
func (t *tables) servicePort(name string) (tcp, udp int) {
	if p, ok := t.services[name]; ok {
		return p[0], p[1]
	}
	if t.services == nil {
		t.services = make(map[string][2]int)
	}
	defer func() { t.services[name] = [2]int{tcp, udp} }()
	tcp, udp = -1, -1
	search(t.text("/etc/services"), name, func(f []string) bool {
		if named(f, name, 2) {
			number, over, _ := strings.Cut(f[1], "/")
			port, err := strconv.Atoi(number)
			switch {
			case err != nil || port < 0 || port > 65535:
			case over == "tcp" && tcp < 0:
				tcp = port
			case over == "udp" && udp < 0:
				udp = port
			}
		}
		return tcp >= 0 && udp >= 0
	})
	if tcp < 0 && udp < 0 && len(name) <= maxName {
		return layers.ServicePorts(name)
	}
	return tcp, udp
}

// suggestService returns the nearest name of a service, or a hint at numbers.
func (t *tables) suggestService(name string) string {
	if strings.Trim(name, "0123456789-") == "" && strings.Count(name, "-") == 1 {
		return "portrange " + name
	}
	all := map[string]bool{}
	for line := range strings.Lines(t.text("/etc/services")) {
		if f := strings.Fields(line); len(f) > 1 && f[0][0] != '#' {
			all[f[0]] = true
		}
	}
	for _, s := range layers.ServiceNames() {
		all[s] = true
	}
	if best := nearest(name, all, func(bool) bool { return true }); best != "" {
		return "did you mean " + best + "?"
	}
	return "a port is a number or the name of a service"
}

// ipProtocol returns the number of a protocol over IP.
func (t *tables) ipProtocol(name string) (uint32, bool) {
	number := -1
	search(t.text("/etc/protocols"), name, func(f []string) bool {
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
	w, ok := words[name]
	if !ok || w.kind != tProto {
		return 0, false
	}
	v, ok := overLink[proto(w.num)]
	return v, ok
}

// etherName finds a host in /etc/ethers.
func (t *tables) etherName(name string) (mac [6]byte, ok bool) {
	search(t.text("/etc/ethers"), name, func(f []string) bool {
		if f[1] == name {
			mac, ok = parseMAC(f[0])
		}
		return ok
	})
	return mac, ok
}

// networkName finds a network in /etc/networks; its mask covers the bytes that its number has.
func (t *tables) networkName(name string) (v, mask uint32, ok bool) {
	search(t.text("/etc/networks"), name, func(f []string) bool {
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
