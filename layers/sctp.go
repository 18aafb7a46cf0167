package layers

import (
	"hash/crc32"
	"math/bits"

	"pktsh/layers/packet"
)

// SCTP is the Stream Control Transmission Protocol (RFC 9260). It carries chunks,
// which follow each other as layers.
var SCTP = packet.Define("SCTP",
	packet.U16("sport").Enum(sctpPorts),
	packet.U16("dport").Enum(sctpPorts),
	packet.X32("tag"),
	packet.X32("chksum").Auto(packet.Compute(sctpSum).Last()),
)

// SCTPerror is the SCTP header quoted in an ICMP error (RFC 792).
var SCTPerror = SCTP.Clone("SCTPerror").Titled("SCTP in ICMP")

var sctpPorts = packet.NamesOf("service", func() map[uint64]string { return map[uint64]string{5672: "amqp"} })

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sctpSum is the CRC32c of header and chunks, the lowest byte first (RFC 9260
// appendix A).
func sctpSum(l packet.Layer) any {
	hdr := l.Header()
	if len(hdr) < 12 {
		return nil
	}
	sum := crc32.Update(0, castagnoli, hdr[:8])
	sum = crc32.Update(sum, castagnoli, []byte{0, 0, 0, 0})
	sum = crc32.Update(sum, castagnoli, hdr[12:])
	return bits.ReverseBytes32(crc32.Update(sum, castagnoli, l.Payload()))
}

func init() {
	packet.Bind(IP, SCTP, "frag", 0, "proto", 132)
	bindIPv6(SCTP, 132)
	packet.BindPort(UDP, SCTP, 9899) // RFC 6951
	packet.Bind(IPerror, SCTPerror, "frag", 0, "proto", 132)
	packet.Bind(IPerror6, SCTPerror, "nh", 132)
	SCTPChunkData.Accept(func(b []byte) bool { return len(b) >= 4 && (b[0] == 0 || sctpChunks[b[0]] != nil) }).
		Instead(func(b []byte) *packet.Proto {
			if len(b) == 0 {
				return nil
			}
			return sctpChunks[b[0]]
		})
	packet.Bind(SCTP, SCTPChunkData)
	packet.Bind(SCTPChunkData, SCTPChunkData)
	for _, chunk := range sctpChunks {
		packet.Bind(chunk, SCTPChunkData)
	}
}

// sctpChunks are the protocols of chunks by type, but for data.
var sctpChunks = map[byte]*packet.Proto{
	1: SCTPChunkInit, 2: SCTPChunkInitAck, 3: SCTPChunkSACK, 4: SCTPChunkHeartbeatReq, 5: SCTPChunkHeartbeatAck,
	6: SCTPChunkAbort, 7: SCTPChunkShutdown, 8: SCTPChunkShutdownAck, 9: SCTPChunkError, 10: SCTPChunkCookieEcho,
	11: SCTPChunkCookieAck, 14: SCTPChunkShutdownComplete, 15: SCTPChunkAuthentication,
	128: SCTPChunkAddressConfAck, 193: SCTPChunkAddressConf,
}
