package main

import (
	"fmt"
	"math/rand/v2"

	"pktsh/layers"
	"pktsh/layers/packet"
)

// lists are the members of list fields, by protocol, as pairs for Set.
var lists = map[string]func(r *rand.Rand) []any{
	"TCP": func(r *rand.Rand) []any {
		return []any{"options", some(r,
			packet.Tuple{"MSS", r.IntN(1 << 16)}, packet.Tuple{"NOP", nil}, packet.Tuple{"WScale", r.IntN(256)}, packet.Tuple{"SAckOK", ""},
			packet.Tuple{"Timestamp", packet.Tuple{int(r.Uint32()), int(r.Uint32())}}, packet.Tuple{"SAck", packet.Tuple{int(r.Uint32()), int(r.Uint32())}},
		)}
	},
	"IP": func(r *rand.Rand) []any {
		return []any{"options", some(r,
			layers.IPOption_NOP.New(), layers.IPOption_Router_Alert.New("alert", r.IntN(1<<16)), layers.IPOption_RR.New("routers", []string{address(r), address(r)}),
			layers.IPOption_LSRR.New("routers", []string{address(r)}),
		)}
	},
	"DNS": func(r *rand.Rand) []any {
		return []any{"qd", layers.DNSQR.New("qname", name(r), "qtype", r.IntN(60), "qclass", 1+r.IntN(4)), "an", some(r,
			layers.DNSRR.New("rrname", name(r), "type", "A", "ttl", int(r.Uint32()), "rdata", address(r)),
			layers.DNSRR.New("rrname", name(r), "type", "CNAME", "ttl", 60, "rdata", name(r)),
			layers.DNSRR.New("rrname", name(r), "type", "AAAA", "rdata", fmt.Sprintf("2001:db8::%x", r.IntN(1<<16))),
			layers.DNSRR.New("rrname", name(r), "type", "TXT", "rdata", []string{"some", "text"}),
			layers.DNSRRMX.New("rrname", name(r), "preference", r.IntN(1<<16), "exchange", name(r)),
			layers.DNSRRSOA.New("rrname", name(r), "mname", name(r), "rname", name(r), "serial", int(r.Uint32())),
			layers.DNSRRSRV.New("rrname", name(r), "port", r.IntN(1<<16), "target", name(r)),
		)}
	},
	"DHCP": func(r *rand.Rand) []any {
		return []any{"options", append(some(r,
			packet.Tuple{"message-type", 1 + r.IntN(8)}, packet.Tuple{"requested_addr", address(r)}, packet.Tuple{"lease_time", int(r.Uint32())},
			packet.Tuple{"hostname", "pc"}, packet.Tuple{"router", address(r), address(r)}, packet.Tuple{"param_req_list", []int{1, 3, 6}},
		), "end")}
	},
	"IPv6ExtHdrHopByHop": func(r *rand.Rand) []any {
		return []any{"options", some(r, layers.RouterAlert.New("value", r.IntN(1<<16)), layers.PadN.New("optdata", randomBytes(r, r.IntN(5))), layers.Jumbo.New("jumboplen", int(r.Uint32())))}
	},
	"IPv6ExtHdrRouting": func(r *rand.Rand) []any {
		return []any{"addresses", []string{"2001:db8::1", "2001:db8::2"}[:1+r.IntN(2)]}
	},
	"GENEVE": func(r *rand.Rand) []any {
		return []any{"options", some(r, layers.GeneveOptions.New("classid", r.IntN(1<<16), "type", r.IntN(256), "data", randomBytes(r, 4*r.IntN(4))))}
	},
}

// some is a part of a list, in a random order.
func some(r *rand.Rand, members ...any) []any {
	r.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
	return members[:r.IntN(len(members)+1)]
}

func address(r *rand.Rand) string {
	return fmt.Sprintf("%d.%d.%d.%d", r.IntN(256), r.IntN(256), r.IntN(256), r.IntN(256))
}

func name(r *rand.Rand) string {
	return fmt.Sprintf("h%d.%s.example.", r.IntN(100), []string{"a", "bb", "ccc"}[r.IntN(3)])
}

func mac(r *rand.Rand) string {
	b := randomBytes(r, 6)
	return fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4], b[5])
}
