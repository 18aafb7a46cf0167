package layers

import (
	"encoding/hex"
	"testing"

	"pktsh/layers/packet"
)

func TestDHCP(t *testing.T) {
	mac := []byte{2, 0, 0, 0, 0, 1}
	check(t, []built{
		{BOOTP.New(), "0101060000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000", "BOOTP"},
		{
			packet.Stack(UDP, BOOTP.New("chaddr", mac, "xid", 5), DHCP.New("options", []any{packet.Tuple{"message-type", "discover"}, "end"})),
			"0043004400fc0000010106000000000500000000000000000000000000000000000000000200000000010000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000063825363350101ff", "UDP / BOOTP / DHCP Discover",
		},
		{
			packet.Stack(UDP, BOOTP.New("chaddr", "02:00:00:00:00:01", "xid", 5, "op", 2, "flags", "B", "sname", "srv", "file", "f", "yiaddr", "10.0.0.9"),
				DHCP.New("options", []any{
					packet.Tuple{"message-type", 2}, packet.Tuple{"server_id", "10.0.0.1"}, packet.Tuple{"lease_time", 3600},
					packet.Tuple{"subnet_mask", "255.0.0.0"}, packet.Tuple{"router", "10.0.0.1", "10.0.0.2"},
					packet.Tuple{"name_server", "8.8.8.8"}, packet.Tuple{"domain", "ex.org"}, packet.Tuple{"hostname", "h"},
					packet.Tuple{"param_req_list", []int{1, 3, 6}}, packet.Tuple{"client_id", "\x01\x02\x00\x00\x00\x00\x01"},
					packet.Tuple{222, "xy"}, packet.Tuple{"requested_addr", "1.2.3.4"}, packet.Tuple{"max_dhcp_size", 1500},
					packet.Tuple{"vendor_class_id", "v"}, packet.Tuple{"relay_agent_information", "\x01\x02ab"}, "pad", "end",
				})),
			"00430044014f0000020106000000000500008000000000000a0000090000000000000000020000000001000000000000000000007372760000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000066000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000006382536335010236040a000001330400000e100104ff00000003080a0000010a0000020604080808080f0665782e6f72670c016837030103063d0701020000000001de027879320401020304390205dc3c017652040102616200ff", "UDP / BOOTP / DHCP Offer",
		},
	})
}

func TestDHCPShow(t *testing.T) {
	p := packet.Stack(BOOTP.New("chaddr", []byte{2, 0, 0, 0, 0, 1, 0, 9}), DHCP.New("options", []any{
		packet.Tuple{"message-type", "discover"}, packet.Tuple{"param_req_list", []int{1, 3}},
		packet.Tuple{"router", "10.0.0.1", "10.0.0.2"}, packet.Tuple{"classless_static_routes", []string{"10.0.0.0/8:10.0.0.1"}}, "end",
	}))
	want := `<BOOTP  chaddr=02:00:00:00:00:01 (pad: "\x00\t\x00\x00\x00\x00\x00\x00\x00\x00") options="c\x82Sc" (DHCP magic)` +
		` |<DHCP  options=[message-type="discover" param_req_list=[1, 3] router=10.0.0.1,10.0.0.2` +
		` classless_static_routes=[10.0.0.0/8:10.0.0.1] end] |>>`
	if got := p.Repr(); got != want {
		t.Errorf("built, it is\n%s, not\n%s", got, want)
	}
	q := BOOTP.Dissect(p.Build()).Layer(DHCP)
	want = `<DHCP  options=[message-type=discover param_req_list=[1, 3] router=10.0.0.1,10.0.0.2` +
		` classless_static_routes=[10.0.0.0/8:10.0.0.1] end] |>`
	if got := q.Repr(); got != want {
		t.Errorf("read, it is\n%s, not\n%s", got, want)
	}
	if got, want := packet.Repr(q.Options("options")), `[("message-type", 1), ("param_req_list", [1, 3]), ("router", "10.0.0.1", "10.0.0.2"), ("classless_static_routes", ["10.0.0.0/8:10.0.0.1"]), ("end")]`; got != want {
		t.Errorf("the options are\n%s, not\n%s", got, want)
	}
	for _, bad := range []any{packet.Tuple{"hostnam", "x"}, packet.Tuple{"classless_static_routes", "10.0.0.0/8"}, packet.Tuple{"router", "x y"}, packet.Tuple{"hostname", make([]byte, 256)}} {
		if err := q.Set("options", []any{bad}); err == nil {
			t.Errorf("%v is accepted", bad)
		}
	}
}

// TestBOOTPOptions: without the magic number, options are all that is left.
func TestBOOTPOptions(t *testing.T) {
	b := append(BOOTP.New().Build(), "vendor area"...)
	p := BOOTP.Dissect(b)
	if got := string(p.Bytes("options")); got != "vendor area" || p.HasLayer(DHCP) {
		t.Errorf("%s", p.Repr())
	}
	b, _ = hex.DecodeString("0043004400fc0000010106000000000500000000000000000000000000000000000000000200000000010000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000063825363350101ff")
	p = UDP.Dissect(b)
	if err := p.Layer(BOOTP).Set("chaddr", "02:00:00:00:00:02"); err != nil {
		t.Fatal(err)
	}
	q := UDP.Dissect(p.Build())
	if got := q.Bytes("chaddr"); string(got[:6]) != "\x02\x00\x00\x00\x00\x02" || q.Len() != len(b) {
		t.Errorf("edited, it is %s", q.Repr())
	}
}
