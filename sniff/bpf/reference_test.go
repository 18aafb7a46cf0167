package bpf

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// reference runs instructions one by one, as bpf(4) describes them, without anything that the machine does to be fast.
func reference(code []Instruction, pkt []byte, wire int) uint32 {
	var a, x uint32
	var mem [16]uint32
	load := func(off uint64, size uint16) (uint32, bool) {
		n := map[uint16]uint64{sizeW: 4, sizeH: 2, sizeB: 1}[size]
		if off+n > uint64(len(pkt)) {
			return 0, false
		}
		var b [4]byte
		copy(b[4-n:], pkt[off:off+n])
		return binary.BigEndian.Uint32(b[:]), true
	}
	for pc := 0; ; pc++ {
		i, ok := code[pc], true
		operand := i.K
		if i.Code&srcX != 0 {
			operand = x
		}
		switch i.Code & 7 {
		case classLD, classLDX:
			var v uint32
			switch i.Code & 0xe0 {
			case modeIMM:
				v = i.K
			case modeABS:
				v, ok = load(uint64(i.K), i.Code&0x18)
			case modeIND:
				v, ok = load(uint64(i.K)+uint64(x), i.Code&0x18)
			case modeMEM:
				v = mem[i.K]
			case modeLEN:
				v = uint32(wire)
			case modeMSH:
				v, ok = load(uint64(i.K), sizeB)
				v = v & 15 * 4
			}
			if !ok {
				return 0
			}
			if i.Code&7 == classLD {
				a = v
			} else {
				x = v
			}
		case classST:
			mem[i.K] = a
		case classSTX:
			mem[i.K] = x
		case classALU:
			switch i.Code & 0xf0 {
			case aluDIV, aluMOD:
				if operand == 0 {
					return 0
				}
				a = map[bool]uint32{true: a / operand, false: a % operand}[i.Code&0xf0 == aluDIV]
			case aluNEG:
				a = -a
			default:
				a = compute(i.Code&0xf0, a, operand)
			}
		case classJMP:
			if i.Code == jump {
				pc += int(int32(i.K))
				continue
			}
			if holds(i.Code&0xf0, a, operand) {
				pc += int(i.Jt)
			} else {
				pc += int(i.Jf)
			}
		case classRET:
			return i.K
		case classMISC:
			if i.Code == miscTAX {
				x = a
			} else {
				a = x
			}
		}
	}
}

// sameAsReference compares the machine with the reference, on a packet, all its beginnings, and one with a byte changed.
func sameAsReference(t *testing.T, p *Program, data []byte, wire int) {
	t.Helper()
	for n := len(data); n >= 0; n -= 1 + n/20 {
		if got, want := p.Run(data[:n], wire), reference(p.code, data[:n], wire); got != want {
			t.Fatalf("%s: %d bytes: %d, the reference says %d\n%s", p.Expr(), n, got, want, p)
		}
	}
}

func TestReference(t *testing.T) {
	pkts, link := readPcap(t, "EN10MB.pcap")
	r := rand.New(rand.NewPCG(1, 2))
	for _, v := range readVerdicts(t, "EN10MB.verdicts.tsv") {
		p, err := Compile(v.expr, link, testOptions)
		if err != nil {
			continue
		}
		for range 20 {
			k := pkts[r.IntN(len(pkts))]
			sameAsReference(t, p, k.data, k.wire)
		}
	}
}

// longHosts is a list of n addresses that no program merges.
func longHosts(n int) string {
	var b strings.Builder
	b.WriteString("(")
	for i := range n {
		if i > 0 {
			b.WriteString(" or ")
		}
		fmt.Fprintf(&b, "src host 10.0.%d.%d or dst host 10.1.%d.%d", i/256, i%256, i/256, i%256)
	}
	b.WriteString(")")
	return b.String()
}

// TestLongJumps runs programs whose jumps do not fit into a byte.
func TestLongJumps(t *testing.T) {
	p, err := Compile(longHosts(300)+" and not "+longHosts(2)+" and udp", 1)
	if err != nil {
		t.Fatal(err)
	}
	frame := make([]byte, 60)
	frame[12], frame[13], frame[14], frame[23] = 8, 0, 0x45, 17
	for i := range 310 {
		copy(frame[26:], []byte{10, 0, byte(i / 256), byte(i)})
		if got, want := p.Match(frame, 60), i >= 2 && i < 300; got != want {
			t.Errorf("host %d: %v", i, got)
		}
		if got, want := reference(p.code, frame, 60) != 0, i >= 2 && i < 300; got != want {
			t.Errorf("host %d: the reference says %v", i, got)
		}
	}
}

// TestLists checks that lists of ports and hosts cost little.
func TestLists(t *testing.T) {
	ports := "port 1"
	for i := 2; i <= 500; i++ {
		ports += fmt.Sprint(" or ", i)
	}
	hosts := "host 10.0.0.0"
	for i := 1; i < 200; i++ {
		hosts += fmt.Sprint(" or 10.0.0.", i)
	}
	for _, c := range []struct {
		expr string
		most int
	}{{ports, 2400}, {hosts, 1500}} {
		p, err := Compile(c.expr, 1)
		if err != nil {
			t.Fatal(err)
		}
		if len(p.code) > c.most || !p.Kernel() {
			t.Errorf("%.20s...: %d instructions", c.expr, len(p.code))
		}
	}
}

func TestNoAllocation(t *testing.T) {
	frame := make([]byte, 100)
	frame[12], frame[13] = 8, 0
	for _, e := range everyday {
		p, err := Compile(e, 1, testOptions)
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(100, func() { p.Match(frame, 100) }); n != 0 {
			t.Errorf("%s: %v allocations", e, n)
		}
	}
}

// TestBoundedTime compiles what could take long.
func TestBoundedTime(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	repeat := func(s, sep string, n int) string { return strings.TrimSuffix(strings.Repeat(s+sep, n), sep) }
	for name, expr := range map[string]string{
		"hosts":    longHosts(3000),
		"or":       "tcp or " + repeat("port 1 or icmp", " or ", 12000),
		"ports":    "tcp or port " + repeat("1 or 2 or 65000", " or ", 9000),
		"and":      repeat("tcp", " and ", 30000),
		"either":   "(" + repeat("ip[0] = 1 or ip[1] = 2", " or ", 8000) + ") and tcp",
		"services": "port " + repeat("http", " or ", 10000),
		"dashes":   "portrange " + repeat("a", "-", 100000),
		"brackets": strings.Repeat("(", 100000),
		"not":      strings.Repeat("not ", 60000) + "tcp",
		"sum":      strings.Repeat("1+", 100000) + "1 = 2",
		"deep":     "ip[" + repeat("ip[", "", 240) + "0" + strings.Repeat("]", 241) + " = 1",
		"vlan":     repeat("vlan", " and ", 25000),
		"colons":   strings.Repeat("abcd:", 50000),
		"groups":   "host " + strings.Repeat("a:", 100000),
		"name":     "host " + strings.Repeat("a", 200000),
	} {
		start := time.Now()
		_, err := Compile(expr, 1, testOptions)
		if d := time.Since(start); d > 20*time.Second {
			t.Errorf("%s: %v (%v)", name, d, err)
		} else {
			t.Logf("%s: %v", name, d)
		}
	}
}
