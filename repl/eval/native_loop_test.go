package eval

import (
	"bytes"
	"fmt"
	"testing"

	"pktsh/layers/packet"
)

// TestNativeLoops runs loops compiled and interpreted: they print and leave the same, errors included.
func TestNativeLoops(t *testing.T) {
	tests := []struct {
		body   string
		native bool
	}{
		{`if !p.HasLayer(DNS) { fmt.Println(p.Summary()) }`, true},
		{`fmt.Println(p, p.Len(), p.HasLayer(IP), "x", 2.5)`, true},
		{`p.Show()`, true},
		{`n++; if p.HasLayer(TCP) { n += p.Layer(TCP).Int("dport") } else if p.HasLayer(UDP) { n--; continue } else { continue }; s = s + "t"`, true},
		{`n++; if n > 5 { break }; l = append(l, p)`, true},
		{`if p.HasLayer(IP) { m[p.Layer(IP).Str("src")]++; k[p.Layer(IP).Int("ttl")] += 2 }`, true},
		{`n = p.Layer(TCP).Int("dport")`, true}, // a packet without TCP: an error
		{`n = 7 / n`, true},
		{`b = p.HasLayer(ARP); f = 1.5; if b { break }`, true},
		{`{ n++ }`, true},
		{``, true},
		{`q := p.Copy(); n += q.Len()`, false},
		{`defer fmt.Println(p)`, false},
		{`fmt.Println(len(m))`, false},
		{`p = nil; n++`, false},
	}
	const before = `n := 0; s := ""; var l PacketList; m := map[string]int{}; k := map[int]int{}; b := false; f := 0.0; fmt.Println(n, s, l, m, k, b, f)`
	const after = `fmt.Println(n, s, len(l), m, k, b, f)`
	for _, c := range tests {
		var got [2]string
		for i, interpretAll := range []bool{false, true} {
			var out bytes.Buffer
			s, err := New(Options{Stdout: &out, Stderr: &out})
			if err != nil {
				t.Fatal(err)
			}
			s.interpretAll = interpretAll
			redirect(t, &out)
			entries := []string{before, `pkts := rdpcap("../../testdata/captures/sample.pcap")`, "for _, p := range pkts { " + c.body + " }", after}
			for j, e := range entries {
				if _, err := s.Eval(e); err != nil {
					fmt.Fprintln(&out, j, err)
				}
			}
			got[i] = out.String()
			if isNative := len(s.natives) > 0; i == 0 && isNative != c.native {
				t.Errorf("%s: native is %v, want %v", c.body, isNative, c.native)
			}
		}
		if got[0] != got[1] {
			t.Errorf("%s: compiled\n%s\ninterpreted\n%s", c.body, got[0], got[1])
		}
	}
}

// redirect has packets print to w until the test ends.
func redirect(t *testing.T, w *bytes.Buffer) {
	old := packet.Output
	packet.Output = w
	t.Cleanup(func() { packet.Output = old })
}
