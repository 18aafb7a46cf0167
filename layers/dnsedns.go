package layers

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"

	"pktsh/layers/packet"
)

// EDNS0ClientSubnet is the network that an answer is for (RFC 7871). The address
// is as many bytes as its network needs; source_plen counts them, in bits.
var EDNS0ClientSubnet = ednsOption("EDNS0ClientSubnet", 8, 4,
	packet.U16("family").Default(1).Enum(packet.Names(map[uint64]string{1: "IPv4", 2: "IPv6"})),
	packet.U8("source_plen").Auto(packet.Compute(subnetLength)),
	packet.U8("scope_plen"),
	packet.Switch("address", func(l packet.Layer) *packet.Field {
		switch l.Int("family") {
		case 1:
			return subnet4
		case 2:
			return subnet6
		}
		return subnetBytes
	}),
).Titled("DNS EDNS0 Client Subnet")

var (
	subnet4     = packet.Coded("address", subnetForm(4)).Default("192.168.0.0")
	subnet6     = packet.Coded("address", subnetForm(16)).Default("2001:db8::")
	subnetBytes = packet.Data("address")
)

// subnetLength is the bits of the bytes of the address.
func subnetLength(l packet.Layer) any { return min(255, max(0, len(l.Header())-8)*8) }

// subnetForm writes an address without the zeros at its end; "10.0.0.0/20" keeps
// those of so many bits.
func subnetForm(size int) packet.TextForm {
	return packet.TextForm{
		Size: func(b []byte) int { return len(b) },
		Text: func(b []byte) string {
			if len(b) > size {
				return hex.EncodeToString(b)
			}
			a, _ := netip.AddrFromSlice(append(append(make([]byte, 0, size), b...), make([]byte, size-len(b))...))
			return a.String()
		},
		Bytes: func(text string) ([]byte, error) {
			if p, err := netip.ParsePrefix(text); err == nil && p.Addr().BitLen() == size*8 {
				return p.Masked().Addr().AsSlice()[:(p.Bits()+7)/8], nil
			}
			a, err := netip.ParseAddr(text)
			if err != nil || a.BitLen() != size*8 {
				if b, err := hex.DecodeString(text); err == nil && len(b) > size {
					return b, nil
				}
				return nil, fmt.Errorf("%q is no address of %d bytes", text, size)
			}
			return []byte(strings.TrimRight(string(a.AsSlice()), "\x00")), nil
		},
	}
}

// EDNS0COOKIE tells clients and servers that they talked before (RFC 7873).
var EDNS0COOKIE = ednsOption("EDNS0COOKIE", 10, 8,
	packet.FixedData("client_cookie", 8),
	packet.Data("server_cookie"),
).Titled("DNS EDNS0 COOKIE")

// EDNS0DAU lists the algorithms that a validator understands (RFC 6975).
var EDNS0DAU = ednsAlgorithms("EDNS0DAU", 5)

// EDNS0DHU is EDNS0DAU for hashes of delegations (RFC 6975).
var EDNS0DHU = ednsAlgorithms("EDNS0DHU", 6)

// EDNS0N3U is EDNS0DAU for hashes of NSEC3 (RFC 6975).
var EDNS0N3U = ednsAlgorithms("EDNS0N3U", 7)

func ednsAlgorithms(name string, code int) *packet.Proto {
	return ednsOption(name, code, 0, packet.ListOf("alg_code", packet.U8("algorithm").Enum(dnssecAlgorithms))).
		Titled("DNS EDNS0 " + name[5:])
}

// EDNS0NSID is which of several servers answers (RFC 5001).
var EDNS0NSID = ednsOption("EDNS0NSID", 3, 0, packet.Data("nsid")).Titled("DNS EDNS0 NSID")

// EDNS0EXPIRE is in how many seconds a zone expires, in an answer (RFC 7314).
var EDNS0EXPIRE = ednsOption("EDNS0EXPIRE", 9, 0, packet.ListOf("expire", packet.U32("seconds"))).Titled("DNS EDNS0 EXPIRE")

// EDNS0Keepalive is how long a server keeps an idle connection over TCP, in units
// of 100 ms, in an answer (RFC 7828).
var EDNS0Keepalive = ednsOption("EDNS0Keepalive", 11, 0, packet.ListOf("timeout", packet.U16("timeout"))).
	Titled("DNS EDNS0 TCP-KEEPALIVE")

// EDNS0Padding hides how long a message is (RFC 7830).
var EDNS0Padding = ednsOption("EDNS0Padding", 12, 0, packet.Data("padding")).Titled("DNS EDNS0 PADDING")

// EDNS0CHAIN asks for the chain of trust from a name on (RFC 7901).
var EDNS0CHAIN = ednsOption("EDNS0CHAIN", 13, 1, packet.PlainDNSName("closest")).Titled("DNS EDNS0 CHAIN")

// EDNS0KeyTag lists the keys that a validator trusts (RFC 8145).
var EDNS0KeyTag = ednsOption("EDNS0KeyTag", 14, 0, packet.ListOf("tags", packet.U16("keytag"))).Titled("DNS EDNS0 KEY-TAG")

// EDNS0ExtendedDNSError says why (RFC 8914).
var EDNS0ExtendedDNSError = ednsOption("EDNS0ExtendedDNSError", 15, 2,
	packet.U16("info_code").Enum(ednsErrors),
	packet.Text("extra_text"),
).Titled("DNS EDNS0 Extended DNS Error")

// ednsErrors is from the IANA registry of extended DNS error codes.
var ednsErrors = packet.NamesOf("code", func() map[uint64]string {
	return map[uint64]string{
		0: "Other", 1: "Unsupported DNSKEY Algorithm", 2: "Unsupported DS Digest Type", 3: "Stale Answer",
		4: "Forged Answer", 5: "DNSSEC Indeterminate", 6: "DNSSEC Bogus", 7: "Signature Expired",
		8: "Signature Not Yet Valid", 9: "DNSKEY Missing", 10: "RRSIGs Missing", 11: "No Zone Key Bit Set",
		12: "NSEC Missing", 13: "Cached Error", 14: "Not Ready", 15: "Blocked", 16: "Censored", 17: "Filtered",
		18: "Prohibited", 19: "Stale NXDOMAIN Answer", 20: "Not Authoritative", 21: "Not Supported",
		22: "No Reachable Authority", 23: "Network Error", 24: "Invalid Data", 25: "Signature Expired before Valid",
		26: "Too Early", 27: "Unsupported NSEC3 Iterations Value", 28: "Unable to conform to policy", 29: "Synthesized",
		30: "Invalid Query Type",
	}
})

// ednsKinds is which protocol reads options of which code, and how many bytes it
// needs at least.
var ednsKinds = map[int]ednsKind{}

type ednsKind struct {
	proto *packet.Proto
	least int
}

// ednsOption defines the options of a code whose data is these fields, of at
// least so many bytes.
func ednsOption(name string, code, least int, data ...*packet.Field) *packet.Proto {
	p := packet.Define(name, append([]*packet.Field{
		packet.U16("optcode").Default(code).Enum(ednsOptions),
		packet.U16("optlen").Auto(packet.LenRest()),
	}, data...)...)
	ednsKinds[code] = ednsKind{p, least}
	return p
}

// ednsRecord names the protocol of the option that b begins with. One that is too
// short for its code is an EDNS0TLV.
func ednsRecord(_ packet.Layer, b []byte) *packet.Proto {
	if len(b) >= 4 {
		k := ednsKinds[int(b[0])<<8|int(b[1])]
		if n := int(b[2])<<8 | int(b[3]); k.proto != nil && n >= k.least && n <= len(b)-4 {
			return k.proto
		}
	}
	return EDNS0TLV
}
