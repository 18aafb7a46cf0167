package layers

import (
	"fmt"
	"time"

	"pktsh/layers/packet"
)

// ICMP is the Internet Control Message Protocol (RFC 792; RFC 1191 for the MTU,
// RFC 4884 for the length, RFC 8335 for extseq and extflags). Which fields follow the checksum depends on the type;
// an error carries the packet that it is about as IPerror.
var ICMP = packet.Define("ICMP",
	packet.U8("type").Default(8).Enum(icmpTypes),
	packet.U8("code").Class("MultiEnumField (Depends on 8)").EnumBy(func(l packet.Layer) *packet.Enum { return icmpCodes[l.Int("type")] }),
	packet.X16("chksum").Auto(packet.MessageChecksum()),
	packet.X16("id").When(icmpType(0, 8, 13, 14, 15, 16, 17, 18, 37, 38, 42, 43)),
	packet.X16("seq").When(icmpType(0, 8, 13, 14, 15, 16, 17, 18, 37, 38)),
	icmpTime("ts_ori"),
	icmpTime("ts_rx"),
	icmpTime("ts_tx"),
	packet.IP4("gw").When(icmpType(5)),
	packet.U8("extseq").When(icmpType(42, 43)),
	packet.X8("extflags").When(icmpType(42, 43)),
	packet.U8("ptr").When(icmpType(12)),
	packet.U8("reserved").When(icmpType(3, 11)),
	packet.U8("length").When(icmpType(3, 11, 12)),
	packet.IP4("addr_mask").When(icmpType(17, 18)),
	packet.U16("nexthopmtu").When(icmpType(3)),
	packet.Switch("unused", icmpUnused).Class("MultipleTypeField (ShortField, IntField, StrFixedLenField)"),
).Sized(icmpSize).Summary("ICMP [{src} > {dst} ]{type} {code}")

// icmpSize is 8 bytes for all types but timestamps, address masks and domain names
// (RFC 1788).
func icmpSize(b []byte) int {
	switch b[0] {
	case 13, 14:
		return 20
	case 17, 18, 38:
		return 12
	}
	return 8
}

// icmpType is the condition that the type is one of these.
func icmpType(types ...int) func(packet.Layer) bool {
	var set [256]bool
	for _, t := range types {
		set[t] = true
	}
	return func(l packet.Layer) bool { return set[l.Int("type")] }
}

// icmpTime is a time in milliseconds since midnight UTC, by default the time of
// building.
func icmpTime(name string) *packet.Field {
	now := packet.Compute(func(packet.Layer) any {
		return time.Now().UTC().UnixMilli() % (24 * 60 * 60 * 1000)
	})
	return packet.U32(name).Class("ICMPTimeStampField").Auto(now.Free()).When(icmpType(13, 14)).Shown(func(v any) string {
		ms, _ := v.(int)
		return fmt.Sprintf("%d:%d:%d.%d", ms/3600000, ms/60000%60, ms/1000%60, ms%1000)
	})
}

var (
	icmpNothing = packet.FixedData("unused", 0)
	icmpTwo     = packet.U16("unused")
	icmpFour    = packet.U32("unused")
)

// icmpUnused is what fills the header up to 8 bytes.
func icmpUnused(l packet.Layer) *packet.Field {
	switch l.Int("type") {
	case 0, 3, 5, 8, 13, 14, 15, 16, 17, 18, 37, 42, 43:
		return icmpNothing
	case 11, 12:
		return icmpTwo
	}
	return icmpFour
}

// icmpTypes and icmpCodes are from the IANA registry of ICMP parameters.
var icmpTypes = packet.NamesOf("type", func() map[uint64]string {
	return map[uint64]string{
		0: "echo-reply", 3: "dest-unreach", 4: "source-quench", 5: "redirect", 8: "echo-request",
		9: "router-advertisement", 10: "router-solicitation", 11: "time-exceeded", 12: "parameter-problem",
		13: "timestamp-request", 14: "timestamp-reply", 15: "information-request", 16: "information-response",
		17: "address-mask-request", 18: "address-mask-reply", 30: "traceroute", 31: "datagram-conversion-error",
		32: "mobile-host-redirect", 33: "ipv6-where-are-you", 34: "ipv6-i-am-here",
		35: "mobile-registration-request", 36: "mobile-registration-reply", 37: "domain-name-request",
		38: "domain-name-reply", 39: "skip", 40: "photuris",
		42: "extended-echo-request", 43: "extended-echo-reply",
	}
})

var icmpCodes = map[int]*packet.Enum{
	3: codes(map[uint64]string{
		0: "network-unreachable", 1: "host-unreachable", 2: "protocol-unreachable", 3: "port-unreachable",
		4: "fragmentation-needed", 5: "source-route-failed", 6: "network-unknown", 7: "host-unknown",
		9: "network-prohibited", 10: "host-prohibited", 11: "TOS-network-unreachable", 12: "TOS-host-unreachable",
		13: "communication-prohibited", 14: "host-precedence-violation", 15: "precedence-cutoff",
	}),
	5: codes(map[uint64]string{
		0: "network-redirect", 1: "host-redirect", 2: "TOS-network-redirect", 3: "TOS-host-redirect",
	}),
	11: codes(map[uint64]string{0: "ttl-zero-during-transit", 1: "ttl-zero-during-reassembly"}),
	12: codes(map[uint64]string{0: "ip-header-bad", 1: "required-option-missing"}),
	40: codes(map[uint64]string{
		0: "bad-spi", 1: "authentication-failed", 2: "decompression-failed", 3: "decryption-failed",
		4: "need-authentification", 5: "need-authorization",
	}),
}

func codes(names map[uint64]string) *packet.Enum {
	return packet.NamesOf("code", func() map[uint64]string { return names })
}

func init() {
	packet.Bind(IP, ICMP, "frag", 0, "proto", 1)
}
