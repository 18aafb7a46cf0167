package packet_test

import (
	"testing"
	"time"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

// TestSprintf compares with what Scapy 2.5 prints, text quoted as Go does.
func TestSprintf(t *testing.T) {
	p := syn()
	if err := p.Layer(TCP).Set("seq", 100, "options", []Tuple{{"MSS", 1460}}); err != nil {
		t.Fatal(err)
	}
	p.SetTime(time.Unix(1700000000, 123456000))
	tests := []struct{ format, want string }{
		{"%IP.payload%", "TCP 10.9.0.1:50000 > 10.8.0.2:http S / Raw"},
		{"%Ether.payload%", "IP / TCP 10.9.0.1:50000 > 10.8.0.2:http S / Raw"},
		{"%TCP.payload%", "Raw"},
		{"%time%", "22:13:20.123456"},
		{"%.time%", "22:13:20.123456"},
		{"%IP.len%", "None"},
		{"%r,IP.len%", "None"},
		{"%r,TCP.sport%", "50000"},
		{"%dr,TCP.dport%", "80"},
		{"%TCP.dport%", "http"},
		{"%IP:1.src%", "10.9.0.1"},
		{"%IP:2.src%", "??"},
		{"%src%", "02:00:00:00:00:0a"},
		{"%ttl%", "64"},
		{"%foo%", "??"},
		{"%IP.foo%", "??"},
		{"%UDP.sport%", "??"},
		{"{IP:a{TCP:b}c}", "abc"},
		{"{!IP:a}", ""},
		{"{UDP:x}{!UDP:y}", "y"},
		{"{Foo:a}", ""},
		{"%Raw.load%", `"hi"`},
		{"%TCP.options%", `[("MSS", 1460)]`},
		{"%10s,TCP.flags%|", "         S|"},
		{"%04xr,Ether.type%", "0800"},
		{"%-5dr,IP.ttl%|", "64   |"},
		{"%-15s,IP.src% -> %03xr,IP.proto% %r,TCP.flags%", "10.9.0.1        -> 006 S"},
		{"%(%)%%", "{}%"},
		{"{IP:%IP.dst% {ICMP:%ICMP.type%}{TCP:%TCP.dport%}}", "10.8.0.2 http"},
		{"%%a", "%a"},
	}
	for _, tt := range tests {
		if got := p.Sprintf(tt.format); got != tt.want {
			t.Errorf("Sprintf(%q) = %q, want %q", tt.format, got, tt.want)
		}
	}
	for _, bad := range []string{"%", "%IP.ttl", "{IP", "{IP:x", "{", "%q,IP.ttl%"} {
		func() {
			defer func() {
				if _, ok := recover().(*FieldError); !ok {
					t.Errorf("Sprintf(%q) raised no FieldError", bad)
				}
			}()
			p.Sprintf(bad)
		}()
	}
}

func FuzzSprintf(f *testing.F) {
	for _, s := range []string{"%IP.src%", "{TCP:%-5s,TCP.flags%}", "%04xr,IP.id%", "%(%)", "{{"} {
		f.Add(s)
	}
	p := syn()
	f.Fuzz(func(t *testing.T, format string) {
		defer func() {
			if r := recover(); r != nil {
				if _, ok := r.(*FieldError); !ok {
					panic(r)
				}
			}
		}()
		p.Sprintf(format)
	})
}
