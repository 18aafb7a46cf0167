package route

import (
	"net/netip"
	"reflect"
	"testing"

	"golang.org/x/sys/unix"
)

// body is a structure of the family and attributes.
func body(head []byte, attrs ...any) []byte {
	for i := 0; i < len(attrs); i += 2 {
		head = attribute(head, uint16(attrs[i].(int)), attrs[i+1].([]byte))
	}
	return head
}

func u32(n uint32) []byte { return native.AppendUint32(nil, n) }

func TestParseRoute(t *testing.T) {
	v4 := func(bits, table, typ byte) []byte {
		return []byte{unix.AF_INET, bits, 0, 0, table, 3, 0, typ, 0, 0, 0, 0}
	}
	hop := append([]byte{16, 0, 0, 0, 7, 0, 0, 0}, attribute(nil, unix.RTA_GATEWAY, []byte{10, 0, 0, 1})...)
	for _, c := range []struct {
		name string
		body []byte
		want Route
	}{
		{"default", body(v4(0, 254, 1), unix.RTA_OIF, u32(3), unix.RTA_GATEWAY, []byte{10, 9, 0, 254}, unix.RTA_PRIORITY, u32(100)),
			Route{Dst: netip.MustParsePrefix("0.0.0.0/0"), Gateway: netip.MustParseAddr("10.9.0.254"), Metric: 100, Type: typeUnicast, index: 3, table: 254}},
		{"big table", body(v4(24, 252, 1), unix.RTA_DST, []byte{10, 9, 0, 0}, unix.RTA_TABLE, u32(51820), unix.RTA_PREFSRC, []byte{10, 9, 0, 1}),
			Route{Dst: netip.MustParsePrefix("10.9.0.0/24"), Src: netip.MustParseAddr("10.9.0.1"), Type: typeUnicast, table: 51820}},
		{"several hops", body(v4(16, 254, 1), unix.RTA_DST, []byte{10, 0, 0, 0}, unix.RTA_MULTIPATH, hop),
			Route{Dst: netip.MustParsePrefix("10.0.0.0/16"), Gateway: netip.MustParseAddr("10.0.0.1"), Type: typeUnicast, index: 7, table: 254, several: true}},
		{"by IPv6", body(v4(8, 254, 1), unix.RTA_DST, []byte{11, 0, 0, 0}, unix.RTA_VIA, append([]byte{10, 0}, netip.MustParseAddr("fe80::1").AsSlice()...)),
			Route{Dst: netip.MustParsePrefix("11.0.0.0/8"), Gateway: netip.MustParseAddr("fe80::1"), Type: typeUnicast, table: 254}},
		{"blackhole", body(v4(32, 254, 6), unix.RTA_DST, []byte{1, 2, 3, 4}),
			Route{Dst: netip.MustParsePrefix("1.2.3.4/32"), Type: typeBlackhole, table: 254}},
		{"not IP", body([]byte{unix.AF_MPLS, 20, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0}), Route{}},
	} {
		if got, err := parseRoute(c.body); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v %v, want %+v", c.name, got, err, c.want)
		}
		for n := range c.body {
			_, _ = parseRoute(c.body[:n:n]) // a cut message is an error or a part, never a panic
		}
	}
}

func TestParseLinkAndAddress(t *testing.T) {
	head := make([]byte, 16)
	native.PutUint16(head[2:], 1)
	native.PutUint32(head[4:], 6)
	native.PutUint32(head[8:], flagUp|flagBroadcast|flagRunning|flagMulticast|1<<16)
	b := body(head, unix.IFLA_IFNAME, []byte("eth0\x00"), unix.IFLA_ADDRESS, []byte{2, 0, 0, 0, 0, 10}, unix.IFLA_MTU, u32(1500))
	i, err := parseLink(b)
	if err != nil || i.String() != "<NetworkInterface eth0 [UP+BROADCAST+RUNNING+MULTICAST+LOWER_UP]>" || i.MTU != 1500 || i.MAC.String() != "02:00:00:00:00:0a" || !i.Ethernet() {
		t.Errorf("%+v %v", i, err)
	}
	addr := append([]byte{unix.AF_INET, 32, 0, 0}, u32(6)...)
	index, p, err := parseAddress(body(addr, unix.IFA_ADDRESS, []byte{10, 0, 0, 2}, unix.IFA_LOCAL, []byte{10, 0, 0, 1}))
	if err != nil || index != 6 || p.String() != "10.0.0.1/32" {
		t.Errorf("a point-to-point address: %d %s %v", index, p, err)
	}
}

func TestPlainRule(t *testing.T) {
	rule := func(table byte, order uint32, attrs ...any) []byte {
		head := []byte{unix.AF_INET, 0, 0, 0, table, 0, 0, 1, 0, 0, 0, 0}
		return body(head, append([]any{15, u32(uint32(table)), 14, u32(1<<32 - 1), 6, u32(order)}, attrs...)...)
	}
	for _, c := range []struct {
		body []byte
		want bool
	}{
		{rule(255, 0), true}, {rule(254, 32766), true}, {rule(253, 32767), true},
		{rule(254, 100), false}, {rule(100, 32766), false}, {rule(254, 32766, 10, u32(1)), false}, // a mark
		{[]byte{unix.AF_INET, 24, 0, 0, 254, 0, 0, 1, 0, 0, 0, 0}, false}, {nil, false},
	} {
		if got := plainRule(c.body); got != c.want {
			t.Errorf("% x: %v", c.body, got)
		}
	}
}

// TestAnswered reads what neighbours send.
func TestAnswered(t *testing.T) {
	a := ask{hop: Hop{Iface: &Iface{MAC: []byte{2, 0, 0, 0, 0, 10}, Addrs: []netip.Prefix{netip.MustParsePrefix("10.9.0.1/24")}}}, next: netip.MustParseAddr("10.9.0.254")}
	q := a.question()
	if len(q) != 42 || string(q[:14]) != "\xff\xff\xff\xff\xff\xff\x02\x00\x00\x00\x00\x0a\x08\x06" || string(q[28:32]) != "\x0a\x09\x00\x01" {
		t.Errorf("the question is % x", q)
	}
	if _, mac := answered(q); mac != nil {
		t.Error("a question is taken for an answer")
	}
	q[21] = 2
	if addr, mac := answered(q); addr.String() != "10.9.0.1" || mac.String() != "02:00:00:00:00:0a" {
		t.Errorf("an answer: %s %s", addr, mac)
	}
	for n := range q {
		_, _ = answered(q[:n:n])
	}
	a.next = netip.MustParseAddr("fe80::1:2:3")
	if q := a.question(); string(q[:6]) != "\x33\x33\xff\x02\x00\x03" || len(q) != 14+40+24+8 {
		t.Errorf("the solicitation is % x", q)
	}
}

// FuzzNetlink: whatever the kernel were to say, it is read without a panic and in bounded time.
func FuzzNetlink(f *testing.F) {
	f.Add(body([]byte{2, 24, 0, 0, 254, 3, 0, 1, 0, 0, 0, 0}, unix.RTA_DST, []byte{10, 9, 0, 0}, unix.RTA_OIF, u32(3)))
	f.Add(body(make([]byte, 16), unix.IFLA_IFNAME, []byte("lo\x00")))
	f.Add([]byte{20, 0, 0, 0, 3, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		_, _ = parseLink(b)
		_, _, _ = parseAddress(b)
		_, _ = parseRoute(b)
		_, _, _, _, _ = parseNeighbour(b)
		_ = plainRule(b)
		_, _ = answered(b)
		a := answers{seq: 1, dump: true, each: func(uint16, []byte) error { return nil }}
		_, _ = a.read(b)
	})
}
