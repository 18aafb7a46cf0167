package packet_test

import (
	"testing"

	. "pktsh/layers"
	. "pktsh/layers/packet"
)

func TestConvert(t *testing.T) {
	if b, err := Mac2Str("02:00:00:00:00:01"); err != nil || string(b) != "\x02\x00\x00\x00\x00\x01" || Str2Mac(b) != "02:00:00:00:00:01" {
		t.Errorf("Mac2Str: %x %v", b, err)
	}
	if n, err := Atol("10.0.0.1"); err != nil || n != 0x0a000001 || Ltoa(n) != "10.0.0.1" {
		t.Errorf("Atol: %x %v", n, err)
	}
	for _, bad := range []string{"", "x", "02:00", "::1", "02:00:00:00:00:00:00:01", "1.2.3"} {
		if _, err := Mac2Str(bad); err == nil {
			t.Errorf("Mac2Str(%q) has no error", bad)
		}
		if _, err := Atol(bad); err == nil {
			t.Errorf("Atol(%q) has no error", bad)
		}
	}
}

func TestMeta(t *testing.T) {
	p := Stack(IP.New("ttl", 3), UDP.New("dport", 7))
	if v := p.Values(); v["ttl"] != 3 || len(v) > 2 {
		t.Errorf("set fields of IP: %v", v)
	}
	if v := p.Layer(UDP).Values(); v["dport"] != 7 {
		t.Errorf("set fields of UDP: %v", v)
	}
	if v := IP.Dissect(p.Build()).Values(); v["ttl"] != 3 || v["version"] != 4 {
		t.Errorf("captured fields of IP: %v", v)
	}
	if v, ok := IP.Defaults()["ttl"]; v != 64 || !ok {
		t.Errorf("default ttl: %v", v)
	}
	if v, ok := IP.Defaults()["chksum"]; v != nil || !ok {
		t.Errorf("default checksum: %v", v)
	}
	if Wire(nil) != nil || len(Wire(p)) != 28 {
		t.Errorf("Wire: %d bytes", len(Wire(p)))
	}
}

func TestReprOfNumbersAndFields(t *testing.T) {
	for _, c := range []struct {
		x    any
		want string
	}{
		{1700000000.01, "1700000000.01"}, {0.5, "0.5"}, {3.0, "3"}, {1e-9, "1e-09"}, {1e300, "1e+300"},
		{IP.Field("ttl"), "<ByteField (IP).ttl>"}, {U16("a"), "<ShortField a>"},
	} {
		if got := Repr(c.x); got != c.want {
			t.Errorf("Repr(%v) is %s, want %s", c.x, got, c.want)
		}
	}
}
