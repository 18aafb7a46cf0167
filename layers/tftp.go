package layers

import (
	"bytes"

	"pktsh/layers/packet"
)

// TFTP is the opcode of the Trivial File Transfer Protocol (RFC 1350).
var TFTP = packet.Define("TFTP",
	packet.U16("op").Default(1).Enum(packet.Names(map[uint64]string{
		1: "RRQ", 2: "WRQ", 3: "DATA", 4: "ACK", 5: "ERROR", 6: "OACK",
	})),
).Titled("TFTP opcode").Accept(func(b []byte) bool { return len(b) >= 2 && b[0] == 0 && b[1] >= 1 && b[1] <= 6 })

// TFTP_RRQ asks to read a file (RFC 1350 section 5).
var TFTP_RRQ = packet.Define("TFTP_RRQ",
	packet.CText("filename"),
	packet.CText("mode").Default("octet"),
).Titled("TFTP Read Request").Summary("RRQ {filename}").With(UDP)

// TFTP_WRQ asks to write a file (RFC 1350 section 5).
var TFTP_WRQ = packet.Define("TFTP_WRQ",
	packet.CText("filename"),
	packet.CText("mode").Default("octet"),
).Titled("TFTP Write Request").Summary("WRQ {filename}").With(UDP)

// TFTP_DATA is one block of a file (RFC 1350 section 5).
var TFTP_DATA = packet.Define("TFTP_DATA",
	packet.U16("block"),
).Titled("TFTP Data").Summary("DATA {block}").With(UDP)

// TFTP_ACK acknowledges a block (RFC 1350 section 5).
var TFTP_ACK = packet.Define("TFTP_ACK",
	packet.U16("block"),
).Titled("TFTP Ack").Summary("ACK {block}").With(UDP)

// TFTP_ERROR ends a transfer (RFC 1350 section 5; RFC 2347 for code 8).
var TFTP_ERROR = packet.Define("TFTP_ERROR",
	packet.U16("errorcode").Enum(packet.NamesOf("error", func() map[uint64]string {
		return map[uint64]string{
			0: "Not defined", 1: "File not found", 2: "Access violation", 3: "Disk full or allocation exceeded",
			4: "Illegal TFTP operation", 5: "Unknown transfer ID", 6: "File already exists", 7: "No such user",
			8: "Terminate transfer due to option negotiation",
		}
	})),
	packet.CText("errormsg"),
).Titled("TFTP Error").Summary("ERROR {errorcode}: {errormsg}").With(UDP)

// TFTP_OACK accepts options (RFC 2347).
var TFTP_OACK = packet.Define("TFTP_OACK").Titled("TFTP Option Ack")

// TFTP_Options is the options of a request or of TFTP_OACK (RFC 2347).
var TFTP_Options = packet.Define("TFTP_Options",
	packet.Records("options", TFTP_Option),
).Accept(func(b []byte) bool { return bytes.Count(b, []byte{0}) >= 2 })

// TFTP_Option is one option and its value (RFC 2347).
var TFTP_Option = packet.Define("TFTP_Option",
	packet.CText("oname"),
	packet.CText("value"),
)

func init() {
	packet.BindPort(UDP, TFTP, 69)
	packet.Bind(TFTP, TFTP_RRQ, "op", 1)
	packet.Bind(TFTP, TFTP_WRQ, "op", 2)
	packet.Bind(TFTP, TFTP_DATA, "op", 3)
	packet.Bind(TFTP, TFTP_ACK, "op", 4)
	packet.Bind(TFTP, TFTP_ERROR, "op", 5)
	packet.Bind(TFTP, TFTP_OACK, "op", 6)
	packet.Bind(TFTP_RRQ, TFTP_Options)
	packet.Bind(TFTP_WRQ, TFTP_Options)
	packet.Bind(TFTP_OACK, TFTP_Options)
}
