package layers

import (
	"bytes"
	"fmt"
	"net"

	"pktsh/layers/packet"
)

// BOOTP is the bootstrap protocol (RFC 951, RFC 1542). DHCP follows where options
// is its magic number (RFC 2131 section 3), and sets that.
var BOOTP = packet.Define("BOOTP",
	packet.U8("op").Default(1).Enum(packet.Names(map[uint64]string{1: "BOOTREQUEST", 2: "BOOTREPLY"})),
	packet.U8("htype").Default(1).Enum(hardwareTypes),
	packet.U8("hlen").Default(6),
	packet.U8("hops"),
	packet.X32("xid"),
	packet.U16("secs"),
	packet.FlagBits("flags", 16, "...............B"),
	packet.IP4("ciaddr"),
	packet.IP4("yiaddr"),
	packet.IP4("siaddr"),
	packet.IP4("giaddr"),
	packet.FixedData("chaddr", 16).Class("_BOOTP_chaddr").Shown(showHardware).Adapted(hardware),
	packet.FixedText("sname", 64),
	packet.FixedText("file", 128),
	packet.Data("options").Class("StrEnumField").Len(bootpOptions).Shown(showMagic),
).Accept(canBeBOOTP)

const (
	bootpHeader = 236
	dhcpMagic   = "c\x82Sc"
)

// bootpOptions is the length of the options: of the magic number, where it is.
func bootpOptions(l packet.Layer) int {
	rest := l.Header()
	rest = rest[min(bootpHeader, len(rest)):]
	if bytes.HasPrefix(rest, []byte(dhcpMagic)) {
		return len(dhcpMagic)
	}
	return len(rest)
}

func canBeBOOTP(b []byte) bool {
	return len(b) >= 44 && (b[0] == 1 || b[0] == 2) && b[2] <= 16
}

// hardware takes text for an Ethernet address, where it is one.
func hardware(x any) any {
	if s, ok := x.(string); ok {
		if addr, err := net.ParseMAC(s); err == nil {
			return []byte(addr)
		}
	}
	return x
}

// showHardware is the Ethernet address that the field begins with, and the rest.
func showHardware(v any) string {
	b, _ := v.([]byte)
	n := min(6, len(b))
	addr, pad := net.HardwareAddr(b[:n]).String(), b[n:]
	if len(bytes.Trim(pad, "\x00")) == 0 {
		return fmt.Sprintf("%s (+ %d nul pad)", addr, len(pad))
	}
	return fmt.Sprintf("%s (pad: %q)", addr, pad)
}

func showMagic(v any) string {
	b, _ := v.([]byte)
	if string(b) == dhcpMagic {
		return fmt.Sprintf("%q (DHCP magic)", b)
	}
	return fmt.Sprintf("%q", b)
}

func init() {
	packet.BindPort(UDP, BOOTP, 68)
	packet.BindPort(UDP, BOOTP, 67)
	packet.BindDown(UDP, BOOTP, "sport", 67, "dport", 68)
	BOOTP.AnswersFunc(func(a, r *packet.Packet) bool {
		return r.Proto() == BOOTP && a.Int("xid") == r.Int("xid")
	})
	DNS.AnswersFunc(func(a, r *packet.Packet) bool {
		return r.Proto() == DNS && a.Int("id") == r.Int("id") && a.Int("qr") == 1 && r.Int("qr") == 0
	})
}
