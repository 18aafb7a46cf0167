package sniff

import (
	"encoding/binary"

	"golang.org/x/sys/unix"

	"pktsh/layers"
)

// A wanted is what answers to the requests so far look like: the base of the kernel's filter. What does not fit its few
// slots makes it let everything in; answers are told apart later anyway.
type wanted struct {
	all    bool
	types  few // EtherTypes
	protos few // of IPv4
	hosts  few // IPv4 addresses that answers go to
	any    bool
}

// few is a small set of numbers.
type few struct {
	n    int
	list [8]uint32
}

// add adds a number; fits is false when there is no room.
func (f *few) add(x uint32) (added, fits bool) {
	for _, y := range f.list[:f.n] {
		if x == y {
			return false, true
		}
	}
	if f.n == len(f.list) {
		return false, false
	}
	f.list[f.n] = x
	f.n++
	return true, true
}

// add takes a request into account; changed says that the program is another one now.
func (w *wanted) add(it *item, link bool) (changed bool) {
	if w.all {
		return false
	}
	b := it.data
	switch {
	case !link && it.first == layers.IP && len(b) >= 20 && b[0]>>4 == 4:
		return w.addIP(b, true)
	case !link && it.first == layers.IPv6:
		return w.put(&w.types, unix.ETH_P_IPV6)
	case link && it.first == layers.Ether && len(b) >= 14:
		switch typ := binary.BigEndian.Uint16(b[12:]); typ {
		case unix.ETH_P_IP:
			if len(b) >= 34 {
				return w.addIP(b[14:], false)
			}
		case unix.ETH_P_ARP, unix.ETH_P_IPV6:
			return w.put(&w.types, uint32(typ))
		}
	}
	w.all = true
	return true
}

// addIP takes a request's IPv4 header; own says that answers come to its source address.
func (w *wanted) addIP(b []byte, own bool) bool {
	changed := w.put(&w.types, unix.ETH_P_IP)
	changed = w.put(&w.protos, uint32(b[9])) || changed
	src := binary.BigEndian.Uint32(b[12:])
	if dst := b[16]; !own || !Conf.CheckIPaddr || src == 0 || dst >= 224 {
		changed = changed || !w.any
		w.any = true
		return changed
	}
	if w.any || w.hosts.n == len(w.hosts.list) {
		w.any = true // more addresses than are worth comparing
		return changed
	}
	return w.put(&w.hosts, src) || changed
}

func (w *wanted) put(f *few, x uint32) (changed bool) {
	added, fits := f.add(x)
	if !fits {
		w.all = true
	}
	return added || !fits
}

var acceptAll = []unix.SockFilter{{Code: unix.BPF_RET | unix.BPF_K, K: 0xffffffff}}

// program is the filter for an interface whose link header has so many bytes.
func (w *wanted) program(header int) []unix.SockFilter {
	if w.all || w.types.n == 0 {
		return acceptAll
	}
	p := &assembler{}
	if header > 0 {
		p.load(unix.BPF_H, uint32(header-2))
	} else {
		p.load(unix.BPF_B, 0)
		p.add(unix.BPF_ALU|unix.BPF_AND|unix.BPF_K, 0xf0)
	}
	for _, typ := range w.types.list[:w.types.n] {
		if header == 0 {
			typ = map[uint32]uint32{unix.ETH_P_IP: 0x40, unix.ETH_P_IPV6: 0x60}[typ]
		}
		if typ == unix.ETH_P_IP || header == 0 && typ == 0x40 {
			p.equal(typ, "ip")
		} else {
			p.equal(typ, "accept")
		}
	}
	p.jump("drop")
	p.label("ip")
	if !w.any && w.hosts.n > 0 {
		p.load(unix.BPF_W, uint32(header+16))
		for _, host := range w.hosts.list[:w.hosts.n] {
			p.equal(host, "proto")
		}
		p.jump("drop")
		p.label("proto")
	}
	p.load(unix.BPF_B, uint32(header+9))
	p.equal(unix.IPPROTO_ICMP, "accept")
	for _, proto := range w.protos.list[:w.protos.n] {
		p.equal(proto, "accept")
	}
	p.label("drop")
	p.add(unix.BPF_RET|unix.BPF_K, 0)
	p.label("accept")
	p.add(unix.BPF_RET|unix.BPF_K, 0xffffffff)
	return p.finish()
}

// An assembler makes a classic BPF program; jumps lead forward to labels.
type assembler struct {
	code  []unix.SockFilter
	want  map[int]string // labels of instructions that jump when equal
	where map[string]int
}

func (p *assembler) add(code uint16, k uint32) {
	p.code = append(p.code, unix.SockFilter{Code: code, K: k})
}

func (p *assembler) load(size uint16, at uint32) { p.add(unix.BPF_LD|unix.BPF_ABS|size, at) }

// equal jumps to a label when what was loaded is k.
func (p *assembler) equal(k uint32, to string) {
	p.goes(to)
	p.add(unix.BPF_JMP|unix.BPF_JEQ|unix.BPF_K, k)
}

func (p *assembler) jump(to string) {
	p.goes(to)
	p.add(unix.BPF_JMP|unix.BPF_JA, 0)
}

func (p *assembler) goes(to string) {
	if p.want == nil {
		p.want = make(map[int]string)
	}
	p.want[len(p.code)] = to
}

func (p *assembler) label(name string) {
	if p.where == nil {
		p.where = make(map[string]int)
	}
	p.where[name] = len(p.code)
}

func (p *assembler) finish() []unix.SockFilter {
	for i, name := range p.want {
		distance := p.where[name] - i - 1
		if p.code[i].Code == unix.BPF_JMP|unix.BPF_JA {
			p.code[i].K = uint32(distance)
		} else {
			p.code[i].Jt = uint8(distance)
		}
	}
	return p.code
}
