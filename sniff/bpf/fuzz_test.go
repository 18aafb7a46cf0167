package bpf

import (
	"errors"
	"testing"
	"time"
)

// FuzzCompile compiles anything for any link type. What compiles must run as the reference does; errors must point into the text.
func FuzzCompile(f *testing.F) {
	for _, e := range everyday {
		f.Add(e, 1, []byte("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x08\x00\x45\x00\x00\x28"))
	}
	for _, e := range []string{"", "host 1.2.3.4.5", "1:2:3:4:5:6", "net ::/0", "((((tcp))))", "port 80-", "portrange a-b-c-d",
		"wlan type mgt subtype beacon", "geneve 5 and vlan and mpls and pppoes and ip", "vxlan and tcp[tcpflags] & 1 = 1",
		"ip[ip[ip[ip[0]]]:4] % 7 ^ 3 << len > -1", "not not not", "llc rnr", "byte 3 | 4", "ether[0xffffffff:4] = 1", "host \\tcp",
		"decnet host 1.2", "ip6 protochain 6 and protochain 51", "\\", "$ff", "host $ff", "a::b::c", "len-1=1", "ifindex 3 or inbound"} {
		f.Add(e, 1, []byte{})
	}
	f.Fuzz(func(t *testing.T, expr string, link int, data []byte) {
		all := []int{0, 1, 9, 101, 105, 108, 113, 127, 228, 229, 276, 147}
		start := time.Now()
		p, err := Compile(expr, all[uint(link)%uint(len(all))], testOptions)
		if d := time.Since(start); d > 3*time.Second {
			t.Errorf("compiling took %v", d)
		}
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Pos < 0 || e.Len < 0 || e.Pos+e.Len > len(expr) || e.Reason == "" {
				t.Fatalf("%q: %#v", expr, err)
			}
			e.Caret()
			return
		}
		p.Kernel()
		if len(p.String()) == 0 {
			t.Fatal("no program")
		}
		sameAsReference(t, p, data, len(data)+3)
	})
}
