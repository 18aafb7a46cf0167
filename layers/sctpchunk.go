package layers

import (
	"fmt"
	"strings"

	"pktsh/layers/packet"
)

// SCTPChunkData is user data (RFC 9260 section 3.3.1; RFC 7053 for delay_sack).
var SCTPChunkData = packet.Define("SCTPChunkData",
	packet.U8("type").Enum(sctpTypes),
	packet.Bits("reserved", 4).Auto(packet.Unset()),
	packet.Bits("delay_sack", 1),
	packet.Bits("unordered", 1),
	packet.Bits("beginning", 1),
	packet.Bits("ending", 1),
	packet.U16("len").Auto(packet.LenOf("data").Plus(16)),
	packet.X32("tsn").Auto(packet.Unset()),
	packet.X16("stream_id").Auto(packet.Unset()),
	packet.X16("stream_seq").Auto(packet.Unset()),
	packet.U32("proto_id").Auto(packet.Unset()).Enum(sctpPayloads),
	packet.Data("data").Aligned(4),
)

// SCTPChunkInit begins an association (RFC 9260 section 3.3.2).
var SCTPChunkInit = sctpInit("SCTPChunkInit", 1)

// SCTPChunkInitAck answers SCTPChunkInit (RFC 9260 section 3.3.3).
var SCTPChunkInitAck = sctpInit("SCTPChunkInitAck", 2)

func sctpInit(name string, kind int) *packet.Proto {
	return sctpChunk(name, kind, packet.LenOf("params").Plus(20),
		packet.X32("init_tag").Auto(packet.Unset()),
		packet.U32("a_rwnd").Auto(packet.Unset()),
		packet.U16("n_out_streams").Auto(packet.Unset()),
		packet.U16("n_in_streams").Auto(packet.Unset()),
		packet.X32("init_tsn").Auto(packet.Unset()),
		packet.RecordsOf("params", sctpParam).Class("ChunkParamField"),
	)
}

// SCTPChunkSACK acknowledges data (RFC 9260 section 3.3.4). Gaps are written as
// first and last, "2:3".
var SCTPChunkSACK = sctpChunk("SCTPChunkSACK", 3, packet.LenHeader(1),
	packet.X32("cumul_tsn_ack").Auto(packet.Unset()),
	packet.U32("a_rwnd").Auto(packet.Unset()),
	packet.U16("n_gap_ack").Auto(packet.CountOf("gap_ack_list")),
	packet.U16("n_dup_tsn").Auto(packet.CountOf("dup_tsn_list")),
	packet.ListOf("gap_ack_list", packet.U32("gap").Shown(sctpGap).Adapted(sctpGapOf)),
	packet.ListOf("dup_tsn_list", packet.X32("tsn")),
)

func sctpGap(v any) string {
	n, _ := v.(int)
	return fmt.Sprintf("%d:%d", n>>16, n&0xffff)
}

// sctpGapOf is the number that "2:3" stands for.
func sctpGapOf(x any) any {
	var first, last uint16
	if s, ok := x.(string); ok && strings.Contains(s, ":") {
		if n, err := fmt.Sscanf(s, "%d:%d", &first, &last); n == 2 && err == nil {
			return int(first)<<16 | int(last)
		}
	}
	return x
}

// SCTPChunkHeartbeatReq asks whether an address is reachable (RFC 9260 section
// 3.3.5).
var SCTPChunkHeartbeatReq = sctpChunk("SCTPChunkHeartbeatReq", 4, packet.LenOf("params").Plus(4),
	packet.RecordsOf("params", sctpParam).Class("ChunkParamField"))

// SCTPChunkHeartbeatAck answers SCTPChunkHeartbeatReq (RFC 9260 section 3.3.6).
var SCTPChunkHeartbeatAck = sctpChunk("SCTPChunkHeartbeatAck", 5, packet.LenOf("params").Plus(4),
	packet.RecordsOf("params", sctpParam).Class("ChunkParamField"))

// SCTPChunkAbort ends an association at once (RFC 9260 section 3.3.7).
var SCTPChunkAbort = packet.Define("SCTPChunkAbort",
	packet.U8("type").Default(6).Enum(sctpTypes),
	packet.Bits("reserved", 7).Auto(packet.Unset()),
	packet.Bits("TCB", 1),
	packet.U16("len").Auto(packet.LenOf("error_causes").Plus(4)),
	packet.Data("error_causes").Aligned(4),
)

// SCTPChunkShutdown ends an association in order (RFC 9260 section 3.3.8).
var SCTPChunkShutdown = sctpFixed("SCTPChunkShutdown", 7, 8, packet.X32("cumul_tsn_ack").Auto(packet.Unset()))

// SCTPChunkShutdownAck answers SCTPChunkShutdown (RFC 9260 section 3.3.9).
var SCTPChunkShutdownAck = sctpFixed("SCTPChunkShutdownAck", 8, 4)

// SCTPChunkError reports errors (RFC 9260 section 3.3.10).
var SCTPChunkError = sctpChunk("SCTPChunkError", 9, packet.LenOf("error_causes").Plus(4),
	packet.Data("error_causes").Aligned(4))

// SCTPChunkCookieEcho returns the cookie of SCTPChunkInitAck (RFC 9260 section
// 3.3.11).
var SCTPChunkCookieEcho = sctpChunk("SCTPChunkCookieEcho", 10, packet.LenOf("cookie").Plus(4),
	packet.Data("cookie").Aligned(4))

// SCTPChunkCookieAck acknowledges SCTPChunkCookieEcho (RFC 9260 section 3.3.12).
var SCTPChunkCookieAck = sctpFixed("SCTPChunkCookieAck", 11, 4)

// SCTPChunkShutdownComplete is the end of an association (RFC 9260 section 3.3.13).
var SCTPChunkShutdownComplete = packet.Define("SCTPChunkShutdownComplete",
	packet.U8("type").Default(14).Enum(sctpTypes),
	packet.Bits("reserved", 7).Auto(packet.Unset()),
	packet.Bits("TCB", 1),
	packet.U16("len").Default(4),
)

// SCTPChunkAuthentication authenticates the chunks behind it (RFC 4895 section 4.1).
var SCTPChunkAuthentication = sctpChunk("SCTPChunkAuthentication", 15, packet.LenOf("HMAC").Plus(8),
	packet.U16("shared_key_id").Auto(packet.Unset()),
	packet.U16("HMAC_function").Auto(packet.Unset()),
	packet.Data("HMAC").Aligned(4),
)

// SCTPChunkAddressConf changes the addresses of an association (RFC 5061 section
// 4.1.1).
var SCTPChunkAddressConf = sctpChunk("SCTPChunkAddressConf", 193, packet.LenOf("params").Plus(8),
	packet.U32("seq"), packet.RecordsOf("params", sctpParam).Class("ChunkParamField"))

// SCTPChunkAddressConfAck answers SCTPChunkAddressConf (RFC 5061 section 4.1.2).
var SCTPChunkAddressConfAck = sctpChunk("SCTPChunkAddressConfAck", 128, packet.LenOf("params").Plus(8),
	packet.U32("seq"), packet.RecordsOf("params", sctpParam).Class("ChunkParamField"))

func sctpChunk(name string, kind int, length *packet.Auto, body ...*packet.Field) *packet.Proto {
	return packet.Define(name, append([]*packet.Field{
		packet.U8("type").Default(kind).Enum(sctpTypes),
		packet.X8("flags").Auto(packet.Unset()),
		packet.U16("len").Auto(length),
	}, body...)...)
}

// sctpFixed defines a chunk of a fixed length.
func sctpFixed(name string, kind, length int, body ...*packet.Field) *packet.Proto {
	return packet.Define(name, append([]*packet.Field{
		packet.U8("type").Default(kind).Enum(sctpTypes),
		packet.X8("flags").Auto(packet.Unset()),
		packet.U16("len").Default(length),
	}, body...)...)
}

var sctpTypes = packet.NamesOf("type", func() map[uint64]string {
	return map[uint64]string{
		0: "data", 1: "init", 2: "init-ack", 3: "sack", 4: "heartbeat-req", 5: "heartbeat-ack", 6: "abort",
		7: "shutdown", 8: "shutdown-ack", 9: "error", 10: "cookie-echo", 11: "cookie-ack", 14: "shutdown-complete",
		15: "authentication", 128: "address-configuration-ack", 193: "address-configuration",
	}
})

// sctpPayloads are the payload protocol identifiers (IANA registry).
var sctpPayloads = packet.NamesOf("payload protocol", func() map[uint64]string {
	return map[uint64]string{
		0: "Reserved", 1: "IUA", 2: "M2UA", 3: "M3UA", 4: "SUA", 5: "M2PA", 6: "V5UA", 7: "H.248", 8: "BICC/Q.2150.3",
		9: "TALI", 10: "DUA", 11: "ASAP", 12: "ENRP", 13: "H.323", 14: "Q.IPC/Q.2150.3", 15: "SIMCO",
		16: "DDP Segment Chunk", 17: "DDP Stream Session Control", 18: "S1AP", 19: "RUA", 20: "HNBAP",
		21: "ForCES-HP", 22: "ForCES-MP", 23: "ForCES-LP", 24: "SBc-AP", 25: "NBAP", 26: "Unassigned", 27: "X2AP",
		28: "IRCP", 29: "LCS-AP", 30: "MPICH2", 31: "SABP", 32: "FGP", 33: "PPP", 34: "CALCAPP", 35: "SSP",
		36: "NPMP-CONTROL", 37: "NPMP-DATA", 38: "ECHO", 39: "DISCARD", 40: "DAYTIME", 41: "CHARGEN", 42: "3GPP RNA",
		43: "3GPP M2AP", 44: "3GPP M3AP", 45: "SSH/SCTP", 46: "Diameter/SCTP", 47: "Diameter/DTLS/SCTP", 48: "R14P",
		49: "Unassigned", 50: "WebRTC DCEP", 51: "WebRTC String", 52: "WebRTC Binary Partial", 53: "WebRTC Binary",
		54: "WebRTC String Partial", 55: "3GPP PUA", 56: "WebRTC String Empty", 57: "WebRTC Binary Empty",
	}
})
