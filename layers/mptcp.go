package layers

import "pktsh/layers/packet"

// MPTCP_CAPABLE begins a connection of Multipath TCP (RFC 8684 section 3.1): the
// keys of sender and receiver as far as they are told, and with data its length and
// perhaps checksum.
var MPTCP_CAPABLE = mptcp("MPTCP_CAPABLE", 0,
	packet.Bits("version", 4).Default(1),
	packet.FlagBits("flags", 8, "HGFEDCBA").Default(1),
	packet.ListOf("keys", packet.X64("key")).Len(func(l packet.Layer) int { return min(16, (len(l.Header())-2)/8*8) }),
	packet.ListOf("data", packet.U16("number")),
)

// MPTCP_JOIN_SYN adds a subflow: its SYN (RFC 8684 section 3.2).
var MPTCP_JOIN_SYN = mptcp("MPTCP_JOIN_SYN", 1,
	packet.Bits("reserved", 3),
	packet.Bits("B", 1),
	packet.U8("addrid"),
	packet.X32("token"),
	packet.X32("nonce"),
)

// MPTCP_JOIN_SYNACK answers MPTCP_JOIN_SYN (RFC 8684 section 3.2).
var MPTCP_JOIN_SYNACK = mptcp("MPTCP_JOIN_SYNACK", 1,
	packet.Bits("reserved", 3),
	packet.Bits("B", 1),
	packet.U8("addrid"),
	packet.X64("hmac"),
	packet.X32("nonce"),
)

// MPTCP_JOIN_ACK ends the handshake of MPTCP_JOIN_SYN (RFC 8684 section 3.2).
var MPTCP_JOIN_ACK = mptcp("MPTCP_JOIN_ACK", 1,
	packet.Bits("reserved", 12),
	packet.FixedData("hmac", 20),
)

// MPTCP_DSS maps data to a subflow and acknowledges it (RFC 8684 section 3.3): M
// and A say what is there, m and a that it takes 8 bytes, not 4.
var MPTCP_DSS = mptcp("MPTCP_DSS", 2,
	packet.Bits("reserved", 7),
	packet.FlagBits("flags", 5, "AaMmF").Default(1),
	packet.U32("data_ack").When(mptcpFlags(3, 1)),
	packet.U64("data_ack8").When(mptcpFlags(3, 3)),
	packet.U32("dsn").When(mptcpFlags(12, 4)),
	packet.U64("dsn8").When(mptcpFlags(12, 12)),
	packet.U32("subflow_seq").When(mptcpFlags(4, 4)),
	packet.U16("datalen").When(mptcpFlags(4, 4)),
	packet.ListOf("checksum", packet.X16("sum")),
)

// mptcpFlags is the condition that those flags of a mask are set.
func mptcpFlags(mask, set int) func(packet.Layer) bool {
	return func(l packet.Layer) bool { return l.Int("flags")&mask == set }
}

// MPTCP_ADD_ADDR tells of an address (RFC 8684 section 3.4.1): behind it are a port
// and the truncated HMAC, if they are told.
var MPTCP_ADD_ADDR = mptcp("MPTCP_ADD_ADDR", 3,
	packet.Bits("reserved", 3),
	packet.Bits("E", 1),
	packet.U8("addrid"),
	packet.IP4("address"),
	packet.Data("more"),
)

// MPTCP_ADD_ADDR6 is MPTCP_ADD_ADDR for IPv6 (RFC 8684 section 3.4.1).
var MPTCP_ADD_ADDR6 = mptcp("MPTCP_ADD_ADDR6", 3,
	packet.Bits("reserved", 3),
	packet.Bits("E", 1),
	packet.U8("addrid"),
	packet.IP6("address"),
	packet.Data("more"),
)

// MPTCP_REMOVE_ADDR takes addresses back (RFC 8684 section 3.4.2).
var MPTCP_REMOVE_ADDR = mptcp("MPTCP_REMOVE_ADDR", 4,
	packet.Bits("reserved", 4),
	packet.ListOf("addrids", packet.U8("addrid")),
)

// MPTCP_PRIO makes a subflow a backup, or not (RFC 8684 section 3.3.8).
var MPTCP_PRIO = mptcp("MPTCP_PRIO", 5,
	packet.Bits("reserved", 3),
	packet.Bits("B", 1),
	packet.ListOf("addrids", packet.U8("addrid")),
)

// MPTCP_FAIL says from where on data is wrong (RFC 8684 section 3.7).
var MPTCP_FAIL = mptcp("MPTCP_FAIL", 6,
	packet.Bits("reserved", 12),
	packet.U64("dsn"),
)

// MPTCP_FASTCLOSE closes the connection at once (RFC 8684 section 3.5).
var MPTCP_FASTCLOSE = mptcp("MPTCP_FASTCLOSE", 7,
	packet.Bits("reserved", 12),
	packet.X64("key"),
)

// MPTCP_RST says why a subflow is reset (RFC 8684 section 3.6).
var MPTCP_RST = mptcp("MPTCP_RST", 8,
	packet.FlagBits("flags", 4, "TWVU"),
	packet.U8("reason").Enum(packet.Names(map[uint64]string{
		0: "Unspecified", 1: "MPTCP-specific", 2: "Lack of resources", 3: "Administratively prohibited",
		4: "Too much outstanding data", 5: "Unacceptable performance", 6: "Middlebox interference",
	})),
)

func mptcp(name string, subtype int, fields ...*packet.Field) *packet.Proto {
	return packet.Define(name, append([]*packet.Field{packet.Bits("subtype", 4).Default(subtype)}, fields...)...).
		Titled("Multipath TCP - " + name[6:])
}

// mptcpKind names the protocol of the value of an MPTCP option; nil where its length
// does not suit, and it stays bytes.
func mptcpKind(_ packet.Layer, b []byte) *packet.Proto {
	n := len(b)
	switch subtype := b[0] >> 4; {
	case subtype == 0 && (n == 2 || n == 10 || n == 18 || n == 20 || n == 22):
		return MPTCP_CAPABLE
	case subtype == 1 && n == 10:
		return MPTCP_JOIN_SYN
	case subtype == 1 && n == 14:
		return MPTCP_JOIN_SYNACK
	case subtype == 1 && n == 22:
		return MPTCP_JOIN_ACK
	case subtype == 2 && n >= 6:
		return MPTCP_DSS
	case subtype == 3 && (n == 6 || n == 8 || n == 14 || n == 16):
		return MPTCP_ADD_ADDR
	case subtype == 3 && n >= 18:
		return MPTCP_ADD_ADDR6
	case subtype == 4 && n >= 2:
		return MPTCP_REMOVE_ADDR
	case subtype == 5 && n <= 2:
		return MPTCP_PRIO
	case subtype == 6 && n == 10:
		return MPTCP_FAIL
	case subtype == 7 && n == 10:
		return MPTCP_FASTCLOSE
	case subtype == 8 && n == 2:
		return MPTCP_RST
	}
	return nil
}
